"""Arrows that show the movement: the traced way of a joint, a given path, force without movement; or a hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import hypot

from programmes.figures.outline import Point, circle, number, polygon, smooth
from programmes.figures.pose import Arrow, Pose
from programmes.figures.skeleton import solve
from programmes.figures.stage import NEAREST, Shape, Stage, Thing
from programmes.figures.vectors import Vector

WIDTH = 2.3
HALO = 2.0
HEAD = (6.6, 3.6)  # length, half width
PUSH_WIDTH = 4.0
PUSH_HEAD = (6.5, 5.4)
STEPS = 6  # points on the traced way of a joint
# The pause sign of a hold: radius of its circle, line of it; two bars, so far from its middle, so high, so broad.
SIGN, SIGN_LINE = 4.2, 1.0
BAR_OUT, BAR_HALF, BAR_WIDTH = 1.3, 1.8, 1.5
SIGN_GAP = 1.4  # between it and the arrow


def arrow(stage: Stage, arrow: Arrow, start: Pose, end: Pose) -> Thing:
    points = _offset([stage.flat(point) for point in _path(stage, arrow, start, end)], arrow.offset)
    for x, y in points:
        stage.bounds.take_in(x, y, HEAD[1])
    shapes = _drawn(points, arrow, stage.palette.arrow)
    if arrow.hold:
        x, y = _beside_tail(points, arrow)
        stage.bounds.take_in(x, y, SIGN + HALO / 2)
        shapes += _pause(x, y, stage.palette.arrow)
    return Thing("arrow", NEAREST, tuple(shapes))


def _path(stage: Stage, arrow: Arrow, start: Pose, end: Pose) -> list[Vector]:
    if arrow.follow is None:
        return [stage.at(place) for place in arrow.path]
    share = (arrow.end - arrow.begin) / (STEPS - 1)
    body = stage.skeleton.body
    poses = [midway(start, end, arrow.begin + share * step) for step in range(STEPS)]
    return [solve(pose, body).points[arrow.follow] for pose in poses]


def midway(start: Pose, end: Pose, share: float) -> Pose:
    """Return the pose *share* of the way. A limb given in another way in the end pose jumps there halfway."""
    mixed = _mixed(start, end, share)
    assert isinstance(mixed, Pose)
    return mixed


def _mixed(one: object, other: object, share: float) -> object:
    if isinstance(one, bool) or isinstance(other, bool) or type(one) is not type(other):
        return one if share < 0.5 else other
    if isinstance(one, float) and isinstance(other, float):
        return one + (other - one) * share
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return tuple(_mixed(a, b, share) for a, b in zip(one, other, strict=True))
    if hasattr(one, "__dataclass_fields__"):
        changes = {name: _mixed(value, getattr(other, name), share) for name, value in vars(one).items()}
        return replace(one, **changes)  # type: ignore[type-var]
    return one if share < 0.5 else other


def _offset(points: Sequence[Point], offset: float) -> list[Point]:
    """Return the path moved sideways: to its left as it runs when *offset* is positive."""
    if not offset:
        return list(points)
    moved = []
    for index, (x, y) in enumerate(points):
        before, after = points[max(index - 1, 0)], points[min(index + 1, len(points) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        size = hypot(dx, dy) or 1.0
        moved.append((x + dy / size * offset, y - dx / size * offset))
    return moved


def _drawn(points: Sequence[Point], arrow: Arrow, tone: str) -> list[Shape]:
    width, (long, half) = (PUSH_WIDTH, PUSH_HEAD) if arrow.push else (WIDTH, HEAD)
    tip, end = _head(points[-1], points[-2], long, half)
    heads, line = tip, [*points[:-1], end]
    if arrow.both_ways:
        tail, begin = _head(points[0], points[1], long, half)
        heads, line = heads + tail, [begin, *line[1:]]
    path = smooth(line)
    dashes = f"{number(width * 1.6)} {number(width * 1.9)}" if arrow.dashed else ""
    return [
        Shape(path, line="#ffffff", width=width + HALO),
        Shape(heads, "#ffffff", "#ffffff", HALO),
        Shape(path, line=tone, width=width, dashes=dashes),
        Shape(heads, tone),
    ]


def _head(tip: Point, before: Point, long: float, half: float) -> tuple[str, Point]:
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    size = hypot(dx, dy) or 1.0
    dx, dy = dx / size, dy / size
    back = (tip[0] - dx * long, tip[1] - dy * long)
    corners = [tip, (back[0] - dy * half, back[1] + dx * half), (back[0] + dy * half, back[1] - dx * half)]
    return polygon(corners), (back[0] + dx, back[1] + dy)


def _beside_tail(points: Sequence[Point], arrow: Arrow) -> Point:
    """Return the middle of the pause sign: to the left of the arrow as it runs."""
    (x, y), (next_x, next_y) = points[0], points[1]
    dx, dy = next_x - x, next_y - y
    size = hypot(dx, dy) or 1.0
    away = (PUSH_WIDTH if arrow.push else WIDTH) / 2 + SIGN_GAP + SIGN
    return (x + dy / size * away, y - dx / size * away)


def _pause(x: float, y: float, tone: str) -> list[Shape]:
    bars = "".join(
        polygon([(x + way * BAR_OUT, y - BAR_HALF), (x + way * BAR_OUT, y + BAR_HALF)], is_open=True) for way in (-1, 1)
    )
    ring = circle(x, y, SIGN)
    return [
        Shape(ring, "#ffffff", "#ffffff", SIGN_LINE + HALO),
        Shape(ring, line=tone, width=SIGN_LINE),
        Shape(bars, line=tone, width=BAR_WIDTH),
    ]
