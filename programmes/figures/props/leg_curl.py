"""A seated leg curl machine: a seat, a pad that holds the thighs down, and a pad behind the ankle on a lever."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.props.parts import beam, machine_seat, upholstery, weights
from programmes.figures.solids import cylinder, metal
from programmes.figures.stage import FARTHEST, Stage, Thing
from programmes.figures.vectors import Vector, add, between, scale, turned


@dataclass(frozen=True)
class LegCurl:
    """For a pelvis at `seat`. The pad follows the heel of `leg`; the weights are off their rest when `is_lifted`."""

    seat: Vector = (0.0, 33.0, 0.0)
    recline: float = 10.0
    leg: str = "right"
    is_lifted: bool = False
    nearer: float = 1.5

    def things(self, stage: Stage) -> Iterable[Thing]:
        x, _y, z = self.seat
        shapes = [
            *weights(stage, x - 27, z, 62, is_lifted=self.is_lifted),
            *machine_seat(stage, self.seat, self.recline, 15),
        ]
        points, turns = stage.skeleton.points, stage.skeleton.turns
        hip, knee, ankle = (points[f"{self.leg} {joint}"] for joint in ("hip", "knee", "ankle"))
        front = turned(turns[f"{self.leg} shank"], (1, 0, 0))
        pad = add(between(knee, ankle, 0.9), scale(front, -5.4))
        hub = (knee[0], knee[1], z)
        shapes += beam(stage, (x + 6, self.seat[1] - 9, z), hub, 1.6)
        shapes += cylinder(stage, add(hub, (0, 0, -2)), add(hub, (0, 0, 0.5)), 5.0, metal(stage))
        shapes += beam(stage, add(hub, scale(front, -2.2)), (pad[0], pad[1], z), 1.4)
        above = add(between(hip, knee, 0.74), scale(turned(turns[f"{self.leg} thigh"], (1, 0, 0)), 6.4))
        shapes += beam(stage, hub, (above[0] + 9, above[1] + 6, z), 1.4)
        shapes += beam(stage, (above[0] + 9, above[1] + 6, z), (above[0], above[1], z), 1.4)
        yield Thing("leg curl", FARTHEST + 2, tuple(shapes))
        depth = stage.depth([knee, ankle])
        for name, (px, py, pz), radius, nearer in (
            ("heel pad", pad, 3.0, -0.5),
            ("thigh pad", above, 3.2, self.nearer),
        ):
            roller = cylinder(stage, (px, py, pz - 4.6), (px, py, pz + 4.6), radius, upholstery(stage))
            yield Thing(name, depth + nearer, tuple(roller))
