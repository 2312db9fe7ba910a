"""Importing a plan on a page: what it would make is shown first, made when somebody says so, and no file is kept."""

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programmes.admin.plan_import import form, pages
from programmes.models import AccessRecord, Exercise, Handout, Patient, Programme, Snapshot
from tests.cast import Cast, make_cast
from tests.documents import make_card
from tests.factories import (
    make_exercise,
    make_language,
    make_patient,
    make_patient_flag,
    make_rule,
    make_screening,
)
from tests.test_import_programme import BROKEN, plan, simple
from tests.workbench import address, at, messages_of, shown

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:programmes_programme_import")


@pytest.fixture
def cast() -> Cast:
    make_language()
    for slug in ("clamshell", "bridge"):
        make_exercise(slug=slug)
    return make_cast()


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return make_patient(clinic=cast.clinic, name="Tom Berg")


def a_file(content: bytes | None = None, name: str = "handout.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, plan(simple()) if content is None else content)


def look(user: User, patient: Patient | None = None, file: Any = None) -> Any:
    into = {"into": "programme", "patient": patient.pk} if patient else {"into": "template"}
    return at(user).post(PAGE, {"file": file or a_file(), **into})


def sealed_on(answer: Any) -> str:
    return unescape(re.search(r'name="plan" value="([^"]+)"', answer.content.decode())[1])


def make(user: User, sealed: str) -> Any:
    return at(user).post(PAGE, {"plan": sealed})


def test_looking_shows_the_plan_and_stores_nothing(cast: Cast, patient: Patient):
    page = look(cast.ana, patient).content.decode()
    assert "3 sets of 12" in page
    assert "Clamshell" in page
    assert "Put a cushion under your head." in page
    assert "Who the handout was for is not taken over." in page
    assert not Programme.objects.exists()
    assert not Snapshot.objects.exists()
    assert not LogEntry.objects.exists()


def test_who_the_handout_was_for_is_neither_shown_nor_kept(cast: Cast, patient: Patient):
    theirs = simple().patient
    assert theirs is not None
    answer = look(cast.ana, patient)
    assert theirs.name not in answer.content.decode()
    assert theirs.name not in str(signing.loads(sealed_on(answer), salt=pages.SEAL))


def test_it_becomes_a_draft_of_the_patient_and_leads_on_to_the_builder(cast: Cast, patient: Patient):
    make_screening(Programme(clinic=cast.clinic, patient=patient), done_by=cast.ana.practitioner)
    answer = make(cast.ana, sealed_on(look(cast.ana, patient)))
    programme = Programme.objects.get()
    assert answer["Location"] == address("programme_build", programme)
    assert (programme.patient, programme.clinic, programme.created_by) == (
        patient,
        cast.clinic,
        cast.ana.practitioner,
    )
    line = programme.phases.get().prescriptions.get()
    assert (line.exercise.slug, line.side, line.dosage) == ("clamshell", "left", make_card().dosage)
    assert not Handout.objects.exists()
    assert LogEntry.objects.get().get_change_message() == "Imported from a file."
    assert Snapshot.objects.filter(programme=programme).count() == 1


def test_somebody_who_was_not_asked_the_safety_questions_is_asked_first(cast: Cast, patient: Patient):
    answer = make(cast.ana, sealed_on(look(cast.ana, patient)))
    assert "/screening/add/" in answer["Location"]
    assert Programme.objects.get().patient == patient


def test_without_a_patient_it_becomes_a_template_of_the_clinic(cast: Cast):
    answer = make(cast.ana, sealed_on(look(cast.ana)))
    template = Programme.objects.get()
    assert template.is_template
    assert (template.clinic, template.goal) == (cast.clinic, "")
    assert answer["Location"] == address("template_build", template)


def test_findings_of_this_patient_stand_in_the_preview(cast: Cast, patient: Patient):
    patient.flags.add(make_patient_flag(slug="bones", label="Thin bones"))
    tests = [{"attr": "slug", "op": "eq", "value": "clamshell"}]
    make_rule(slug="sr-1", level="block", flags=["bones"], tests=tests)
    page = look(cast.ana, patient).content.decode()
    assert "Because of: Thin bones" in page
    assert "Because of: Thin bones" not in look(cast.ana, make_patient(clinic=cast.clinic)).content.decode()


def test_what_does_not_fit_is_named_with_its_place_and_cannot_be_made(cast: Cast, patient: Patient):
    cards = (replace(make_card(), code="clamshel"),)
    document = simple(parts=(replace(simple().parts[0], cards=cards),))
    page = unescape(look(cast.ana, patient, a_file(plan(document))).content.decode())
    assert "phases[0].prescriptions[0].exercise" in page
    assert "there is no exercise “clamshel” here; did you mean “clamshell”?" in page
    assert 'name="plan"' not in page


@pytest.mark.parametrize(("content", "reason"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_file_is_refused_with_a_reason(cast: Cast, content: Any, reason: str):
    made = content()
    made = made if isinstance(made, bytes) else json.dumps(made).encode()
    page = unescape(look(cast.ana, file=a_file(made)).content.decode())
    assert 'name="plan"' not in page
    assert any(re.search(each, page) for each in (*reason.split("; "), "submitted file is empty", "do not fit here"))
    assert not Programme.objects.exists()


def test_a_file_that_is_too_large_is_refused_beside_the_field(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(form, "MOST_BYTES", 1000)
    assert "larger than 0 MB" in look(cast.ana).content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"into": "programme"}, "Say for whom"),
        ({"into": "nothing"}, "Select a valid choice"),
        ({"into": "programme", "patient": "no key"}, "valid"),
        ({"into": "template", "file": ""}, "This field is required"),
    ],
)
def test_what_is_missing_is_asked_for(cast: Cast, sent: dict[str, Any], words: str):
    answer = at(cast.ana).post(PAGE, {"file": a_file(), **sent})
    assert words in answer.content.decode()


