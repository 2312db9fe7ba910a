"""What is asked of runs from stage 9 on: no run far above the longest, no two weeks far above the two before.

In stages 1 to 8 the ladder is the guard: such runs count as what was run before, and are not judged. The tenth more a
week that many know is advice (`adv-ten-percent`) and is checked by nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from programmes.running.baseline import DAYS_PER_WEEK, LOOK_BACK_DAYS, Baseline
from programmes.running.run import Run
from programmes.running.units import Unit


@dataclass(frozen=True)
class Guard:
    """A safety rule about runs, under its id in the content."""

    code: str
    sources: tuple[str, ...]
    ratio: Fraction = Fraction(1)


# An association in 5,205 runners, no proof of cause.
LONGEST_RUN = Guard("PR-005", ("frandsen-2025",), Fraction(11, 10))
# Weaker: hazard ratio 1.59 with an interval that crosses 1; clearer for knee injuries of distance.
TWO_WEEKS = Guard("PR-006", ("nielsen-2014a", "damsted-2018"), Fraction(13, 10))
PAIN = Guard("PR-002", ("silbernagel-2007", "smith-2017"))


class Verdict(StrEnum):
    """What a guard found."""

    OVER = "over"
    NOTHING_BEFORE = "nothing-before"  # Not run lately: there is nothing to compare with.
    NOT_KNOWN = "not-known"  # A run without its distance or time, or weeks that nobody knows of.


@dataclass(frozen=True)
class Finding:
    """What a guard has to say of one run or one week. Amounts are metres, or seconds where the unit is minutes."""

    guard: Guard
    verdict: Verdict
    on: date  # The run's day; for two weeks the first day of the second.
    week: int  # Counted from the start; before it 0 and less.
    unit: Unit
    amount: Fraction | None
    compared_with: Fraction | None
    limit: Fraction | None
    is_planned: bool

    @property
    def over_by(self) -> Fraction | None:
        """Return by how much the limit is passed; None where nothing could be compared."""
        if self.verdict is not Verdict.OVER or self.amount is None or self.limit is None:
            return None
        return self.amount - self.limit


def week_of(on: date, starts_on: date) -> int:
    """Return which week from the start a day lies in: the first is 1, the one before it 0."""
    return (on - starts_on).days // DAYS_PER_WEEK + 1


def first_day(week: int, starts_on: date) -> date:
    return starts_on + timedelta(days=(week - 1) * DAYS_PER_WEEK)


def longest_before(runs: Iterable[Run], on: date, unit: Unit) -> Fraction | None:
    """Return the longest run of the 30 days before *on*; None where none is known."""
    earliest = on - timedelta(days=LOOK_BACK_DAYS)
    return max((amount for run in runs if earliest <= run.on < on and (amount := run.amount(unit))), default=None)


@dataclass(frozen=True)
class History:
    """Runs, done and planned, and the baseline that speaks for the time before the start."""

    runs: tuple[Run, ...]
    starts_on: date
    unit: Unit
    baseline: Baseline = Baseline()

    def longest_before(self, on: date) -> Fraction | None:
        """Return the longest run of the 30 days before *on*, that of the baseline counted."""
        return longest_before((*self._baseline_run(), *self.runs), on, self.unit)

    def week(self, week: int) -> Fraction | None:
        """Return the running of one week. None when not known: an unlogged week, or a run without its amount."""
        if week < 1 and (weekly := self.baseline.weekly(self.unit)) is not None:
            return weekly
        if week < 1 and not self._is_logged(week):
            return None
        total = Fraction(0)
        for run in self.runs_of(week):
            amount = run.amount(self.unit)
            if amount is None:
                return None
            total += amount
        return total

    def runs_of(self, week: int) -> tuple[Run, ...]:
        return tuple(run for run in self.runs if week_of(run.on, self.starts_on) == week)

    def two_weeks_before(self, week: int) -> Fraction | None:
        """Return what the two weeks ending with *week* are compared with; None when not known."""
        return _sum(self.week(week - 3), self.week(week - 2))

    def limit_of_two_weeks(self, week: int) -> Fraction | None:
        """Return the most that *week* and the one before may hold together; None when not known.

        After the ladder's last week as much again is always within: what the ladder asked for is not held against it.
        """
        before, last = self.two_weeks_before(week), self.week(week - 1)
        if before is None or last is None:
            return None
        limit = before * TWO_WEEKS.ratio
        return max(limit, 2 * last) if any(run.is_on_ladder for run in self.runs_of(week - 1)) else limit

    def _baseline_run(self) -> tuple[Run, ...]:
        known = self.baseline
        day = known.longest_run_on or self.starts_on - timedelta(days=1)
        return (Run(day, known.longest_run_metres, known.longest_run_seconds),)

    def _is_logged(self, week: int) -> bool:
        """Say whether the log goes back to before that week: a week that it begins in may be only partly known."""
        return any(run.on <= first_day(week, self.starts_on) for run in self.runs)


def findings(runs: Iterable[Run], starts_on: date, unit: Unit, baseline: Baseline | None = None) -> tuple[Finding, ...]:
    """Return what the two guards say of every run and week from stage 9 on, by day.

    Weeks are counted from *starts_on*: the plan's first day, or for a log alone the first day of a week from which on
    every run is logged. The baseline speaks for the time before; without it that time is known from the log alone.
    """
    history = History(tuple(sorted(runs, key=lambda run: run.on)), starts_on, unit, baseline or Baseline())
    found = [*_of_runs(history), *_of_weeks(history)]
    return tuple(sorted(found, key=lambda finding: (finding.on, finding.guard.code)))


def pain_findings(runs: Sequence[Run], starts_on: date, unit: Unit, highest_pain: int) -> tuple[Finding, ...]:
    """Return the runs with more pain than the plan's pain rule allows, on the ladder too. Pain is out of 10."""
    return tuple(
        Finding(
            *(PAIN, Verdict.OVER, run.on, week_of(run.on, starts_on), unit),
            *(Fraction(run.pain), None, Fraction(highest_pain), run.is_planned),
        )
        for run in sorted(runs, key=lambda run: run.on)
        if run.pain is not None and run.pain > highest_pain
    )


