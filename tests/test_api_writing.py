"""A record system starts, changes and issues a programme: by the same rules and the same gate as the screen."""

from typing import Any

import pytest

from programmes.api import issuing
from programmes.models import AccessRecord, Handout, Patient, Programme, Snapshot
from tests.asking import ask, detail, faults, ids, problem, read, send
from tests.cast import Cast
from tests.factories import (
    make_patient,
    make_programme,
    make_screening,
    make_template,
    sign_off_everything,
)
from tests.workbench import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "cheap_pages")]
ANSWERED = {"warnings_weighed": True, "takes_responsibility": True}


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return make_patient(clinic=cast.clinic, name="Eva Holm")


@pytest.fixture
def programme(cast: Cast, patient: Patient) -> Programme:
    """Ready to be issued."""
    programme = make_programme(patient=patient)
    make_screening(programme, done_by=cast.ana.practitioner)
    sign_off_everything(cast.ana.practitioner)
    return Programme.objects.get(pk=programme.pk)


def tag_of(cast: Cast, programme: Programme) -> str:
    return ask(cast.ana, f"programmes/{programme.pk}/")["ETag"]


def change(cast: Cast, programme: Programme, body: Any, tag: str | None = None) -> Any:
    return send(cast.ana, "patch", f"programmes/{programme.pk}/", body, If_Match=tag or tag_of(cast, programme))


def issue(who: Any, programme: Programme, body: Any = ANSWERED, **headers: str) -> Any:
    return send(who, "post", f"programmes/{programme.pk}/issue/", body, **headers)


# Starting


def test_a_programme_is_started_from_a_template(cast: Cast, patient: Patient):
    make_template(slug="tpl-knee", version="3")
    answer = send(cast.ana, "post", "programmes/", {"patient": str(patient.pk), "template": "tpl-knee", "side": "left"})
    assert answer.status_code == 201, answer.content
    told = answer.json()
    programme = Programme.objects.for_patients().get()
    assert (programme.patient, programme.side, programme.created_by) == (patient, "left", cast.ana.practitioner)
    assert (told["template"], told["template_version"], told["created_by"]) == ("tpl-knee", "3", "Ana")
    assert answer["Location"].endswith(f"/api/v1/programmes/{programme.pk}/")
    assert answer["ETag"] == tag_of(cast, programme)
    # What nobody agreed on is not made up.
    assert (told["goal"], told["review_date"], told["practised_on"]) == (programme.template.goal, None, None)
    assert Snapshot.objects.filter(programme=programme).count() == 1
    assert AccessRecord.objects.filter(kind="programme", door="api", who_name="Ana").exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"side": ""}, "side"),
        ({"side": "middle"}, "side"),
        ({"template": "none"}, "template"),
        ({"template": "tpl-theirs"}, "template"),
        ({"variant": "none"}, "variant"),
        ({"patient": "00000000-0000-4000-8000-000000000000"}, "patient"),
        ({"patient": "17"}, "patient"),
        ({"goal": "Run"}, "goal"),
    ],
)
def test_what_cannot_be_started_is_named(cast: Cast, patient: Patient, change: dict, field: str):
    make_template(slug="tpl-knee", kind="condition")
    make_template(slug="tpl-theirs", clinic=cast.other_clinic)
    body = {"patient": str(patient.pk), "template": "tpl-knee", "side": "left", **change}
    assert list(faults(send(cast.ana, "post", "programmes/", body))) == [field]
    assert not Programme.objects.for_patients().exists()


def test_no_programme_is_started_for_a_patient_of_another_clinic_or_who_is_gone(cast: Cast, patient: Patient):
    make_template(slug="tpl-knee")
    body = {"patient": str(patient.pk), "template": "tpl-knee", "side": "left"}
    assert list(faults(send(cast.carla, "post", "programmes/", body))) == ["patient"]
    patient.discharge()
    assert list(faults(send(cast.ana, "post", "programmes/", body))) == ["patient"]


# Changing


def test_a_dose_is_changed_by_sending_the_plan_back(cast: Cast, programme: Programme):
    answer = ask(cast.ana, f"programmes/{programme.pk}/plan/")
    plan = answer.json()
    plan["phases"][0]["prescriptions"][0]["dose"]["reps"] = 15
    changed = change(cast, programme, {"phases": plan["phases"]}, answer["ETag"])
    assert changed.status_code == 200, changed.content
    assert changed.json()["phases"][0]["prescriptions"][0]["dose"]["reps"] == 15
    line = programme.phases.get().prescriptions.get()
    assert (str(line.pk), line.reps) == (plan["phases"][0]["prescriptions"][0]["id"], 15)
    assert changed["ETag"] == tag_of(cast, programme) != answer["ETag"]


def test_what_is_left_out_stays(cast: Cast, programme: Programme):
    before = read(cast, f"programmes/{programme.pk}/")
    after = change(cast, programme, {"goal": "Climb stairs"}).json()
    assert {name for name in after if after[name] != before[name]} == {"goal", "changed_at"}


