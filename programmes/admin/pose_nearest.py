"""The exercises whose pictures are near to that of another: the same start position, the same regions of the body."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from programmes.models import Exercise
from programmes.pictures import Look, drawing_of

MOST = 12


def nearest(exercise: Exercise, rows: Iterable[Exercise], term: str, look: Look) -> list[dict[str, Any]]:
    """Return what to start from, nearest first; when a *term* was asked for, what is called that comes before."""
    drawn = [row for row in rows if row.figure and row.pk != exercise.pk]
    drawn.sort(key=lambda row: (_named(row, term), -nearness(exercise, row), str(row)))
    return [
        {"name": str(row), "position": row.get_start_position_display(), "figure": row.figure, "picture": drawing.end}
        for row in drawn[:MOST]
        if (drawing := drawing_of(row, look))
    ]


def nearness(one: Exercise, other: Exercise) -> float:
    position = 4.0 * (one.start_position == other.start_position)
    kind = 1.0 * (one.category == other.category) + 0.5 * (one.is_unilateral == other.is_unilateral)
    regions = 3.0 * _shared(one.body_regions, other.body_regions)
    words = 2.0 * bool(_words(one) & _words(other))
    return position + kind + regions + words + 2.0 * _shared(one.primary_muscles, other.primary_muscles)


def _words(row: Exercise) -> set[str]:
    """Return the words of its name that tell something: "squat" of "Squat to a box"."""
    return set(re.findall(r"\w{4,}", str(row).casefold()))


def _shared(some: list[str], others: list[str]) -> float:
    together = set(some) | set(others)
    return len(set(some) & set(others)) / len(together) if together else 0.0


def _named(row: Exercise, term: str) -> int:
    text, term = row.text_in("en"), term.strip().casefold()
    names = [name.casefold() for name in (text.name, *text.aliases)] if text and term else []
    if term in names:
        return 0
    return 1 if any(name.startswith(term) for name in names) else 2
