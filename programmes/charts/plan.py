"""What a chart shows, as plain values. Scores are from `low` to `high`; days are dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Shape(StrEnum):
    """How a series, or a mark, is told from another without any colour."""

    DOT = "dot"
    SQUARE = "square"
    DIAMOND = "diamond"


@dataclass(frozen=True)
class Point:
    on: date
    score: float


@dataclass(frozen=True)
class Series:
    name: str
    points: tuple[Point, ...]
    shape: Shape = Shape.DOT
    is_dashed: bool = False


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day, below the scores: a session, or a sign (`is_loud`). `word` says it."""

    on: date
    word: str
    fill: float = 1.0
    is_loud: bool = False


@dataclass(frozen=True)
class Chart:
    """Series on one scale, with a line that should not be crossed (`limit`), and marks below."""

    title: str
    series: tuple[Series, ...]
    low: float = 0
    high: float = 10
    limit: float | None = None
    limit_name: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def days(self) -> list[date]:
        """Return the days that something is shown of, in order."""
        shown = {point.on for series in self.series for point in series.points} | {mark.on for mark in self.marks}
        return sorted(shown)
