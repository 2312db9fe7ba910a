"""Patients in the API: found, entered and changed, as on their page."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from programmes.models import AccessRecord, Patient
from tests.asking import ask, detail, faults, ids, problem, read, send
from tests.cast import Cast, make_cast
from tests.factories import make_kit, make_patient, make_patient_flag
from tests.workbench import at

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Eva Holm",
    "reference": "R-17",
    "date_of_birth": "1990-04-02",
    "name_on_handout": "initials",
    "information_need": "large-print",
    "language": "en",
    "flags": ["pregnant"],
    "kit_at_home": ["mat", "step"],
}


@pytest.fixture
def cast() -> Cast:
    make_patient_flag(slug="pregnant")
    make_kit(slug="mat", name="Mat")
    make_kit(slug="step", name="Step")
    return make_cast()


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return make_patient(clinic=cast.clinic, name="Eva Holm", reference="R-17")


def test_a_patient_is_entered_with_all_that_the_form_asks(cast: Cast):
    answer = send(cast.ana, "post", "patients/", NEW)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert {name: told[name] for name in NEW} == NEW
    assert told["printed_name"] == "EH"
    patient = Patient.objects.get()
    assert (patient.clinic, str(patient.pk)) == (cast.clinic, told["id"])
    assert answer["Location"].endswith(f"/api/v1/patients/{patient.pk}/")
    assert patient.history.count() > 0
    again = read(cast, f"patients/{patient.pk}/")
    assert again == told
    assert ask(cast.ana, f"patients/{patient.pk}/")["ETag"] == answer["ETag"]


def test_a_patient_may_be_entered_without_a_name(cast: Cast):
    told = send(cast.ana, "post", "patients/", {}).json()
    assert (told["name"], told["information_need"], told["name_on_handout"]) == ("", "standard", "name")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"date_of_birth": "2nd of April"}, "date_of_birth"),
        ({"information_need": "one-sheet"}, "information_need"),
        ({"name": "a" * 121}, "name"),
        ({"name": "Eva\0Holm"}, "name"),
        ({"name": None}, "name"),
        ({"name": ["Eva"]}, "name"),
        ({"flags": ["pregnant", "none-such"]}, "flags[1]"),
        ({"kit_at_home": "mat"}, "kit_at_home"),
        ({"nmae": "Eva Holm"}, "nmae"),
        ({"clinic": "another"}, "clinic"),
        ({"archived_at": None}, "archived_at"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_stored(cast: Cast, change: dict, field: str):
    assert list(faults(send(cast.ana, "post", "patients/", {**NEW, **change}))) == [field]
    assert not Patient.objects.exists()


@pytest.mark.parametrize("body", [[], "Eva", 17, None])
def test_what_is_no_object_is_refused(cast: Cast, body):
    answer = Client()
    answer.force_login(cast.ana)
    sent = answer.post("/api/v1/patients/", data="null" if body is None else body, content_type="application/json")
    assert sent.status_code in (400, 422)
    assert problem(sent)


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000, b'{"name": NaN}', b"{}{}"])
def test_what_is_no_json_is_refused(cast: Cast, body: bytes):
    answer = at(cast.ana).post("/api/v1/patients/", data=body, content_type="application/json")
    assert problem(answer)["status"] == 400


def test_what_is_sent_as_a_form_is_refused(cast: Cast):
    assert problem(at(cast.ana).post("/api/v1/patients/", {"name": "Eva Holm"}))["status"] == 415


def test_a_record_number_is_given_once_a_clinic(cast: Cast, patient: Patient):
    assert len(faults(send(cast.ana, "post", "patients/", {"reference": "R-17"}))) == 1
    assert send(cast.carla, "post", "patients/", {"reference": "R-17"}).status_code == 201


def test_flags_of_another_clinic_are_unknown(cast: Cast):
    make_patient_flag(slug="theirs", clinic=cast.other_clinic)
    assert list(faults(send(cast.ana, "post", "patients/", {"flags": ["theirs"]}))) == ["flags[0]"]


def test_a_patient_is_changed_by_whoever_saw_it_as_it_is(cast: Cast, patient: Patient):
    address = f"patients/{patient.pk}/"
    tag = ask(cast.ana, address)["ETag"]
    answer = send(cast.ben, "patch", address, {"language": "de", "flags": ["pregnant"]}, If_Match=tag)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["language"], answer.json()["name"]) == ("de", "Eva Holm")
    assert answer.json()["flags"] == ["pregnant"]
    late = send(cast.ana, "patch", address, {"name": "Eve"}, If_Match=tag)
    assert (late.status_code, detail(late)) == (412, "It was changed since you read it. Read it again.")
    assert send(cast.ana, "patch", address, {"name": "Eve"}, If_Match=answer["ETag"]).status_code == 200
    # A proxy that packs an answer makes its tag a weak one.
    weak = f"W/{ask(cast.ana, address)['ETag']}"
    assert send(cast.ana, "patch", address, {"name": "Eva"}, If_Match=weak).status_code == 200


@pytest.mark.parametrize("given", [{}, {"If_Match": "*"}, {"If_Match": ""}])
def test_nobody_changes_a_patient_unseen(cast: Cast, patient: Patient, given: dict):
    answer = send(cast.ana, "patch", f"patients/{patient.pk}/", {"name": "Eve"}, **given)
    assert problem(answer)["status"] == 428


def test_a_change_that_cannot_be_changes_nothing(cast: Cast, patient: Patient):
    address = f"patients/{patient.pk}/"
    tag = ask(cast.ana, address)["ETag"]
    answer = send(cast.ana, "patch", address, {"name": "Eve", "language": "a" * 13}, If_Match=tag)
    assert list(faults(answer)) == ["language"]
    assert ask(cast.ana, address)["ETag"] == tag


def test_a_reader_that_has_the_patient_is_told_it_is_the_same(cast: Cast, patient: Patient):
    address = f"patients/{patient.pk}/"
    tag = ask(cast.ana, address)["ETag"]
    again = ask(cast.ana, address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    patient.discharge()
    assert ask(cast.ana, address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("rita", 403), ("carla", 404), ("stan", 403), ("sue", 403)])
def test_a_patient_is_changed_by_practitioners_of_the_clinic_alone(cast: Cast, patient: Patient, who: str, status: int):
    tag = ask(cast.ana, f"patients/{patient.pk}/")["ETag"]
    answer = send(getattr(cast, who), "patch", f"patients/{patient.pk}/", {"name": "Eve"}, If_Match=tag)
    assert problem(answer)["status"] == status
    assert Patient.objects.get().name == "Eva Holm"


@pytest.mark.parametrize("who", ["rita", "stan", "sue"])
def test_who_does_not_write_enters_nobody(cast: Cast, who: str):
    assert send(getattr(cast, who), "post", "patients/", NEW).status_code == 403


def test_a_log_in_writes_with_the_sites_own_form_key_alone(cast: Cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ana)
    answer = client.post("/api/v1/patients/", data={}, content_type="application/json")
    assert "CSRF" in detail(answer)
    assert not Patient.objects.exists()


def test_patients_are_found(cast: Cast, patient: Patient):
    gone = make_patient(clinic=cast.clinic, name="Ole Berg", reference="R-18", date_of_birth="1950-01-01")
    make_patient(clinic=cast.other_clinic, name="Eva Holm", reference="R-17")
    gone.discharge()
    for asked in ("name=holm", "reference=R-17", "date_of_birth=1990-04-02", "state=current"):
        assert ids(ask(cast.ana, f"patients/?{asked}")) == [str(patient.pk)], asked
    assert ids(ask(cast.ana, "patients/?state=discharged")) == [str(gone.pk)]
    gone.archive()
    assert ids(ask(cast.ana, "patients/?state=archived")) == [str(gone.pk)]
    assert ids(ask(cast.ana, "patients/")) == [str(patient.pk), str(gone.pk)]


def test_patients_that_were_changed_are_found(cast: Cast, patient: Patient):
    since = quote(timezone.now().isoformat())
    assert ids(ask(cast.ana, f"patients/?changed_since={since}")) == []
    patient.flags.add(make_patient_flag())
    assert ids(ask(cast.ana, f"patients/?changed_since={since}")) == [str(patient.pk)]


def test_a_list_goes_on_where_it_ended_whoever_comes_in_meanwhile(cast: Cast):
    rows = [make_patient(clinic=cast.clinic, name=name) for name in "ABCDE"]
    Patient.objects.update(created_at=timezone.now() - timedelta(days=1))
    page = ask(cast.ana, "patients/?page_size=2")
    seen = ids(page)
    make_patient(clinic=cast.clinic, name="New")
    while page.json()["next"]:
        page = ask(cast.ana, page.json()["next"].partition("/api/v1/")[2])
        seen += ids(page)
    assert len(seen) == len(set(seen)) == 6
    assert {str(row.pk) for row in rows} < set(seen)


@pytest.mark.parametrize("cursor", ["x", "cD1ub3doZXJl", "bz0tMQ==", "%00"])
def test_a_cursor_that_is_none_is_said_so(cast: Cast, cursor: str):
    make_patient(clinic=cast.clinic)
    assert ask(cast.ana, f"patients/?cursor={cursor}").status_code in (200, 404)


def test_who_enters_and_changes_a_patient_is_in_the_access_log(cast: Cast):
    told = send(cast.ana, "post", "patients/", NEW)
    send(cast.ben, "patch", f"patients/{told.json()['id']}/", {"name": "Eve"}, If_Match=told["ETag"])
    log = AccessRecord.objects.filter(door="api").order_by("at").values_list("kind", "door", "who_name", "patient_id")
    patient = Patient.objects.get().pk
    assert list(log) == [("patient", "api", "Ana", patient), ("patient", "api", "Ben", patient)]


def test_entering_costs_the_same_number_of_queries_whatever_is_said(
    cast: Cast, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(62) as few:
        send(cast.ana, "post", "patients/", {**NEW, "kit_at_home": ["mat"]})
    with django_assert_num_queries(len(few)):
        send(cast.ana, "post", "patients/", {**NEW, "reference": "R-18"})
