"""A step, a low box or a block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.solids import slab, wood
from programmes.figures.stage import FARTHEST, Stage, Thing


@dataclass(frozen=True)
class Step:
    """From `left` to right along x, `back` to `front` along z, `height` high."""

    left: float = -10.0
    right: float = 14.0
    back: float = -14.0
    front: float = 14.0
    height: float = 12.0

    def height_under(self, x: float, z: float) -> float | None:
        return self.height if self.left <= x <= self.right and self.back <= z <= self.front else None

    def things(self, stage: Stage) -> Iterable[Thing]:
        low, high = (self.left, 0.0, self.back), (self.right, self.height, self.front)
        yield Thing("step", FARTHEST + 2, tuple(slab(stage, low, high, wood(stage))))
