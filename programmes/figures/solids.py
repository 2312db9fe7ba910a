"""Solid things in space as the shapes that are seen of them: slabs, prisms, rods and cylinders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from programmes.figures.outline import Point, hull, polygon
from programmes.figures.stage import Shape, Stage
from programmes.figures.vectors import Vector, X, Y, add, cross, dot, scale, subtract, unit

LINE = 0.9
ROUND = 24  # corners of a drawn circle
SMALL, ROUND_SMALL = 5.0, 16  # up to this radius, so many corners look as round
# A face seen this edge-on shows nothing.
EDGE_ON = 0.02


@dataclass(frozen=True)
class Material:
    """Tones: `top` of what faces up or the viewer, `side` of the rest, `line` round it."""

    top: str
    side: str
    line: str


def wood(stage: Stage) -> Material:
    return Material(stage.palette.wood, stage.palette.wood_side, stage.palette.wood_line)


def metal(stage: Stage) -> Material:
    return Material(stage.palette.metal, stage.palette.metal_side, stage.palette.metal_line)


def padding(stage: Stage) -> Material:
    return Material(stage.palette.pad, stage.palette.pad_side, stage.palette.ink)


def foam(stage: Stage) -> Material:
    return Material(stage.palette.soft, stage.palette.soft_side, stage.palette.ink)


def slab(stage: Stage, low: Vector, high: Vector, material: Material) -> list[Shape]:
    """Return a block with its sides along the axes, between two opposite corners."""
    profile = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
    return prism(stage, profile, low[2], high[2], material)


def prism(stage: Stage, profile: Sequence[Point], near: float, far: float, material: Material) -> list[Shape]:
    """Return a convex profile (x, y, anticlockwise as seen with x to the right and y up) drawn out along z."""
    back, front = min(near, far), max(near, far)
    ends = {place: [(x, y, place) for x, y in profile] for place in (back, front)}
    faces: list[tuple[Vector, Sequence[Vector]]] = [((0, 0, 1), ends[front]), ((0, 0, -1), ends[back][::-1])]
    for index, (x, y) in enumerate(profile):
        next_x, next_y = profile[(index + 1) % len(profile)]
        outward = unit((next_y - y, x - next_x, 0))
        faces.append((outward, [(x, y, front), (x, y, back), (next_x, next_y, back), (next_x, next_y, front)]))
    paths: dict[str, str] = {}
    for outward, corners in faces:
        if dot(outward, stage.towards_viewer) > EDGE_ON:
            tone = material.top if outward[1] > 0.5 else material.side
            paths[tone] = paths.get(tone, "") + stage.face(corners)
    return [Shape(path, tone, material.line, LINE) for tone, path in paths.items()]


def rod(stage: Stage, one: Vector, other: Vector, radius: float, material: Material) -> list[Shape]:
    """Return a round bar, its ends rounded."""
    return [Shape(stage.limb((one, radius), (other, radius)), material.top, material.line, LINE)]


def cylinder(stage: Stage, one: Vector, other: Vector, radius: float, material: Material) -> list[Shape]:
    """Return a cylinder between the middles of its two flat ends."""
    axis = unit(subtract(other, one))
    if dot(axis, stage.towards_viewer) < 0:
        one, other, axis = other, one, scale(axis, -1)
    across = unit(cross(axis, Y if abs(axis[1]) < 0.9 else X))
    along = cross(axis, across)
    corners = ROUND if radius > SMALL else ROUND_SMALL
    spokes = [
        add(scale(across, radius * cos(2 * pi * step / corners)), scale(along, radius * sin(2 * pi * step / corners)))
        for step in range(corners)
    ]
    rims = [[add(end, spoke) for spoke in spokes] for end in (one, other)]
    skin = convex([stage.flat(point) for rim in rims for point in rim])
    shapes = [Shape(polygon(skin), material.side, material.line, LINE)]
    if dot(axis, stage.towards_viewer) > EDGE_ON * 4:
        shapes.append(Shape(stage.face(rims[1]), material.top, material.line, LINE))
    return shapes


def convex(points: Sequence[Point]) -> list[Point]:
    """Return the corners of the convex hull of points, in order round it."""
    ordered = sorted(set(points))

    def half(way: Sequence[Point]) -> list[Point]:
        kept: list[Point] = []
        for point in way:
            while len(kept) > 1 and _turns(kept[-2], kept[-1], point) <= 1e-9:
                kept.pop()
            kept.append(point)
        return kept[:-1]

    return half(ordered) + half(ordered[::-1])


def _turns(one: Point, two: Point, three: Point) -> float:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def bundle(stage: Stage, discs: Sequence[tuple[Vector, float]], fill: str, line: str) -> Shape:
    """Return a soft lump: the skin round some balls."""
    return Shape(hull([stage.disc(point, radius) for point, radius in discs]), fill, line, LINE)
