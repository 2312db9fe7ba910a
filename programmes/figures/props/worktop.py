"""A worktop or a rail to hold on to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.solids import metal, rod, slab, wood
from programmes.figures.stage import FARTHEST, Shape, Stage, Thing


@dataclass(frozen=True)
class Worktop:
    """From `left` to right along x and `back` to `front` along z. A rail has posts in place of a cupboard."""

    left: float = 18.0
    right: float = 40.0
    back: float = -16.0
    front: float = 16.0
    height: float = 50.0
    is_rail: bool = False

    def things(self, stage: Stage) -> Iterable[Thing]:
        yield Thing("worktop", FARTHEST + 2, tuple(self._rail(stage) if self.is_rail else self._cupboard(stage)))

    def _cupboard(self, stage: Stage) -> list[Shape]:
        inner = (self.left + 2, 0.0, self.back + 1), (self.right, self.height - 3, self.front - 1)
        top = (self.left, self.height - 3, self.back), (self.right, self.height, self.front)
        return [*slab(stage, *inner, wood(stage)), *slab(stage, *top, wood(stage))]

    def _rail(self, stage: Stage) -> list[Shape]:
        middle = (self.back + self.front) / 2
        ends = [(x, self.height, middle) for x in (self.left, self.right)]
        posts = [rod(stage, (x, 0, middle), (x, y, z), 1.0, metal(stage)) for x, y, z in ends]
        return [*(shape for post in posts for shape in post), *rod(stage, ends[0], ends[1], 1.3, metal(stage))]
