"""A marker cone, or a flat marker on the floor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, sin

from programmes.figures.outline import hull
from programmes.figures.solids import Material, cylinder
from programmes.figures.stage import FARTHEST, Shape, Stage, Thing
from programmes.figures.vectors import Vector

FOOT, BODY = 4.4, 2.6  # radius of the round foot, and of the cone where it stands on it
THICK = 1.2
# A marker lower than this is a flat disc.
FLAT = 3.0
CORNERS = 8


@dataclass(frozen=True)
class Cone:
    at: Vector = (0.0, 0.0, 0.0)
    height: float = 11.0

    def things(self, stage: Stage) -> Iterable[Thing]:
        x, y, z = self.at
        band = stage.palette.band
        shapes = cylinder(stage, self.at, (x, y + THICK, z), FOOT, Material(band, band, stage.palette.ink))
        if self.height >= FLAT:
            turns = [2 * pi * step / CORNERS for step in range(CORNERS)]
            rim = [stage.disc((x + BODY * cos(turn), y + THICK, z + BODY * sin(turn)), 0.5) for turn in turns]
            tip = stage.disc((x, y + self.height, z), 0.9)
            shapes.append(Shape(hull([*rim, tip]), band, stage.palette.ink, 0.9))
        yield Thing("cone", FARTHEST + 3, tuple(shapes))
