"""A dumbbell held in a hand, or in both at the chest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.pose import Place
from programmes.figures.solids import Material, cylinder, rod
from programmes.figures.stage import Stage, Thing
from programmes.figures.vectors import Vector, add, scale, unit


@dataclass(frozen=True)
class Dumbbell:
    """Its handle is at `at`, along `axis`."""

    at: Place
    axis: Vector = (1.0, 0.0, 0.0)
    half_length: float = 5.0
    radius: float = 3.2
    nearer: float = 3.0

    def things(self, stage: Stage) -> Iterable[Thing]:
        middle, way = stage.at(self.at), unit(self.axis)
        palette = stage.palette
        iron = Material(palette.weight, palette.weight, palette.ink)
        ends = [add(middle, scale(way, self.half_length * side)) for side in (-1, 1)]
        ends.sort(key=lambda end: stage.seen(end)[2])
        shapes = rod(stage, ends[0], ends[1], 0.8, iron)
        for end in ends:
            shapes += cylinder(stage, add(end, scale(way, -1.4)), add(end, scale(way, 1.4)), self.radius, iron)
        yield Thing("dumbbell", stage.depth([middle]) + self.nearer, tuple(shapes))
