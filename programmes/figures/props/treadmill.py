"""A treadmill: a deck with a belt, uprights with rails, and a console in front."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.figures.props.parts import beam
from programmes.figures.solids import LINE, bundle, metal, slab
from programmes.figures.stage import FARTHEST, Shape, Stage, Thing

THICK = 5.0
BELT = 2.5  # the belt ends so far inside the deck's sides


@dataclass(frozen=True)
class Treadmill:
    """The deck reaches from `left` to `right`, its top at height `y`; the console stands at the right."""

    left: float = -34.0
    right: float = 36.0
    half_width: float = 11.0
    y: float = 0.0
    height: float = 62.0

    def height_under(self, x: float, z: float) -> float | None:
        return self.y if self.left <= x <= self.right and abs(z) <= self.half_width else None

    def things(self, stage: Stage) -> Iterable[Thing]:
        yield Thing("treadmill", FARTHEST + 2, (*self._upright(stage, -1), *self._deck(stage)))
        yield Thing("near upright", FARTHEST + 3, (*self._upright(stage, 1), *self._console(stage)))

    def _deck(self, stage: Stage) -> list[Shape]:
        palette, wide = stage.palette, self.half_width
        low, high = (self.left, self.y - THICK, -wide), (self.right, self.y, wide)
        corners = [(x, self.y, z) for x, z in self._belt()]
        return [
            *slab(stage, low, high, metal(stage)),
            Shape(stage.face(corners), palette.metal_side, palette.metal_line, LINE),
        ]

    def _belt(self) -> list[tuple[float, float]]:
        ends, wide = (self.left + 1, self.right - 8), self.half_width - BELT
        return [(ends[0], -wide), (ends[1], -wide), (ends[1], wide), (ends[0], wide)]

    def _upright(self, stage: Stage, side: int) -> list[Shape]:
        z, top = side * self.half_width, self.y + self.height
        shapes = beam(stage, (self.right - 4, self.y, z), (self.right + 2, top, z), 1.6)
        return [*shapes, *beam(stage, (self.right + 1, top - 8, z), (self.right - 16, top - 9, z), 1.2)]

    def _console(self, stage: Stage) -> list[Shape]:
        palette, top = stage.palette, self.y + self.height
        corners = [
            ((self.right + x, top + y, side * self.half_width), 1.4) for x, y in ((-1, -2), (5, 9)) for side in (-1, 1)
        ]
        return [bundle(stage, corners, palette.metal_side, palette.metal_line)]
