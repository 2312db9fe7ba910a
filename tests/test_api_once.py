"""What is sent twice under one key is done once."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from programmes.api.patient import PatientViewSet
from programmes.api.writing import Writing
from programmes.handout import pdf
from programmes.handout.job import Printed
from programmes.models import AccessRecord, Erasure, Handout, IdempotentAnswer, Patient, Practitioner, Programme
from programmes.models.idempotent_answer import IdempotentAnswerQuerySet
from programmes.rights.erase import erase
from tests.asking import problem, send
from tests.cast import Cast
from tests.factories import make_patient, make_programme, make_screening, make_template, sign_off_everything
from tests.live import Site, database_url
from tests.workbench import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NEW = {"name": "Eva Holm", "reference": "R-17"}
ISSUE = {"warnings_weighed": True, "takes_responsibility": True}
KEY = "5c0a-first"


def broken(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError


def enter(who, body=NEW, key: str = KEY, **headers: str):
    return send(who, "post", "patients/", body, Idempotency_Key=key, **headers)


def test_a_patient_that_is_sent_twice_is_entered_once(cast: Cast):
    first, again = enter(cast.ana), enter(cast.ana)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again["ETag"], again["Location"]) == (first.json(), first["ETag"], first["Location"])
    assert Patient.objects.count() == 1
    assert AccessRecord.objects.filter(door="api", patient_id=first.json()["id"]).count() == 2


def test_a_programme_that_is_sent_twice_is_started_once(cast: Cast):
    make_template(slug="tpl-knee")
    patient = make_patient(clinic=cast.clinic)
    body = {"patient": str(patient.pk), "template": "tpl-knee", "side": "left"}
    answers = [send(cast.ana, "post", "programmes/", body, Idempotency_Key=KEY) for _time in range(2)]
    assert answers[0].json() == answers[1].json()
    assert Programme.objects.for_patients().count() == 1


def test_a_handout_that_is_asked_for_twice_is_issued_once(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    address = f"programmes/{ready_to_issue(cast, monkeypatch).pk}/issue/"
    answers = [send(cast.ana, "post", address, ISSUE, Idempotency_Key=KEY) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Handout.objects.count() == 1


def test_a_handout_that_is_asked_for_twice_without_a_body_is_issued_once(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """Nothing need be sent of a programme that lacks nothing, and most senders name no type then."""
    programme = ready_to_issue(cast, monkeypatch)
    sign_off_everything(cast.ana.practitioner)
    url = f"/api/v1/programmes/{programme.pk}/issue/"
    answers = [
        at(cast.ana).generic("POST", url, b"", content_type="", headers={"Idempotency-Key": KEY}) for _time in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Handout.objects.count() == 1


@pytest.mark.parametrize("kind", ["Application/JSON", "application/json; charset=utf-8"])
def test_a_type_may_be_written_in_capitals_and_with_more_to_it(cast: Cast, kind: str):
    for _time in range(2):
        sent = {"content_type": kind, "headers": {"Idempotency-Key": KEY}}
        assert at(cast.ana).generic("POST", "/api/v1/patients/", json.dumps(NEW), **sent).status_code == 201
    assert Patient.objects.count() == 1


def test_something_else_under_the_same_key_is_refused(cast: Cast):
    enter(cast.ana)
    told = problem(enter(cast.ana, {"name": "Ole Berg"}))
    assert (told["status"], told["type"]) == (422, "urn:rehab:problem:key-used-before")
    assert Patient.objects.count() == 1


def test_a_key_is_ones_own(cast: Cast):
    enter(cast.ana, {"name": "Eva"})
    assert enter(cast.ben, {"name": "Ole"}).status_code == 201
    assert Patient.objects.count() == 2


def test_another_key_is_another_time(cast: Cast):
    enter(cast.ana, {}, "one")
    enter(cast.ana, {}, "two")
    assert Patient.objects.count() == 2


def test_who_asks_while_the_first_is_at_work_is_told_to_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    told = []
    as_data = PatientViewSet.as_data

    def slow(self, pk):
        told.append(enter(cast.ana))
        return as_data(self, pk)

    monkeypatch.setattr(PatientViewSet, "as_data", slow)
    assert enter(cast.ana).status_code == 201
    assert (problem(told[0])["status"], problem(told[0])["type"]) == (409, "urn:rehab:problem:still-at-work")
    assert Patient.objects.count() == 1


def test_what_was_refused_is_asked_anew(cast: Cast):
    assert enter(cast.ana, {"flags": ["none"]}).status_code == 422
    assert not IdempotentAnswer.objects.exists()
    assert enter(cast.ana).status_code == 201


def test_what_fails_leaves_the_key_free(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patched:
        patched.setattr(PatientViewSet, "_store", broken)
        with pytest.raises(RuntimeError):
            enter(cast.ana)
    assert enter(cast.ana).status_code == 201


def ready_to_issue(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Programme:
    monkeypatch.setattr(pdf, "printed", lambda *args: Printed(b"%PDF-1.7", "test"))
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    make_screening(programme, done_by=cast.ana.practitioner)
    return programme


@pytest.fixture
def asked(cast: Cast, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Any, Any]:
    """Return an address, what is sent to it, and what it makes: rows to be counted."""
    if request.param == "patients":
        return "patients/", NEW, Patient.objects
    programme = ready_to_issue(cast, monkeypatch)
    if request.param == "issue":
        return f"programmes/{programme.pk}/issue/", ISSUE, Handout.objects
    make_template(slug="tpl-knee")
    body = {"patient": str(programme.patient_id), "template": "tpl-knee", "side": "left"}
    return "programmes/", body, Programme.objects.for_patients().exclude(pk=programme.pk)


every_address = pytest.mark.parametrize("asked", ["patients", "programmes", "issue"], indirect=True)


@every_address
def test_what_breaks_between_a_row_and_its_answer_leaves_neither(
    cast: Cast, asked: tuple[str, Any, Any], monkeypatch: pytest.MonkeyPatch
):
    address, body, made = asked
    with monkeypatch.context() as patched:
        patched.setattr(IdempotentAnswer, "end", broken)
        with pytest.raises(RuntimeError):
            send(cast.ana, "post", address, body, Idempotency_Key=KEY)
    assert (made.count(), IdempotentAnswer.objects.count()) == (0, 0)
    assert send(cast.ana, "post", address, body, Idempotency_Key=KEY).status_code == 201
    assert made.count() == 1


@every_address
def test_what_breaks_after_a_row_was_made_is_answered_when_it_is_sent_again(
    cast: Cast, asked: tuple[str, Any, Any], monkeypatch: pytest.MonkeyPatch
):
    address, body, made = asked
    with monkeypatch.context() as patched:
        patched.setattr(Writing, "finalize_response", broken)
        with pytest.raises(RuntimeError):
            send(cast.ana, "post", address, body, Idempotency_Key=KEY)
    IdempotentAnswer.objects.update(at=timezone.now() - timedelta(minutes=6))
    again = send(cast.ana, "post", address, body, Idempotency_Key=KEY)
    assert (again.status_code, again.json()["id"]) == (201, str(made.get().pk))


@every_address
def test_who_was_taken_for_gone_and_comes_back_makes_nothing(
    cast: Cast, asked: tuple[str, Any, Any], monkeypatch: pytest.MonkeyPatch
):
    address, body, made = asked
    end = IdempotentAnswer.end

    def late(row: IdempotentAnswer, **values: Any) -> bool:
        IdempotentAnswer.objects.all().delete()
        return end(row, **values)

    monkeypatch.setattr(IdempotentAnswer, "end", late)
    told = problem(send(cast.ana, "post", address, body, Idempotency_Key=KEY))
    assert (told["status"], told["type"]) == (409, "urn:rehab:problem:still-at-work")
    assert made.count() == 0


def test_a_key_that_is_freed_while_somebody_else_finds_it_is_theirs(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    row, _is_new = IdempotentAnswer.objects.begun(cast.ana, "key", "request")
    found = IdempotentAnswerQuerySet.filter

    def freed(rows: IdempotentAnswerQuerySet, *args: Any, **kwargs: Any) -> IdempotentAnswerQuerySet:
        if kwargs.get("key") == "key":
            row.give_up()
        return found(rows, *args, **kwargs)

    monkeypatch.setattr(IdempotentAnswerQuerySet, "filter", freed)
    assert IdempotentAnswer.objects.begun(cast.ana, "key", "request")[1]


# A process that dies says no word more: what it leaves is looked at by another, as after a power cut.
DIE = """
import os
from unittest.mock import patch
from django.contrib.auth.models import User
from programmes.handout.job import Printed
from tests.asking import send

