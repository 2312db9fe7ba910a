"""Whether every exercise can be drawn: a body that can do it, feet on the floor, and a picture small enough."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from programmes import figures
from programmes.content.problem import Problem
from programmes.content.shelf import Item, Shelf
from programmes.shapes.paths import joined

LARGEST_BYTES = 20_000
# A bend may be drawn this much deeper than the exercise goes (degrees), so that it can be seen at all.
SPARE_DEGREES = 10


def check_figures(shelf: Shelf) -> Iterator[Problem]:
    for item in shelf.of("exercises"):
        yield from _problems(item)


def _problems(item: Item) -> Iterator[Problem]:
    seen = _seen(json.dumps(item.data["figure"], default=str))
    yield from (item.problem(joined("figure", path), reason) for path, reason in seen.faults)
    if reason := _too_deep(item.data["attributes"], seen.bend_degrees):
        yield item.problem("figure", reason)
    if seen.size_bytes > LARGEST_BYTES:
        reason = f"takes {seen.size_bytes} bytes when drawn, at most {LARGEST_BYTES}; use fewer props"
        yield item.problem("figure", reason)


@dataclass(frozen=True)
class _Seen:
    """What a figure shows when it is drawn: faults as path and reason, its deepest bend, its size."""

    faults: tuple[tuple[str, str], ...]
    bend_degrees: float = 0.0
    size_bytes: int = 0


# Checking and then loading, or loading twice, draws each figure once.
@lru_cache(maxsize=512)
def _seen(plain: str) -> _Seen:
    try:
        figure = figures.read(json.loads(plain))
    except figures.FigureError as error:
        return _Seen(((error.path, error.reason),))
    faults = tuple(("", reason) for reason in figures.problems(figure))
    return _Seen(faults, figures.deepest_standing_bend(figure), len(figures.draw(figure).pair))


def _too_deep(attributes: dict[str, Any], bend_degrees: float) -> str:
    """Return why a picture would lead a patient deeper under load than the exercise is meant to go."""
    limit = attributes["max_loaded_knee_flexion_deg"]
    if limit is None or attributes["weight_bearing"] != "full" or bend_degrees <= limit + SPARE_DEGREES:
        return ""
    return f"bends a knee under load to {bend_degrees:.0f} degrees, the exercise goes to {limit}"
