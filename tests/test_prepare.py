"""From rows to a document: whose it is, by whom, what for; and the whole of it, in few queries."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from programmes.handout.document import Document
from programmes.handout.prepare import prepare
from programmes.models import Programme
from tests.factories import (
    make_clinic,
    make_exercise,
    make_kit,
    make_patient,
    make_phase,
    make_practitioner,
    make_prescription,
    make_programme,
    make_programme_kind,
    make_running_plan,
    make_template,
)
from tests.preparing import changed, prepared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_it_is_a_preview_unless_it_is_issued():
    programme = make_programme()
    assert prepared(programme).is_preview is True
    assert prepared(programme).version is None
    issued = prepared(programme, is_preview=False, version=3, issued=date(2026, 3, 2))
    assert (issued.is_preview, issued.version, issued.issued) == (False, 3, date(2026, 3, 2))


def test_dates_and_goal_are_the_programmes():
    handout = prepared(make_programme())
    assert handout.goal == "Run 5 km with my daughter"
    assert (handout.practised_on, handout.review) == (date(2026, 3, 2), date(2026, 3, 30))


@pytest.mark.parametrize(("shown", "name"), [("name", "Eva Holm"), ("initials", "EH"), ("none", None)])
def test_the_patient_decides_which_name_is_printed(shown: str, name: str | None):
    handout = prepared(make_programme(patient=make_patient(name_on_handout=shown)))
    assert (handout.patient.name if handout.patient else None) == name


def test_a_patient_without_a_name_has_no_line():
    assert prepared(make_programme(patient=make_patient(name=""))).patient is None


@pytest.mark.parametrize(
    ("registered", "words"),
    [
        ({"registration_body": "HCPC", "registration_number": "PH1", "is_unregistered": False}, "HCPC PH1"),
        ({"is_unregistered": True}, ""),
    ],
)
def test_a_registration_is_printed_where_there_is_one(registered: dict[str, Any], words: str):
    programme = make_programme()
    by = make_practitioner(clinic=programme.clinic, **registered)
    assert prepared(programme, practitioner=by).practitioner.registration == words


def test_the_practitioner_is_who_issues_else_who_made_it():
    programme = make_programme()
    programme.created_by = make_practitioner(clinic=programme.clinic, name="Maker")
    programme.save()
    assert prepared(programme).practitioner.name == "Maker"
    assert prepared(programme, practitioner=make_practitioner(name="Issuer")).practitioner.name == "Issuer"


def test_a_logo_is_kept_inside_the_document(tmp_path: Any, settings: Any):
    settings.MEDIA_ROOT = tmp_path
    file = BytesIO()
    Image.new("RGB", (3, 2)).save(file, "PNG")
    clinic = make_clinic(name="Riverside")
    clinic.logo.save("logo.png", ContentFile(file.getvalue()))
    logo = prepared(make_programme(patient=make_patient(clinic=clinic))).clinic.logo
    assert (logo.media_type, logo.alt, logo.content) == ("image/png", "Riverside", file.getvalue())


@pytest.mark.parametrize(
    ("side", "title"),
    [
        ("left", "Runner's knee, left"),
        ("right", "Runner's knee, right"),
        ("both", "Runner's knee, both sides"),
        ("", "Runner's knee"),
    ],
)
def test_the_title_names_the_sore_side(side: str, title: str):
    assert prepared(make_programme(side=side)).title.words == title


def test_a_side_asked_for_stands_in_for_the_programmes():
    assert prepared(make_template(), side="right").title.words == "Runner's knee, right"


def test_a_programme_without_a_condition_is_called_by_its_own_name():
    kind = make_programme_kind(plain_name="Warm-up before running", summary_plain="Ten minutes of easy movement.")
    handout = prepared(make_programme(kind="warm-up", condition=None, programme_kind=kind, plain_name=""))
    assert handout.title.words == "Warm-up before running"
    assert handout.why == ("Ten minutes of easy movement.",)
    assert handout.condition is None


def test_the_ladder_is_worded_like_a_dose():
    programme = make_programme(kind="return-to-running", condition=None)
    make_running_plan(programme, stage_rules=[{"when": "missed", "then": "drop", "patient_when": "You miss a week."}])
    changed(
        programme.running_plan.stages.first(),
        total_minutes=25,
        effort_low=3,
        effort_high=4,
        min_sessions=2,
        rest_days_between=1,
        warm_up_walk_minutes=5,
        cool_down_walk_minutes=5,
        surface="flat and even",
    )
    ladder = prepared(programme).ladder
    stage = ladder.stages[0]
    assert ladder.every_session == (
        "Walk for 5 minutes before and 5 minutes after.",
        "Leave 1 day of rest from running between runs.",
        "Run on flat and even ground.",
    )
    assert (stage.what, stage.minutes, stage.effort, stage.sessions) == (
        "Walk 4 minutes, run 1 minute, 5 times",
        "25",
        "3 to 4",
        2,
    )
    assert [(rule.when, rule.then) for rule in ladder.rules] == [("You miss a week.", "drop")]


def test_a_programme_without_a_ladder_has_none():
    assert prepared(make_programme()).ladder is None


@pytest.mark.parametrize(("first", "last", "weeks"), [(1, 2, 4), (3, 7, 5), (1, 12, 6), (None, None, 4)])
def test_the_diary_lasts_as_long_as_the_phase_within_four_to_six_weeks(first: Any, last: Any, weeks: int):
    programme = make_programme()
    changed(programme.phases.first(), weeks_min=first, weeks_max=last)
    assert prepared(programme).diary.weeks == weeks


def test_a_shared_template_names_no_clinic_and_no_patient():
    handout = prepared(make_template())
    assert (handout.clinic.name, handout.patient, handout.practitioner) == ("Your clinic", None, None)


def test_the_number_of_queries_does_not_grow_with_the_plan(django_assert_max_num_queries: Any):
    programme = make_programme()
    for _ in range(2):
        phase = make_phase(programme)
        for _ in range(4):
            exercise = make_exercise(regressions=["a"], progressions=["b"])
            exercise.kit_needs.create().any_of.add(make_kit())
            make_prescription(phase, exercise=exercise)
    fetched = Programme.objects.with_lines().get(pk=programme.pk)
    with django_assert_max_num_queries(9):
        prepare(fetched, phase="all")


def test_a_prepared_document_comes_back_from_json():
    handout = prepared(make_programme())
    assert Document.from_json(handout.as_json()) == handout