def die(*args, **kwargs):
    os._exit(9)

with patch("programmes.handout.pdf.printed", lambda *args: Printed(b"%PDF-1.7", "test")), patch({place!r}, die):
    send(User.objects.get(username="ana"), "post", {address!r}, {body!r}, Idempotency_Key="k")
"""
AGAIN = """
from datetime import timedelta
from unittest.mock import patch
from django.contrib.auth.models import User
from django.utils import timezone
from programmes.handout.job import Printed
from programmes.models import Handout, IdempotentAnswer, Patient
from tests.asking import send

IdempotentAnswer.objects.update(at=timezone.now() - timedelta(minutes=6))
with patch("programmes.handout.pdf.printed", lambda *args: Printed(b"%PDF-1.7", "test")):
    answer = send(User.objects.get(username="ana"), "post", {address!r}, {body!r}, Idempotency_Key="k")
print("left", answer.status_code, Patient.objects.filter(reference="R-17").count(), Handout.objects.count())
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("asked", "place", "left"),
    [
        ("patients", "programmes.models.IdempotentAnswer.end", "left 201 1 0"),
        ("patients", "programmes.api.writing.Writing.finalize_response", "left 201 1 0"),
        ("issue", "programmes.models.IdempotentAnswer.end", "left 201 0 1"),
        ("issue", "programmes.api.writing.Writing.finalize_response", "left 201 0 1"),
    ],
    indirect=["asked"],
)
def test_a_server_that_is_killed_has_done_it_once_or_not_at_all(
    asked: tuple[str, Any, Any], place: str, left: str, tmp_path: Path
):
    address, body, _made = asked
    site = Site(database_url(tmp_path), tmp_path)
    died = site.manage("shell", "-v", "0", "-c", DIE.format(place=place, address=address, body=body))
    assert (died.returncode, died.stdout) == (9, ""), died.stderr
    told = site.manage("shell", "-v", "0", "-c", AGAIN.format(address=address, body=body))
    assert told.stdout.strip() == left, told.stderr


