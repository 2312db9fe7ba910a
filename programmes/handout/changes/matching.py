"""Which exercise of the new handout is which of the old: by code, and where one comes twice by what is most alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from programmes.handout.document import ExerciseCard

# From the most alike to the least; of several that are as much alike, the first.
_ALIKE: tuple[Callable[[ExerciseCard], Hashable], ...] = (
    lambda card: (card.code, card.side, card.dosage),
    lambda card: (card.code, card.side),
    lambda card: card.code,
)


@dataclass(frozen=True)
class Matched:
    """What goes on, as pairs of old and new, in the order of the new handout; what came; what went."""

    kept: tuple[tuple[ExerciseCard, ExerciseCard], ...]
    new: tuple[ExerciseCard, ...]
    stopped: tuple[ExerciseCard, ...]


def matched(before: Sequence[ExerciseCard], after: Sequence[ExerciseCard]) -> Matched:
    left, twins = list(before), dict[int, ExerciseCard]()
    for alike in _ALIKE:
        for place, card in enumerate(after):
            twin = next((old for old in left if alike(old) == alike(card)), None)
            if place not in twins and twin is not None:
                twins[place] = twin
                left.remove(twin)
    return Matched(
        kept=tuple((twins[place], card) for place, card in enumerate(after) if place in twins),
        new=tuple(card for place, card in enumerate(after) if place not in twins),
        stopped=tuple(left),
    )


def swapped(found: Matched) -> dict[ExerciseCard, ExerciseCard]:
    """Return what stopped by the new exercise that took its place, where the programme says so."""
    pairs: dict[ExerciseCard, ExerciseCard] = {}
    for card in found.new:
        left = [old for old in found.stopped if old.code == card.replaces and old not in pairs.values()]
        if left:
            pairs[card] = left[0]
    return pairs
