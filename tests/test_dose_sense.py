"""Doses that contradict their notes, their sides or what is usual."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.content.check.doses import typed
from programmes.dosage import Dosage, Kind, Tempo, contradictions, is_much_more_or_less, ratio, words
from programmes.handout.checks import dose_sense
from programmes.models import Prescription, Programme
from programmes.precautions import Finding, Level
from programmes.sides import Side
from tests import shipped
from tests.doses import whole_doses
from tests.factories import make_exercise, make_patient, make_prescription, make_programme, make_template

DOSE = Dosage(Kind.REPS, sets=3, reps=8, rest_seconds=60, days_per_week=3)


# Notes


@pytest.mark.parametrize(
    ("note", "claim"),
    [
        ("Hold for 45 seconds.", "45 seconds"),
        ("45 s", "45 s"),
        ("Do 3 x 12.", "3 x 12"),
        ("4 sets of 8", "4 sets of 8"),
        ("Do 10 to 12 reps", "10 to 12 reps"),
        ("Do this twice a day.", "2 times a day"),
        ("On five days a week.", "5 days a week"),
        ("Do it every day.", "every day"),
        ("Daily", "Daily"),
        ("Rest 2 minutes.", "Rest 2 minutes"),
        ("Go slowly. Hold it ten seconds.", "10 seconds"),
        ("Do it ten times.", "10 times"),
        ("5 sets", "5 sets"),
    ],
)
def test_a_note_that_says_another_dose_is_found(note: str, claim: str):
    assert contradictions(note, DOSE) == (claim,)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "3 x 8",
        "3 sets of 8 to 10",
        "Rest one minute.",
        "Do this every second day.",
        "On 3 days a week, once a day.",
        "Do it 8 times.",
        "Build to 4 sets of 15 as the weight goes up.",
        "Week 2: 3 x 12.",
        "Start when 30 minutes of walking is easy.",
        "Up to 3 out of 10 is fine.",
        "Bend to 60 degrees on one leg.",
    ],
)
def test_a_note_that_fits_or_speaks_of_another_time_is_no_alarm(note: str):
    assert contradictions(note, DOSE) == ()


def test_the_pause_of_the_tempo_is_a_time_the_note_may_name():
    assert contradictions("Hold 2 seconds at the top.", replace(DOSE, tempo=Tempo(3, 2, 1))) == ()


def test_a_rest_the_dose_leaves_open_may_stand_in_the_note():
    assert contradictions("Rest 60 seconds.", replace(DOSE, rest_seconds=None)) == ()


def test_minutes_and_seconds_are_one_measure():
    walk = Dosage(Kind.TIME, duration_seconds=600, days_per_week=5)
    assert contradictions("Walk for 10 minutes", walk) == ()
    assert contradictions("Walk for 20 minutes", walk) == ("20 minutes",)


LONG_HOLD = Dosage(Kind.HOLD, sets=3, hold_seconds=90, rest_seconds=30, days_per_week=3)


@pytest.mark.parametrize(
    "note",
    [
        "Hold for 1 minute 30 seconds.",
        "Hold for one minute and 30 seconds.",
        "3 x 1 min 30 s",
        "Hold for 1.5 minutes.",
        "Hold for 1 to 1.5 minutes. Breathe.",
        "Hold for 1.5 minutes and 30 seconds rest.",
    ],
)
def test_a_time_in_minutes_and_seconds_or_in_parts_of_a_minute_is_read_as_one(note: str):
    assert contradictions(note, LONG_HOLD) == ()


def test_hours_are_counted_with_the_minutes_beside_them_and_alone_are_no_claim():
    walk = Dosage(Kind.TIME, duration_seconds=4500, days_per_week=3)
    assert contradictions("Walk for 1 hour 15 minutes. It settles in 24 hours.", walk) == ()
    assert contradictions("Walk for 1 hour and 20 minutes.", walk) == ("1 hour and 20 minutes",)


def test_another_time_in_minutes_and_seconds_is_named_whole():
    assert contradictions("Hold for 2 minutes 30 seconds.", LONG_HOLD) == ("2 minutes 30 seconds",)
    assert contradictions("Hold for 2.5 minutes. Breathe.", LONG_HOLD) == ("2.5 minutes",)
    assert contradictions("Rest 1 minute 30 seconds.", LONG_HOLD) == ("Rest 1 minute 30 seconds",)


@given(dosage=whole_doses(), side=st.sampled_from(Side))
def test_a_dose_in_its_own_words_is_no_alarm(dosage: Dosage, side: Side):
    for line in words(dosage, side):
        if line.name != "load":  # Anybody's own words.
            assert contradictions(f"{line.text}.", dosage) == (), line.text


def test_no_shipped_note_contradicts_its_dose():
    for name, line in shipped.lines():
        for note in (line.get("note", ""), line.get("patient_note", "")):
            assert (name, contradictions(note, typed(line["dose"]))) == (name, ())


@given(note=st.text(max_size=60), dosage=whole_doses())
def test_any_text_can_be_read(note: str, dosage: Dosage):
    assert isinstance(contradictions(note, dosage), tuple)


# Double and half


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, False),
        ({"reps": 15}, False),
        ({"reps": 16}, True),
        ({"reps": 4}, True),
        ({"reps": 5}, False),
        ({"sets": 6}, True),
        ({"days_per_week": 6}, True),
        ({"days_per_week": 1}, True),
        ({"times_per_day": 2}, True),
        ({"reps": 12, "days_per_week": 4}, True),
        ({"reps": 16, "days_per_week": 1}, True),
        ({"kind": Kind.HOLD, "reps": None, "hold_seconds": 90}, False),
    ],
)
def test_double_and_half_are_of_a_session_or_of_a_week(changes: dict[str, Any], expected: bool):
    assert is_much_more_or_less(DOSE, replace(DOSE, **changes)) is expected


def test_a_weight_can_be_doubled():
    assert is_much_more_or_less(replace(DOSE, load="5 kg"), replace(DOSE, load="10 kg"))
    assert not is_much_more_or_less(replace(DOSE, load="5 kg"), replace(DOSE, load="7.5 kg"))


def test_fewer_repetitions_with_another_load_are_no_smaller_dose():
    heavy = replace(DOSE, reps=4, load="a weight you could lift 6 times")
    assert not is_much_more_or_less(replace(DOSE, load="a weight you could lift 15 times"), heavy)


@given(dosage=whole_doses())
def test_a_dose_is_never_unusual_beside_itself(dosage: Dosage):
    assert not is_much_more_or_less(dosage, dosage)


@given(one=whole_doses(), other=whole_doses())
def test_the_ratio_turns_round_with_the_doses(one: Dosage, other: Dosage):
    other = replace(other, load=one.load)
    there, back = ratio(one, other), ratio(other, one)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert max(there, 1 / there) == pytest.approx(max(back, 1 / back))


# Programmes


def findings(programme: Programme) -> list[Finding]:
    return list(dose_sense.findings(Programme.objects.with_lines().get(pk=programme.pk)))


def with_line(**kwargs: Any) -> tuple[Programme, Prescription]:
    programme = make_programme()
    programme.phases.get().prescriptions.all().delete()
    exercise = make_exercise(dosage=DOSE, **kwargs.pop("exercise", {}))
    return programme, make_prescription(programme.phases.get(), exercise=exercise, **kwargs)


def the_finding(programme: Programme) -> Finding:
    (found,) = findings(programme)
    return found


@pytest.mark.django_db
def test_a_sensible_line_is_not_mentioned():
    assert findings(with_line()[0]) == []


@pytest.mark.django_db
def test_a_note_against_the_dose_names_both():
    programme, line = with_line(note="Hold for 45 seconds.")
    found = the_finding(programme)
    assert (found.code, found.level, found.where) == ("note-against-dose", Level.WARN, f"prescription:{line.pk}")
    assert "45 seconds" in found.reason
    assert "3 sets of 8" in found.reason


@pytest.mark.django_db
def test_words_that_need_a_side_get_one():
    assert the_finding(with_line(side="together")[0]).code == "no-side-on-line"
    both = {"is_unilateral": False, "default_side": "together"}
    assert findings(with_line(exercise=both)[0]) == []
    plain = {"setup": "Stand.", "steps": ["Bend."], "feel_it": "", "stop_if": "", "common_mistakes": []}
    assert findings(with_line(side="together", exercise=plain)[0]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["Rest the affected leg.", "Repeat as tolerated.", "Do it as directed."])
def test_words_nobody_can_act_on_are_found_in_a_note_and_in_the_goal(words: str):
    assert the_finding(with_line(note=words)[0]).code == "vague-words"
    programme, _line = with_line()
    programme.goal = words
    programme.save()
    assert (the_finding(programme).code, the_finding(programme).where) == ("vague-words", "goal")


@pytest.mark.django_db
def test_vague_words_of_a_phase_are_found():
    programme, _line = with_line()
    programme.phases.update(step_back_if=["The affected knee swells."])
    assert the_finding(programme).where == f"phase:{programme.phases.get().pk}"


@pytest.mark.django_db
def test_a_doubled_dose_asks_for_a_reason():
    found = the_finding(with_line(dosage=replace(DOSE, reps=16))[0])
    assert (found.code, found.level, found.needs_reason) == ("dose-unusual", Level.WARN, True)
    assert "at least double" in found.reason


@pytest.mark.django_db
def test_half_a_dose_asks_for_a_reason():
    assert "at most half" in the_finding(with_line(dosage=replace(DOSE, reps=4))[0]).reason


@pytest.mark.django_db
def test_the_templates_dose_counts_before_the_exercises_own():
    template = make_template()
    line = template.phases.get().prescriptions.first()
    line.dosage = replace(line.dosage, sets=1, rest_seconds=60)
    line.save()
    programme = make_programme(template=template, patient=make_patient())
    phase = programme.phases.get()
    phase.prescriptions.all().delete()
    make_prescription(phase, exercise=line.exercise, dosage=line.dosage, side="each")
    assert findings(programme) == []
    phase.prescriptions.update(sets=3)
    assert the_finding(programme).code == "dose-unusual"


@pytest.mark.django_db
@pytest.mark.parametrize("tag", ["heavy-load", "tendon-energy-storage"])
def test_daily_heavy_loading_of_a_tendon_is_warned_of(tag: str):
    daily = replace(DOSE, days_per_week=7)
    programme, line = with_line(exercise={"tags": [tag]}, dosage=replace(DOSE, days_per_week=5))
    assert findings(programme) == []
    line.dosage = daily
    line.save()
    found = [each for each in findings(programme) if each.code == "tendon-without-rest"]
    assert [each.sources for each in found] == [("breda-2021", "kongsgaard-2009")]


@pytest.mark.django_db
def test_strong_holds_may_be_daily():
    hold = Dosage(Kind.HOLD, sets=5, hold_seconds=45, rest_seconds=120, days_per_week=7)
    assert findings(with_line(exercise={"tags": ["heavy-load"]}, dosage=hold)[0]) == []


@pytest.mark.django_db
def test_strength_work_says_how_long_to_rest():
    found = the_finding(with_line(dosage=replace(DOSE, rest_seconds=None))[0])
    assert (found.code, found.level) == ("no-rest", Level.INFO)
    one_set = replace(DOSE, rest_seconds=None, sets=1, reps=20)
    assert "no-rest" not in {each.code for each in findings(with_line(dosage=one_set)[0])}
    stretch = {"category": "stretch"}
    assert findings(with_line(exercise=stretch, dosage=replace(DOSE, rest_seconds=None))[0]) == []