def test_an_answer_is_kept_for_a_day(cast: Cast):
    enter(cast.ana, {})
    IdempotentAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    enter(cast.ana, {})
    assert (Patient.objects.count(), IdempotentAnswer.objects.count()) == (2, 1)
    IdempotentAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    call_command("sweep_retention", stdout=StringIO())
    assert not IdempotentAnswer.objects.exists()


def test_what_nobody_came_back_to_end_is_begun_anew(cast: Cast):
    enter(cast.ana, {})
    IdempotentAnswer.objects.update(status=None, at=timezone.now() - timedelta(minutes=6))
    assert enter(cast.ana, {}).status_code == 201


def test_no_word_of_what_was_sent_is_held_and_no_key(cast: Cast):
    enter(cast.ana, NEW, "Eva Holm")
    row = IdempotentAnswer.objects.get()
    assert "Eva" not in f"{row.key} {row.request} {row.headers}"
    assert (row.patient, row.status) == (Patient.objects.get(), 201)


def test_erasing_a_patient_erases_what_was_answered(cast: Cast):
    enter(cast.ana)
    erase(Patient.objects.get(), mode=Erasure.Mode.ANONYMISE)
    assert not IdempotentAnswer.objects.exists()


def test_who_went_to_another_clinic_is_told_nothing_more(cast: Cast):
    enter(cast.ana)
    Practitioner.objects.filter(user=cast.ana).update(clinic=cast.other_clinic)
    assert enter(cast.ana).status_code == 404


@pytest.mark.parametrize("key", ["", " ", "a" * 201, "clé"])
def test_a_key_that_is_none_is_refused(cast: Cast, key: str):
    assert problem(enter(cast.ana, key=key))["status"] == 400
    assert not Patient.objects.exists()


def test_a_form_with_a_key_is_refused_as_without(cast: Cast):
    answer = at(cast.ana).post("/api/v1/patients/", {"name": "Eva"}, headers={"Idempotency-Key": str(uuid4())})
    assert problem(answer)["status"] == 415
