"""Step rate: from a count to steps per minute, and a little quicker from there. There is no number for everyone.

5 to 10 more in every 100 steps lowers knee load in the laboratory (heiderscheit-2011, lenhart-2014); in runners with
kneecap pain, gait retraining with education did no better than education alone (esculier-2018): an offer, no must.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from programmes.running.baseline import BOUNDS
from programmes.running.error import RunningError
from programmes.running.guards import Guard
from programmes.running.units import SECONDS_PER_MINUTE

LEAST_RISE = Fraction(105, 100)
MOST_RISE = Guard("PR-012", ("heiderscheit-2011", "anderson-2020"), Fraction(110, 100))
ADVICE = "adv-cadence"
SHORTEST_COUNT_SECONDS = 10  # Convention: of a shorter count one step more or less is over 3 in every 100.


@dataclass(frozen=True)
class Target:
    """Steps per minute to aim between, both within 5 to 10 in every 100 above the runner's own."""

    lowest_steps_per_minute: int
    highest_steps_per_minute: int


def steps_per_minute(steps: int, seconds: int = SECONDS_PER_MINUTE, *, is_one_foot: bool = False) -> int:
    """Return the step rate of a count, of both feet or of one, to the nearest step. Raises RunningError."""
    if seconds < SHORTEST_COUNT_SECONDS:
        raise RunningError("seconds", f"must be {SHORTEST_COUNT_SECONDS} or more: count for longer, best for a minute")
    rate = floor(Fraction(steps * (2 if is_one_foot else 1) * SECONDS_PER_MINUTE, seconds) + Fraction(1, 2))
    low, high = BOUNDS["steps_per_minute"]
    if not low <= rate <= high:
        reason = f"give {rate} steps a minute; a run has {low} to {high}: count both feet, at an easy pace"
        raise RunningError("steps", reason)
    return rate


def target(own_steps_per_minute: int) -> Target:
    """Return the range to aim for. It is rounded inwards, so that no end of it is more than was meant."""
    return Target(ceil(own_steps_per_minute * LEAST_RISE), floor(own_steps_per_minute * MOST_RISE.ratio))


def is_too_quick(own_steps_per_minute: int, aimed_steps_per_minute: int) -> bool:
    """Say whether the aim is more than 10 in every 100 above the runner's own: rule PR-012 warns."""
    return aimed_steps_per_minute > own_steps_per_minute * MOST_RISE.ratio


def beats_per_minute(aimed_steps_per_minute: int, *, steps_per_beat: int = 1) -> int:
    """Return what to set a metronome to; with 2 steps a beat it beats for one foot. Rounded down to whole beats."""
    if steps_per_beat not in (1, 2):
        raise RunningError("steps_per_beat", f"must be 1 or 2, not {steps_per_beat!r}")
    return aimed_steps_per_minute // steps_per_beat
