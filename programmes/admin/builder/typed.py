"""What stands in the search box: the words to find an exercise by, and the dose it is to have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programmes.dosage import Dosage, DosageError, Kind, parse_shorthand
from programmes.models import Exercise
from programmes.sides import Side

MOST_CHARACTERS = 200
SIDED = (Side.LEFT, Side.RIGHT, Side.EACH)


@dataclass(frozen=True)
class Typed:
    """`term` is what was no dose. `side` is None where none was named."""

    term: str
    changes: dict[str, Any]
    side: Side | None


@dataclass(frozen=True)
class Asked:
    """A dose that was typed for an exercise; `faults` says what no line can have, in words."""

    dosage: Dosage
    side: Side
    faults: tuple[str, ...] = ()


# How a piece of a dose begins: a number, a letter with one, a load in quotes.
_DOSE = re.compile(r"[0-9×x]|[hrtde][0-9]|w:|[\"“]", re.IGNORECASE)
_SIDES = frozenset("LRETB")


def typed(text: str) -> Typed:
    """Return what a text says. A piece that is no dose is taken for a word of the name.

    Before the dose a letter stands for a side only as a capital: "glute b" is on the way to a glute bridge.
    """
    pieces = text[:MOST_CHARACTERS].split(" ")
    start = next((at for at, piece in enumerate(pieces) if _DOSE.match(piece)), len(pieces))
    sides = [piece for piece in pieces[:start] if piece in _SIDES]
    read = parse_shorthand(" ".join([*pieces[start:], *sides]))
    words = [piece for piece in pieces[:start] if piece and piece not in _SIDES]
    return Typed(" ".join([*words, *read.unknown]), read.changes, read.side)


def usual_but(exercise: Exercise, changes: dict[str, Any], side: Side | None) -> Asked:
    """Return the exercise's own dose with what was typed changed."""
    return _asked(exercise, lambda: exercise.dosage.changed(changes), side or Side(exercise.default_side))


def instead(exercise: Exercise, text: str, kind: str, side: str) -> Asked:
    """Return the dose that *text* says whole: what it leaves out is not prescribed.

    *kind* and *side* stay where the text names no others.
    """
    read = parse_shorthand(text[:MOST_CHARACTERS])
    asked = _asked(exercise, lambda: Dosage(**{"kind": Kind(kind), **read.changes}), read.side or Side(side))
    not_read = tuple(_("“%(piece)s” is not understood.") % {"piece": piece} for piece in read.unknown)
    return Asked(asked.dosage, asked.side, (*not_read, *asked.faults))


def _asked(exercise: Exercise, make: Any, side: Side) -> Asked:
    wrong_side = side in SIDED and not exercise.is_unilateral
    said = (_("This exercise uses both sides together."),) if wrong_side else ()
    try:
        dosage = make()
    except DosageError as error:
        return Asked(exercise.dosage, side, (*said, str(error)))
    return Asked(dosage, side, (*said, *(fault.message for fault in dosage.faults())))