def test_a_template_is_for_nobody(cast: Cast, patient: Patient):
    answer = at(cast.ana).post(PAGE, {"file": a_file(), "into": "template", "patient": patient.pk})
    assert "A template is for nobody" in answer.content.decode()


def test_another_clinics_patient_cannot_be_named(cast: Cast):
    theirs = make_patient(clinic=cast.other_clinic, name="Ida Lind")
    page = look(cast.ana, theirs).content.decode()
    assert "Select a valid choice" in page
    assert "Ida Lind" not in page


def test_what_is_made_is_what_was_looked_at(cast: Cast, patient: Patient):
    sealed = sealed_on(look(cast.ana, patient))
    answer = make(cast.ana, sealed[:-3] + "abc")
    assert answer["Location"] == PAGE
    assert "not the plan that was shown" in messages_of(answer)
    assert "Somebody else looked at this plan" in messages_of(make(cast.ben, sealed))
    assert not Programme.objects.exists()


def test_an_old_look_is_taken_again(cast: Cast, patient: Patient, monkeypatch: pytest.MonkeyPatch):
    sealed = sealed_on(look(cast.ana, patient))
    monkeypatch.setattr(pages, "SECONDS_TO_LOOK", -1)
    assert "more than an hour ago" in messages_of(make(cast.ana, sealed))


def test_a_patient_discharged_meanwhile_gets_nothing(cast: Cast, patient: Patient):
    sealed = sealed_on(look(cast.ana, patient))
    patient.discharge()
    assert "discharged or archived" in messages_of(make(cast.ana, sealed))
    assert not Programme.objects.exists()


def test_an_exercise_retired_meanwhile_is_said_at_the_second_step(cast: Cast, patient: Patient):
    sealed = sealed_on(look(cast.ana, patient))
    Exercise.objects.update(is_retired=True)
    page = make(cast.ana, sealed).content.decode()
    assert "Nothing was imported" in page
    assert not Programme.objects.exists()


def test_who_moved_to_another_clinic_makes_no_template_of_the_old_one(cast: Cast):
    sealed = sealed_on(look(cast.ana))
    cast.ana.practitioner.clinic = cast.other_clinic
    cast.ana.practitioner.save()
    make(User.objects.get(pk=cast.ana.pk), sealed)
    assert not Programme.objects.exists()


def test_whoever_runs_the_machine_makes_no_shared_template(cast: Cast):
    assert "You work at no clinic" in look(cast.sue).content.decode()


def test_a_reader_is_not_offered_it(cast: Cast):
    for page in ("programme_changelist", "template_changelist"):
        assert PAGE not in shown(cast.rita, address(page))
        assert PAGE in shown(cast.ana, address(page))


def test_the_list_of_templates_asks_for_a_template(cast: Cast):
    assert f"{PAGE}?into=template" in shown(cast.ana, address("template_changelist"))
    assert re.search(r'value="template"[^>]*checked', shown(cast.ana, f"{PAGE}?into=template"))


def test_reading_the_patient_is_in_the_access_log(cast: Cast, patient: Patient):
    look(cast.ana, patient)
    assert AccessRecord.objects.filter(patient_id=patient.pk, who_name="Ana").exists()


def test_looking_leaves_no_trace_of_a_programme_in_any_history(cast: Cast, patient: Patient):
    before = Patient.history.count()
    look(cast.ana, patient)
    assert Patient.history.count() == before


def test_json_of_ones_own_will_do(cast: Cast):
    body = b'{"kind": "condition", "name": "Knee", "phases": [{"name": "Settle", "prescriptions": []}]}'
    make(cast.ana, sealed_on(look(cast.ana, file=a_file(body, "plan.json"))))
    assert Programme.objects.get().name == "Knee"
