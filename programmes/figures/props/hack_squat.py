"""A hack squat machine: a sled with a back rest and shoulder pads on steep rails, and a sloping foot plate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.pose import SIDES
from programmes.figures.props.parts import beam, heading, iron, offset, pad, plank, upholstery
from programmes.figures.solids import cylinder, metal, prism, rod, slab
from programmes.figures.stage import FARTHEST, Shape, Stage, Thing
from programmes.figures.vectors import Vector, add

HALF = 9.0
BEHIND = 11.5


@dataclass(frozen=True)
class HackSquat:
    """The rails lean back by `lean` behind a pelvis at `at`; the sled follows the body. The feet stand at `plate`."""

    at: Vector = (-8.0, 52.0, 0.0)
    lean: float = 32.0
    plate: Vector = (26.0, 12.0, 0.0)
    plate_slope: float = 25.0
    rail_top: float = 56.0
    rail_bottom: float = -50.0

    def things(self, stage: Stage) -> Iterable[Thing]:
        yield Thing("hack squat", FARTHEST + 2, (*self._frame(stage), *self._sled(stage)))
        for side in SIDES:
            yield self._shoulder_pad(stage, side)

    def _frame(self, stage: Stage) -> list[Shape]:
        (x, y, z), up = self.at, heading(90 + self.lean)
        top, bottom = (offset((x, y), up, along, BEHIND) for along in (self.rail_top, self.rail_bottom))
        px, py, _pz = self.plate
        shapes = slab(stage, (top[0], 0, z - 3), (px + 10, 2.2, z + 3), metal(stage))
        shapes += beam(stage, (top[0] + 2, 1, z), (*offset(top, up, -4), z), 1.8)
        for side in (-HALF, HALF):
            shapes += beam(stage, (*bottom, z + side), (*top, z + side), 1.4)
        shapes += beam(stage, (px + 4, py, z), (px + 4, 1, z), 1.8)
        start = offset((px, py), heading(self.plate_slope), -15)
        return [*shapes, *prism(stage, plank(start, self.plate_slope, 27, 2.6), z - 11, z + 11, metal(stage))]

    def _sled(self, stage: Stage) -> list[Shape]:
        x, y, _z = stage.skeleton.points["pelvis"]
        z, up = self.at[2], heading(90 + self.lean)
        hub = offset((x, y), up, 20, 15)
        shapes = cylinder(stage, (*hub, z - 3), (*hub, z + 3), 8, iron(stage))
        return [*shapes, *pad(stage, offset((x, y), up, 46, 6.4), self.lean - 90, 50, 8.5, z)]

    def _shoulder_pad(self, stage: Stage, side: str) -> Thing:
        shoulder = stage.skeleton.points[f"{side} shoulder"]
        up, ahead = heading(90 + self.lean), heading(self.lean)

        def at(along: float, out: float) -> Vector:
            return add(shoulder, (up[0] * along + ahead[0] * out, up[1] * along + ahead[1] * out, 0))

        hand = stage.skeleton.points[f"{side} hand"]
        shapes = beam(stage, at(4.8, 1), add(hand, (0, -1.5, 0)), 1.0)
        shapes += rod(stage, at(4.8, -6), at(4.8, 1), 2.1, upholstery(stage))
        return Thing(f"{side} shoulder pad", stage.depth([shoulder]) + 1, tuple(shapes))
