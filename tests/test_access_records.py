"""The access log: whoever sees a patient's data is in it, by every address of the site, and nobody takes it out."""

import csv
import io
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes.admin.access_record import safe
from programmes.admin.site import workbench
from programmes.models import AccessRecord, Handout, Patient, Programme
from programmes.watching import KEYSTROKES
from tests.addresses import every_address, kind_of, make_rows, url_of
from tests.building import asked, place, plan
from tests.building import save as save_in_builder
from tests.cast import Cast
from tests.coming_in import add_app, code_of, log_in, wrong_passkey
from tests.factories import (
    make_api_token,
    make_handout,
    make_patient,
    make_practitioner,
    make_programme,
    make_screening,
)
from tests.workbench import address, at, messages_of, shown

pytestmark = pytest.mark.django_db
Kind = AccessRecord.Kind
NAME, PLAN = "Zebedee Quillfeather", "Plan of Quillfeather"
# A row of these is somebody's data, whether or not the answer names them.
OF_PATIENTS = {"patient", "programme", "screening", "handout", "phase", "prescription", "runningplan"}


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return make_patient(clinic=cast.clinic, name=NAME, reference="R-1")


@pytest.fixture
def programme(patient: Patient) -> Programme:
    return make_programme(patient=patient, name=PLAN)


def looks(**values: Any) -> list[AccessRecord]:
    """Return the entries, the newest first, without the log-ins that tests begin with."""
    return list(AccessRecord.objects.filter(**values).exclude(kind=Kind.LOGGED_IN))


def last() -> AccessRecord:
    return looks()[0]


# Every address


def _answer(client: Client, method: str, url: str) -> tuple[int, str, int]:
    """Return the status, the text and how many entries one request made, and undo whatever it did."""
    with transaction.atomic():
        before = AccessRecord.objects.count()
        response = getattr(client, method)(url)
        body = b"".join(response) if response.streaming else response.content
        made = AccessRecord.objects.count() - before
        transaction.set_rollback(True)
    return response.status_code, body.decode("utf-8", "replace"), made


@pytest.mark.usefixtures("cheap_pages")
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_shows_a_patient_or_a_programme_without_an_entry(cast: Cast, method: str):
    rows = make_rows(cast)
    Patient.objects.filter(pk=rows["patient"].pk).update(name=NAME)
    Programme.objects.filter(pk=rows["programme"].pk).update(name=PLAN)
    client, unseen, seen = at(cast.olga), [], set()
    for name, pattern in every_address().items():
        status, body, made = _answer(client, method, url_of(name, pattern, rows))
        names_somebody = NAME in body or PLAN in body
        is_of_a_patient = kind_of(name) in OF_PATIENTS and not KEYSTROKES.search(name) and method == "get"
        is_about_a_row = not re.search(r"_add|changelist|_import$", name)
        if status == 200 and (names_somebody or (is_of_a_patient and is_about_a_row)):
            seen.add(name)
            unseen += [name] if not made else []
        assert made <= 1, name
    assert unseen == []
    if method == "get":
        assert {"admin:index", "admin:programmes_patient_change", "api:handout-pdf"} <= seen


def test_a_page_of_the_library_is_in_no_log(cast: Cast):
    rows = make_rows(cast)
    for kind in ("exercise", "advice", "rule", "condition", "kit"):
        at(cast.ana).get(address(f"{kind}_changelist"))
        at(cast.ana).get(address(f"{kind}_change", rows[kind]))
    assert looks() == [AccessRecord.objects.get(pk=rows["accessrecord"].pk)]


# What an entry says


def test_opening_a_patient_says_who_when_what_whom_and_how(cast: Cast, patient: Patient):
    shown(cast.ana, address("patient_change", patient))
    entry = last()
    assert (entry.user, entry.practitioner, entry.who_name) == (cast.ana, cast.ana.practitioner, "Ana")
    assert (entry.kind, entry.door, entry.patient_id) == (Kind.PATIENT, "admin", patient.pk)
    assert (entry.clinic, entry.count, entry.is_from_outside) == (cast.clinic, 1, False)


def test_the_entry_holds_no_name_of_a_patient(cast: Cast, patient: Patient):
    shown(cast.ana, address("patient_change", patient))
    stored = AccessRecord.objects.filter(pk=last().pk).values().get()
    assert "Quillfeather" not in str(stored)


