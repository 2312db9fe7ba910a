"""The shadow of a body in the air: a flat pale patch on the floor below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, sin

from programmes.figures.outline import polygon
from programmes.figures.solids import ROUND, convex
from programmes.figures.stage import FARTHEST, Shape, Stage, Thing
from programmes.figures.vectors import Vector


@dataclass(frozen=True)
class Shadow:
    """Its middle lies at `at`. Without length it is not there: give it to one frame only that way."""

    at: Vector = (0.0, 0.0, 0.0)
    half_length: float = 9.0
    half_width: float = 7.0

    def things(self, stage: Stage) -> Iterable[Thing]:
        if self.half_length <= 0:
            return
        x, y, z = self.at
        turns = [2 * pi * step / ROUND for step in range(ROUND)]
        rim = [(x + self.half_length * cos(turn), y, z + self.half_width * sin(turn)) for turn in turns]
        outline = polygon(convex([stage.flat(point) for point in rim]))
        yield Thing("shadow", FARTHEST + 1, (Shape(outline, stage.palette.wall_line),))
