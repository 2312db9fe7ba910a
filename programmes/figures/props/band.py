"""An elastic band: a loop round limbs, or a line from a fixed point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from programmes.figures.outline import Point, hull
from programmes.figures.pose import Place
from programmes.figures.solids import convex
from programmes.figures.stage import Shape, Stage, Thing
from programmes.figures.vectors import Vector, X, Y, across, add, cross, dot, scale, subtract, unit

EDGE = 0.7
CORNERS = 16  # of a ring round one limb
BEHIND = 40.0  # so far the far half of a loop lies behind the limbs that it goes round


@dataclass(frozen=True)
class Band:
    """Through `path`, in front of what it passes. With `loop` the skin round the points, `around` from them.

    With `axis`, the way that the limbs run, a loop lies round them in space: its near half is drawn in front of
    them, and its "far band" behind.
    """

    path: tuple[Place, ...]
    loop: bool = False
    around: float = 3.0
    width: float = 2.4
    nearer: float = 4.0
    axis: Vector | None = None

    def things(self, stage: Stage) -> Iterable[Thing]:
        points = [stage.at(place) for place in self.path]
        depth = stage.depth(points)
        for point in points:
            stage.disc(point, self.width)
        if self.loop and self.axis is not None:
            near, far = self._halves(stage, points, unit(self.axis))
            yield Thing("far band", depth - BEHIND, self._drawn(stage, stage.face(far, is_open=True)))
            outline = stage.face(near, is_open=True)
        elif self.loop:
            outline = hull([stage.disc(point, self.around) for point in points])
        else:
            outline = stage.face(points, is_open=True)
        yield Thing("band", depth + self.nearer, self._drawn(stage, outline))

    def _drawn(self, stage: Stage, outline: str) -> tuple[Shape, Shape]:
        palette = stage.palette
        return (
            Shape(outline, line=palette.ink, width=self.width + 2 * EDGE),
            Shape(outline, line=palette.band, width=self.width),
        )

    def _halves(self, stage: Stage, points: Sequence[Vector], axis: Vector) -> tuple[list[Vector], list[Vector]]:
        """Return the way of a loop on the viewer's side of the limbs, and the way on the other side."""
        one = unit(across(X if abs(axis[0]) < abs(axis[1]) else Y, axis))
        other = cross(axis, one)
        places: dict[Point, Vector] = {}
        for point in points:
            for step in range(CORNERS):
                angle = 2 * pi * step / CORNERS
                way = add(scale(one, self.around * cos(angle)), scale(other, self.around * sin(angle)))
                corner = add(point, way)
                places[(dot(corner, one), dot(corner, other))] = corner
        ring = [places[corner] for corner in convex(list(places))]
        sides = list(zip(ring, [*ring[1:], ring[0]], strict=True))
        is_near = [dot(cross(subtract(end, begin), axis), stage.towards_viewer) > 0 for begin, end in sides]
        return _run(sides, is_near, wanted=True), _run(sides, is_near, wanted=False)


def _run(sides: Sequence[tuple[Vector, Vector]], is_near: Sequence[bool], *, wanted: bool) -> list[Vector]:
    """Return the corners along those sides of a ring that are near, or far: they follow each other."""
    count = len(sides)
    first = next((index for index in range(count) if is_near[index] is wanted and is_near[index - 1] is not wanted), 0)
    run = [sides[(first + step) % count] for step in range(count) if is_near[(first + step) % count] is wanted]
    return [run[0][0], *(end for _begin, end in run)] if run else []
