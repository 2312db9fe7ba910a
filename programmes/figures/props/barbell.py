"""A barbell: across the upper back, or held in the hands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.pose import Place
from programmes.figures.solids import Material, cylinder, metal, rod
from programmes.figures.stage import Stage, Thing
from programmes.figures.vectors import Vector, add, scale, unit

BAR = 1.0
THICK = 1.6


@dataclass(frozen=True)
class Barbell:
    """Its middle is at `at`, along `axis`; a plate `inset` from each end. Bar and plates have depths of their own."""

    at: Place
    axis: Vector = (0.0, 0.0, 1.0)
    half_length: float = 33.0
    radius: float = 8.0
    inset: float = 4.0
    nearer: float = 0.0

    def things(self, stage: Stage) -> Iterable[Thing]:
        middle, way = stage.at(self.at), unit(self.axis)
        ends = [add(middle, scale(way, self.half_length * side)) for side in (-1, 1)]
        yield Thing(
            "barbell", stage.depth([middle]) + self.nearer, tuple(rod(stage, ends[0], ends[1], BAR, metal(stage)))
        )
        palette = stage.palette
        iron = Material(palette.weight, palette.weight, palette.ink)
        for side in (-1, 1):
            inner, outer = (
                add(middle, scale(way, side * (self.half_length - self.inset + out))) for out in (-THICK, THICK)
            )
            end = add(middle, scale(way, side * self.half_length))
            plate = cylinder(stage, inner, outer, self.radius, iron)
            if stage.seen(outer)[2] > stage.seen(inner)[2]:
                plate += rod(stage, outer, end, BAR, metal(stage))
            yield Thing("plate", stage.depth([inner]), tuple(plate))
