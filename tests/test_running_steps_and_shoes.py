"""Step rate from a count, a little quicker; and how far a pair of shoes has run."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.running import (
    Guide,
    Run,
    RunningError,
    Shoe,
    Target,
    Unit,
    beats_per_minute,
    in_unit,
    is_too_quick,
    mileages,
    steps_per_minute,
    target,
)
from tests import shipped
from tests.running import run

RATES = st.integers(100, 250)


def test_a_count_becomes_steps_per_minute():
    assert steps_per_minute(160) == 160
    assert steps_per_minute(80, is_one_foot=True) == 160
    assert steps_per_minute(53, seconds=20) == 159
    assert steps_per_minute(41, seconds=15) == 164


@pytest.mark.parametrize(
    ("steps", "seconds", "where", "said"),
    [
        (82, 60, "steps", "give 82 steps a minute; a run has 100 to 250: count both feet, at an easy pace"),
        (14, 5, "seconds", "must be 10 or more: count for longer, best for a minute"),
    ],
)
def test_a_count_that_cannot_be_is_refused(steps: int, seconds: int, where: str, said: str):
    with pytest.raises(RunningError) as caught:
        steps_per_minute(steps, seconds)
    assert (caught.value.field, caught.value.reason) == (where, said)


def test_the_target_is_the_one_the_advice_gives_as_its_example():
    assert target(160) == Target(168, 176)
    advice = next(item for item in shipped.items("advice") if item["id"] == "adv-cadence")
    assert "So 160 becomes\n168 to 176".replace("\n", " ") in " ".join(advice["plain"].split())


@given(RATES)
def test_a_target_lies_within_five_to_ten_in_every_hundred_and_is_never_warned_of(own: int):
    aim = target(own)
    assert Fraction(105, 100) * own <= aim.lowest_steps_per_minute <= aim.highest_steps_per_minute
    assert aim.highest_steps_per_minute <= Fraction(110, 100) * own
    assert not is_too_quick(own, aim.highest_steps_per_minute)
    assert is_too_quick(own, aim.highest_steps_per_minute + 1)


def test_exactly_a_tenth_more_is_not_too_quick():
    assert not is_too_quick(160, 176)
    assert is_too_quick(160, 177)


def test_a_metronome_beats_for_each_step_or_for_one_foot():
    assert beats_per_minute(168) == 168
    assert beats_per_minute(173, steps_per_beat=2) == 86
    with pytest.raises(RunningError, match="steps_per_beat: must be 1 or 2, not 3"):
        beats_per_minute(168, steps_per_beat=3)


BLUE, RED = Shoe("blue", date(2026, 1, 1), metres_before=100_000), Shoe("red", date(2026, 3, 1))


def kilometres(*runs: Run, shoes: tuple[Shoe, ...] = (BLUE, RED)) -> dict[str, Decimal]:
    return {each.shoe.name: in_unit(each.metres, Unit.KILOMETRES) for each in mileages(shoes, runs)}


def test_a_pair_has_run_what_it_had_and_what_was_run_in_it_since():
    assert kilometres(run(3, "8", shoe="blue"), run(5, "6", shoe="red")) == {"blue": 108, "red": 6}


def test_a_run_that_names_no_pair_is_counted_to_the_newest_of_its_day():
    assert kilometres(run(27, "5", month=2), run(1, "7"), run(2, "3")) == {"blue": 105, "red": 10}


def test_a_run_before_a_pair_was_worn_is_not_counted_to_it():
    assert kilometres(run(27, "5", month=2, shoe="red")) == {"blue": 100, "red": 0}
    assert kilometres(Run(date(2025, 12, 1), metres=5000)) == {"blue": 100, "red": 0}


def test_what_is_only_planned_wears_no_shoe():
    assert kilometres(run(3, "8", is_planned=True)) == {"blue": 100, "red": 0}


def test_runs_without_a_distance_are_counted_as_such():
    (pair,) = mileages([RED], [run(3), Run(date(2026, 3, 5), seconds=1800)])
    assert (pair.metres, pair.runs_without_distance) == (5000, 1)


def test_a_pair_nobody_knows_and_two_of_one_name_are_refused():
    with pytest.raises(RunningError, match="2026-03-03.shoe: 'green' is none of blue, red"):
        kilometres(run(3, shoe="green"))
    with pytest.raises(RunningError, match="shoes: must each have a name of their own"):
        kilometres(shoes=(RED, RED))


@pytest.mark.parametrize(
    ("miles", "guide"),
    [
        ("0", Guide.BELOW),
        ("299.9", Guide.BELOW),
        ("300", Guide.WITHIN),
        ("500", Guide.WITHIN),
        ("500.1", Guide.ABOVE),
    ],
)
def test_a_pair_stands_below_within_or_above_the_rough_guide(miles: str, guide: Guide):
    shoe = Shoe("red", date(2026, 3, 1), metres_before=Decimal(miles) * Decimal("1609.344"))
    assert mileages([shoe], [])[0].guide is guide


@pytest.mark.parametrize("guide", Guide)
def test_no_pair_is_said_to_be_done_for_by_its_miles(guide: Guide):
    said = str(guide.words)
    assert "comfortable" in said
    assert not any(word in said for word in ("must", "need to", "should", "prevent", "injur"))
    assert "miles" not in said or "rough guide" in said
