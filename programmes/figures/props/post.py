"""A fixed post: what a band is tied to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.solids import metal, slab
from programmes.figures.stage import FARTHEST, Stage, Thing


@dataclass(frozen=True)
class Post:
    x: float = 40.0
    z: float = 0.0
    height: float = 60.0
    half_width: float = 1.8

    def things(self, stage: Stage) -> Iterable[Thing]:
        half = self.half_width
        shapes = slab(stage, (self.x - 7, 0, self.z - 7), (self.x + 7, 1.6, self.z + 7), metal(stage))
        shapes += slab(
            stage, (self.x - half, 1.6, self.z - half), (self.x + half, self.height, self.z + half), metal(stage)
        )
        yield Thing("post", FARTHEST + 2, tuple(shapes))
