"""How long sessions and weeks take, as arithmetic on doses."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.dosage import (
    BOUNDS,
    DayKind,
    Dosage,
    Item,
    Kind,
    longest,
    seconds_estimate,
    seconds_of_session,
    sessions_of_week,
)
from programmes.sides import Side
from tests.doses import REPS, whole_doses

WALK = Dosage(Kind.TIME, duration_seconds=600, days_per_week=3)


def item(dosage: Dosage = WALK, side: Side = Side.TOGETHER, **kwargs: object) -> Item:
    return Item(dosage, side, **kwargs)


def items() -> st.SearchStrategy[Item]:
    return st.builds(
        Item,
        whole_doses(),
        st.sampled_from(Side),
        st.sampled_from(["standing", "supine"]),
        st.frozensets(st.sampled_from(["chair", "band"])),
        st.sampled_from(DayKind),
    )


def plans() -> st.SearchStrategy[list[Item]]:
    return st.lists(items(), min_size=1, max_size=5)


def total(plan: list[Item]) -> int:
    return sum(session.seconds or 0 for session in sessions_of_week(plan))


def test_getting_ready_takes_half_a_minute():
    assert seconds_of_session([item()]) == 630


def test_changes_of_position_and_of_kit_take_half_a_minute_each():
    assert seconds_of_session([item(), item()]) == 1260
    assert seconds_of_session([item(), item(position="supine")]) == 1290
    assert seconds_of_session([item(), item(position="supine", kit=frozenset({"band"}))]) == 1320


def test_one_leg_works_while_the_other_rests():
    dosage = Dosage(Kind.HOLD, sets=3, hold_seconds=30, rest_seconds=30, days_per_week=3)
    assert seconds_estimate(dosage, Side.EACH) == 180
    assert seconds_estimate(dosage, Side.LEFT) == 150


def test_a_dose_that_cannot_be_timed_leaves_the_session_untimed():
    plan = [item(), item(Dosage(Kind.TIME))]
    assert seconds_of_session(plan) is None
    assert longest(sessions_of_week(plan)) is None


def test_nothing_to_do_is_no_session():
    assert sessions_of_week([]) == ()
    assert longest([]) is None


def test_what_is_done_on_fewer_days_is_done_on_the_same_days():
    plan = [item(replace(WALK, days_per_week=4)), item(replace(WALK, days_per_week=2))]
    assert [len(session.items) for session in sessions_of_week(plan)] == [2, 2, 1, 1]


def test_what_is_done_twice_a_day_makes_a_second_session():
    plan = [item(replace(WALK, days_per_week=1, times_per_day=2)), item(replace(WALK, days_per_week=1))]
    assert [(session.day, len(session.items)) for session in sessions_of_week(plan)] == [(1, 2), (1, 1)]


def test_heavy_days_and_hold_days_are_counted_apart():
    heavy = item(REPS, day_kind=DayKind.HEAVY)
    hold = item(replace(WALK, days_per_week=3), day_kind=DayKind.HOLDS)
    other = item(replace(WALK, days_per_week=1))
    sessions = sessions_of_week([heavy, hold, other])
    assert [session.kind for session in sessions] == [DayKind.HEAVY] * 4 + [DayKind.HOLDS] * 3
    assert [len(session.items) for session in sessions] == [2, 1, 1, 1, 1, 1, 1]


def test_without_room_in_the_week_heavy_and_holds_share_their_days():
    heavy = item(REPS, day_kind=DayKind.HEAVY)
    hold = item(replace(WALK, days_per_week=4), day_kind=DayKind.HOLDS)
    assert {session.kind for session in sessions_of_week([heavy, hold])} == {DayKind.ANY}


def test_jumps_and_heavy_lifting_without_holds_share_their_days():
    plan = [item(day_kind=DayKind.HEAVY), item(day_kind=DayKind.JUMPS)]
    assert [len(session.items) for session in sessions_of_week(plan)] == [2, 2, 2]


@pytest.mark.parametrize(
    "name", ["sets", "reps", "hold_seconds", "duration_seconds", "distance_metres", "rest_seconds"]
)
# The first draw of a text makes a table of all characters, which a busy machine takes long over.
@given(plan=plans(), data=st.data())
def test_more_of_anything_never_takes_less_time(name: str, plan: list[Item], data: st.DataObject):
    first, *others = plan
    before = getattr(first.dosage, name)
    if before is None:
        return
    more = data.draw(st.integers(before, max(before, BOUNDS[name][1])))
    grown = [replace(first, dosage=replace(first.dosage, **{name: more})), *others]
    assert (seconds_of_session(grown) or 0) >= (seconds_of_session(plan) or 0)
    assert total(grown) >= total(plan)


@given(plan=plans())
def test_one_more_exercise_never_makes_the_session_shorter(plan: list[Item]):
    assert (seconds_of_session(plan) or 0) >= (seconds_of_session(plan[:-1]) or 0)


@given(plan=plans())
def test_every_exercise_is_done_as_often_as_it_says(plan: list[Item]):
    sessions = sessions_of_week(plan)
    for each in set(plan):
        done = sum(session.items.count(each) for session in sessions)
        assert done == plan.count(each) * each.days * each.times


@given(plan=plans())
def test_no_week_has_more_than_seven_days(plan: list[Item]):
    assert all(1 <= session.day <= 7 for session in sessions_of_week(plan))
