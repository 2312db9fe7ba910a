"""A rack for a barbell: two uprights, each with a safety pin that sticks out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.solids import metal, rod, slab
from programmes.figures.stage import FARTHEST, Stage, Thing


@dataclass(frozen=True)
class Rack:
    """Uprights at `x`, `half_width` to either side; the pins lie at height `pins`, from the uprights to `reach`."""

    x: float = -15.0
    reach: float = 12.0
    half_width: float = 20.0
    height: float = 88.0
    pins: float = 44.0
    thickness: float = 1.3

    def things(self, stage: Stage) -> Iterable[Thing]:
        for z in (-self.half_width, self.half_width):
            pin = rod(stage, (self.x, self.pins, z), (self.reach, self.pins, z), 0.9, metal(stage))
            half = self.thickness
            post = slab(stage, (self.x - half, 0.0, z - half), (self.x + half, self.height, z + half), metal(stage))
            foot = slab(stage, (self.x - 6, 0.0, z - 1.6), (self.x + 12, 1.6, z + 1.6), metal(stage))
            yield Thing("rack", FARTHEST + 2, (*foot, *pin, *post))
