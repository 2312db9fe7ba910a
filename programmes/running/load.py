"""The running of one week from stage 9 on: how much, and how it is shared out over the days.

A proposal for a practitioner to change. That the long run is at most twice as long as the others, and that the others
are alike, is this product's convention; the step of a tenth a week is the low end of stage 9's own note.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import floor

from programmes.running.guards import LONGEST_RUN, History
from programmes.running.units import Unit, steps_down

ZERO = Fraction(0)

# Of stage 9 ("add 10 to 20% a week at most").
USUAL_RISE_PERCENT = 10
HIGHEST_RISE_PERCENT = 20
# Of stage 10 (osu-return-to-run): of the usual weekly distance, from where to where.
SPEED_OR_HILLS_PERCENT = (50, 60)
FULL_TRAINING_PERCENT = (75, 80)


class Reached(StrEnum):
    """How far back a week is, by the higher end of each range: what may come in, if a person says so."""

    DISTANCE_ONLY = "distance-only"
    SPEED_OR_HILLS = "speed-or-hills"  # One at a time, and stage 10.
    FULL_TRAINING = "full-training"


@dataclass(frozen=True)
class Aim:
    """What a week aims at, in metres or seconds, before it is rounded down to what can be printed."""

    total: Fraction
    longest: Fraction
    longest_allowed: Fraction


def aim(history: History, week: int, days: Sequence[date], rise_percent: int) -> Aim:
    """Return a week a little above the last one, within both guards and the usual week.

    The two weeks before may not be known when the ladder was begun half-way: then the week holds what the last one did.
    """
    last, longest = history.week(week - 1) or ZERO, history.longest_before(days[-1]) or ZERO
    rise = 1 + Fraction(rise_percent, 100)
    total = min(last * rise, *_ceilings(history, week, last))
    allowed = longest * LONGEST_RUN.ratio
    return Aim(total, min(longest * rise, allowed) if total > last else min(longest, allowed), allowed)


def shared_out(aim: Aim, runs: int, unit: Unit) -> tuple[int, ...]:
    """Return each run of a week in steps of the unit, the long one last and none above what is allowed."""
    most = steps_down(aim.longest_allowed, unit)
    total = min(steps_down(aim.total, unit), runs * most)
    even = -(-total // runs)
    long = max(even, min(steps_down(aim.longest, unit), most, floor(Fraction(2 * total, runs + 1))))
    rest, others = total - long, runs - 1
    return (*(rest // others + (place < rest % others) for place in range(others)), long)


def _ceilings(history: History, week: int, last: Fraction) -> list[Fraction]:
    """Return what the week may hold at most: the guard over two weeks, and the usual week once it is reached."""
    of_two = history.limit_of_two_weeks(week)
    usual = history.baseline.usual_weekly(history.unit)
    ceilings = [last if of_two is None else of_two - last]
    return ceilings if usual is None else [*ceilings, max(usual, last)]


def percent_of_usual(total: Fraction, usual: Fraction | None) -> int | None:
    """Return how much of the usual week a week is, rounded down; None when the usual week is not known."""
    return floor(total * 100 / usual) if usual else None


def reached(percent: int) -> Reached:
    """Return what a week of that share of the usual one leaves room for."""
    if percent >= FULL_TRAINING_PERCENT[1]:
        return Reached.FULL_TRAINING
    return Reached.SPEED_OR_HILLS if percent >= SPEED_OR_HILLS_PERCENT[1] else Reached.DISTANCE_ONLY
