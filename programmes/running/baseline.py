"""Where a runner starts from: what was run lately, what was usual before, how quick the steps are, which days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from programmes.dosage import Problem
from programmes.running.error import RunningError
from programmes.running.units import Unit

LOOK_BACK_DAYS = 30  # Of rule PR-005.
DAYS_PER_WEEK = 7

# Lowest and highest number accepted. They guard against slips of the keyboard and are no clinical rule.
BOUNDS: dict[str, tuple[int, int]] = {
    "longest_run_metres": (500, 100_000),
    "longest_run_seconds": (60, 43_200),
    "weekly_metres": (0, 300_000),
    "weekly_seconds": (0, 144_000),
    "usual_weekly_metres": (0, 300_000),
    "usual_weekly_seconds": (0, 144_000),
    "steps_per_minute": (100, 250),
}
_DISTANCES = tuple(name for name in BOUNDS if name.endswith("_metres"))


@dataclass(frozen=True)
class Baseline:
    """What a practitioner asks a runner before a plan is made. None means not known; 0 is a value.

    Seconds are seconds of running, walks left out.
    """

    longest_run_metres: Decimal | int | None = None  # Of the 30 days before the start.
    longest_run_seconds: int | None = None
    longest_run_on: date | None = None  # Not known: counted as run on the day before the start.
    weekly_metres: Decimal | int | None = None  # An average week of the last four.
    weekly_seconds: int | None = None
    usual_weekly_metres: Decimal | int | None = None  # A usual week before it hurt: what the plan leads back to.
    usual_weekly_seconds: int | None = None
    steps_per_minute: int | None = None
    run_days: tuple[int, ...] = ()  # Days on which a run may fall, Monday is 1.

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in BOUNDS and value is not None:
                _check_number(field.name, value)

    def longest_run(self, unit: Unit) -> Fraction | None:
        """Return the longest run in metres or seconds, as the unit counts."""
        return _exact(self.longest_run_metres if unit.is_distance else self.longest_run_seconds)

    def weekly(self, unit: Unit) -> Fraction | None:
        """Return an average week of the last four, in metres or seconds."""
        return _exact(self.weekly_metres if unit.is_distance else self.weekly_seconds)

    def usual_weekly(self, unit: Unit) -> Fraction | None:
        """Return a usual week before it hurt, in metres or seconds."""
        return _exact(self.usual_weekly_metres if unit.is_distance else self.usual_weekly_seconds)

    def problems(self, starts_on: date | None = None) -> tuple[Problem, ...]:
        """Return what is missing or cannot be meant, for a plan that starts on *starts_on*."""
        return (*_out_of_bounds(self), *_contradictions(self), *_days(self), *_stale(self, starts_on))


def _check_number(field: str, value: object) -> None:
    kinds = (int, Decimal) if field in _DISTANCES else (int,)
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise RunningError(field, f"must be a {' or '.join(kind.__name__ for kind in kinds)}, not {value!r}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise RunningError(field, f"must be a number, not {value}")


def _exact(value: Decimal | int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _out_of_bounds(baseline: Baseline) -> Iterator[Problem]:
    for name, (low, high) in BOUNDS.items():
        value = getattr(baseline, name)
        if value is not None and not low <= value <= high:
            yield Problem(name, _("Must be from %(low)d to %(high)d.") % {"low": low, "high": high})


def _contradictions(baseline: Baseline) -> Iterator[Problem]:
    """A longest run of the last 30 days lies in four of the weeks that the average week is of, or just before."""
    for measure in ("metres", "seconds"):
        longest, weekly = getattr(baseline, f"longest_run_{measure}"), getattr(baseline, f"weekly_{measure}")
        if longest is not None and weekly is not None and weekly > 0 and longest > 4 * weekly:
            message = _("Is more than four average weeks together. Check both numbers.")
            yield Problem(f"longest_run_{measure}", message)


def _days(baseline: Baseline) -> Iterator[Problem]:
    if not baseline.run_days:
        yield Problem("run_days", _("Is missing: say on which days a run may fall."), is_gap=True)
    elif any(day not in range(1, DAYS_PER_WEEK + 1) for day in baseline.run_days):
        yield Problem("run_days", _("Use numbers from 1 (Monday) to 7 (Sunday)."))
    elif len(set(baseline.run_days)) < len(baseline.run_days):
        yield Problem("run_days", _("Name each day once."))


def _stale(baseline: Baseline, starts_on: date | None) -> Iterator[Problem]:
    """All of week 1 is compared with the longest run: on its last day that run must still be one of the 30 days."""
    ran_on = baseline.longest_run_on
    if ran_on is None or starts_on is None:
        return
    earliest = starts_on + timedelta(days=DAYS_PER_WEEK - 1 - LOOK_BACK_DAYS)
    if ran_on >= starts_on:
        yield Problem("longest_run_on", _("Must be before the plan starts."))
    elif ran_on < earliest:
        message = _("Is too long ago to compare with. Give the longest run since %(earliest)s.")
        yield Problem("longest_run_on", message % {"earliest": earliest.isoformat()})
