"""What a dose is and what is allowed: gaps, slips of the keyboard, and the plain form for JSON."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.dosage import BOUNDS, Activity, Dosage, DosageError, Kind, Tempo, allowed_fields
from tests.doses import HOLD, INTERVALS, REPS, whole_doses

SOUND = [
    REPS,
    HOLD,
    INTERVALS,
    Dosage(Kind.TIME, duration_seconds=600, days_per_week=4),
    Dosage(Kind.TIME, sets=2, duration_seconds=45, rest_seconds=30, days_per_week=4),
    Dosage(Kind.DISTANCE, sets=2, distance_metres=20, rest_seconds=30, days_per_week=5),
    Dosage(Kind.TO_COMFORT, days_per_week=7),
    Dosage(Kind.TO_COMFORT, sets=3, tempo=Tempo(3, 0, 0), days_per_week=7),
    replace(REPS, hold_seconds=0),
    replace(REPS, rest_seconds=0, effort_low=0, effort_high=0),
    replace(REPS, tempo=Tempo(2, 5, 1), hold_seconds=5),
    replace(INTERVALS, sets=1, easy_seconds=0),
]


@pytest.mark.parametrize("dosage", SOUND)
def test_sound_dose_has_no_problem(dosage: Dosage) -> None:
    assert dosage.problems() == ()


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (Kind.REPS, ["sets", "reps", "days_per_week"]),
        (Kind.HOLD, ["sets", "hold_seconds", "days_per_week"]),
        (Kind.TIME, ["duration_seconds", "days_per_week"]),
        (Kind.DISTANCE, ["distance_metres", "days_per_week"]),
        (Kind.TO_COMFORT, ["days_per_week"]),
        (
            Kind.INTERVALS,
            ["sets", "duration_seconds", "easy_seconds", "work_activity", "easy_activity", "days_per_week"],
        ),
    ],
)
def test_empty_dose_asks_for_what_it_cannot_be_followed_without(kind: Kind, missing: list[str]) -> None:
    dosage = Dosage(kind)
    assert [problem.field for problem in dosage.gaps()] == missing
    assert dosage.faults() == ()


@pytest.mark.parametrize(
    ("dosage", "field", "message"),
    [
        (replace(REPS, sets=None), "sets", "Say how many sets."),
        (replace(REPS, reps=None), "reps", "Say how many repetitions."),
        (replace(HOLD, hold_seconds=None), "hold_seconds", "Say how long to hold, in seconds."),
        (replace(REPS, days_per_week=None), "days_per_week", "Say on how many days a week."),
    ],
)
def test_gap_is_named_with_what_to_say(dosage: Dosage, field: str, message: str) -> None:
    (problem,) = dosage.problems()
    assert (problem.field, problem.message, problem.is_gap) == (field, message, True)
    assert dosage.gaps() == (problem,)


@pytest.mark.parametrize(
    ("dosage", "field", "message"),
    [
        (replace(REPS, sets=30), "sets", "Sets: give a number from 1 to 20, not 30."),
        (replace(REPS, sets=0), "sets", "Sets: give a number from 1 to 20, not 0."),
        (replace(REPS, reps=-1), "reps", "Repetitions: give a number from 1 to 200, not -1."),
        (
            replace(REPS, days_per_week=8),
            "days_per_week",
            "Days a week: give a number from 1 to 7, not 8.",
        ),
        (
            replace(REPS, effort_low=5, effort_high=11),
            "effort_high",
            "Highest effort: give a number from 0 to 10, not 11.",
        ),
        (
            replace(REPS, tempo=Tempo(3, 90, 1)),
            "tempo.pause_seconds",
            "Pause (seconds): give a number from 0 to 60, not 90.",
        ),
        (
            replace(REPS, load="x" * 121),
            "load",
            "Load: use at most 120 characters; the rest belongs in a note.",
        ),
        (
            replace(HOLD, reps=2),
            "reps",
            "Leave repetitions empty for a still hold, or count by repetitions and hold each.",
        ),
        (replace(HOLD, hold_seconds=0), "hold_seconds", "A still hold needs at least 1 second."),
        (
            replace(INTERVALS, rest_seconds=60),
            "rest_seconds",
            "Leave rest empty for intervals: the easy part is the rest.",
        ),
        (
            replace(REPS, duration_seconds=60),
            "duration_seconds",
            "Time (seconds): leave this empty when counting by “Repetitions”.",
        ),
        (
            replace(HOLD, tempo=Tempo(1, 0, 1)),
            "tempo",
            "Tempo: leave this empty when counting by “A still hold”.",
        ),
        (
            replace(REPS, work_activity=Activity.RUN),
            "work_activity",
            "Working part: leave this empty when counting by “Repetitions”.",
        ),
        (
            replace(REPS, effort_low=None, effort_high=4),
            "effort_low",
            "Give both ends of the effort, or neither; they may be the same.",
        ),
        (
            replace(REPS, effort_low=4, effort_high=None),
            "effort_high",
            "Give both ends of the effort, or neither; they may be the same.",
        ),
        (replace(REPS, effort_low=6, effort_high=4), "effort_low", "Give the lower effort first."),
        (
            replace(REPS, hold_seconds=5, tempo=Tempo(2, 1, 1)),
            "hold_seconds",
            "The hold and the pause in the tempo are the same moment: make them equal, or leave one out.",
        ),
    ],
)
def test_fault_is_named_with_what_to_do(dosage: Dosage, field: str, message: str) -> None:
    (problem,) = dosage.problems()
    assert (problem.field, problem.message, problem.is_gap) == (field, message, False)
    assert dosage.faults() == (problem,)


@pytest.mark.parametrize("name", [name for name in BOUNDS if "." not in name])
def test_zero_out_of_place_is_a_value_and_is_named(name: str) -> None:
    for kind in Kind:
        fields = {problem.field for problem in Dosage(kind, **{name: 0}).faults()}
        assert name in allowed_fields(kind) or name in fields


def test_problems_come_in_the_order_of_the_fields() -> None:
    dosage = Dosage(Kind.REPS, sets=0, reps=None, hold_seconds=9999, tempo=Tempo(99, 0, 0), effort_low=3)
    assert [problem.field for problem in dosage.problems()] == [
        "sets",
        "reps",
        "hold_seconds",
        "hold_seconds",
        "days_per_week",
        "tempo.lower_seconds",
        "effort_high",
    ]


def test_hold_of_zero_seconds_is_kept() -> None:
    dosage = Dosage.from_plain({"kind": "reps", "hold_seconds": 0})
    assert dosage.hold_seconds == 0
    assert dosage.as_plain() == {"kind": "reps", "hold_seconds": 0}


@pytest.mark.parametrize("value", [3.0, "3", True, [3]])
@pytest.mark.parametrize("name", ["sets", "rest_seconds", "effort_low"])
def test_number_that_is_not_whole_is_refused(name: str, value: Any) -> None:
    with pytest.raises(DosageError) as error:
        Dosage(Kind.REPS, **{name: value})
    assert (error.value.field, error.value.reason) == (name, f"must be a whole number, not {value!r}")


@pytest.mark.parametrize(
    ("name", "value"), [("kind", "reps"), ("kind", None), ("load", None), ("work_activity", "run"), ("tempo", {})]
)
def test_value_of_the_wrong_type_is_refused(name: str, value: Any) -> None:
    with pytest.raises(DosageError, match=f"^{name}: must be a "):
        Dosage(**{"kind": Kind.INTERVALS, name: value})


def test_tempo_takes_whole_numbers_only() -> None:
    with pytest.raises(DosageError, match=r"^tempo.pause_seconds: must be a whole number, not 1.5"):
        Tempo(3, 1.5, 2)  # type: ignore[arg-type]


PLAIN = {
    "kind": "reps",
    "sets": 3,
    "reps": 12,
    "rest_seconds": 45,
    "times_per_day": 1,
    "days_per_week": 4,
    "tempo": {"lower_seconds": 2, "pause_seconds": 1, "lift_seconds": 1},
    "load": "body weight",
    "effort": [4, 6],
}


def test_plain_dose_is_read_field_by_field() -> None:
    assert Dosage.from_plain(PLAIN) == Dosage(
        Kind.REPS,
        sets=3,
        reps=12,
        rest_seconds=45,
        times_per_day=1,
        days_per_week=4,
        tempo=Tempo(2, 1, 1),
        load="body weight",
        effort_low=4,
        effort_high=6,
    )


def test_dose_writes_only_what_is_prescribed() -> None:
    assert Dosage.from_plain(PLAIN).as_plain() == PLAIN
    assert Dosage(Kind.TO_COMFORT).as_plain() == {"kind": "to-comfort"}


def test_null_in_json_means_not_prescribed() -> None:
    assert Dosage.from_plain({"kind": "reps", "sets": None, "tempo": None, "effort": None}) == Dosage(Kind.REPS)


@pytest.mark.parametrize(
    ("plain", "message"),
    [
        ([], "must be a set of named values, not []"),
        ({}, "kind: is missing"),
        ({"kind": None}, "kind: is missing"),
        (
            {"kind": "rep"},
            "kind: must be one of reps, hold, time, distance, to-comfort, intervals, not 'rep'",
        ),
        ({"kind": ["reps"]}, "kind: must be one of"),
        ({"kind": "reps", "set": 3}, "set: is not a field of a dose"),
        ({"kind": "reps", "effort_low": 3}, "effort_low: is not a field of a dose"),
        (
            {"kind": "reps", "per_side": True},
            "per_side: is no part of a dose: the side is the prescription's",
        ),
        ({"kind": "reps", "sets": "3"}, "sets: must be a whole number, not '3'"),
        ({"kind": "reps", "effort": 5}, "effort: must be a low and a high number, such as [4, 6], not 5"),
        ({"kind": "reps", "effort": [1, 2, 3]}, "effort: must be a low and a high number"),
        ({"kind": "reps", "effort": [4, 6.5]}, "effort_high: must be a whole number, not 6.5"),
        ({"kind": "reps", "load": 5}, "load: must be a str, not 5"),
        ({"kind": "reps", "tempo": "3-1-2"}, "tempo: must be a set of named values, not '3-1-2'"),
        (
            {"kind": "reps", "tempo": {"lower_seconds": 3, "lift_seconds": 2}},
            "tempo.pause_seconds: is missing; 0 says no time is spent on it",
        ),
        (
            {"kind": "reps", "tempo": {**PLAIN["tempo"], "top": 1}},  # type: ignore[dict-item]
            "tempo.top: is not a field of a dose",
        ),
        (
            {"kind": "intervals", "work_activity": "swim"},
            "work_activity: must be one of run, quick-run, easy-run, walk, not 'swim'",
        ),
    ],
)
def test_unreadable_plain_dose_is_refused_with_field_and_reason(plain: Any, message: str) -> None:
    with pytest.raises(DosageError) as error:
        Dosage.from_plain(plain)
    assert str(error.value).startswith(message)


@given(whole_doses(), st.sampled_from(["sets", "reps", "effort_low", "effort_high", "rest_seconds"]))
def test_any_dose_comes_back_from_json_as_it_was(dosage: Dosage, left_out: str) -> None:
    for dose in (dosage, replace(dosage, **{left_out: None})):
        assert Dosage.from_plain(json.loads(json.dumps(dose.as_plain()))) == dose


@given(whole_doses())
def test_whole_dose_has_no_problem(dosage: Dosage) -> None:
    assert dosage.problems() == ()


def test_change_of_kind_drops_what_the_new_kind_cannot_have() -> None:
    dosage = replace(REPS, tempo=Tempo(2, 1, 1), load="body weight", rest_seconds=0)
    assert dosage.changed({"kind": Kind.HOLD, "hold_seconds": 30}) == Dosage(
        Kind.HOLD, sets=3, hold_seconds=30, rest_seconds=0, days_per_week=4, load="body weight"
    )


def test_change_of_kind_drops_an_amount_that_would_mean_something_else() -> None:
    assert HOLD.changed({"kind": Kind.REPS, "reps": 12}).hold_seconds is None
    assert INTERVALS.changed({"kind": Kind.TIME}).duration_seconds is None
    assert replace(REPS, hold_seconds=5).changed({"kind": Kind.TO_COMFORT}).hold_seconds == 5


def test_change_within_a_kind_keeps_the_rest() -> None:
    assert REPS.changed({"kind": Kind.REPS, "reps": 8}) == replace(REPS, reps=8)
    assert REPS.changed({}) == REPS


def test_change_keeps_even_what_does_not_belong_when_it_was_asked_for() -> None:
    changed = REPS.changed({"kind": Kind.HOLD, "hold_seconds": 30, "reps": 2})
    assert [problem.field for problem in changed.problems()] == ["reps"]


@pytest.mark.parametrize("choice", [*Kind, *Activity])
def test_every_choice_has_a_label_of_its_own(choice: Kind | Activity) -> None:
    labels = [str(other.label) for other in type(choice)]
    assert labels.count(str(choice.label)) == 1
