"""Which days of a week runs fall on: as many as wanted, spread out, with the ladder's rest days between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from programmes.running.baseline import DAYS_PER_WEEK
from programmes.running.error import RunningError


@dataclass(frozen=True)
class RunDays:
    """The days chosen (Monday is 1), and how many were wanted."""

    days: tuple[int, ...]
    wanted: int

    @property
    def short_by(self) -> int:
        """Return how many runs a week found no day."""
        return self.wanted - len(self.days)


def run_days(session_days: Iterable[int], runs_per_week: int, rest_days_between: int = 0) -> RunDays:
    """Return the days for that many runs, the week before and after counted too: after Sunday comes Monday.

    More days come before better spread ones, and those before earlier ones. Raises RunningError.
    """
    given = sorted(set(session_days))
    if not given or any(day not in range(1, DAYS_PER_WEEK + 1) for day in given):
        raise RunningError("run_days", f"must be numbers from 1 (Monday) to 7 (Sunday), not {given}")
    if runs_per_week not in range(1, DAYS_PER_WEEK + 1):
        raise RunningError("runs_per_week", f"must be from 1 to 7, not {runs_per_week!r}")
    for count in range(min(runs_per_week, len(given)), 1, -1):
        allowed = [days for days in combinations(given, count) if min(_gaps(days)) > rest_days_between]
        if allowed:
            # Of equals the first, as `combinations` goes from early days to late ones.
            return RunDays(min(allowed, key=_unevenness), runs_per_week)
    return RunDays((given[0],), runs_per_week)


def dates_in_week(starts_on: date, days: Iterable[int]) -> tuple[date, ...]:
    """Return the dates of these days in the seven days from *starts_on*."""
    week = (starts_on + timedelta(days=ahead) for ahead in range(DAYS_PER_WEEK))
    wanted = set(days)
    return tuple(each for each in week if each.isoweekday() in wanted)


def _gaps(days: tuple[int, ...]) -> list[int]:
    """Return the days from each run to the next, the last to next week's first among them."""
    return [later - earlier for earlier, later in zip(days, (*days[1:], days[0] + DAYS_PER_WEEK), strict=True)]


def _unevenness(days: tuple[int, ...]) -> int:
    """The gaps of a week add up to seven, so the sum of their squares is least where they are most alike."""
    return sum(gap * gap for gap in _gaps(days))
