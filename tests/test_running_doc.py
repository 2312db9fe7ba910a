"""The page about running in docs/: its five examples are what the code answers, and its arithmetic is right."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from programmes.running import (
    Baseline,
    Guide,
    Projection,
    Reached,
    Run,
    Shoe,
    Start,
    Unit,
    Verdict,
    Wish,
    beats_per_minute,
    findings,
    in_unit,
    is_too_quick,
    metres_from,
    mileages,
    percent_of_usual,
    project,
    reached,
    steps_per_minute,
    target,
    words,
)
from tests import shipped
from tests.running import LADDER

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "running.md").read_text()
EXAMPLES = {int(part[0]): part for part in re.split(r"^(?:### |## )", PAGE, flags=re.MULTILINE) if part[0].isdigit()}
SUM = re.compile(r"(?<![\d.])((?:[\d.]+|\([\d. +]+\))(?: [×+-] (?:[\d.]+|\([\d. +]+\)))+) = ([\d.]+\d|\d)")
DAYS = (1, 3, 6)


def rows(example: int) -> list[list[str]]:
    lines = re.findall(r"^\| (.+) \|$", EXAMPLES[example], re.MULTILINE)
    return [[cell.strip() for cell in line.split(" |")] for line in lines if not line.startswith(("-", "Week", "Day"))]


def numbers(example: int, pattern: str) -> list[str]:
    """Return what the pattern finds in the words of an example; one that finds nothing is out of date."""
    (found,) = re.findall(pattern, " ".join(EXAMPLES[example].split()))
    return [found] if isinstance(found, str) else list(found)


def runs(plan: Projection, week: int) -> str:
    amounts = [session.run.amount(plan.unit) or Fraction(0) for session in plan.weeks[week - 1].sessions]
    return ", ".join(str(in_unit(amount, plan.unit)) for amount in amounts)


def worth(term: str) -> Fraction:
    """Work out a sum of the page from left to right; brackets first, products before the rest are written alone."""
    term = re.sub(r"\(([^)]+)\)", lambda match: str(worth(match[1])), term)
    total, *rest = re.split(r" ([×+-]) ", term)
    value = Fraction(total)
    for sign, number in zip(rest[::2], rest[1::2], strict=True):
        value = {"×": value * Fraction(number), "+": value + Fraction(number), "-": value - Fraction(number)}[sign]
    return value


@pytest.mark.parametrize(("term", "result"), SUM.findall(PAGE))
def test_the_arithmetic_is_right(term: str, result: str):
    assert worth(term) == Fraction(result)


def test_the_arithmetic_is_found():
    assert len(SUM.findall(PAGE)) == PAGE.count(" = ") >= 35


def test_the_ladder_runs_as_the_first_example_says():
    stage, start = numbers(1, r"Stage (\d) from ([\d-]+), runs on Monday, Wednesday and Saturday")
    table = rows(1)
    wish = Wish(weeks=len(table))
    plan = project(LADDER, Baseline(run_days=DAYS), Start(int(stage), date.fromisoformat(start)), wish)
    for week, (day, sessions, running) in zip(plan.weeks, table, strict=True):
        assert week.starts_on.isoformat() == day
        said = [f"{each.stage.number} ({(each.seconds or 0) // 60})" for each in week.sessions]
        assert ", ".join(said) == sessions
        assert running.endswith(f"= {in_unit(week.total(plan.unit), plan.unit)} min")
    one_session, with_walks = numbers(
        1, r"A session of stage 1 is [^=]+ = (\d+) minutes, with both walks [^=]+ = (\d+)"
    )
    first = LADDER.stage(1)
    assert (int(one_session), int(with_walks)) == (
        5 * ((first.walk_seconds or 0) + (first.run_seconds or 0)) // 60,
        plan.weeks[0].sessions[0].minutes_in_all,
    )
    assert numbers(1, r"Stage 8 asks for (\d) sessions") == [str(LADDER.stage(8).min_sessions)]


def load_plan(example: int, unit: Unit, weeks: int) -> tuple[Projection, Baseline]:
    name = unit.label if unit is Unit.MILES else unit.value
    given = rf"Stage 9 from ([\d-]+): longest run ([\d.]+) {name}, ([\d.]+) {name} a week"
    start, longest, weekly = numbers(example, given)
    usual = re.findall(r"([\d.]+) km a week before it hurt", EXAMPLES[example])
    baseline = Baseline(
        longest_run_metres=metres_from(longest, unit),
        weekly_metres=metres_from(weekly, unit),
        usual_weekly_metres=metres_from(usual[0], unit) if usual else None,
        run_days=DAYS,
    )
    return project(LADDER, baseline, Start(9, date.fromisoformat(start)), Wish(weeks=weeks, unit=unit)), baseline


def test_the_weeks_are_those_of_the_second_example():
    table = rows(2)
    plan, baseline = load_plan(2, Unit.KILOMETRES, len(table))
    usual = baseline.usual_weekly(plan.unit)
    for week, (number, aim, longest, _others, said, share) in zip(plan.weeks, table, strict=True):
        assert str(week.number) == number
        assert runs(plan, week.number) == said
        total, long = week.total(plan.unit) / 1000, week.longest(plan.unit) / 1000
        assert 0 <= Fraction(aim.rpartition("= ")[2]) - total < Fraction(1, 10)
        assert 0 <= Fraction(longest.rpartition("= ")[2]) - long < Fraction(1, 10)
        assert f"{percent_of_usual(week.total(plan.unit), usual)}%" == share
    shares = {week.number: percent_of_usual(week.total(plan.unit), usual) or 0 for week in plan.weeks}
    hills = [number for number, share in shares.items() if reached(share) is Reached.SPEED_OR_HILLS]
    assert numbers(2, r"hills may come in week (\d)") == [str(hills[0])]
    assert findings(plan.runs, plan.weeks[0].starts_on, plan.unit, baseline) == ()


def test_the_log_of_the_third_example_is_told_what_it_says():
    longest, weekly, start = numbers(3, r"start ([\d.]+) km, ([\d.]+) km a week; from ([\d-]+)")
    baseline = Baseline(longest_run_metres=Decimal(longest) * 1000, weekly_metres=Decimal(weekly) * 1000)
    logged = [Run(date.fromisoformat(day), metres=Decimal(amount) * 1000) for day, amount, _said in rows(3)]
    found = findings(logged, date.fromisoformat(start), Unit.KILOMETRES, baseline)
    assert {each.verdict for each in found} == {Verdict.OVER}
    assert [words(each) for each in found] == [said for _day, _amount, said in rows(3) if said]


def test_miles_give_the_week_of_the_fourth_example_and_the_same_numbers_as_kilometres():
    plan, baseline = load_plan(4, Unit.MILES, 1)
    assert [[str(1), runs(plan, 1)]] == rows(4)
    in_kilometres = Baseline(
        longest_run_metres=(baseline.longest_run(Unit.MILES) or 0) / Unit.MILES.size * 1000 // 1,
        weekly_metres=(baseline.weekly(Unit.MILES) or 0) / Unit.MILES.size * 1000 // 1,
        run_days=DAYS,
    )
    other = project(LADDER, in_kilometres, Start(9, plan.weeks[0].starts_on), Wish(weeks=1))
    assert runs(other, 1) == runs(plan, 1)
    long_run, metres = numbers(4, r"([\d.]+) miles are [\d.]+ × 1609.344 = ([\d.]+) metres")
    assert metres_from(long_run, Unit.MILES) == Decimal(metres)


def test_steps_and_shoes_are_those_of_the_fifth_example():
    steps, seconds, rate = numbers(5, r"(\d+) steps in (\d+) seconds are [^=]+ = (\d+) a minute")
    own = steps_per_minute(int(steps), int(seconds))
    assert own == int(rate)
    low, high, beats, one_foot, warned = map(
        int, numbers(5, r"aim for (\d+) to (\d+), the metronome at (\d+), or at (\d+) for one foot. (\d+) is warned of")
    )
    aim = target(own)
    assert (aim.lowest_steps_per_minute, aim.highest_steps_per_minute) == (low, high)
    assert (beats_per_minute(low), beats_per_minute(low, steps_per_beat=2)) == (beats, one_foot)
    assert is_too_quick(own, warned)
    assert not is_too_quick(own, warned - 1)
    other, low, high = map(int, numbers(5, r"With (\d+) steps, .+: (\d+) to (\d+), rounded inwards"))
    aim = target(other)
    assert (aim.lowest_steps_per_minute, aim.highest_steps_per_minute) == (low, high)


def test_the_pair_of_the_fifth_example_has_run_so_far():
    had, first, second, miles = numbers(5, r"had run (\d+) miles and runs (\d+) and (\d+) more has [^=]+ = (\d+)")
    day = date(2026, 3, 2)
    pair = Shoe("red", day, metres_from(had, Unit.MILES))
    (found,) = mileages([pair], [Run(day, metres=metres_from(each, Unit.MILES)) for each in (first, second)])
    assert in_unit(found.metres, Unit.MILES) == int(miles)
    assert found.guide is Guide.WITHIN


def test_every_source_and_rule_that_is_named_exists():
    known = {*shipped.ids("sources"), *(rule["id"] for rule in shipped.items("programme_rules"))}
    named = re.findall(r"\b[a-z]+(?:-[a-z]+)*-(?:20\d\d[a-z]?|ng226|run|convention|explainer)\b", PAGE)
    assert len(set(named)) >= 12
    assert set(named) | set(re.findall(r"PR-\d+", PAGE)) <= known
