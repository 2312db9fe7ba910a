"""A metronome on the floor: a wooden wedge with a swinging rod, for a beat to step to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sin

from programmes.figures.outline import Point, circle, polygon, smooth
from programmes.figures.stage import FARTHEST, Shape, Stage, Thing
from programmes.figures.vectors import Vector

# Half width at the foot and at the top, and where on the height rod and weight are, as shares of the height.
FOOT, TOP = 0.34, 0.13
PIVOT, TIP, WEIGHT = 0.2, 1.06, 0.72


@dataclass(frozen=True)
class Metronome:
    """Its foot stands at `at`; it always faces the viewer. Without height it is not there."""

    at: Vector = (34.0, 0.0, 0.0)
    height: float = 20.0
    swing: float = 22.0  # of the rod, in degrees to the right

    def things(self, stage: Stage) -> Iterable[Thing]:
        if self.height <= 0:
            return
        palette, high = stage.palette, self.height
        x, y = stage.flat(self.at)
        corners = [(x - high * FOOT, y), (x + high * FOOT, y), (x + high * TOP, y - high), (x - high * TOP, y - high)]
        pivot = (x, y - high * PIVOT)
        for sign in (-1, 1):
            stage.bounds.take_in(*_swung(pivot, high * (TIP - PIVOT), sign * self.swing * 2), 1.0)
        tip = _swung(pivot, high * (TIP - PIVOT), self.swing)
        weight = _swung(pivot, high * (WEIGHT - PIVOT), self.swing)
        shapes = [Shape(polygon(corners), palette.wood, palette.wood_line, 1.2)]
        shapes.append(Shape(polygon([pivot, tip], is_open=True), line=palette.ink, width=1.3))
        shapes.append(Shape(circle(*weight, high * 0.085), palette.metal, palette.ink, 1.0))
        for sign in (-1, 1):
            arc = [_swung(pivot, high * 0.92, sign * self.swing * share) for share in (1.35, 1.65, 1.95)]
            shapes.append(Shape(smooth(arc), line=palette.arrow, width=1.3))
        yield Thing("metronome", FARTHEST + 3, tuple(shapes))


def _swung(pivot: Point, long: float, swing: float) -> Point:
    return (pivot[0] + long * sin(radians(swing)), pivot[1] - long * cos(radians(swing)))
