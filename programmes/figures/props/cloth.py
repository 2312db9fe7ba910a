"""A cloth or a slider under a foot, on a smooth floor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.pose import Place
from programmes.figures.solids import bundle
from programmes.figures.stage import FARTHEST, Shape, Stage, Thing
from programmes.figures.vectors import between

THICKNESS = 0.6
# Where the fold lies, as a share of the width.
FOLD = 0.35


@dataclass(frozen=True)
class Cloth:
    """Its middle lies on the floor under `at`."""

    at: Place
    half_length: float = 9.0
    half_width: float = 8.0

    def things(self, stage: Stage) -> Iterable[Thing]:
        x, _y, z = stage.at(self.at)
        corners = [
            (x + way * self.half_length, THICKNESS, z + side * self.half_width)
            for way, side in ((-1, -1), (-1, 1), (1, 1), (1, -1))
        ]
        palette = stage.palette
        fold = [between(corners[3], corners[2], FOLD), between(corners[0], corners[1], FOLD)]
        shapes = (
            bundle(stage, [(corner, THICKNESS) for corner in corners], palette.soft, palette.ink),
            Shape(stage.face(fold, is_open=True), line=palette.soft_side, width=0.9),
        )
        yield Thing("cloth", FARTHEST + 3, shapes)
