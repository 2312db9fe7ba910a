"""Whether one dose asks for more than another, and in which of its lines the two differ.

By convention more is harder, but for rest and the easy part of interval work. What cannot be told by number, such
as another band, another speed or something no longer prescribed, is only another dose.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from programmes.dosage.dose import Dosage, Tempo
from programmes.dosage.kinds import Kind


class Direction(StrEnum):
    """What the second of two doses is to the first."""

    SAME = "same"
    HARDER = "harder"
    EASIER = "easier"
    CHANGED = "changed"

    @property
    def opposite(self) -> "Direction":
        return {Direction.HARDER: Direction.EASIER, Direction.EASIER: Direction.HARDER}.get(self, self)


@dataclass(frozen=True)
class Difference:
    """One line of the dose table (see `wording.words`) that is another one, and what that makes of the dose."""

    line: str
    direction: Direction


def compare(before: Dosage, after: Dosage) -> Direction:
    """Return what *after* is to *before*; CHANGED when one thing is harder and another easier."""
    return overall(found.direction for found in differences(before, after))


def differences(before: Dosage, after: Dosage) -> tuple[Difference, ...]:
    """Return the lines that differ, in handout order.

    What goes without saying (one set, once a day, no hold) makes no difference.
    """
    found = ((line, overall(_of_line(line, before, after))) for line in _LINES)
    return tuple(Difference(line, direction) for line, direction in found if direction is not Direction.SAME)


def weight_pairs(before: str, after: str) -> list[tuple[float, float]] | None:
    """Return the weights of two loads side by side; None when the loads differ in more than their weights."""
    # Split at a group: words and numbers take turns, words first.
    was, now = (_WEIGHT.split(" ".join(text.casefold().split())) for text in (before, after))
    if was[::2] != now[::2]:
        return None
    return list(zip(_numbers(was[1::2]), _numbers(now[1::2]), strict=True))


def overall(directions: Iterable[Direction]) -> Direction:
    """Return what several differences come to: their common direction, else CHANGED."""
    found = set(directions) - {Direction.SAME}
    if not found:
        return Direction.SAME
    return found.pop() if len(found) == 1 else Direction.CHANGED


# Which fields make a line of the dose table. Kind and hold are told apart below: a hold is the amount of a still one.
_LINES: dict[str, tuple[str, ...]] = {
    "amount": (
        "kind",
        "sets",
        "reps",
        "still_seconds",
        "duration_seconds",
        "distance_metres",
        "easy_seconds",
        "work_activity",
        "easy_activity",
    ),
    "hold": ("hold_each_seconds",),
    "load": ("load",),
    "effort": ("effort_low", "effort_high"),
    "tempo": ("tempo",),
    "rest": ("rest_seconds",),
    "often": ("times_per_day", "days_per_week"),
}
_LESS_IS_HARDER = {"rest_seconds", "easy_seconds"}

# What a dose means when it does not say.
_UNSAID = {"sets": 1, "times_per_day": 1, "hold_each_seconds": 0}

_WEIGHT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?=(?:kg|lbs?)\b)")


def _of_line(line: str, before: Dosage, after: Dosage) -> Iterable[Direction]:
    return (_of_field(name, _value(name, before), _value(name, after)) for name in _LINES[line])


def _value(name: str, dosage: Dosage) -> Any:
    if name in ("still_seconds", "hold_each_seconds"):
        is_asked = (dosage.kind is Kind.HOLD) == (name == "still_seconds")
        value = dosage.hold_seconds if is_asked else None
    else:
        value = getattr(dosage, name)
    return _UNSAID.get(name) if value is None else value


def _of_field(name: str, before: Any, after: Any) -> Direction:
    if before == after:
        return Direction.SAME
    if name == "load":
        return _of_load(before, after)
    if isinstance(before, Tempo) and isinstance(after, Tempo):
        return _of_tempo(before, after)
    if type(before) is int and type(after) is int:
        return _of_number(before, after, Direction.EASIER if name in _LESS_IS_HARDER else Direction.HARDER)
    return Direction.CHANGED


def _of_number(before: float, after: float, more: Direction) -> Direction:
    if before == after:
        return Direction.SAME
    return more if after > before else more.opposite


def _of_tempo(before: Tempo, after: Tempo) -> Direction:
    """The pause is a hold, and longer is harder. Slower or quicker may be either."""
    if (before.lower_seconds, before.lift_seconds) != (after.lower_seconds, after.lift_seconds):
        return Direction.CHANGED
    return _of_number(before.pause_seconds, after.pause_seconds, Direction.HARDER)


def _of_load(before: str, after: str) -> Direction:
    """Return the direction where both say the same but for the weight; words alone have none."""
    pairs = weight_pairs(before, after)
    if pairs is None:
        return Direction.CHANGED
    return overall(_of_number(old, new, Direction.HARDER) for old, new in pairs)


def _numbers(texts: Iterable[str]) -> list[float]:
    return [float(text.replace(",", ".")) for text in texts]