def test_a_whole_plan_sent_back_changes_nothing(cast: Cast, programme: Programme):
    plan = read(cast, f"programmes/{programme.pk}/plan/")
    answer = change(cast, programme, plan)
    assert answer.status_code == 200, answer.content
    assert read(cast, f"programmes/{programme.pk}/plan/") == plan


def test_each_fault_is_named_by_its_path(cast: Cast, programme: Programme):
    phases = read(cast, f"programmes/{programme.pk}/plan/")["phases"]
    phases[0]["prescriptions"][0]["dose"]["reps"] = 900
    phases[0]["prescriptions"].append({"exercise": "none", "dose": {"kind": "reps"}})
    told = faults(change(cast, programme, {"phases": phases}))
    assert "phases[0].prescriptions[0].dose.reps" in told
    assert "phases[0].prescriptions[1].exercise" in told
    assert programme.phases.get().prescriptions.get().reps == 10


@pytest.mark.parametrize("body", [{"gaol": "Run"}, [], "goal", {"phases": {}}, {"goal": "a\0b"}])
def test_another_shape_is_refused(cast: Cast, programme: Programme, body: Any):
    answer = change(cast, programme, body)
    assert problem(answer)["status"] in (400, 422)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ('{"current_phase": 1.0}', 200),
        ('{"total_weeks_min": 1e400}', 422),
        ('{"session_days": [1e400]}', 422),
        ('{"running_plan": {"stages": [], "weekly_metres": 1e400}}', 422),
        ('{"goal": "\\ud800"}', 422),
        ('{"total_weeks_min": 99999999999999999999999}', 422),
    ],
)
def test_numbers_and_letters_at_the_edge_break_nothing(cast: Cast, programme: Programme, sent: str, status: int):
    headers, address = {"If-Match": tag_of(cast, programme)}, f"/api/v1/programmes/{programme.pk}/"
    answer = at(cast.ana).patch(address, data=sent, content_type="application/json", headers=headers)
    assert answer.status_code == status, answer.content


def test_nobody_overwrites_what_somebody_else_changed(cast: Cast, programme: Programme):
    tag = tag_of(cast, programme)
    assert change(cast, programme, {"goal": "Run"}, tag).status_code == 200
    assert problem(change(cast, programme, {"goal": "Walk"}, tag))["status"] == 412
    unseen = send(cast.ana, "patch", f"programmes/{programme.pk}/", {"goal": "Walk"})
    assert problem(unseen)["status"] == 428
    assert Programme.objects.get(pk=programme.pk).goal == "Run"


def test_a_reader_that_has_the_programme_is_told_it_is_the_same(cast: Cast, programme: Programme):
    address = f"programmes/{programme.pk}/"
    tag = tag_of(cast, programme)
    assert ask(cast.ana, address, headers={"If-None-Match": tag}).status_code == 304
    text = programme.phases.get().prescriptions.get().exercise.texts.get()
    text.name = "Another name"
    text.save()
    # What it points at was renamed: another answer, and still the same programme to whoever changes it.
    assert ask(cast.ana, address, headers={"If-None-Match": tag}).status_code == 200
    assert change(cast, programme, {"goal": "Run"}, tag).status_code == 200


# What is in the way


def test_findings_tell_what_is_to_be_finished(cast: Cast, programme: Programme):
    told = read(cast, f"programmes/{programme.pk}/findings/")
    assert (told["percent"], told["is_ready"], told["gaps"]) == (100, True, [])
    change(cast, programme, {"goal": ""})
    told = read(cast, f"programmes/{programme.pk}/findings/")
    assert (told["percent"] < 100, told["is_ready"]) == (True, False)
    assert [gap["where"] for gap in told["gaps"]] == ["goal"]


def test_findings_tell_what_nobody_signed(cast: Cast, patient: Patient):
    programme = make_programme(patient=patient)
    told = read(cast, f"programmes/{programme.pk}/findings/")
    assert "exercise" in {each["kind"] for each in told["to_take_responsibility_for"]}


def test_asking_for_findings_costs_the_same_however_long_the_programme_is(
    cast: Cast, programme: Programme, django_assert_max_num_queries, django_assert_num_queries
):
    address = f"programmes/{programme.pk}/findings/"
    lengthen(cast, programme, 8)
    with django_assert_max_num_queries(80) as short:
        ask(cast.ana, address)
    asked = len(short)
    lengthen(cast, programme, 20)
    with django_assert_num_queries(asked):
        ask(cast.ana, address)


def lengthen(cast: Cast, programme: Programme, lines: int) -> None:
    phases = read(cast, f"programmes/{programme.pk}/plan/")["phases"]
    line = {name: value for name, value in phases[0]["prescriptions"][0].items() if name != "id"}
    phases[0]["prescriptions"] += [line] * lines
    assert change(cast, programme, {"phases": phases}).status_code == 200


