"""A wall: seen edge-on beside the person, or as a surface behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, sin

from programmes.figures.outline import polygon
from programmes.figures.pose import Place
from programmes.figures.solids import ROUND
from programmes.figures.stage import FARTHEST, Shape, Stage, Thing

LINE = 1.6
THICK = 6.0
HATCH = 9.0
# The shadow of a hand on a surface: half its size, and how far below the palm it falls.
SHADE, SHADE_DROP = (3.4, 4.6), 1.6


@dataclass(frozen=True)
class Wall:
    """Edge-on its surface stands at `x` (or, seen from the front, at `z`), the wall behind it to the right.

    `faces_right` turns it round. With `width` it is a surface behind the person instead, at `z`, so wide;
    what it is `touched` by, such as a hand, throws a small shadow on it.
    """

    x: float = 20.0
    z: float = 0.0
    height: float = 100.0
    faces_right: bool = False
    width: float = 0.0
    touched: tuple[Place, ...] = ()

    def things(self, stage: Stage) -> Iterable[Thing]:
        shapes = self._surface(stage) if self.width else self._edge(stage)
        yield Thing("wall", FARTHEST + 1, tuple(shapes))

    def _edge(self, stage: Stage) -> list[Shape]:
        foot_x, foot_y = stage.flat((self.x, 0, self.z))
        top_y = stage.flat((self.x, self.height, self.z))[1]
        thick = -THICK if self.faces_right else THICK
        stage.bounds.take_in(foot_x + thick, top_y)
        corners = [(foot_x, foot_y), (foot_x, top_y), (foot_x + thick, top_y), (foot_x + thick, foot_y)]
        palette = stage.palette
        hatch, y = "", top_y + HATCH
        while y < foot_y:
            hatch += polygon([(foot_x, y), (foot_x + thick, y - abs(thick))], is_open=True)
            y += HATCH
        surface = polygon([(foot_x, foot_y), (foot_x, top_y)], is_open=True)
        return [
            Shape(polygon(corners), palette.wall),
            Shape(hatch, line=palette.wall_line, width=0.9),
            Shape(surface, line=palette.floor, width=LINE),
        ]

    def _surface(self, stage: Stage) -> list[Shape]:
        low, high = self.x - self.width / 2, self.x + self.width / 2
        corners = [(low, 0, self.z), (low, self.height, self.z), (high, self.height, self.z), (high, 0, self.z)]
        shapes = [Shape(stage.face(corners), stage.palette.wall, stage.palette.wall_line, 0.9)]
        return [*shapes, *(self._shade(stage, place) for place in self.touched)]

    def _shade(self, stage: Stage, place: Place) -> Shape:
        x, y, _z = stage.at(place)
        turns = [2 * pi * step / ROUND for step in range(ROUND)]
        rim = [(x + SHADE[0] * cos(turn), y - SHADE_DROP + SHADE[1] * sin(turn), self.z) for turn in turns]
        return Shape(stage.face(rim), stage.palette.wall_line)
