"""A large exercise ball."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.outline import Pen
from programmes.figures.stage import Shape, Stage, Thing
from programmes.figures.vectors import Vector


@dataclass(frozen=True)
class Ball:
    at: Vector = (0.0, 18.0, 0.0)
    radius: float = 18.0
    nearer: float = -30.0

    def things(self, stage: Stage) -> Iterable[Thing]:
        x, y, radius = stage.disc(self.at, self.radius)
        palette = stage.palette
        gleam = Pen().move((x - radius * 0.62, y - radius * 0.1))
        gleam.arc(radius * 0.63, (x - radius * 0.1, y - radius * 0.62))
        shapes = (
            Shape(stage.ball(self.at, self.radius), palette.soft, palette.ink, 1.2),
            Shape(str(gleam), line="#ffffff", width=1.6),
        )
        yield Thing("ball", stage.depth([self.at]) + self.nearer, shapes)
