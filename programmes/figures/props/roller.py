"""A foam roller lying across."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.solids import Material, cylinder, foam
from programmes.figures.stage import Shape, Stage, Thing
from programmes.figures.vectors import Vector, add, both_ways, scale


@dataclass(frozen=True)
class Roller:
    """Its middle is at `at`; it lies along `axis`."""

    at: Vector = (0.0, 6.5, 0.0)
    radius: float = 6.5
    half_length: float = 15.0
    axis: Vector = (0.0, 0.0, 1.0)
    nearer: float = -30.0

    def things(self, stage: Stage) -> Iterable[Thing]:
        ends = both_ways(self.at, self.axis, self.half_length)
        shapes: list[Shape] = cylinder(stage, *ends, self.radius, foam(stage))
        near = max(ends, key=lambda end: stage.seen(end)[2])
        core = Material(stage.palette.shoe, stage.palette.shoe, stage.palette.ink)
        shapes += cylinder(stage, near, add(near, scale(stage.towards_viewer, 0.01)), self.radius * 0.42, core)
        yield Thing("roller", stage.depth(ends) + self.nearer, tuple(shapes))
