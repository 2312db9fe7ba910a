"""What machines for one leg share: a seat with weights behind it, and a lever with a pad that turns about the knee."""

from __future__ import annotations

from dataclasses import dataclass

from programmes.figures.props.parts import beam, machine_seat, upholstery, weights
from programmes.figures.solids import cylinder, metal
from programmes.figures.stage import Shape, Stage
from programmes.figures.vectors import Vector, add, between, scale, turned

HALF_PAD = 4.6


@dataclass(frozen=True)
class LegMachine:
    """For a pelvis at `seat`. The pad follows the shin of `leg`; the weights are off their rest when `is_lifted`."""

    seat: Vector = (0.0, 33.0, 0.0)
    recline: float = 10.0
    leg: str = "right"
    is_lifted: bool = False
    nearer: float = 1.5

    def joints(self, stage: Stage) -> tuple[Vector, Vector, Vector]:
        """Return hip, knee and ankle of the leg at work."""
        points = stage.skeleton.points
        return points[f"{self.leg} hip"], points[f"{self.leg} knee"], points[f"{self.leg} ankle"]

    def hub(self, stage: Stage) -> Vector:
        """Return where the lever turns: beside the knee, in the middle of the machine."""
        _hip, knee, _ankle = self.joints(stage)
        return (knee[0], knee[1], self.seat[2])

    def pad(self, stage: Stage, along: float, out: float) -> Vector:
        """Return the middle of the pad: so far *along* the shin, and *out* in front of it, or behind below zero."""
        _hip, knee, ankle = self.joints(stage)
        return add(between(knee, ankle, along), scale(self._front(stage), out))

    def frame(self, stage: Stage, pad: Vector, seat_length: float, out: float) -> list[Shape]:
        """Return weights, seat and lever; the lever starts *out* in front of the knee, or behind below zero."""
        x, y, z = self.seat
        hub = self.hub(stage)
        return [
            *weights(stage, x - 27, z, 62, is_lifted=self.is_lifted),
            *machine_seat(stage, self.seat, self.recline, seat_length),
            *beam(stage, (x + 6, y - 9, z), hub, 1.6),
            *cylinder(stage, add(hub, (0, 0, -2)), add(hub, (0, 0, 0.5)), 5.0, metal(stage)),
            *beam(stage, add(hub, scale(self._front(stage), out)), (pad[0], pad[1], z), 1.4),
        ]

    def _front(self, stage: Stage) -> Vector:
        return turned(stage.skeleton.turns[f"{self.leg} shank"], (1, 0, 0))


def roll(stage: Stage, middle: Vector, radius: float) -> list[Shape]:
    """Return an upholstered roll lying across."""
    ends = (add(middle, (0, 0, -HALF_PAD)), add(middle, (0, 0, HALF_PAD)))
    return cylinder(stage, *ends, radius, upholstery(stage))
