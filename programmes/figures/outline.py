"""Outlines on paper: discs, limbs (the hull of discs) and polygons as SVG path data. x to the right, y down.

Numbers are tenths of a unit, a thousandth of the body, and steps from point to point: that keeps pictures small.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, hypot, pi, sin, sqrt

Point = tuple[float, float]
Disc = tuple[float, float, float]  # x, y, radius

# Directions in which a hull asks which disc lies farthest out.
DIRECTIONS = tuple((cos(2 * pi * step / 16), sin(2 * pi * step / 16)) for step in range(16))
# An arc shorter than this looks like a corner.
SHORTEST_ARC = 0.15


def number(value: float) -> str:
    """Return the number with one decimal at most, as short as SVG may have it: .5 for a half."""
    text = f"{value:.1f}".removesuffix(".0")
    if text == "-0":
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def numbers(*values: float) -> str:
    """Return the numbers as path data: what is below zero needs no space before it."""
    return " ".join(number(value) for value in values).replace(" -", "-")


class Pen:
    """Writes path data. Each step is taken from where the rounded steps before it led, so that nothing drifts."""

    def __init__(self) -> None:
        self._data: list[str] = []
        self._x = self._y = 0  # in tenths

    def move(self, point: Point) -> Pen:
        self._x, self._y = round(point[0] * 10), round(point[1] * 10)
        self._data.append(f"M{numbers(self._x / 10, self._y / 10)}")
        return self

    def line(self, point: Point) -> Pen:
        before = (self._x, self._y)
        step = self._step(point)
        if (self._x, self._y) != before:
            self._data.append(f"l{step}")
        return self

    def arc(self, radius: float, point: Point, *, is_large: bool = False) -> Pen:
        """Draw clockwise, as seen on paper, along a circle."""
        r = number(radius)
        self._data.append(f"a{r} {r} 0 {int(is_large)} 1 {self._step(point)}".replace("1 -", "1-"))
        return self

    def curve(self, one: Point, two: Point, point: Point) -> Pen:
        x, y = self._x, self._y
        handles = [
            round(value * 10) / 10 - at / 10 for handle in (one, two) for value, at in zip(handle, (x, y), strict=True)
        ]
        self._data.append(f"c{numbers(*handles)} {self._step(point)}".replace(" -", "-"))
        return self

    def close(self) -> str:
        return f"{self}z"

    def __str__(self) -> str:
        return "".join(self._data)

    def _step(self, point: Point) -> str:
        x, y = round(point[0] * 10), round(point[1] * 10)
        step = numbers((x - self._x) / 10, (y - self._y) / 10)
        self._x, self._y = x, y
        return step


def circle(x: float, y: float, radius: float) -> str:
    return Pen().move((x - radius, y)).arc(radius, (x + radius, y)).arc(radius, (x - radius, y)).close()


def polygon(points: Sequence[Point], *, is_open: bool = False) -> str:
    pen = Pen().move(points[0])
    for point in points[1:]:
        pen.line(point)
    return str(pen) if is_open else pen.close()


def hull(discs: Sequence[Disc]) -> str:
    """Return the outline of a skin drawn tight round the discs."""
    order = _outermost(discs)
    if len(order) == 1:
        return circle(*discs[order[0]])
    ways = [_tangent(discs[one], discs[other]) for one, other in zip(order, order[1:] + order[:1], strict=True)]
    pen = Pen()
    for index, which in enumerate(order):
        x, y, radius = discs[which]
        (from_x, from_y), (to_x, to_y) = ways[index - 1], ways[index]
        comes = (x + radius * from_x, y + radius * from_y)
        pen = pen.line(comes) if index else pen.move(comes)
        sweep = (atan2(to_y, to_x) - atan2(from_y, from_x)) % (2 * pi)
        if radius * sweep > SHORTEST_ARC:
            pen.arc(radius, (x + radius * to_x, y + radius * to_y), is_large=sweep > pi)
    return pen.close()


def _outermost(discs: Sequence[Disc]) -> list[int]:
    """Return the discs on the hull, in the order in which the hull meets them; one may be met twice."""
    order: list[int] = []
    for direction in DIRECTIONS:
        outermost = _farthest(discs, direction)
        if not order or order[-1] != outermost:
            order.append(outermost)
    if len(order) > 1 and order[0] == order[-1]:
        order.pop()
    index = 0
    while len(order) > 1 and index < len(order):
        # One that no direction met may still stick out between two that were.
        one, other = order[index], order[(index + 1) % len(order)]
        between = _farthest(discs, _tangent(discs[one], discs[other]))
        if between in (one, other):
            index += 1
        else:
            order.insert(index + 1, between)
    return order


def _farthest(discs: Sequence[Disc], direction: Point) -> int:
    """Return which disc reaches farthest; of those that reach as far but for rounding, the first."""
    reach = [x * direction[0] + y * direction[1] + radius for x, y, radius in discs]
    farthest = max(reach) - 1e-6
    return next(index for index, value in enumerate(reach) if value >= farthest)


def _tangent(one: Disc, other: Disc) -> Point:
    """Return the direction from both middles to where the common outer tangent touches."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    apart = hypot(dx, dy) or 1e-9
    dx, dy = dx / apart, dy / apart
    along = max(-1.0, min(1.0, (one[2] - other[2]) / apart))
    off = sqrt(1 - along * along)
    return (dx * along + dy * off, dy * along - dx * off)


def smooth(points: Sequence[Point]) -> str:
    """Return a curve through the points (Catmull and Rom's, as Béziers)."""
    pen = Pen().move(points[0])
    last = len(points) - 1
    for index in range(last):
        before, here = points[max(index - 1, 0)], points[index]
        there, after = points[index + 1], points[min(index + 2, last)]
        one = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        two = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        pen.curve(one, two, there)
    return str(pen)
