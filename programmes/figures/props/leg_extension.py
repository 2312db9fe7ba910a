"""A knee extension machine: a seat, and a pad in front of the ankle on a lever that turns about the knee."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.props.parts import beam, machine_seat, upholstery, weights
from programmes.figures.solids import cylinder, metal
from programmes.figures.stage import FARTHEST, Stage, Thing
from programmes.figures.vectors import Vector, add, between, scale, turned


@dataclass(frozen=True)
class LegExtension:
    """For a pelvis at `seat`. The pad follows the shin of `leg`; the weights are off their rest when `is_lifted`."""

    seat: Vector = (0.0, 33.0, 0.0)
    recline: float = 10.0
    leg: str = "right"
    is_lifted: bool = False
    nearer: float = 1.5

    def things(self, stage: Stage) -> Iterable[Thing]:
        x, _y, z = self.seat
        shapes = [
            *weights(stage, x - 27, z, 62, is_lifted=self.is_lifted),
            *machine_seat(stage, self.seat, self.recline, 18),
        ]
        points = stage.skeleton.points
        knee, ankle = points[f"{self.leg} knee"], points[f"{self.leg} ankle"]
        front = turned(stage.skeleton.turns[f"{self.leg} shank"], (1, 0, 0))
        pad = add(between(knee, ankle, 0.84), scale(front, 5.2))
        hub = (knee[0], knee[1], z)
        shapes += beam(stage, (x + 6, self.seat[1] - 9, z), hub, 1.6)
        shapes += cylinder(stage, add(hub, (0, 0, -2)), add(hub, (0, 0, 0.5)), 5.0, metal(stage))
        shapes += beam(stage, add(hub, scale(front, 2.2)), (pad[0], pad[1], z), 1.4)
        yield Thing("leg extension", FARTHEST + 2, tuple(shapes))
        ends = [(pad[0], pad[1], pad[2] + way * 4.6) for way in (-1, 1)]
        roller = cylinder(stage, ends[0], ends[1], 3.0, upholstery(stage))
        yield Thing("shin pad", stage.depth([knee, ankle]) + self.nearer, tuple(roller))
