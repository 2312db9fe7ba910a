"""From a baseline and a stage to dated weeks: days, ladder, weekly load, and the guards it never breaks."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from programmes.running import (
    Baseline,
    Ladder,
    Projection,
    RunningError,
    Stage,
    StageKind,
    Start,
    Unit,
    Verdict,
    Wish,
    findings,
    in_unit,
    percent_of_usual,
    project,
    reached,
    run_days,
    swaps,
)
from tests.running import LADDER, MONDAY, RUNNER, baselines, starts, tenths, wishes

UNITS = st.sampled_from(Unit)


def amounts(plan: Projection) -> list[list[Decimal]]:
    return [
        [in_unit(session.run.amount(plan.unit) or Fraction(0), plan.unit) for session in week.sessions]
        for week in plan.weeks
    ]


def kilometres(*runs: str) -> list[Decimal]:
    return [Decimal(each) for each in runs]


# The days of a week


@pytest.mark.parametrize(
    ("given", "wanted", "rest", "days"),
    [
        ((1, 3, 6), 3, 1, (1, 3, 6)),
        ((1, 2, 3, 4, 5, 6, 7), 3, 1, (1, 3, 5)),
        ((1, 2, 3, 4, 5), 3, 1, (1, 3, 5)),
        ((1, 7), 2, 1, (1,)),  # after Sunday comes Monday
        ((1, 2), 2, 0, (1, 2)),
        ((2, 3, 4), 3, 1, (2, 4)),
        ((6,), 3, 1, (6,)),
        ((1, 2, 3, 4, 5, 6, 7), 4, 1, (1, 3, 5)),  # a rest day between leaves three runs a week
        ((1, 2, 3, 4, 5, 6, 7), 2, 1, (1, 4)),
    ],
)
def test_runs_fall_on_these_days(given: tuple[int, ...], wanted: int, rest: int, days: tuple[int, ...]):
    found = run_days(given, wanted, rest)
    assert found.days == days
    assert found.short_by == wanted - len(days)


@given(st.sets(st.integers(1, 7), min_size=1), st.integers(1, 7), st.integers(0, 3))
def test_days_are_given_ones_and_keep_their_rest_over_the_weekend_too(given: set[int], wanted: int, rest: int):
    days = run_days(given, wanted, rest).days
    assert set(days) <= given
    assert 1 <= len(days) <= wanted
    twice = [*days, *(day + 7 for day in days)]
    assert len(days) == 1 or all(later - earlier > rest for earlier, later in zip(twice, twice[1:], strict=False))


@given(st.sets(st.integers(1, 7), min_size=1), st.integers(1, 7), st.integers(0, 3), st.integers(1, 7))
def test_one_more_free_day_never_gives_fewer_runs(given: set[int], wanted: int, rest: int, more: int):
    assert len(run_days(given | {more}, wanted, rest).days) >= len(run_days(given, wanted, rest).days)


# What is asked first


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"run_days": ()}, "run_days", "Is missing: say on which days a run may fall."),
        ({"run_days": (0, 3)}, "run_days", "Use numbers from 1 (Monday) to 7 (Sunday)."),
        ({"run_days": (3, 3)}, "run_days", "Name each day once."),
        ({"longest_run_metres": 8}, "longest_run_metres", "Must be from 500 to 100000."),
        ({"longest_run_metres": 90_000}, "longest_run_metres", "Is more than four average weeks together."),
        ({"steps_per_minute": 80}, "steps_per_minute", "Must be from 100 to 250."),
        ({"longest_run_on": MONDAY}, "longest_run_on", "Must be before the plan starts."),
        ({"longest_run_on": date(2026, 2, 5)}, "longest_run_on", "Give the longest run since 2026-02-06."),
    ],
)
def test_a_baseline_that_cannot_be_meant_is_refused_by_field(changes: dict[str, Any], field: str, said: str):
    baseline = replace(RUNNER, **changes)
    (problem,) = baseline.problems(MONDAY)
    assert (problem.field, said in problem.message) == (field, True), problem.message
    with pytest.raises(RunningError) as caught:
        project(LADDER, baseline, Start(9, MONDAY))
    assert caught.value.field == field


@pytest.mark.parametrize("value", [5.5, True, "8000", Decimal("NaN")])
def test_a_number_that_is_not_exact_is_refused(value: Any):
    with pytest.raises(RunningError, match=r"^longest_run_metres: must be a"):
        Baseline(longest_run_metres=value)


def test_the_longest_run_may_be_as_old_as_counts_to_the_end_of_week_one():
    assert replace(RUNNER, longest_run_on=date(2026, 2, 6)).problems(MONDAY) == ()


def test_an_empty_baseline_lacks_only_its_days():
    assert [(problem.field, problem.is_gap) for problem in Baseline().problems(MONDAY)] == [("run_days", True)]


@pytest.mark.parametrize(
    ("baseline", "unit", "field", "said"),
    [
        (Baseline(run_days=(1,)), Unit.MILES, "longest_run_metres", "plan stage 9 in miles: ask the runner, or"),
        (replace(RUNNER, weekly_metres=None), Unit.KILOMETRES, "weekly_metres", "is needed"),
        (replace(RUNNER, weekly_metres=0), Unit.KILOMETRES, "weekly_metres", "is needed"),
        (RUNNER, Unit.MINUTES, "longest_run_seconds", "in minutes: ask the runner, or plan by distance"),
    ],
)  # fmt: skip
def test_load_is_planned_only_from_what_is_known(baseline: Baseline, unit: Unit, field: str, said: str):
    with pytest.raises(RunningError) as caught:
        project(LADDER, baseline, Start(9, MONDAY), Wish(unit=unit))
    assert caught.value.field == field
    assert said in caught.value.reason


@pytest.mark.parametrize(("field", "value"), [("weeks", 0), ("weeks", 53), ("rise_percent", 21), ("rise_percent", -1)])
def test_a_wish_out_of_bounds_is_refused(field: str, value: int):
    with pytest.raises(RunningError, match=f"^{field}: must be a whole number from"):
        Wish(**{field: value})


def test_hardly_any_running_is_too_little_to_build_up_from():
    baseline = replace(RUNNER, longest_run_metres=500, weekly_metres=125)
    assert amounts(project(LADDER, baseline, Start(9, MONDAY), Wish(weeks=1))) == [kilometres("0.1")]
    with pytest.raises(RunningError, match=r"weeks\[1\]: would hold less than 0.1 miles: too little to build up from"):
        project(LADDER, baseline, Start(9, MONDAY), Wish(unit=Unit.MILES))


def test_a_stage_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(RunningError, match="stage: must be one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, not 11"):
        project(LADDER, RUNNER, Start(11, MONDAY))


def interval(number: int, **values: Any) -> Stage:
    return Stage(number, "x", StageKind.INTERVAL, **{"run_seconds": 60, "repeats": 5, "min_sessions": 2, **values})


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ([], "stages: are missing"),
        ([interval(1), interval(1)], r"stages: must be numbered upwards, each once, not \[1, 1\]"),
        ([Stage(1, "x", StageKind.PROGRESSION), interval(2)], "stages: that build up must come after"),
    ],
)
def test_a_ladder_that_leads_nowhere_is_refused(stages: list[Stage], said: str):
    with pytest.raises(RunningError, match=said):
        Ladder.of(stages)


@pytest.mark.parametrize("name", ["run_seconds", "repeats", "min_sessions"])
def test_a_stage_that_cannot_be_run_is_refused_with_what_is_missing(name: str):
    with pytest.raises(RunningError, match=rf"stages\[4\]\.{name}: is missing"):
        interval(4, **{name: None})


# The ladder


def test_each_stage_is_run_as_often_as_it_asks_before_the_next():
    plan = project(LADDER, Baseline(run_days=(1, 3, 6)), Start(1, MONDAY), Wish(weeks=6))
    numbers = [session.stage.number for week in plan.weeks for session in week.sessions]
    assert numbers == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 8, 8]  # the last week of the ladder is filled
    assert [week.stage_numbers for week in plan.weeks[:2]] == [(1, 2), (2, 3)]


def test_a_session_says_its_walks_and_runs():
    plan = project(LADDER, Baseline(run_days=(1, 3, 6)), Start(1, MONDAY), Wish(weeks=1))
    first, second, third = plan.weeks[0].sessions
    assert (first.on, first.seconds, first.minutes_in_all) == (MONDAY, 300, 35)
    assert (first.stage.walk_seconds, first.stage.run_seconds, first.stage.repeats) == (240, 60, 5)
    assert [each.is_first_of_stage for each in (first, second, third)] == [True, False, True]


def test_the_next_stage_waits_for_a_person_in_words():
    said = LADDER.move_on_words(LADDER.stage(8))
    assert said.startswith("Move on when: you have done 3 sessions or more. Your pain stays within the limit")
    assert LADDER.move_on_words(LADDER.stage(10)) == ""


def test_sessions_done_already_count():
    plan = project(LADDER, Baseline(run_days=(1, 3, 6)), Start(3, MONDAY, sessions_done=1), Wish(weeks=1))
    assert [session.stage.number for session in plan.weeks[0].sessions] == [3, 4, 4]
    assert not plan.weeks[0].sessions[0].is_first_of_stage


def test_after_the_ladder_the_load_goes_on_from_what_was_run():
    plan = project(LADDER, Baseline(run_days=(1, 3, 6)), Start(7, MONDAY), Wish(weeks=5))
    assert plan.unit is Unit.MINUTES
    assert amounts(plan) == [[20, 20, 30], [30, 30, 30], [30, 30, 30], [33, 33, 33], [36, 36, 36]]
    assert [week.stage_numbers for week in plan.weeks] == [(7, 8), (8,), (9,), (9,), (9,)]


def test_a_long_run_of_before_the_ladder_does_not_make_the_weeks_after_it_longer():
    sore_for_long = Baseline(longest_run_seconds=3600, weekly_seconds=5400, run_days=(1, 3, 6))
    plan = project(LADDER, sore_for_long, Start(8, MONDAY), Wish(weeks=2))
    assert amounts(plan) == [[30, 30, 30], [33, 33, 33]]


def test_a_ladder_without_a_build_up_stays_on_its_last_stage():
    ladder = Ladder.of([interval(1), interval(2)])
    plan = project(ladder, Baseline(run_days=(1, 3, 6)), Start(1, MONDAY), Wish(weeks=3))
    assert [week.stage_numbers for week in plan.weeks] == [(1, 2), (2,), (2,)]


def test_nobody_is_moved_from_stage_nine_to_ten():
    plan = project(LADDER, RUNNER, Start(9, MONDAY), Wish(weeks=20))
    assert {number for week in plan.weeks for number in week.stage_numbers} == {9}


def test_a_start_in_the_middle_of_a_week_has_weeks_of_its_own():
    plan = project(LADDER, RUNNER, Start(9, date(2026, 3, 5)), Wish(weeks=2))
    assert [week.starts_on for week in plan.weeks] == [date(2026, 3, 5), date(2026, 3, 12)]
    assert [session.on.isoweekday() for session in plan.weeks[0].sessions] == [6, 1, 3]


def test_runs_that_find_no_day_are_counted():
    assert project(LADDER, replace(RUNNER, run_days=(1, 2)), Start(9, MONDAY)).runs_without_a_day == 2


# From stage 9 on


def test_a_week_is_a_tenth_more_with_the_long_run_last():
    plan = project(LADDER, RUNNER, Start(9, MONDAY), Wish(weeks=2))
    assert amounts(plan) == [kilometres("6.6", "6.6", "8.8"), kilometres("7.3", "7.3", "9.6")]
    assert [session.is_long_run for session in plan.weeks[0].sessions] == [False, False, True]


def test_few_days_never_make_single_runs_too_long():
    plan = project(LADDER, replace(RUNNER, run_days=(1, 5)), Start(9, MONDAY), Wish(weeks=1))
    assert amounts(plan) == [kilometres("8.8", "8.8")]


def test_a_plan_holds_once_the_usual_week_is_reached():
    plan = project(LADDER, replace(RUNNER, usual_weekly_metres=23_000), Start(9, MONDAY), Wish(weeks=3))
    assert [in_unit(week.total(plan.unit), plan.unit) for week in plan.weeks] == [22, 23, 23]
    assert amounts(plan)[2] == amounts(plan)[1]


def test_a_runner_who_runs_more_than_usual_already_holds_it():
    plan = project(LADDER, replace(RUNNER, usual_weekly_metres=15_000), Start(9, MONDAY), Wish(weeks=2))
    assert amounts(plan) == [kilometres("6", "6", "8")] * 2


def test_a_rise_of_nothing_holds_the_week():
    plan = project(LADDER, RUNNER, Start(9, MONDAY), Wish(weeks=3, rise_percent=0))
    assert amounts(plan) == [kilometres("6", "6", "8")] * 3


def test_a_fifth_more_every_week_is_held_back_by_the_guard_over_two_weeks():
    plan = project(LADDER, RUNNER, Start(9, MONDAY), Wish(weeks=3, rise_percent=20))
    assert [in_unit(week.total(plan.unit), plan.unit) for week in plan.weeks] == [24, 28, Decimal("29.2")]


def test_how_much_of_the_usual_week_is_said_rounded_down():
    assert percent_of_usual(Fraction(23_999), Fraction(40_000)) == 59
    assert percent_of_usual(Fraction(24_000), None) is None
    assert percent_of_usual(Fraction(24_000), Fraction(0)) is None


@pytest.mark.parametrize(
    ("percent", "what"),
    [
        (59, "distance-only"),
        (60, "speed-or-hills"),
        (79, "speed-or-hills"),
        (80, "full-training"),
        (120, "full-training"),
    ],
)
def test_speed_and_hills_come_last_and_from_the_higher_end(percent: int, what: str):
    assert reached(percent) == what


def test_a_sore_day_is_swapped_for_at_most_as_many_minutes():
    session = project(LADDER, RUNNER, Start(1, MONDAY)).weeks[0].sessions[0]
    assert swaps(session).at_most_minutes == 35
    by_distance = project(LADDER, RUNNER, Start(9, MONDAY)).weeks[0].sessions[0]
    assert swaps(by_distance).at_most_minutes is None


# What holds for every runner


@given(st.data(), UNITS, starts(9, 10))
def test_no_plan_from_stage_nine_on_breaks_a_guard(data: st.DataObject, unit: Unit, start: Start):
    baseline, wish = data.draw(baselines(unit)), data.draw(wishes(unit))
    if data.draw(st.booleans()):
        baseline = replace(baseline, longest_run_on=start.on - timedelta(days=data.draw(st.integers(1, 24))))
    plan = project(LADDER, baseline, start, wish)
    assert findings(plan.runs, start.on, unit, baseline) == ()


@given(st.data(), UNITS, starts(9, 10))
def test_the_guards_hold_when_worked_out_by_hand_too(data: st.DataObject, unit: Unit, start: Start):
    """Asks nothing of the code about guards: it counts days and adds up by itself."""
    baseline, wish = data.draw(baselines(unit)), data.draw(wishes(unit))
    plan = project(LADDER, baseline, start, wish)
    ran = {start.on - timedelta(days=1): baseline.longest_run(unit) or Fraction(0)}
    totals = [baseline.weekly(unit) or Fraction(0)] * 3
    for week in plan.weeks:
        amounts_of_week = {each.on: Fraction((each.metres if unit.is_distance else each.seconds) or 0)
                           for each in week.sessions}  # fmt: skip
        for day, amount in amounts_of_week.items():
            window = [ran[before] for before in ran if day - timedelta(days=30) <= before < day]
            assert amount * 10 <= max(window) * 11
            ran[day] = amount
        totals.append(sum(amounts_of_week.values(), Fraction(0)))
        assert (totals[-1] + totals[-2]) * 10 <= (totals[-3] + totals[-4]) * 13


@given(st.data(), starts(1, 2, 3, 4, 5, 6, 7, 8), st.booleans())
def test_no_plan_that_comes_off_the_ladder_breaks_a_guard(data: st.DataObject, start: Start, is_known: bool):
    baseline = data.draw(baselines(Unit.MINUTES))
    if not is_known:
        baseline = Baseline(run_days=baseline.run_days)
    plan = project(LADDER, baseline, start, replace(data.draw(wishes(Unit.MINUTES)), weeks=26))
    found = findings(plan.runs, start.on, Unit.MINUTES, baseline)
    assert {each.verdict for each in found} <= {Verdict.NOT_KNOWN}
    assert not (found and is_known)


@given(
    st.data(), st.lists(st.tuples(st.integers(60, 1800), st.integers(1, 6), st.integers(1, 4)), min_size=1, max_size=6)
)
def test_no_ladder_of_a_clinics_own_leads_to_a_broken_guard(data: st.DataObject, rungs: list[tuple[int, int, int]]):
    walked = [interval(number, run_seconds=seconds, repeats=repeats, min_sessions=sessions)
              for number, (seconds, repeats, sessions) in enumerate(rungs, start=1)]  # fmt: skip
    ladder = Ladder.of([*walked, Stage(9, "x", StageKind.PROGRESSION)])
    baseline = Baseline(run_days=tuple(data.draw(st.sets(st.integers(1, 7), min_size=1))))
    plan = project(ladder, baseline, Start(1, MONDAY), replace(data.draw(wishes(Unit.MINUTES)), weeks=30))
    assert Verdict.OVER not in {each.verdict for each in findings(plan.runs, MONDAY, Unit.MINUTES, baseline)}


@given(st.data(), UNITS, starts(9))
def test_more_baseline_never_gives_less_in_week_one(data: st.DataObject, unit: Unit, start: Start):
    less, wish = data.draw(baselines(unit)), data.draw(wishes(unit))
    measure = "metres" if unit.is_distance else "seconds"
    name = data.draw(st.sampled_from([f"longest_run_{measure}", f"weekly_{measure}", f"usual_weekly_{measure}"]))
    value = getattr(less, name)
    assume(value is not None)
    more = replace(less, **{name: value + data.draw(st.integers(1, 200)) * int(unit.step)})
    assume(not more.problems(start.on))
    before, after = (project(LADDER, baseline, start, wish).weeks[0] for baseline in (less, more))
    assert after.total(unit) >= before.total(unit)
    # Once the usual week is reached the long run is held too: a runner nearer to it has less of a rise.
    assert after.longest(unit) >= before.longest(unit) or less.usual_weekly(unit) is not None


@given(st.data(), UNITS, starts(9))
def test_one_more_free_day_never_gives_less_in_week_one(data: st.DataObject, unit: Unit, start: Start):
    baseline, wish = data.draw(baselines(unit)), data.draw(wishes(unit))
    days = tuple({*baseline.run_days, data.draw(st.integers(1, 7))})
    fewer, more = (project(LADDER, each, start, wish).weeks[0] for each in (baseline, replace(baseline, run_days=days)))
    assert more.total(unit) >= fewer.total(unit)


@given(st.data(), UNITS, starts(9))
def test_what_is_printed_never_hides_an_increase(data: st.DataObject, unit: Unit, start: Start):
    baseline, wish = data.draw(baselines(unit)), data.draw(wishes(unit))
    for week in project(LADDER, baseline, start, wish).weeks:
        planned = [session.run.amount(unit) or Fraction(0) for session in week.sessions]
        assert all(Fraction(in_unit(amount, unit)) * unit.size == amount for amount in planned)
        assert Fraction(in_unit(week.total(unit), unit)) * unit.size == sum(planned)


@given(st.integers(5, 300), st.integers(20, 900), wishes(Unit.MILES), starts(9))
def test_a_plan_in_miles_and_one_in_kilometres_have_the_same_numbers(
    longest: int, weekly: int, wish: Wish, start: Start
):
    assume(longest <= 4 * weekly and longest >= 10)

    def plan(unit: Unit) -> list[list[Decimal]]:
        tenth = unit.step.numerator / Decimal(unit.step.denominator)
        baseline = Baseline(longest_run_metres=longest * tenth, weekly_metres=weekly * tenth, run_days=(1, 3, 6))
        return amounts(project(LADDER, baseline, start, replace(wish, unit=unit)))

    assume(longest * 161 <= 100_000 and weekly * 161 <= 300_000)
    assert plan(Unit.MILES) == plan(Unit.KILOMETRES)


@given(tenths(10, 300), tenths(100, 900), starts(9))
def test_the_same_runner_gets_the_same_first_week_in_either_unit(longest: Decimal, weekly: Decimal, start: Start):
    baseline = Baseline(longest_run_metres=longest, weekly_metres=weekly, run_days=(1, 3, 6))
    miles, kilometres = (
        project(LADDER, baseline, start, Wish(unit=unit)).weeks[0] for unit in (Unit.MILES, Unit.KILOMETRES)
    )
    # Each rounds down by less than one of its own steps; with few days each of the three runs does.
    assert abs(miles.total(Unit.MILES) - kilometres.total(Unit.KILOMETRES)) < 3 * Unit.MILES.step
    assert abs(miles.longest(Unit.MILES) - kilometres.longest(Unit.KILOMETRES)) < 2 * Unit.MILES.step


@given(st.data(), UNITS, starts(1, 5, 8, 9, 10))
def test_every_session_lies_in_its_week_on_a_day_the_runner_has(data: st.DataObject, unit: Unit, start: Start):
    baseline, wish = data.draw(baselines(unit)), data.draw(wishes(unit))
    plan = project(LADDER, baseline, start, wish)
    assert [week.number for week in plan.weeks] == list(range(1, wish.weeks + 1))
    days = [session.on for week in plan.weeks for session in week.sessions]
    assert days == sorted(set(days))
    assert {day.isoweekday() for day in days} <= set(baseline.run_days)
    assert all(later - earlier >= timedelta(days=2) for earlier, later in zip(days, days[1:], strict=False))
    assert all(0 <= (session.on - week.starts_on).days < 7 for week in plan.weeks for session in week.sessions)
