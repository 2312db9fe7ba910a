"""A mat on the floor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.solids import Material, slab
from programmes.figures.stage import FARTHEST, Stage, Thing

THICKNESS = 1.5


@dataclass(frozen=True)
class Mat:
    """From `left` to right along x and from `back` to `front` along z; its top is the floor's height."""

    left: float = -50.0
    right: float = 50.0
    back: float = -14.0
    front: float = 14.0

    def things(self, stage: Stage) -> Iterable[Thing]:
        palette = stage.palette
        material = Material(palette.mat, palette.mat_side, palette.mat_line)
        low, high = (self.left, -THICKNESS, self.back), (self.right, 0.0, self.front)
        yield Thing("mat", FARTHEST, tuple(slab(stage, low, high, material)))
