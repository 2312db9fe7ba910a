"""A strap, belt or long towel held in the hands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.outline import polygon
from programmes.figures.pose import Place
from programmes.figures.stage import Shape, Stage, Thing


@dataclass(frozen=True)
class Strap:
    path: tuple[Place, ...]
    width: float = 1.8
    nearer: float = 2.0

    def things(self, stage: Stage) -> Iterable[Thing]:
        points = [stage.at(place) for place in self.path]
        outline = polygon([stage.flat(point) for point in points], is_open=True)
        shapes = (
            Shape(outline, line=stage.palette.ink, width=self.width + 1.2),
            Shape(outline, line=stage.palette.soft, width=self.width),
        )
        yield Thing("strap", stage.depth(points) + self.nearer, shapes)
