"""A sloping board to stand on, heels high."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.solids import prism, wood
from programmes.figures.stage import FARTHEST, Stage, Thing


@dataclass(frozen=True)
class Board:
    """From `left`, where it is `high`, down to `low` at right."""

    left: float = -9.0
    right: float = 15.0
    high: float = 11.0
    low: float = 1.0
    half_width: float = 9.0

    def height_under(self, x: float, z: float) -> float | None:
        if not self.left <= x <= self.right or abs(z) > self.half_width:
            return None
        return self.high + (self.low - self.high) * (x - self.left) / (self.right - self.left)

    def things(self, stage: Stage) -> Iterable[Thing]:
        profile = [(self.left, 0.0), (self.right, 0.0), (self.right, self.low), (self.left, self.high)]
        yield Thing("board", FARTHEST + 2, tuple(prism(stage, profile, -self.half_width, self.half_width, wood(stage))))
