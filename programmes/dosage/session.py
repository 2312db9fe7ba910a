"""How long a session takes and what a week adds up to, from the doses. Estimates for planning; nothing is prescribed.

Conventions: getting ready for an exercise takes half a minute, and so do a change of position and a change of kit.
An exercise done on fewer days than another is done on the same days. Heavy lifting, long holds and jumps have days
of their own when a plan has such holds beside the others and the week has room for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from programmes.dosage.dose import Dosage
from programmes.dosage.estimate import seconds_estimate
from programmes.sides import Side

SECONDS_TO_GET_READY = 30
SECONDS_TO_CHANGE_POSITION = 30
SECONDS_TO_CHANGE_KIT = 30
DAYS_A_WEEK = 7


class DayKind(StrEnum):
    """What a training day is for, where kinds of load take turns. In the order in which they are counted."""

    HEAVY = "heavy"
    JUMPS = "jumps"
    HOLDS = "holds"
    ANY = "any"


@dataclass(frozen=True)
class Item:
    """One exercise as prescribed, and what it takes to get into it. ANY: it goes with whatever day there is."""

    dosage: Dosage
    side: Side
    position: str = ""
    kit: frozenset[str] = frozenset()
    day_kind: DayKind = DayKind.ANY

    @property
    def days(self) -> int:
        """Return on how many days a week, at least one: a dose that does not say is done some time."""
        return min(DAYS_A_WEEK, self.dosage.days_per_week or 1)

    @property
    def times(self) -> int:
        return self.dosage.times_per_day or 1


@dataclass(frozen=True)
class Session:
    """What is done in one go on one day of the week, the days numbered from 1."""

    day: int
    items: tuple[Item, ...]
    kind: DayKind = DayKind.ANY

    @property
    def seconds(self) -> int | None:
        """Return about how long it takes; None when it holds a dose that cannot be timed."""
        return seconds_of_session(self.items)


def seconds_of_session(items: Sequence[Item]) -> int | None:
    """Return about how long these exercises take, one after the other; None when a dose cannot be timed."""
    times = [seconds_estimate(item.dosage, item.side) for item in items]
    if None in times:
        return None
    changes = sum(_seconds_between(one, next_one) for one, next_one in zip(items, items[1:], strict=False))
    return sum(time for time in times if time is not None) + len(items) * SECONDS_TO_GET_READY + changes


def sessions_of_week(items: Sequence[Item]) -> tuple[Session, ...]:
    """Return the sessions of one week, day by day; several on a day when something is done several times a day."""
    days = _days(items)
    found = []
    for number, kind in enumerate(days, start=1):
        todays = [item for item in items if _is_on(item, number, kind, days)]
        for time in range(1, max((item.times for item in todays), default=0) + 1):
            found.append(Session(number, tuple(item for item in todays if item.times >= time), kind))
    return tuple(found)


def longest(sessions: Iterable[Session]) -> Session | None:
    """Return the session that takes longest, then has most in it; None without any or when one cannot be timed."""
    timed = [(session.seconds, session) for session in sessions]
    if not timed or any(seconds is None for seconds, _session in timed):
        return None
    return max(timed, key=lambda pair: (pair[0] or 0, len(pair[1].items)))[1]


def _seconds_between(one: Item, other: Item) -> int:
    moved = SECONDS_TO_CHANGE_POSITION if one.position != other.position else 0
    return moved + (SECONDS_TO_CHANGE_KIT if one.kit != other.kit else 0)


def _days(items: Sequence[Item]) -> list[DayKind]:
    """Return what each training day of the week is for."""
    kinds = {
        kind: max(item.days for item in items if item.day_kind is kind)
        for kind in (DayKind.HEAVY, DayKind.JUMPS, DayKind.HOLDS)
        if any(item.day_kind is kind for item in items)
    }
    all_days = max((item.days for item in items), default=0)
    if DayKind.HOLDS not in kinds or len(kinds) < 2 or sum(kinds.values()) > DAYS_A_WEEK:
        return [DayKind.ANY] * all_days
    apart = [kind for kind, days in kinds.items() for _day in range(days)]
    return apart + [DayKind.ANY] * (all_days - len(apart))


def _is_on(item: Item, number: int, kind: DayKind, days: Sequence[DayKind]) -> bool:
    """Say whether an exercise is done on this day. One of a kind keeps to its own days, others start with day 1."""
    if item.day_kind is DayKind.ANY or item.day_kind not in days:
        return number <= item.days
    return item.day_kind is kind and number <= days.index(kind) + item.days
