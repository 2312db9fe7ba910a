"""The two guards over planned and logged runs: which run or week, the limit, and by how much."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.running import (
    Baseline,
    Finding,
    Run,
    RunningError,
    Unit,
    Verdict,
    findings,
    pain_findings,
    with_log,
    words,
)
from tests.running import MONDAY, RUNNER, run

KM = Unit.KILOMETRES
NOT_KNOWN = "Not checked: not every run of these two weeks and of the two before is known."


def over(runs: list[Run], baseline: Baseline | None = None, unit: Unit = KM) -> list[Finding]:
    return [each for each in findings(runs, MONDAY, unit, baseline) if each.verdict is Verdict.OVER]


def test_a_run_more_than_a_tenth_above_the_longest_is_named_with_its_limit():
    (found,) = over([run(3, "8"), run(5, "9.5")])
    assert (found.guard.code, found.on, found.week) == ("PR-005", date(2026, 3, 5), 1)
    assert words(found) == "9.5 km. The longest in the 30 days before is 8 km, so the limit is 8.8 km: 0.7 km over."


def test_a_run_of_exactly_a_tenth_more_is_within():
    assert over([run(3, "8"), run(5, "8.8")]) == []
    assert len(over([run(3, "8"), run(5, "8.801")])) == 1


def test_exactly_a_tenth_more_in_miles_is_within():
    miles = [Run(MONDAY, metres=Decimal("8046.72")), Run(date(2026, 3, 4), metres=Decimal("8851.392"))]
    assert over(miles, unit=Unit.MILES) == over(miles) == []


def test_the_limit_is_said_in_the_runners_unit():
    five, six = Decimal("8046.72"), Decimal("9656.064")
    (found,) = over([Run(MONDAY, metres=five), Run(date(2026, 3, 4), metres=six)], unit=Unit.MILES)
    assert words(found) == (
        "6 miles. The longest in the 30 days before is 5 miles, so the limit is 5.5 miles: 0.5 miles over."
    )


def test_minutes_are_judged_as_distances_are():
    (found,) = over([Run(MONDAY, seconds=1800), Run(date(2026, 3, 4), seconds=2100)], unit=Unit.MINUTES)
    assert words(found) == (
        "35 minutes. The longest in the 30 days before is 30 minutes, so the limit is 33 minutes: 2 minutes over."
    )


@pytest.mark.parametrize(("days_later", "is_compared"), [(30, True), (31, False)])
def test_a_run_counts_for_thirty_days(days_later: int, is_compared: bool):
    runs = [run(2, "10"), Run(MONDAY + timedelta(days=days_later), metres=10_500)]
    verdicts = [each.verdict for each in findings(runs, MONDAY, KM) if each.guard.code == "PR-005"]
    # The first run of the log has nothing before it either.
    assert verdicts == [Verdict.NOTHING_BEFORE] * (1 if is_compared else 2)


def test_a_second_run_on_the_same_day_is_compared_with_the_days_before():
    assert [each.amount for each in over([run(3, "8"), run(5, "8"), run(5, "9")])] == [9000]


def test_the_longest_run_of_the_baseline_counts_as_run_the_day_before_the_start_or_on_its_day():
    assert over([run(3, "8.8")], RUNNER) == []
    (found,) = over([run(3, "8.9")], RUNNER)
    assert found.compared_with == 8000
    long_ago = Baseline(longest_run_metres=8000, longest_run_on=date(2026, 1, 31))
    assert over([run(3, "8.9")], long_ago) == []


def weeks(*kilometres: str) -> list[Run]:
    """Return weeks of two runs each."""
    runs = []
    for number, total in enumerate(kilometres):
        half = Decimal(total) * 500
        runs += [Run(MONDAY + timedelta(days=7 * number + day), metres=half) for day in (0, 3)]
    return runs


def test_two_weeks_more_than_three_tenths_above_the_two_before_are_named():
    found = [each for each in over(weeks("10", "10", "13", "13.2")) if each.guard.code == "PR-006"]
    assert [(each.on, each.week) for each in found] == [(date(2026, 3, 23), 4)]
    assert words(found[0]) == ("26.2 km in two weeks. The two before hold 20 km, so the limit is 26 km: 0.2 km over.")


def test_two_weeks_of_exactly_three_tenths_more_are_within():
    assert [each for each in over(weeks("10", "10", "13", "13")) if each.guard.code == "PR-006"] == []


def test_the_baseline_speaks_for_the_weeks_before_the_start():
    baseline = Baseline(longest_run_metres=10_000, weekly_metres=10_000)
    assert over(weeks("16"), baseline) == []
    (found,) = over(weeks("16.2"), baseline)
    assert (found.guard.code, found.week, found.amount, found.limit) == ("PR-006", 1, 26_200, 26_000)


def test_weeks_nobody_knows_of_are_said_to_be_unchecked_and_not_taken_for_nought():
    found = [each for each in findings(weeks("10", "10", "10", "10"), MONDAY, KM) if each.guard.code == "PR-006"]
    assert [(each.week, each.verdict) for each in found] == [(week, Verdict.NOT_KNOWN) for week in (1, 2, 3)]
    assert words(found[0]) == NOT_KNOWN


def test_the_log_itself_speaks_for_weeks_before_the_start_that_it_holds_whole():
    runs = weeks("10", "10", "10", "20")
    found = findings(runs, date(2026, 3, 23), KM)
    assert [each.week for each in found if each.guard.code == "PR-006" and each.verdict is Verdict.OVER] == [1]


def test_running_after_two_weeks_without_any_is_sent_back_to_the_ladder():
    found = findings([*weeks("10", "10"), *(run(day, "1", month=4) for day in (16, 17))], MONDAY, KM)
    last = [each for each in found if each.on >= date(2026, 4, 12)]
    assert {each.verdict for each in last} == {Verdict.NOTHING_BEFORE}
    assert {words(each) for each in last} == {
        "No run in the 30 days before to compare with. Look at what the ladder says of missed weeks.",
        "No running in the two weeks before. Look at what the ladder says of missed weeks.",
    }


def test_a_run_without_its_distance_is_named_and_hides_no_increase():
    found = findings([*weeks("10", "10", "10"), Run(date(2026, 3, 24), seconds=1800)], MONDAY, KM, RUNNER)
    assert [(each.guard.code, words(each)) for each in found] == [
        ("PR-006", NOT_KNOWN),
        ("PR-005", "Not checked: say how far or how long it was, in the unit of the plan."),
    ]


def test_runs_of_the_ladder_count_and_are_not_judged():
    ladder = [
        Run(MONDAY + timedelta(days=day), seconds=minutes * 60, is_on_ladder=True)
        for day, minutes in ((0, 5), (2, 5), (5, 10), (7, 20), (9, 20), (12, 30))
    ]
    assert findings(ladder, MONDAY, Unit.MINUTES) == ()
    (found,) = over([*ladder, Run(date(2026, 3, 16), seconds=40 * 60)], unit=Unit.MINUTES)
    assert (found.guard.code, found.limit) == ("PR-005", 33 * 60)


def test_the_first_week_after_the_ladder_may_hold_what_its_last_week_asked_for():
    ladder = [
        Run(MONDAY + timedelta(days=7 * week + day), seconds=minutes * 60, is_on_ladder=True)
        for week, minutes in enumerate((10, 10, 30))
        for day in (0, 2, 4)
    ]
    after = [Run(MONDAY + timedelta(days=21 + day), seconds=30 * 60) for day in (0, 2, 4)]
    assert over([*ladder, *after], unit=Unit.MINUTES) == []
    more = Run(MONDAY + timedelta(days=26), seconds=60)
    (found,) = over([*ladder, *after, more], unit=Unit.MINUTES)
    assert (found.guard.code, found.week, found.limit) == ("PR-006", 4, 180 * 60)


def test_what_was_logged_stands_in_for_what_was_planned_up_to_that_day():
    planned = [run(day, is_planned=True) for day in (2, 4, 5, 7, 9)]
    logged = [run(5, "6"), run(3, "4")]
    assert [(each.on.day, each.is_planned) for each in with_log(planned, logged)] == [
        (3, False), (5, False), (7, True), (9, True),
    ]  # fmt: skip
    assert with_log(planned, []) == tuple(planned)


def test_a_planned_run_is_told_from_one_that_was_done():
    found = over([run(3, "8"), run(5, "9.5", is_planned=True)])
    assert [each.is_planned for each in found] == [True]


def test_pain_above_the_limit_is_named_on_the_ladder_too():
    runs = [run(3, pain=2), run(5, pain=3, is_on_ladder=True), run(7), run(9, pain=0)]
    (found,) = pain_findings(runs, MONDAY, KM, highest_pain=2)
    assert (found.guard.code, found.on, words(found)) == (
        "PR-002", date(2026, 3, 5), "Pain 3 out of 10, above the limit of 2.",
    )  # fmt: skip


def test_a_limit_of_no_pain_at_all_is_a_limit():
    assert len(pain_findings([run(3, pain=1)], MONDAY, KM, highest_pain=0)) == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"metres": -1}, "2026-03-02.metres: must be an exact number from 0 on, not -1"),
        ({"metres": 5.5}, "2026-03-02.metres: must be an exact number from 0 on, not 5.5"),
        ({"pain": 11}, "2026-03-02.pain: must be from 0 to 10, not 11"),
    ],
)
def test_a_run_that_cannot_be_is_refused_with_its_day(values: dict[str, object], said: str):
    with pytest.raises(RunningError, match=said.replace(".", r"\.")):
        Run(MONDAY, **values)  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 300)), min_size=1, max_size=20))
def test_miles_and_kilometres_find_the_same(days: list[tuple[int, int]]):
    runs = [Run(MONDAY + timedelta(days=day), metres=tenths * 100) for day, tenths in days]
    in_kilometres, in_miles = (findings(runs, MONDAY, unit, RUNNER) for unit in (KM, Unit.MILES))
    assert [(each.guard, each.on, each.verdict, each.over_by) for each in in_kilometres] == [
        (each.guard, each.on, each.verdict, each.over_by) for each in in_miles
    ]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 300)), min_size=1, max_size=12), st.integers(0, 11))
def test_a_run_made_longer_is_never_less_over_its_limit(days: list[tuple[int, int]], which: int):
    runs = [Run(MONDAY + timedelta(days=day), metres=tenths * 100) for day, tenths in days]
    place = which % len(runs)
    longer = [*runs[:place], Run(runs[place].on, metres=int(runs[place].metres or 0) + 100), *runs[place + 1 :]]
    week = (runs[place].on - MONDAY).days // 7 + 1

    def over_by(all_runs: list[Run]) -> dict[str, object]:
        found = [each for each in over(all_runs, RUNNER) if each.guard.code == "PR-006" and each.week == week]
        return {each.guard.code: each.over_by for each in found}

    before, after = over_by(runs), over_by(longer)
    assert all(after[code] > amount for code, amount in before.items())  # type: ignore[operator]
