"""A rolled towel, or a firm roll."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.solids import Material, cylinder
from programmes.figures.stage import Shape, Stage, Thing
from programmes.figures.vectors import Vector, both_ways


@dataclass(frozen=True)
class Towel:
    at: Vector = (0.0, 3.5, 0.0)
    radius: float = 3.5
    half_length: float = 10.0
    axis: Vector = (0.0, 0.0, 1.0)
    nearer: float = -30.0

    def things(self, stage: Stage) -> Iterable[Thing]:
        ends = both_ways(self.at, self.axis, self.half_length)
        palette = stage.palette
        shapes = cylinder(stage, *ends, self.radius, Material(palette.wood, palette.wood_side, palette.wood_line))
        near = max(ends, key=lambda end: stage.seen(end)[2])
        for share in (0.62, 0.28):
            shapes.append(Shape(stage.ball(near, self.radius * share), line=palette.wood_line, width=0.7))
        yield Thing("towel", stage.depth(ends) + self.nearer, tuple(shapes))
