"""The floor: a line under the feet, or a road that goes on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.outline import polygon
from programmes.figures.stage import FARTHEST, Shape, Stage, Thing

LINE = 1.6


@dataclass(frozen=True)
class Floor:
    """From `left` to right along x, at height `y` and depth `z`.

    With `across` they are measured across the picture instead, however the camera is turned.
    """

    left: float = -30.0
    right: float = 30.0
    y: float = 0.0
    z: float = 0.0
    across: bool = False

    def things(self, stage: Stage) -> Iterable[Thing]:
        if self.across:
            middle, level = stage.flat((0.0, self.y, self.z))
            left, right = middle + self.left, middle + self.right
        else:
            left, level = stage.flat((self.left, self.y, self.z))
            right, _level = stage.flat((self.right, self.y, self.z))
        stage.bounds.take_in(left, level + LINE)
        stage.bounds.take_in(right, level + LINE)
        path = polygon([(left, level + LINE / 2), (right, level + LINE / 2)], is_open=True)
        yield Thing("floor", FARTHEST, (Shape(path, line=stage.palette.floor, width=LINE),))
