"""A programme as JSON that says what may not stand there: each fault at its path, and nothing is written."""

from copy import deepcopy
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.editing import Refused, add_programme, change_programme
from programmes.models import Clinic, Exercise, Phase, Prescription, Programme, RunningPlan, Snapshot, Stage
from tests import shipped
from tests.cast import make_cast
from tests.editing import PLAIN, changed, line, make_clinic_with_library, minimal
from tests.factories import make_clinic, make_exercise, make_patient, make_programme, make_source, make_template

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def clinic() -> Clinic:
    return make_clinic_with_library()


def refused(plain: Any, clinic: Clinic, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        add_programme(plain, clinic=clinic, **kwargs)
    return [str(problem) for problem in caught.value.problems]


# What is done to PLAIN, and what must then be said.
SLIPS = [
    ("no object", [], "must be a set of named values"),
    ("no name", changed(..., "name"), "name: is missing"),
    ("an unknown key", changed("x", "titel"), "titel: is an unknown key"),
    ("a key misspelt", changed("x", "gaol"), "gaol: is an unknown key; did you mean “goal”?"),
    ("another format", changed(2, "format"), "format: 2 may not stand here"),
    ("the patient", changed("Eva Holm", "patient"), "patient: is an unknown key"),
    ("a kind that is none", changed("cure", "kind"), "kind: “cure” may not stand here"),
    ("a name too long", changed("x" * 161, "name"), "name: is 161 characters long; use at most 160"),
    ("text for a number", changed("1", "phases", 0, "weeks_min"), "phases[0].weeks_min: must be a whole number"),
    ("weeks turned round", changed(9, "phases", 0, "weeks_min"), "phases[0].weeks_min: Put the lower number first."),
    (
        "sessions turned round",
        changed({**PLAIN["phases"][0], "sessions_per_week_min": 5, "sessions_per_week_max": 3}, "phases", 0),
        "phases[0].sessions_per_week_min: Put the lower number first.",
    ),
    ("no day of the week", changed([0], "session_days"), "session_days[0]: is 0; give at least 1"),
    ("no date", changed("2 March", "start_date"), "start_date: write the day as year, month and day"),
    ("no such condition", changed("knee", "condition"), "condition: there is no condition “knee” here"),
    (
        "an exercise misspelt",
        changed("sqaut", *line(0), "exercise"),
        "phases[0].prescriptions[0].exercise: there is no exercise “sqaut” here; did you mean “squat”?",
    ),
    ("no such pain rule", changed("pain-4", "phases", 0, "pain_rule"), "did you mean “pain-3”?"),
    ("no such advice", changed(["resst"], "phases", 0, "advice"), "phases[0].advice[0]: there is no advice"),
    ("no dose", changed(..., *line(1), "dose"), "phases[0].prescriptions[1].dose: is missing"),
    ("no kind of dose", changed({"sets": 3}, *line(0), "dose"), "phases[0].prescriptions[0].dose.kind: is missing"),
    (
        "too many repetitions",
        changed(900, *line(0), "dose", "reps"),
        "phases[0].prescriptions[0].dose.reps: Repetitions: give a number from 1 to 200, not 900.",
    ),
    ("no sets", changed(0, *line(0), "dose", "sets"), "phases[0].prescriptions[0].dose.sets: Sets: give a number"),
    ("text for repetitions", changed("12", *line(0), "dose", "reps"), "dose.reps: must be a whole number, not '12'"),
    ("effort turned round", changed([6, 4], *line(0), "dose", "effort"), "dose.effort: Give the lower effort first."),
    ("repetitions of a hold", changed(3, *line(1), "dose", "reps"), "[1].dose.reps: Leave repetitions empty"),
    ("the side in the dose", changed(True, *line(0), "dose", "per_side"), "dose.per_side: is no part of a dose"),
    ("a side it has not", changed("left", *line(1), "side"), "[1].side: This exercise uses both sides together."),
    ("no side", changed("both", *line(0), "side"), "[0].side: “both” may not stand here"),
    ("a first side of one", changed("left", *line(0), "side"), "[0].first_side: Only for “each side”."),
    ("braces in a note", changed("Bend {it}", *line(0), "note"), "[0].note: Leave braces out"),
    ("no declared side word", changed("For {your ear}.", *line(0), "why"), "[0].why: {your ear} is not a declared"),
    ("instead of nothing", changed("lunge", *line(1), "instead_of"), "[1].instead_of: there is no other line “lunge”"),
    ("instead of itself", changed("squat", *line(0), "instead_of"), "[0].instead_of: there is no other line “squat”"),
    (
        "one id twice",
        changed({**PLAIN["phases"][0]["prescriptions"][1], "id": "squat", "instead_of": None}, *line(1)),
        "[1].id: “squat” stands twice",
    ),
    ("no such phase", changed(2, "current_phase"), "current_phase: there is no phase 2"),
    ("a null character", changed("a\0b", "goal"), "goal: holds a character that cannot be stored"),
    ("half a character", changed("\ud800", *line(0), "note"), "[0].note: holds a character that cannot be stored"),
    ("a stage without a name", changed({"stages": [{"kind": "interval"}]}, "running_plan"), "stages[0].name: is miss"),
    (
        "a stage twice",
        changed({"stages": [{"name": "a", "kind": "interval", "number": 1}] * 2}, "running_plan"),
        "running_plan.stages[1].number: “1” stands twice",
    ),
]


@pytest.mark.parametrize(("plain", "said"), [slip[1:] for slip in SLIPS], ids=[slip[0] for slip in SLIPS])
def test_a_slip_is_told_by_its_path_and_nothing_is_written(clinic: Clinic, plain: Any, said: str):
    (told,) = refused(plain, clinic)
    assert said in told
    assert not Programme.objects.exists()
    assert not Snapshot.objects.exists()


def test_every_fault_is_told_at_once(clinic: Clinic):
    plain = changed("sqaut", *line(0), "exercise")
    plain["condition"], plain["phases"][0]["prescriptions"][1]["dose"]["sets"] = "knee", 90
    assert {told.partition(": ")[0] for told in refused(plain, clinic)} == {
        "phases[0].prescriptions[0].exercise",
        "phases[0].prescriptions[1].dose.sets",
        "condition",
    }


def test_every_rule_of_the_database_has_words_before_it():
    """Each is among the slips above, or is no business of the document's; a new one asks for a slip of its own."""
    told = {
        *("phase_weeks_in_order", "phase_sessions_per_week_in_order", "prescription_sets_at_least_one"),
        *("prescription_days_per_week_one_to_seven", "prescription_effort_within_scale"),
        *("prescription_first_side_only_for_each", "programme_own_template_slug_is_unique"),
        *("programme_of_a_patient_has_no_slug", "stage_number_once", "programme_shared_template_slug_is_unique"),
    }
    others = {"programme_of_a_patient_has_a_clinic", "phaseadvice_once"}
    rules = {
        rule.name for model in (Programme, Phase, Prescription, RunningPlan, Stage) for rule in model._meta.constraints
    }
    assert rules <= told | others


def test_more_exercises_than_a_handout_holds_are_refused_at_once(clinic: Clinic):
    line = {"exercise": "bridge", "dose": PLAIN["phases"][0]["prescriptions"][1]["dose"]}
    full = changed([line] * 60, "phases", 0, "prescriptions")
    assert add_programme(full, clinic=clinic).phases.get().prescriptions.count() == 60
    full["phases"][0]["prescriptions"].append(line)
    assert refused(full, clinic) == ["phases: 61 exercises are too many; leave 60 at most"]


def test_an_exercise_of_another_clinic_alone_is_not_there(clinic: Clinic):
    make_exercise(slug="own-lunge", clinic=make_clinic())
    (told,) = refused(changed("own-lunge", *line(0), "exercise"), clinic)
    assert told == "phases[0].prescriptions[0].exercise: there is no exercise “own-lunge” here"


def test_a_retired_exercise_is_refused_with_what_to_use_now(clinic: Clinic):
    old = make_exercise(slug="old", is_retired=True, replaced_by=Exercise.objects.get(slug="squat"))
    (told,) = refused(changed(old.slug, *line(0), "exercise"), clinic)
    assert told.endswith("the exercise “old” is retired; use “squat”")


def test_a_short_name_is_given_once_and_to_templates_only(clinic: Clinic):
    plain = {**PLAIN, "slug": "our-knee"}
    add_programme(plain, clinic=clinic)
    assert "slug: there is a template “our-knee” already" in refused(plain, clinic)[0]
    assert "slug: only a template" in refused(plain, clinic, patient=make_patient(clinic=clinic))[0]
    assert add_programme(plain, clinic=make_clinic()).slug == "our-knee"


def test_a_patient_of_another_clinic_is_refused(clinic: Clinic):
    (told,) = refused(PLAIN, clinic, patient=make_patient())
    assert told == "patient: This patient belongs to another clinic."


def test_the_steps_of_a_variant_must_make_doses(clinic: Clinic):
    template = deepcopy(shipped.read("templates/tpl-patellar-tendinopathy.yaml"))
    (variant, *_others) = template["variants"]
    variant = {**variant, "exercises": ["squat"], "pain_rule": "pain-3", "sources": ["paper"]}
    make_source(slug="paper")
    variant["schedule"][0]["dose"]["sets"] = 90
    (told,) = refused({**PLAIN, "variants": [variant]}, clinic)
    assert told.startswith("variants[0].schedule[0].dose.sets: Sets: give a number")


@pytest.mark.parametrize("who", ["rita", "carla", "stan"])
def test_nobody_writes_for_a_clinic_they_may_not_write_for(who: str):
    cast = make_cast()
    with pytest.raises(PermissionDenied):
        add_programme(minimal(), clinic=cast.clinic, user=getattr(cast, who))
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    with pytest.raises(PermissionDenied):
        change_programme(programme, {"name": "Mine"}, user=getattr(cast, who))
    assert not Programme.objects.templates().exists()


def test_nobody_changes_what_is_shared():
    cast = make_cast()
    with pytest.raises(PermissionDenied):
        change_programme(make_template(), {"name": "Mine"}, user=cast.olga)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, *steps: Any) -> list[tuple[Any, ...]]:
    """Return the way to everything inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way for step, held in inner for way in [(*steps, step), *places(held, *steps, step)]]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=anything, place=st.sampled_from(places(PLAIN)))
def test_whatever_stands_anywhere_is_written_or_refused(clinic: Clinic, value: Any, place: tuple[Any, ...]):
    try:
        programme = add_programme(changed(value, *place), clinic=clinic)
    except Refused:
        return
    connection.check_constraints()
    assert programme.snapshots.exists()