def _of_runs(history: History) -> Iterator[Finding]:
    for run in history.runs:
        if run.is_on_ladder:
            continue
        amount, longest = run.amount(history.unit), history.longest_before(run.on)
        limit = None if longest is None else longest * LONGEST_RUN.ratio
        verdict = _verdict(amount, limit, is_known=amount is not None)
        if verdict is not None:
            week = week_of(run.on, history.starts_on)
            yield Finding(
                *(LONGEST_RUN, verdict, run.on, week, history.unit), *(amount, longest, limit, run.is_planned)
            )


def _of_weeks(history: History) -> Iterator[Finding]:
    weeks = sorted({week_of(run.on, history.starts_on) for run in history.runs if not run.is_on_ladder})
    for week in weeks:
        amount = _sum(history.week(week - 1), history.week(week))
        before, limit = history.two_weeks_before(week), history.limit_of_two_weeks(week)
        verdict = _verdict(amount, limit or None, is_known=None not in (amount, limit))
        if verdict is not None:
            is_planned = any(run.is_planned for run in history.runs_of(week))
            day = first_day(week, history.starts_on)
            yield Finding(*(TWO_WEEKS, verdict, day, week, history.unit), *(amount, before, limit, is_planned))


def _verdict(amount: Fraction | None, limit: Fraction | None, *, is_known: bool) -> Verdict | None:
    """Return None for what is within its limit."""
    if not is_known or amount is None:
        return Verdict.NOT_KNOWN
    if limit is None:
        return Verdict.NOTHING_BEFORE if amount else None
    return Verdict.OVER if amount > limit else None


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other
