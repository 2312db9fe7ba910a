"""Heavy slow resistance as shipped: another way through one phase, chosen at the start."""

import pytest
from django.core.exceptions import ValidationError

from programmes.models import Programme
from programmes.starting import start_from
from tests.factories import make_exercise, make_pain_rule, make_patient, make_template

pytestmark = pytest.mark.django_db

HEAVY = {
    "id": "hsr",
    "name": "Heavy slow resistance, 12 weeks",
    "plain_name": "Heavy and slow, for 12 weeks",
    "patient_text": "Lift on 3 days a week.",
    "replaces_phases": ["isotonic"],
    "sessions_per_week": 3,
    "exercises": ["leg-press", "hack-squat"],
    "pain_rule": "pain-tendon-3",
    "schedule": [
        {"weeks": [1, 1], "dose": {"kind": "reps", "sets": 4, "reps": 15, "rest_seconds": 150, "days_per_week": 3}},
        {"weeks": [2, 3], "dose": {"kind": "reps", "sets": 4, "reps": 12, "rest_seconds": 150, "days_per_week": 3}},
    ],
}


@pytest.fixture
def template() -> Programme:
    for slug in HEAVY["exercises"]:
        make_exercise(slug=slug, is_unilateral=False, default_side="together")
    make_pain_rule(slug="pain-tendon-3")
    template = make_template(phases=2, variants=[HEAVY])
    template.phases.filter(position=2).update(slug="isotonic")
    return template


def start(template: Programme, variant: str) -> Programme:
    return start_from(template, patient=make_patient(), practitioner=None, variant=variant)


def test_a_variant_takes_the_place_of_the_lines_of_its_phase_only(template: Programme):
    first, second = start(template, "hsr").phases.all()
    assert [line.exercise.slug for line in second.prescriptions.all()] == ["leg-press", "hack-squat"]
    assert first.prescriptions.get().exercise.slug not in HEAVY["exercises"]


def test_the_first_weeks_dose_is_prescribed_and_what_it_leaves_open_is_the_exercises_own(template: Programme):
    line = start(template, "hsr").phases.last().prescriptions.first()
    assert (line.dosage.sets, line.dosage.reps, line.dosage.rest_seconds) == (4, 15, 150)
    assert line.dosage.times_per_day == 1
    assert line.dosage.problems() == ()


def test_the_weeks_to_come_are_in_the_note(template: Programme):
    assert start(template, "hsr").phases.last().prescriptions.first().note == "Weeks 2 to 3: 4 sets of 12."


def test_the_phase_says_what_it_is_now(template: Programme):
    phase = start(template, "hsr").phases.last()
    assert (phase.name, phase.plain_name) == (HEAVY["name"], HEAVY["plain_name"])
    assert (phase.goal_plain, phase.pain_rule.slug) == ("Lift on 3 days a week.", "pain-tendon-3")
    assert (phase.sessions_per_week_min, phase.sessions_per_week_max) == (3, 3)


def test_without_a_variant_the_template_is_followed(template: Programme):
    phase = start(template, "").phases.last()
    assert phase.prescriptions.get().exercise.slug not in HEAVY["exercises"]


def test_an_unknown_variant_is_refused_and_nothing_is_started(template: Programme):
    with pytest.raises(ValidationError, match="no variant"):
        start(template, "light")
    assert not Programme.objects.for_patients().exists()
