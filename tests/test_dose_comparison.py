"""Whether a dose became harder: a table a clinician can read, and what must hold for any two doses."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.dosage import Activity, Difference, Direction, Dosage, Kind, Tempo, compare, differences
from tests.doses import HOLD, INTERVALS, REPS, whole_doses

FULL = replace(REPS, hold_seconds=5, rest_seconds=60, times_per_day=2, effort_low=4, effort_high=6, load="5 kg")

HARDER: list[tuple[Dosage, dict[str, Any]]] = [
    (FULL, {"sets": 4}),
    (FULL, {"reps": 15}),
    (FULL, {"hold_seconds": 10}),
    (FULL, {"rest_seconds": 30}),
    (FULL, {"times_per_day": 3}),
    (FULL, {"days_per_week": 5}),
    (FULL, {"effort_low": 5}),
    (FULL, {"effort_low": 6, "effort_high": 8}),
    (FULL, {"load": "7,5 kg"}),
    (FULL, {"sets": 4, "rest_seconds": 30, "effort_high": 7}),
    (HOLD, {"hold_seconds": 45}),
    (INTERVALS, {"duration_seconds": 120}),
    (INTERVALS, {"easy_seconds": 60}),
    (Dosage(Kind.DISTANCE, distance_metres=400, days_per_week=3), {"distance_metres": 800}),
    (Dosage(Kind.TIME, duration_seconds=60, days_per_week=3), {"sets": 2}),
    (REPS, {"hold_seconds": 5}),
    (replace(REPS, tempo=Tempo(3, 1, 1)), {"tempo": Tempo(3, 2, 1)}),
]

ONLY_CHANGED: list[tuple[Dosage, dict[str, Any]]] = [
    (FULL, {"sets": 4, "reps": 8}),
    (FULL, {"reps": 15, "rest_seconds": 90}),
    (FULL, {"effort_low": 3, "effort_high": 7}),
    (FULL, {"load": "medium band"}),
    (FULL, {"load": ""}),
    (FULL, {"rest_seconds": None}),
    (FULL, {"effort_low": None, "effort_high": None}),
    (replace(REPS, load="8RM"), {"load": "15RM"}),
    (replace(REPS, load="10 cm step"), {"load": "15 cm step"}),
    (replace(REPS, load="5 kg in each hand"), {"load": "7 kg on your back"}),
    (replace(REPS, tempo=Tempo(3, 1, 1)), {"tempo": Tempo(4, 1, 1)}),
    (REPS, {"tempo": Tempo(3, 0, 1)}),
    (INTERVALS, {"work_activity": Activity.QUICK_RUN}),
    (REPS, {"kind": Kind.TO_COMFORT, "reps": None}),
]

THE_SAME: list[tuple[Dosage, dict[str, Any]]] = [
    (REPS, {"times_per_day": 1}),
    (REPS, {"hold_seconds": 0}),
    (Dosage(Kind.TIME, duration_seconds=60, days_per_week=3), {"sets": 1}),
    (replace(REPS, load="5 kg "), {"load": "5 KG"}),
    (replace(REPS, load="5 kg"), {"load": "5,0kg"}),
]


@pytest.mark.parametrize(("before", "change"), HARDER)
def test_more_is_harder_and_less_rest_too(before: Dosage, change: dict[str, Any]):
    assert compare(before, replace(before, **change)) is Direction.HARDER


@pytest.mark.parametrize(("before", "change"), ONLY_CHANGED)
def test_what_cannot_be_weighed_up_is_only_changed(before: Dosage, change: dict[str, Any]):
    assert compare(before, replace(before, **change)) is Direction.CHANGED


@pytest.mark.parametrize(("before", "change"), THE_SAME)
def test_what_goes_without_saying_is_no_change(before: Dosage, change: dict[str, Any]):
    assert compare(before, replace(before, **change)) is Direction.SAME


def test_a_difference_is_named_by_its_line_of_the_dose():
    after = replace(FULL, sets=4, rest_seconds=90)
    assert differences(FULL, after) == (
        Difference("amount", Direction.HARDER),
        Difference("rest", Direction.EASIER),
    )


def test_a_still_hold_is_an_amount_and_one_in_each_repetition_a_line_of_its_own():
    assert [found.line for found in differences(HOLD, replace(HOLD, hold_seconds=45))] == ["amount"]
    assert [found.line for found in differences(FULL, replace(FULL, hold_seconds=8))] == ["hold"]


@given(whole_doses())
def test_a_dose_is_the_same_as_itself(dose: Dosage):
    assert compare(dose, replace(dose)) is Direction.SAME


@given(whole_doses(), whole_doses())
def test_the_other_way_round_is_the_opposite(one: Dosage, other: Dosage):
    assert compare(one, other) is compare(other, one).opposite


@given(whole_doses(), st.data())
def test_more_of_one_thing_is_harder_and_back_is_easier(dose: Dosage, data: st.DataObject):
    numbers = ("sets", "reps", "duration_seconds", "distance_metres", "days_per_week")
    name = data.draw(st.sampled_from([name for name in numbers if getattr(dose, name) is not None]))
    more = replace(dose, **{name: getattr(dose, name) + data.draw(st.integers(1, 9))})
    assert compare(dose, more) is Direction.HARDER
    assert compare(more, dose) is Direction.EASIER