def test_a_name_at_the_time_stays_when_the_person_is_called_otherwise(cast: Cast, patient: Patient):
    shown(cast.ana, address("patient_change", patient))
    practitioner = cast.ana.practitioner
    practitioner.name = "Ana Married"
    practitioner.save()
    assert last().who_name == "Ana"


def test_a_list_of_patients_is_one_entry_with_how_many(cast: Cast, patient: Patient):
    make_patient(clinic=cast.clinic)
    make_patient(clinic=cast.clinic)
    shown(cast.ana, address("patient_changelist"))
    (entry,) = looks()
    assert (entry.kind, entry.count, entry.patient_id) == (Kind.LIST, 3, None)


def test_a_search_that_finds_nobody_is_no_look(cast: Cast, patient: Patient):
    shown(cast.ana, address("patient_changelist") + "?q=nobody-of-this-name")
    assert looks() == []


@pytest.mark.parametrize(
    ("view", "kind"),
    [
        ("programme_change", Kind.PROGRAMME),
        ("programme_history", Kind.HISTORY),
        ("programme_clinician-copy", Kind.COPY),
        ("programme_build-page", Kind.PREVIEW),
    ],
)
def test_the_pages_of_a_programme_are_told_apart(cast: Cast, programme: Programme, english: None, view: str, kind: str):
    shown(cast.rita, address(view, programme))
    assert (last().kind, last().patient_id) == (kind, programme.patient_id)


def test_an_old_version_of_a_patient_is_a_look_at_the_history(cast: Cast, patient: Patient):
    version = patient.history.first().pk
    shown(cast.rita, reverse("admin:programmes_patient_simple_history", args=[patient.pk, version]))
    assert (last().kind, last().patient_id) == (Kind.HISTORY, patient.pk)


def test_a_screening_and_a_handout_lead_to_their_patient(cast: Cast, programme: Programme):
    screening = make_screening(programme, done_by=cast.ana.practitioner)
    handout = make_handout(programme, issued_by=cast.ana.practitioner)
    for page, row, kind in (
        ("screening_change", screening, Kind.SCREENING),
        ("handout_change", handout, Kind.HANDOUT),
        ("handout_pdf", handout, Kind.PDF),
    ):
        at(cast.ana).get(address(page, row))
        assert (last().kind, last().patient_id) == (kind, programme.patient_id), page


def test_the_api_is_a_door_of_its_own(cast: Cast, programme: Programme):
    handout = make_handout(programme, issued_by=cast.ana.practitioner)
    pages = {
        reverse("api:programme-detail", args=[programme.pk]): Kind.PROGRAMME,
        reverse("api:handout-detail", args=[handout.pk]): Kind.HANDOUT,
        reverse("api:handout-pdf", args=[handout.pk]): Kind.PDF,
        reverse("api:programme-list"): Kind.LIST,
    }
    for url, kind in pages.items():
        assert at(cast.rita).get(url).status_code == 200
        assert (last().kind, last().door, last().patient_id) == (kind, "api", programme.patient_id), url


