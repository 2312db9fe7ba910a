"""A programme as JSON: written whole or not at all, each fault at its path, and read back equal."""

from copy import deepcopy
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.dosage import Dosage, Kind
from programmes.editing import (
    ChangedMeanwhile,
    Refused,
    add_programme,
    change_programme,
    programme_as_json,
)
from programmes.models import Clinic, Exercise, Phase, Prescription, Programme, RunningPlan, Snapshot, Stage
from programmes.own_copy import own_copy
from programmes.starting import start_from
from tests import shipped
from tests.cast import Cast, make_cast
from tests.doses import whole_doses
from tests.factories import (
    make_advice,
    make_clinic,
    make_condition,
    make_exercise,
    make_language,
    make_pain_rule,
    make_patient,
    make_patient_flag,
    make_phase,
    make_prescription,
    make_programme,
    make_running_plan,
    make_source,
    make_template,
)

pytestmark = pytest.mark.django_db

PLAIN: dict[str, Any] = {
    "kind": "condition",
    "name": "Runner's knee",
    "condition": "runners-knee",
    "side": "left",
    "goal": "Run 5 km",
    "start_date": "2026-03-02",
    "session_days": [1, 3, 5],
    "phases": [
        {
            "name": "Settle",
            "weeks_min": 1,
            "weeks_max": 2,
            "pain_rule": "pain-3",
            "advice": ["rest"],
            "criteria_to_progress": [{"text": "Stairs pain 3 out of 10 or less"}],
            "prescriptions": [
                {
                    "id": "squat",
                    "exercise": "squat",
                    "side": "each",
                    "first_side": "right",
                    "dose": {"kind": "reps", "sets": 3, "reps": 12, "effort": [4, 6], "days_per_week": 3},
                    "why": "Makes {your thigh} strong.",
                },
                {
                    "exercise": "bridge",
                    "dose": {"kind": "hold", "sets": 2, "hold_seconds": 20, "days_per_week": 7},
                    "is_optional": True,
                    "instead_of": "squat",
                },
            ],
        }
    ],
}


@pytest.fixture
def clinic() -> Clinic:
    """Make a clinic, and a library with what PLAIN names."""
    make_language()
    make_exercise(slug="squat", name="Squat")
    make_exercise(slug="bridge", name="Bridge", is_unilateral=False, default_side="together")
    make_condition(slug="runners-knee")
    make_pain_rule(slug="pain-3")
    make_advice(slug="rest")
    return make_clinic()


def changed(value: Any, *steps: Any) -> dict[str, Any]:
    """Return PLAIN with *value* where *steps* lead; without it for a value of ...."""
    plain = deepcopy(PLAIN)
    *way, last = steps
    inner: Any = plain
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return plain


def numbered(plain: dict[str, Any]) -> dict[str, Any]:
    """Return the document with its rows named by their place, which a copy has in common with its original."""
    plain = deepcopy(plain)
    for at, phase in enumerate(plain["phases"]):
        phase["id"] = at
        places = {line["id"]: place for place, line in enumerate(phase["prescriptions"])}
        for line in phase["prescriptions"]:
            line["id"], line["instead_of"] = places[line["id"]], places.get(line["instead_of"])
    return plain


