"""A seated leg curl machine: a seat, a pad that holds the thighs down, and a pad behind the ankle on a lever."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.props.leg_machine import LegMachine, roll
from programmes.figures.props.parts import beam
from programmes.figures.stage import FARTHEST, Shape, Stage, Thing
from programmes.figures.vectors import Vector, add, between, scale, turned


@dataclass(frozen=True)
class LegCurl(LegMachine):
    """Its pad lies behind the heel."""

    def things(self, stage: Stage) -> Iterable[Thing]:
        hip, knee, ankle = self.joints(stage)
        pad = self.pad(stage, 0.9, -5.4)
        above = add(between(hip, knee, 0.74), scale(turned(stage.skeleton.turns[f"{self.leg} thigh"], (1, 0, 0)), 6.4))
        shapes = [*self.frame(stage, pad, 15, -2.2), *self._arm(stage, above)]
        yield Thing("leg curl", FARTHEST + 2, tuple(shapes))
        depth = stage.depth([knee, ankle])
        yield Thing("heel pad", depth - 0.5, tuple(roll(stage, pad, 3.0)))
        yield Thing("thigh pad", depth + self.nearer, tuple(roll(stage, above, 3.2)))

    def _arm(self, stage: Stage, above: Vector) -> list[Shape]:
        """Return the arm that holds the pad on the thigh."""
        x, y, z = above[0], above[1], self.seat[2]
        elbow = (x + 9, y + 6, z)
        return [*beam(stage, self.hub(stage), elbow, 1.4), *beam(stage, elbow, (x, y, z), 1.4)]
