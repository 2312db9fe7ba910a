"""How much one dose asks for beside another, as a ratio. Only what is counted in the same way can be compared."""

from __future__ import annotations

from programmes.dosage.comparison import weight_pairs
from programmes.dosage.dose import Dosage
from programmes.dosage.kinds import Kind

MUCH_MORE = 2.0
MUCH_LESS = 0.5

_COUNTED: dict[Kind, str] = {
    Kind.REPS: "reps",
    Kind.HOLD: "hold_seconds",
    Kind.TIME: "duration_seconds",
    Kind.DISTANCE: "distance_metres",
    Kind.INTERVALS: "duration_seconds",
}


def ratio(before: Dosage, after: Dosage) -> float | None:
    """Return how many times as much *after* asks for as *before*: in a session, in a week or in weight.

    It is the ratio furthest from 1, and None when the two are counted differently. Fewer repetitions with another load
    are another way to train and no smaller dose: of doses whose loads differ only what is more is counted.
    """
    found = [*_amounts(before, after), *_weights(before, after)]
    if _words(before) != _words(after):
        found = [each for each in found if each >= 1]
    return max(found, key=lambda each: max(each, 1 / each), default=None)


def is_much_more_or_less(before: Dosage, after: Dosage) -> bool:
    """Say whether *after* is at least double or at most half of *before*."""
    found = ratio(before, after)
    return found is not None and not MUCH_LESS < found < MUCH_MORE


def _amounts(before: Dosage, after: Dosage) -> list[float]:
    was, now = _in_a_session(before), _in_a_session(after)
    if before.kind is not after.kind or not was or not now:
        return []
    return [now / was, now * _a_week(after) / (was * _a_week(before))]


def _in_a_session(dosage: Dosage) -> int | None:
    """Return sets times repetitions, seconds or metres; None for a dose that is not counted, or not fully."""
    each = getattr(dosage, _COUNTED[dosage.kind]) if dosage.kind in _COUNTED else None
    return None if each is None else each * (dosage.sets or 1)


def _a_week(dosage: Dosage) -> int:
    return (dosage.times_per_day or 1) * (dosage.days_per_week or 1)


def _weights(before: Dosage, after: Dosage) -> list[float]:
    pairs = weight_pairs(before.load, after.load) or []
    return [now / was for was, now in pairs if was and now]


def _words(dosage: Dosage) -> str:
    return " ".join(dosage.load.casefold().split())