def refused(plain: Any, clinic: Clinic, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        add_programme(plain, clinic=clinic, **kwargs)
    return [str(problem) for problem in caught.value.problems]


def line(index: int) -> tuple[Any, ...]:
    return ("phases", 0, "prescriptions", index)


def test_a_programme_is_written_as_it_says(clinic: Clinic):
    programme = add_programme(PLAIN, clinic=clinic)
    phase = programme.phases.get()
    squat, bridge = phase.prescriptions.all()
    assert (programme.clinic, programme.patient, programme.condition.slug) == (clinic, None, "runners-knee")
    assert (programme.session_days, str(programme.start_date)) == ([1, 3, 5], "2026-03-02")
    assert (phase.pain_rule.slug, [row.slug for row in phase.advice.all()]) == ("pain-3", ["rest"])
    assert (squat.exercise.slug, squat.side, squat.first_side) == ("squat", "each", "right")
    assert squat.dosage == Dosage(kind=Kind.REPS, sets=3, reps=12, effort_low=4, effort_high=6, days_per_week=3)
    assert (bridge.side, bridge.is_optional, bridge.instead_of) == ("together", True, squat)


def test_a_patients_programme_is_theirs_and_remembers_who_made_it():
    cast = make_cast()
    patient = make_patient(clinic=cast.clinic)
    programme = add_programme(minimal(), clinic=cast.clinic, patient=patient, user=cast.ana)
    assert (programme.patient, programme.created_by.name) == (patient, "Ana")
    assert Snapshot.objects.get(programme=programme).made_by == cast.ana


def minimal() -> dict[str, Any]:
    return {"kind": "condition", "name": "Knee", "phases": []}


def test_a_template_has_a_version_and_a_history(clinic: Clinic):
    template = add_programme(PLAIN, clinic=clinic)
    assert template.version == "1"
    assert template.snapshots.get().made_by is None


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


def test_a_failure_at_the_end_leaves_nothing_behind(clinic: Clinic, monkeypatch: pytest.MonkeyPatch):
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(models.query.QuerySet, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        add_programme(PLAIN, clinic=clinic)
    assert not Programme.objects.exists()


def test_queries_do_not_grow_with_the_programme(clinic: Clinic):
    large = deepcopy(PLAIN)  # Of few enough lines to fit into one query on SQLite.
    for number in range(5):
        make_exercise(slug=f"more-{number}")
        new = {"exercise": f"more-{number}", "dose": {"kind": "to-comfort", "days_per_week": 7}, "why": "{Your knee}."}
        large["phases"].append({**deepcopy(PLAIN["phases"][0]), "prescriptions": [new] * 4})
    assert queries(PLAIN, clinic) == queries(large, clinic)


def test_more_exercises_than_a_handout_holds_are_refused_at_once(clinic: Clinic):
    line = {"exercise": "bridge", "dose": PLAIN["phases"][0]["prescriptions"][1]["dose"]}
    full = changed([line] * 60, "phases", 0, "prescriptions")
    assert add_programme(full, clinic=clinic).phases.get().prescriptions.count() == 60
    full["phases"][0]["prescriptions"].append(line)
    assert refused(full, clinic) == ["phases: 61 exercises are too many; leave 60 at most"]


def queries(plain: dict[str, Any], clinic: Clinic) -> int:
    with CaptureQueriesContext(connection) as caught:
        add_programme(plain, clinic=clinic)
    return len(caught)


def test_the_clinics_own_exercise_stands_in_for_the_shared_one(clinic: Clinic):
    own = own_copy(Exercise.objects.get(slug="squat"), clinic)
    assert add_programme(PLAIN, clinic=clinic).phases.get().prescriptions.first().exercise == own


def test_another_clinics_copy_is_never_used(clinic: Clinic):
    shared = Exercise.objects.get(slug="squat")
    own_copy(shared, make_clinic())
    assert add_programme(PLAIN, clinic=clinic).phases.get().prescriptions.first().exercise == shared


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


@pytest.fixture
def cast() -> Cast:
    make_language()
    return make_cast()


@pytest.fixture
def programme(cast: Cast) -> Programme:
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    phase = programme.phases.get()
    make_prescription(phase, instead_of=phase.prescriptions.get(), is_optional=True)
    phase.advice_lines.create(advice=make_advice())
    make_phase(programme)
    make_running_plan(programme)
    programme.sources.add(make_source())
    return programme


def test_a_programme_changed_to_what_it_is_stays_as_it_is(cast: Cast, programme: Programme):
    before, keys = programme_as_json(programme), list(Prescription.objects.values_list("pk", flat=True))
    after = change_programme(programme, before, user=cast.ana)
    assert programme_as_json(after) == before
    assert list(Prescription.objects.values_list("pk", flat=True)) == keys


def test_what_is_left_out_stays(cast: Cast, programme: Programme):
    before = programme_as_json(programme)
    after = change_programme(programme, {"goal": "Walk to the sea"}, user=cast.ana)
    assert programme_as_json(after) == {**before, "goal": "Walk to the sea"}


def test_lines_are_changed_added_moved_and_taken_away(cast: Cast, programme: Programme):
    make_exercise(slug="lunge")
    plain = programme_as_json(programme)
    first, second = plain["phases"][0]["prescriptions"]
    first["dose"]["reps"] = 15
    lunge = {"exercise": "lunge", "dose": {"kind": "time", "duration_seconds": 60, "days_per_week": 7}}
    plain["phases"][0]["prescriptions"], plain["phases"][1]["prescriptions"] = [lunge], [first]
    after = change_programme(programme, plain, user=cast.ana)
    (new,), (moved,) = ([*phase.prescriptions.all()] for phase in after.phases.all())
    assert (new.exercise.slug, str(moved.pk), moved.reps) == ("lunge", first["id"], 15)
    assert not Prescription.objects.filter(pk=second["id"]).exists()


def test_phases_are_reordered_and_the_current_one_stays_current(cast: Cast, programme: Programme):
    first, second = programme.phases.all()
    change_programme(programme, {"current_phase": 2}, user=cast.ana)
    plain = programme_as_json(Programme.objects.get(pk=programme.pk))
    after = change_programme(programme, {"phases": plain["phases"][::-1]}, user=cast.ana)
    assert list(after.phases.all()) == [second, first]
    assert after.current_phase == second
    gone = change_programme(programme, {"phases": [plain["phases"][0]]}, user=cast.ana)
    assert (list(gone.phases.all()), gone.current_phase) == ([first], None)


def test_a_running_plan_is_taken_away_only_when_it_says_so(cast: Cast, programme: Programme):
    change_programme(programme, {"name": "Other"}, user=cast.ana)
    assert RunningPlan.objects.filter(programme=programme).exists()
    change_programme(programme, {"running_plan": None}, user=cast.ana)
    assert not RunningPlan.objects.filter(programme=programme).exists()


def test_the_id_of_another_programmes_line_is_only_a_name(cast: Cast, programme: Programme):
    theirs = make_programme()
    other = theirs.phases.get().prescriptions.get()
    plain = programme_as_json(programme)
    plain["phases"] = [{**plain["phases"][0], "id": str(theirs.phases.get().pk)}]
    plain["phases"][0]["prescriptions"] = [
        {"id": str(other.pk), "exercise": other.exercise.slug, "dose": {"kind": "to-comfort"}}
    ]
    change_programme(programme, plain, user=cast.ana)
    assert list(theirs.phases.get().prescriptions.all()) == [other]
    assert Prescription.objects.get(pk=other.pk).dosage == other.dosage


def test_a_retired_exercise_stays_on_the_programme_that_has_it(cast: Cast, programme: Programme):
    Exercise.objects.update(is_retired=True)
    plain = programme_as_json(programme)
    assert programme_as_json(change_programme(programme, plain, user=cast.ana)) == plain


def test_a_copy_the_clinic_made_since_changes_no_line(cast: Cast, programme: Programme):
    shared = programme.phases.first().prescriptions.first().exercise
    own_copy(shared, cast.clinic)
    after = change_programme(programme, programme_as_json(programme), user=cast.ana)
    assert after.phases.first().prescriptions.first().exercise == shared


def test_who_saw_an_older_one_is_told(cast: Cast, programme: Programme):
    seen = Programme.objects.get(pk=programme.pk).changed_at
    change_programme(programme, {"goal": "One"}, user=cast.ana, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change_programme(programme, {"goal": "Two"}, user=cast.ben, seen=seen)
    assert Programme.objects.get(pk=programme.pk).goal == "One"


def test_a_change_is_kept_in_the_history(cast: Cast, programme: Programme):
    for user, goal in ((cast.ana, "One"), (cast.ana, "Two"), (cast.ben, "Three")):
        change_programme(programme, {"goal": goal}, user=user)
    assert [(shot.made_by, shot.data["goal"]) for shot in programme.snapshots.all()] == [
        (cast.ben, "Three"),
        (cast.ana, "Two"),
    ]


def test_a_refused_change_changes_nothing(cast: Cast, programme: Programme):
    before = programme_as_json(programme)
    with pytest.raises(Refused):
        change_programme(programme, {"goal": "New", "phases": [{"name": "x", "prescriptions": [{}]}]}, user=cast.ana)
    with pytest.raises(Refused):
        change_programme(programme, {"goal": "New", "condition": "none"}, user=cast.ana)
    assert programme_as_json(Programme.objects.get(pk=programme.pk)) == before
    assert not programme.snapshots.exists()


@pytest.mark.parametrize("slug", shipped.ids("templates"))
def test_each_shipped_template_comes_back_equal(slug: str):
    call_command("load_library", verbosity=0)
    template = Programme.objects.shared_templates().get(slug=slug)
    plain = programme_as_json(template)
    clinic = make_clinic()
    assert numbered(programme_as_json(add_programme(plain, clinic=clinic))) == numbered(plain)
    started = start_from(template, patient=make_patient(clinic=clinic), practitioner=None, side="left")
    theirs = programme_as_json(started)
    copy = add_programme(theirs, clinic=clinic, patient=make_patient(clinic=clinic))
    assert numbered(programme_as_json(copy)) == numbered(theirs)


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0{}"), max_size=30)
counts = st.none() | st.integers(0, 20)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_programme_comes_back_equal(clinic: Clinic, data: st.DataObject):
    def some(strategy: st.SearchStrategy[Any]) -> Any:
        return data.draw(strategy)

    programme = make_programme(
        patient=make_patient(clinic=clinic),
        condition=some(st.sampled_from([None, make_condition()])),
        session_days=some(st.lists(st.integers(1, 7), unique=True)),
        goal=some(texts),
        where=some(texts),
        review_date=some(st.none() | st.dates()),
        adjuncts=["Walk"] if some(st.booleans()) else [],
    )
    for _number in range(some(st.integers(0, 2))):
        rules = st.sampled_from([None, make_pain_rule()])
        phase = make_phase(programme, goal=some(texts), weeks_min=some(counts), running_pain_rule=some(rules))
        for _line in range(some(st.integers(0, 3))):
            before = [None, *phase.prescriptions.all()]
            make_prescription(
                phase, dosage=some(whole_doses()), note=some(texts), instead_of=some(st.sampled_from(before))
            )
    if some(st.booleans()):
        make_running_plan(programme)
    programme.current_phase = some(st.sampled_from([None, *programme.phases.all()]))
    programme.not_for_flags.add(*[make_patient_flag() for _ in range(some(st.integers(0, 2)))])
    programme.save()
    plain = programme_as_json(Programme.objects.with_lines().get(pk=programme.pk))
    copy = add_programme(plain, clinic=clinic, patient=make_patient(clinic=clinic))
    assert numbered(programme_as_json(copy)) == numbered(plain)


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
