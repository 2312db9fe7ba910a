"""A plain chair with a back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.solids import slab, wood
from programmes.figures.stage import FARTHEST, Shape, Stage, Thing
from programmes.figures.vectors import Vector

LEG = 1.1
SEAT = 2.4


@dataclass(frozen=True)
class Chair:
    """Its seat begins at `x` and is `depth` deep; the back rest stands there, or at the far end if it faces left."""

    x: float = -24.0
    z: float = 0.0
    seat: float = 26.0
    depth: float = 21.0
    half_width: float = 9.0
    back: float = 26.0
    faces_left: bool = False

    def things(self, stage: Stage) -> Iterable[Thing]:
        material = wood(stage)
        ends = (self.x + LEG, self.x + self.depth - LEG)
        rest = ends[1] if self.faces_left else ends[0]
        shapes: list[Shape] = []
        for side in (-1, 1):
            z = self.z + side * (self.half_width - LEG)
            shapes += [shape for x in ends for shape in self._post(stage, x, z, self.seat)]
        if self.back:
            low = (rest - LEG, self.seat, self.z - self.half_width)
            shapes += slab(stage, low, (rest + LEG, self.seat + self.back, self.z + self.half_width), material)
        low_seat: Vector = (self.x - 0.5, self.seat - SEAT, self.z - self.half_width)
        shapes += slab(stage, low_seat, (self.x + self.depth + 0.5, self.seat, self.z + self.half_width), material)
        yield Thing("chair", FARTHEST + 2, tuple(shapes))

    def _post(self, stage: Stage, x: float, z: float, height: float) -> list[Shape]:
        return slab(stage, (x - LEG, 0, z - LEG), (x + LEG, height - SEAT, z + LEG), wood(stage))
