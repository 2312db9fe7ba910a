"""A leg press: a reclined seat, and a foot plate that slides on sloping rails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.outline import Point
from programmes.figures.props.parts import beam, heading, iron, offset, pad, plank
from programmes.figures.solids import cylinder, metal, prism, slab
from programmes.figures.stage import FARTHEST, Shape, Stage, Thing
from programmes.figures.vectors import Vector

HALF = 10.0
# The rails run so far below the line from hip to foot.
BELOW = -13.0


@dataclass(frozen=True)
class LegPress:
    """For a pelvis at `seat`; the plate is under the sole of `foot`; a block stands `stop` below the sled."""

    seat: Vector = (0.0, 18.0, 0.0)
    recline: float = 50.0
    slope: float = 38.0
    foot: str = "right ball"
    rail: float = 76.0
    stop: float | None = None

    def things(self, stage: Stage) -> Iterable[Thing]:
        yield Thing("leg press", FARTHEST + 2, (*self._frame(stage), *self._couch(stage), *self._sled(stage)))

    def _frame(self, stage: Stage) -> list[Shape]:
        x, y, z = self.seat
        way = heading(self.slope)
        low, high = (offset((x, y), way, along, BELOW) for along in (12.0, self.rail))
        shapes = slab(stage, (x - 26, 0, z - 3), (high[0], 2.2, z + 3), metal(stage))
        for side in (-HALF, HALF):
            shapes += beam(stage, (high[0] - 2, 1, z + side), (high[0] - 2, high[1] - 2, z + side), 1.1)
            shapes += beam(stage, (*low, z + side), (*high, z + side), 1.4)
        return shapes

    def _couch(self, stage: Stage) -> list[Shape]:
        x, y, z = self.seat
        back = heading(90 + self.recline)
        shapes = beam(stage, (*offset((x, y), back, 26, 9), z), (x - 20, 1, z), 1.8)
        shapes += beam(stage, (x + 2, y - 8, z), (x + 4, 1, z), 1.8)
        for side in (-11, 11):
            shapes += beam(stage, (x - 1, y - 3, z + side), (x + 2, y - 10, z + side), 1.0)
        shapes += pad(stage, offset((x, y), back, 46, 6.4), self.recline - 90, 48, 8.5, z)
        seat = offset((x, y), heading(self.slope - 12), -2, -5.6)
        return [*shapes, *pad(stage, seat, self.slope - 12, 14, 8.5, z)]

    def _sled(self, stage: Stage) -> list[Shape]:
        (x, y, z), way = self.seat, heading(self.slope)
        foot = stage.skeleton.points[self.foot]
        away = (foot[0] - x) * way[0] + (foot[1] - y) * way[1] + 1.6

        def at(along: float, out: float) -> Point:
            return offset((x, y), way, away + along, out)

        shapes: list[Shape] = []
        if self.stop is not None:
            block = plank(at(-self.stop, BELOW + 4), self.slope - 180, 4, -5)
            shapes += prism(stage, block[::-1], z - HALF - 1, z + HALF + 1, iron(stage))
        shapes += prism(stage, plank(at(0, BELOW + 4), self.slope, 20, 4), z - HALF, z + HALF, metal(stage))
        shapes += beam(stage, (*at(3, 12), z), (*at(18, BELOW + 3), z), 1.3)
        shapes += prism(stage, plank(at(0, BELOW), self.slope + 90, 33, 2.6), z - HALF - 2, z + HALF + 2, metal(stage))
        hub = at(11, -3)
        return [*shapes, *cylinder(stage, (*hub, z + HALF - 2), (*hub, z + HALF + 2), 7.5, iron(stage))]