def test_a_program_that_reads_by_a_token_is_there_under_its_persons_name(cast: Cast, programme: Programme):
    _token, key = make_api_token(cast.ana, scope="patients")
    url = reverse("api:programme-detail", args=[programme.pk])
    assert Client().get(url, headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert (last().who_name, last().door, last().patient_id) == ("Ana", "api", programme.patient_id)


def test_a_file_that_is_the_same_was_looked_at_too(cast: Cast, programme: Programme):
    url = reverse("api:handout-pdf", args=[make_handout(programme, issued_by=cast.ana.practitioner).pk])
    tag = at(cast.rita).get(url)["ETag"]
    before = len(looks())
    assert at(cast.rita).get(url, headers={"If-None-Match": tag}).status_code == 304
    assert len(looks()) == before + 1


def test_what_was_refused_is_no_look(cast: Cast, patient: Patient):
    assert at(cast.carla).get(address("patient_change", patient)).status_code == 404
    assert at(cast.stan).get(address("patient_change", patient)).status_code == 404
    assert looks() == []


def test_whoever_runs_the_machine_is_in_the_clinics_own_log_and_marked(cast: Cast, patient: Patient):
    shown(cast.sue, address("patient_change", patient))
    entry = last()
    assert (entry.clinic, entry.who_name, entry.is_from_outside) == (cast.clinic, "sue", True)
    assert "from outside the clinic" in shown(cast.olga, address("accessrecord_changelist"))


def test_a_list_over_two_clinics_is_in_the_log_of_each(cast: Cast, patient: Patient):
    make_patient(clinic=cast.other_clinic)
    shown(cast.sue, address("patient_changelist"))
    assert {entry.clinic for entry in looks()} == {cast.clinic, cast.other_clinic}


# The builder


def test_opening_the_builder_is_an_entry_and_its_keystrokes_are_none(cast: Cast, programme: Programme):
    shown(cast.ana, place(programme))
    assert [(entry.kind, entry.door) for entry in looks()] == [(Kind.BUILDER, "builder")]
    line = programme.phases.get().prescriptions.get()
    asked(cast.ana, programme, "search", q="squat")
    asked(cast.ana, programme, "dose", exercise=line.exercise.slug, q="3x10")
    save_in_builder(cast.ana, programme, plan(cast.ana, programme))
    assert {entry.kind for entry in looks()} == {Kind.BUILDER}


def test_what_the_builder_asks_again_and_again_is_one_entry_a_sitting(cast: Cast, programme: Programme, english: None):
    shown(cast.ana, place(programme))
    for end in ("page", "weighed", "page", "swaps"):
        at(cast.ana).get(place(programme, end))
    assert len(looks()) == 1


def test_the_sheet_of_the_builder_alone_is_an_entry(cast: Cast, programme: Programme, english: None):
    at(cast.ana).get(place(programme, "page"))
    assert [entry.patient_id for entry in looks()] == [programme.patient_id]


def test_one_persons_sitting_hides_no_other(cast: Cast, programme: Programme, english: None):
    shown(cast.ana, place(programme))
    at(cast.ben).get(place(programme, "page"))
    assert {entry.user for entry in looks()} == {cast.ana, cast.ben}


def test_a_look_costs_one_query_more(cast: Cast, patient: Patient):
    client, url = at(cast.ana), address("patient_history", patient)
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    log = [query["sql"] for query in caught.captured_queries if "accessrecord" in query["sql"]]
    assert len(log) == 1
    assert log[0].startswith("INSERT")


# Handed out, withdrawn


def test_a_withdrawn_handout_is_one_entry(cast: Cast, programme: Programme):
    handout = make_handout(programme, issued_by=cast.ana.practitioner)
    at(cast.ben).post(address("handout_withdraw", handout), {"reason": "Wrong side"})
    (entry,) = looks()
    assert (entry.kind, entry.who_name, entry.patient_id) == (Kind.WITHDRAWN, "Ben", programme.patient_id)


def test_what_was_not_withdrawn_is_no_entry(cast: Cast, programme: Programme):
    handout = make_handout(programme, issued_by=cast.ana.practitioner)
    handout.withdraw(cast.ben.practitioner, "Wrong side")
    with pytest.raises(ValidationError):
        Handout.objects.get(pk=handout.pk).withdraw(cast.ana.practitioner, "Again")
    assert [entry.who_name for entry in looks(kind=Kind.WITHDRAWN)] == ["Ben"]


# Log-ins


def test_coming_and_going_are_in_the_log(cast: Cast):
    client = Client()
    log_in(client, "ana")
    client.post(reverse("admin:logout"))
    kinds = list(AccessRecord.objects.filter(user=cast.ana, clinic=cast.clinic).values_list("kind", flat=True))
    assert kinds == [Kind.LOGGED_OUT, Kind.LOGGED_IN]


def test_a_log_in_tried_in_vain_names_a_person_there_is(cast: Cast):
    log_in(Client(), "ana", "wrong")
    (entry,) = looks()
    assert (entry.kind, entry.user, entry.clinic, entry.who_name) == (Kind.NOT_LET_IN, cast.ana, cast.clinic, "Ana")


def test_what_was_typed_in_vain_is_kept_nowhere(cast: Cast):
    log_in(Client(), "my-secret-password-in-the-wrong-box", "hunter2")
    (entry,) = looks()
    assert (entry.kind, entry.user, entry.who_name) == (Kind.NOT_LET_IN, None, "")
    assert not re.search("secret|hunter2", str(AccessRecord.objects.values()))


def test_a_wrong_code_after_the_right_password_is_in_the_log(cast: Cast):
    add_app(cast.ana)
    client = Client()
    log_in(client, "ana")
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    (entry,) = looks()
    assert (entry.kind, entry.user, entry.clinic, entry.who_name) == (Kind.NOT_LET_IN, cast.ana, cast.clinic, "Ana")


@pytest.mark.parametrize("name", ["login_webauthn", "authenticate", "reauthenticate_webauthn"])
def test_a_wrong_passkey_is_in_the_log_wherever_it_is_tried(cast: Cast, name: str):
    add_app(cast.ana)
    client = Client()
    if name != "login_webauthn":
        log_in(client, "ana")
    if name == "reauthenticate_webauthn":
        client.post(reverse("mfa_authenticate"), {"code": code_of(cast.ana)})
        cast.ana.authenticator_set.create(type="webauthn", data={"name": "Key", "credential": {}})
    assert looks() == []
    client.post(reverse(f"mfa_{name}"), {"credential": wrong_passkey(cast.ana)})
    (entry,) = looks()
    assert (entry.kind, entry.user, entry.clinic) == (Kind.NOT_LET_IN, cast.ana, cast.clinic)


@pytest.mark.parametrize("sent", ["{}", "[]", "null", '{"id": 5}', '{"id": "AAAA", "response": []}', "no JSON"])
def test_what_is_no_passkey_at_all_is_refused_and_names_nobody(cast: Cast, sent: str):
    answer = Client().post(reverse("mfa_login_webauthn"), {"credential": sent})
    assert answer.status_code == 302
    assert not [entry for entry in looks() if entry.who_name]


# Only added to


def test_an_entry_is_neither_changed_nor_deleted(cast: Cast, patient: Patient):
    shown(cast.ana, address("patient_change", patient))
    entry = last()
    for deed in (
        entry.save,
        entry.delete,
        AccessRecord.objects.all().delete,
        lambda: AccessRecord.objects.update(who_name="x"),
    ):
        with pytest.raises(ValidationError, match="only added to"):
            deed()


@pytest.mark.parametrize("who", ["sue", "olga"])
def test_nobody_changes_the_log_through_the_workbench(cast: Cast, patient: Patient, who: str):
    user: User = getattr(cast, who)
    shown(cast.ana, address("patient_change", patient))
    entry = last()
    assert at(user).post(address("accessrecord_change", entry), {"who_name": "x"}).status_code == 403
    assert at(user).post(address("accessrecord_delete", entry), {"post": "yes"}).status_code == 403
    assert at(user).get(reverse("admin:programmes_accessrecord_add")).status_code == 403
    page = workbench._registry[AccessRecord]
    request = type("Request", (), {"user": user, "GET": {}})()
    assert page.get_actions(request) == {}


# Read by the owner


def test_only_an_owner_of_the_clinic_reads_its_log(cast: Cast, patient: Patient):
    shown(cast.ana, address("patient_change", patient))
    url = address("accessrecord_changelist")
    assert [at(user).get(url).status_code for user in (cast.ana, cast.rita, cast.stan)] == [403, 403, 403]
    assert NAME in shown(cast.olga, url)
    assert NAME not in shown(cast.carla, url)
    assert "Ana" not in shown(cast.carla, url)


def test_a_patients_page_leads_an_owner_to_who_looked(cast: Cast, patient: Patient):
    link = f"{address('accessrecord_changelist')}?patient={patient.pk}"
    assert link in shown(cast.olga, address("patient_change", patient))
    assert link not in shown(cast.ana, address("patient_change", patient))
    other = make_patient(clinic=cast.clinic, name="Somebody Else")
    shown(cast.ben, address("patient_change", other))
    page = shown(cast.olga, link)
    assert "Ana" in page
    assert "Somebody Else" not in page


def test_the_log_is_found_by_person_kind_and_patient(cast: Cast, patient: Patient):
    shown(cast.ana, address("patient_change", patient))
    shown(cast.ben, address("patient_history", patient))
    url = address("accessrecord_changelist")

    def listed(query: str) -> list[str]:
        answer = at(cast.olga).get(url + query)
        assert answer.status_code == 200
        return [row.who_name for row in answer.context["cl"].result_list if row.kind not in (Kind.LOGGED_IN, Kind.LOG)]

    assert listed(f"?practitioner__id__exact={cast.ana.practitioner.pk}") == ["Ana"]
    assert listed("?kind__exact=history") == ["Ben"]
    assert listed("?works=here") == ["Ben", "Ana"]
    assert listed("?works=outside") == []
    assert listed("?q=quillfeather") == ["Ben", "Ana"]
    assert listed("?q=R-1") == ["Ben", "Ana"]
    assert listed("?patient=not-an-id") == []


def test_an_empty_log_says_what_will_stand_there(cast: Cast):
    at(cast.olga)
    AccessRecord.objects.all()._raw_delete(AccessRecord.objects.db)
    client = Client()
    client.force_login(cast.olga)
    answer = client.get(address("accessrecord_changelist") + "?kind__exact=issued")
    assert "Nothing found" in answer.content.decode()


def test_the_log_takes_the_same_queries_however_long_it_is(cast: Cast):
    client, url = at(cast.olga), address("accessrecord_changelist")
    counts = []
    for _round in range(2):
        for _number in range(4):
            shown(cast.ana, address("patient_change", make_patient(clinic=cast.clinic)))
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


def test_looking_at_the_log_is_in_the_log(cast: Cast, patient: Patient):
    shown(cast.ana, address("patient_change", patient))
    shown(cast.olga, address("accessrecord_changelist"))
    assert (last().kind, last().who_name) == (Kind.LOG, "Olga")


# As a table


def table(user: User, query: str = "") -> list[list[str]]:
    answer = at(user).get(reverse("admin:programmes_accessrecord_export") + query)
    assert answer.status_code == 200
    assert answer.streaming
    return list(csv.reader(io.StringIO(b"".join(answer).decode())))


def test_the_log_is_exported_with_its_filters_and_without_names_of_patients(cast: Cast, patient: Patient):
    shown(cast.ana, address("patient_change", patient))
    shown(cast.ben, address("patient_history", patient))
    head, *lines = table(cast.olga, "?kind__exact=history")
    assert head[:2] == ["when", "who"]
    assert [line[1:] for line in lines] == [["Ben", "", "history", "workbench", str(patient.pk), "1"]]
    assert last().kind == Kind.EXPORTED


def test_the_page_of_the_log_offers_the_table_it_shows(cast: Cast, patient: Patient):
    shown(cast.ana, address("patient_change", patient))
    page = shown(cast.olga, address("accessrecord_changelist") + "?kind__exact=patient")
    assert f"{reverse('admin:programmes_accessrecord_export')}?kind__exact=patient" in page


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(cast: Cast, patient: Patient, start: str):
    assert safe(f"{start}1+1") == f"'{start}1+1"


def test_a_name_that_would_be_a_formula_is_none_in_the_table(cast: Cast, patient: Patient):
    practitioner = cast.ana.practitioner
    practitioner.name = '=HYPERLINK("http://bad")'
    practitioner.save()
    shown(User.objects.get(pk=cast.ana.pk), address("patient_change", patient))
    assert '\'=HYPERLINK("http://bad")' in [line[1] for line in table(cast.olga)]


# Nobody signs in the name of another clinic


@pytest.fixture
def sue_at_the_other_clinic(cast: Cast) -> User:
    make_practitioner(clinic=cast.other_clinic, user=cast.sue, name="Sue")
    return User.objects.get(pk=cast.sue.pk)


def test_whoever_runs_the_machine_withdraws_and_screens_for_their_own_clinic_alone(
    cast: Cast, programme: Programme, sue_at_the_other_clinic: User
):
    handout = make_handout(programme, issued_by=cast.ana.practitioner)
    client = at(sue_at_the_other_clinic)
    assert client.post(address("handout_withdraw", handout), {"reason": "No"}).status_code == 403
    asked = f"{reverse('admin:programmes_screening_add')}?patient={programme.patient_id}&condition="
    assert "a practitioner of the patient" in messages_of(client.get(asked))
    assert not Handout.objects.get(pk=handout.pk).is_withdrawn