# Issuing


def test_a_ready_programme_is_issued(cast: Cast, programme: Programme):
    answer = issue(cast.ana, programme, {**ANSWERED, "layout": "large-print", "paper": "Letter", "with_link": False})
    assert answer.status_code == 201, answer.content
    told = answer.json()
    handout = Handout.objects.get()
    assert (told["id"], told["version"], told["layout"], told["paper"]) == (str(handout.pk), 1, "large-print", "Letter")
    assert (told["issued_by_name"], handout.issued_by) == ("Ana", cast.ana.practitioner)
    assert answer["Location"].endswith(f"/api/v1/handouts/{handout.pk}/")
    assert ids(ask(cast.ana, f"handouts/?programme={programme.pk}")) == [str(handout.pk)]
    record = AccessRecord.objects.get(kind="issued")
    assert (record.door, record.who_name, record.patient_id) == ("api", "Ana", programme.patient_id)


def test_an_unfinished_programme_is_not_issued(cast: Cast, programme: Programme):
    change(cast, programme, {"goal": ""})
    answer = issue(cast.ana, programme)
    told = problem(answer)
    assert (told["status"], told["type"]) == (409, "urn:rehab:problem:not-ready")
    assert [gap["where"] for gap in told["gaps"]] == ["goal"]
    assert not Handout.objects.exists()


def test_nobody_is_taken_to_be_responsible_who_does_not_say_so(cast: Cast, patient: Patient):
    programme = make_programme(patient=patient)
    make_screening(programme, done_by=cast.ana.practitioner)
    told = problem(issue(cast.ana, programme, {"warnings_weighed": True}))
    assert "content-not-signed" in {finding["code"] for finding in told["findings"]}
    assert not Handout.objects.exists()
    assert issue(cast.ana, programme).status_code == 201
    assert programme.responsibilities.get().who == cast.ana.practitioner


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"warnings_weighed": "yes"}, "warnings_weighed"),
        ({"takes_responsibility": 1}, "takes_responsibility"),
        ({"layout": "huge"}, "layout"),
        ({"reasons": [{"code": "a", "where": "b"}]}, "reasons[0].reason"),
        ({"reasons": [{"code": "a", "where": "b", "reason": "c"}, {"code": "a"}]}, "reasons[1].where"),
        ({"force": True}, "force"),
    ],
)
def test_answers_that_cannot_be_are_named(cast: Cast, programme: Programme, change: dict, field: str):
    assert field in faults(issue(cast.ana, programme, {**ANSWERED, **change}))
    assert not Handout.objects.exists()


def test_only_what_was_read_is_issued_where_the_sender_says_what_that_was(cast: Cast, programme: Programme):
    tag = tag_of(cast, programme)
    change(cast, programme, {"goal": "Run"}, tag)
    assert problem(issue(cast.ana, programme, If_Match=tag))["status"] == 412
    assert issue(cast.ana, programme, If_Match=tag_of(cast, programme)).status_code == 201


def test_what_is_changed_at_the_very_moment_of_issuing_is_not_issued(
    cast: Cast, programme: Programme, monkeypatch: pytest.MonkeyPatch
):
    tag, issued = tag_of(cast, programme), issuing.issue

    def just_changed(*args: Any, **asked: Any) -> Handout:
        change(cast, programme, {"goal": "Run"}, tag)
        return issued(*args, **asked)

    monkeypatch.setattr(issuing, "issue", just_changed)
    told = problem(issue(cast.ana, programme, If_Match=tag))
    assert (told["status"], told["type"]) == (409, "urn:rehab:problem:changed-meanwhile")
    assert not Handout.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("rita", 403), ("carla", 404), ("stan", 403), ("sue", 403)])
def test_practitioners_of_the_clinic_alone_write(cast: Cast, programme: Programme, who: str, status: int):
    user, tag = getattr(cast, who), tag_of(cast, programme)
    assert issue(user, programme).status_code == status
    changed = send(user, "patch", f"programmes/{programme.pk}/", {"goal": "Run"}, If_Match=tag)
    assert changed.status_code == status
    assert Programme.objects.get(pk=programme.pk).goal == programme.goal
    assert not Handout.objects.exists()


def test_a_patient_who_is_archived_is_issued_nothing(cast: Cast, programme: Programme):
    programme.patient.archive()
    answer = issue(cast.ana, programme)
    assert answer.status_code == 409
    assert "Take them back" in detail(answer)


def test_why_nothing_was_issued_is_in_the_access_log_as_it_tells_of_the_patient(cast: Cast, programme: Programme):
    change(cast, programme, {"goal": ""})
    AccessRecord.objects.all()._raw_delete("default")
    issue(cast.ana, programme)
    assert AccessRecord.objects.filter(door="api", patient_id=programme.patient_id).count() == 1
