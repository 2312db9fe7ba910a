"""Points and turns in space: x to the right, y up, z towards the viewer. Angles are in degrees."""

from __future__ import annotations

from math import acos, cos, degrees, radians, sin, sqrt

Vector = tuple[float, float, float]
Turn = tuple[Vector, Vector, Vector]

X: Vector = (1.0, 0.0, 0.0)
Y: Vector = (0.0, 1.0, 0.0)
Z: Vector = (0.0, 0.0, 1.0)


def add(one: Vector, other: Vector) -> Vector:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def subtract(one: Vector, other: Vector) -> Vector:
    return (one[0] - other[0], one[1] - other[1], one[2] - other[2])


def scale(vector: Vector, factor: float) -> Vector:
    return (vector[0] * factor, vector[1] * factor, vector[2] * factor)


def dot(one: Vector, other: Vector) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def cross(one: Vector, other: Vector) -> Vector:
    return (
        one[1] * other[2] - one[2] * other[1],
        one[2] * other[0] - one[0] * other[2],
        one[0] * other[1] - one[1] * other[0],
    )


def length(vector: Vector) -> float:
    return sqrt(dot(vector, vector))


def distance(one: Vector, other: Vector) -> float:
    return length(subtract(one, other))


def unit(vector: Vector) -> Vector:
    """Return the direction of *vector*; one without length has none and comes back as zeros."""
    size = length(vector)
    return scale(vector, 1 / size) if size > 1e-9 else (0.0, 0.0, 0.0)


def between(one: Vector, other: Vector, share: float) -> Vector:
    """Return the point *share* of the way from *one* to *other*."""
    return add(one, scale(subtract(other, one), share))


def both_ways(middle: Vector, axis: Vector, far: float) -> tuple[Vector, Vector]:
    """Return the two points so *far* from *middle* along *axis*: against it first."""
    way = scale(unit(axis), far)
    return subtract(middle, way), add(middle, way)


def across(vector: Vector, axis: Vector) -> Vector:
    """Return the part of *vector* that stands at right angles to the unit vector *axis*."""
    return subtract(vector, scale(axis, dot(vector, axis)))


def angle(one: Vector, other: Vector) -> float:
    """Return the angle between two directions, 0 to 180 degrees."""
    return degrees(acos(max(-1.0, min(1.0, dot(unit(one), unit(other))))))


def about_x(angle: float) -> Turn:
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c))


def about_y(angle: float) -> Turn:
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c))


def about_z(angle: float) -> Turn:
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0))


def turned(turn: Turn, vector: Vector) -> Vector:
    return (dot(turn[0], vector), dot(turn[1], vector), dot(turn[2], vector))


def then(first: Turn, *others: Turn) -> Turn:
    """Return the turns as one; each is about the axes that the one before it left."""
    turn = first
    for other in others:
        columns = tuple(zip(*other, strict=True))
        a, b, c = (tuple(dot(row, column) for column in columns) for row in turn)
        turn = (a, b, c)  # type: ignore[assignment]
    return turn


def turn_of(forward: Vector, up: Vector) -> Turn:
    """Return the turn that takes x to *forward* and y to *up*: unit vectors at right angles."""
    side = cross(forward, up)
    return (
        (forward[0], up[0], side[0]),
        (forward[1], up[1], side[1]),
        (forward[2], up[2], side[2]),
    )
