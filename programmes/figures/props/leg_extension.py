"""A knee extension machine: a seat, and a pad in front of the ankle on a lever that turns about the knee."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.props.leg_machine import LegMachine, roll
from programmes.figures.stage import FARTHEST, Stage, Thing


@dataclass(frozen=True)
class LegExtension(LegMachine):
    """Its pad lies on the shin."""

    def things(self, stage: Stage) -> Iterable[Thing]:
        _hip, knee, ankle = self.joints(stage)
        pad = self.pad(stage, 0.84, 5.2)
        yield Thing("leg extension", FARTHEST + 2, tuple(self.frame(stage, pad, 18, 2.2)))
        yield Thing("shin pad", stage.depth([knee, ankle]) + self.nearer, tuple(roll(stage, pad, 3.0)))
