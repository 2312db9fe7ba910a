"""A cushion or soft pad on the floor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, sin

from programmes.figures.solids import ROUND, bundle
from programmes.figures.stage import FARTHEST, Stage, Thing
from programmes.figures.vectors import Vector


@dataclass(frozen=True)
class Cushion:
    """Its middle stands on the floor at `at`. A round one is a balance cushion."""

    at: Vector = (0.0, 0.0, 0.0)
    half_length: float = 10.0
    half_width: float = 8.0
    thickness: float = 5.0
    is_round: bool = False

    def height_under(self, x: float, z: float) -> float | None:
        is_over = abs(x - self.at[0]) <= self.half_length and abs(z - self.at[2]) <= self.half_width
        return self.at[1] + self.thickness if is_over else None

    def things(self, stage: Stage) -> Iterable[Thing]:
        radius = self.thickness / 2
        x, y, z = self.at
        long, wide = self.half_length - radius, self.half_width - radius
        ways: list[tuple[float, float]] = [(-1, -1), (-1, 1), (1, -1), (1, 1)]
        if self.is_round:
            ways = [(cos(2 * pi * step / ROUND), sin(2 * pi * step / ROUND)) for step in range(ROUND)]
        corners = [((x + way * long, y + radius, z + side * wide), radius) for way, side in ways]
        palette = stage.palette
        yield Thing("cushion", FARTHEST + 3, (bundle(stage, corners, palette.soft, palette.ink),))
