"""An upright exercise bike: its pedals are under both feet, and the crank turns with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.pose import SIDES
from programmes.figures.props.parts import beam, iron, upholstery
from programmes.figures.solids import bundle, cylinder, metal, slab
from programmes.figures.stage import FARTHEST, Shape, Stage, Thing
from programmes.figures.vectors import Vector, add, between


@dataclass(frozen=True)
class Bike:
    """The saddle carries a pelvis at `saddle`; the hands hold bars at `bars`. The flywheel is `wheel` ahead."""

    saddle: Vector = (-10.0, 58.0, 0.0)
    bars: Vector = (27.0, 72.0, 0.0)
    wheel: float = 17.0
    radius: float = 11.0

    def things(self, stage: Stage) -> Iterable[Thing]:
        soles = {side: add(stage.skeleton.points[f"{side} ball"], (0, -2.4, 0)) for side in SIDES}
        x, y, _z = between(soles["right"], soles["left"], 0.5)
        crank = (x, y, self.saddle[2])
        yield Thing("bike", FARTHEST + 2, tuple(self._frame(stage, crank)))
        for side, out in (("right", 2.6), ("left", -2.6)):
            hub, sole = add(crank, (0, 0, out)), soles[side]
            arm = beam(stage, hub, (sole[0], sole[1], hub[2]), 1.2)
            arm += slab(stage, add(sole, (-3.4, -0.9, -2.6)), add(sole, (3.4, 0.9, 2.6)), iron(stage))
            nearer = -8.0 if side == "right" else -1.0
            yield Thing(f"{side} pedal", stage.depth([hub]) + nearer, tuple(arm))

    def _frame(self, stage: Stage, crank: Vector) -> list[Shape]:
        (sx, sy, sz), (bx, by, bz) = self.saddle, self.bars
        wheel = add(crank, (self.wheel, -1, 0))
        shapes = slab(stage, (sx - 8, 0, sz - 10), (sx - 2, 2.2, sz + 10), metal(stage))
        shapes += slab(stage, (wheel[0] + 2, 0, sz - 10), (wheel[0] + 8, 2.2, sz + 10), metal(stage))
        shapes += beam(stage, (sx - 5, 3.5, sz), (wheel[0] + 5, 3.5, sz), 1.8)
        shapes += beam(stage, add(crank, (-1, -12, 0)), crank, 2.4)
        shapes += beam(stage, (sx - 1, sy - 8, sz), crank, 2.0)
        shapes += cylinder(stage, add(wheel, (0, 0, -2)), add(wheel, (0, 0, 2)), self.radius, metal(stage))
        shapes += cylinder(stage, add(wheel, (0, 0, 2)), add(wheel, (0, 0, 2.4)), self.radius * 0.35, iron(stage))
        shapes += cylinder(stage, add(crank, (0, 0, -0.5)), add(crank, (0, 0, 0.5)), 5.5, metal(stage))
        shapes += beam(stage, wheel, (bx - 1, by - 2, bz), 2.0)
        for side in (-8, 8):
            shapes += beam(stage, (bx - 1, by - 2, bz), (bx - 1, by - 2, bz + side), 1.1)
            shapes += beam(stage, (bx - 1, by - 2, bz + side), (bx - 9, by + 2, bz + side), 1.1)
        shapes += beam(stage, (bx - 1, by - 2, bz), (bx + 3, by + 5, bz), 1.2)
        screen = [((bx + 1, by + 4, bz + side), 1.2) for side in (-4, 4)]
        screen += [((bx + 5, by + 11, bz + side), 1.2) for side in (-4, 4)]
        shapes.append(bundle(stage, screen, stage.palette.metal_side, stage.palette.metal_line))
        saddle = [((sx - 8, sy - 5.6, sz + side), 2.2) for side in (-4, 4)] + [((sx + 8, sy - 6.4, sz), 1.6)]
        shapes.append(bundle(stage, saddle, upholstery(stage).side, stage.palette.metal_line))
        return shapes
