"""What the machines of a gym are made of: upholstered pads, beams, a stack of weights."""

from __future__ import annotations

from dataclasses import replace
from math import cos, radians, sin

from programmes.figures.outline import Point, polygon
from programmes.figures.solids import LINE, Material, metal, prism, rod, slab
from programmes.figures.stage import Shape, Stage
from programmes.figures.vectors import Vector

PLATES = 6  # in a stack of weights
GAP = 6.0  # how far the lifted plates rise


def upholstery(stage: Stage) -> Material:
    """Return the tone of seats and rests: light, so that the person stands out."""
    palette = stage.palette
    return Material(palette.soft, palette.soft_side, palette.metal_line)


def iron(stage: Stage) -> Material:
    """Return the tone of weights and pedals: one of metal in shade."""
    return Material(stage.palette.metal_side, stage.palette.metal_side, stage.palette.metal_line)


def heading(degrees: float) -> Point:
    """Return the direction so many degrees above level to the right, in the picture's plane."""
    return (cos(radians(degrees)), sin(radians(degrees)))


def offset(point: Point, way: Point, along: float, out: float = 0.0) -> Point:
    """Return the point so far *along* a direction and so far *out* to the left of it."""
    return (point[0] + way[0] * along - way[1] * out, point[1] + way[1] * along + way[0] * out)


def plank(start: Point, degrees: float, length: float, thickness: float) -> list[Point]:
    """Return the profile of a plank: from *start* in a direction, its thickness to the right of it."""
    way = heading(degrees)
    corners = ((0.0, -thickness), (length, -thickness), (length, 0.0), (0.0, 0.0))
    return [offset(start, way, along, out) for along, out in corners]


def pad(stage: Stage, start: Point, degrees: float, length: float, half_width: float, z: float = 0.0) -> list[Shape]:
    """Return an upholstered pad; the person is on the left of its direction."""
    profile = plank(start, degrees, length, 3.6)
    return prism(stage, profile, z - half_width, z + half_width, upholstery(stage))


def beam(stage: Stage, one: Vector, other: Vector, radius: float = 1.3) -> list[Shape]:
    return rod(stage, one, other, radius, metal(stage))


def weights(stage: Stage, x: float, z: float, height: float, *, is_lifted: bool) -> list[Shape]:
    """Return a stack of weights between two guide rods; the upper half of it is lifted when in use."""
    half, plate = 5.5, 3.6
    shapes = slab(stage, (x - half - 1.5, 0, z - 4), (x + half + 1.5, 2, z + 4), metal(stage))
    guides = [beam(stage, (x + way, 2, z), (x + way, height, z), 0.7)[0] for way in (-half / 2, half / 2)]
    shapes.append(replace(guides[0], path=guides[0].path + guides[1].path))
    low = PLATES // 2 * plate
    rise = GAP if is_lifted else 0.0
    for bottom, count in ((2.0, PLATES // 2), (2.0 + low + rise, PLATES - PLATES // 2)):
        shapes += slab(stage, (x - half, bottom, z - 3), (x + half, bottom + count * plate, z + 3), iron(stage))
        seams = "".join(
            polygon(
                [stage.flat((way * half + x, bottom + number * plate, z + 3)) for way in (-1, 1)],
                is_open=True,
            )
            for number in range(1, count)
        )
        shapes.append(Shape(seams, line=stage.palette.metal_line, width=LINE))
    return [*shapes, *slab(stage, (x - half - 1.5, height, z - 4), (x + half + 1.5, height + 2, z + 4), metal(stage))]


def machine_seat(stage: Stage, pelvis: Vector, recline: float, length: float) -> list[Shape]:
    """Return a seat under the thighs of one who sits at *pelvis*, its back rest, its foot, and a grip at the side."""
    x, y, z = pelvis
    top = y - 5.2
    shapes = slab(stage, (x - 12, 0, z - 8), (x + 14, 2, z + 8), metal(stage))
    shapes += slab(stage, (x - 4, 2, z - 3), (x + 4, top - 3, z + 3), metal(stage))
    way = heading(90 + recline)
    shapes += pad(stage, offset((x, y), way, 42, 6.2), recline - 90, 40, 7.5, z)
    return [*shapes, *slab(stage, (x - 8, top - 3.6, z - 9), (x + length, top, z + 9), upholstery(stage))]
