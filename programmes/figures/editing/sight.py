"""How a camera sees space, and the way back: where a thing is, once its picture is moved."""

from __future__ import annotations

from math import hypot

from programmes.figures.pose import Camera
from programmes.figures.vectors import Vector, about_x, about_y, add, scale, subtract, then, turned

Spot = tuple[float, float]
# From higher up than this (degrees), upright can no longer be told from farther away.
STEEP = 50.0


class Sight:
    def __init__(self, camera: Camera) -> None:
        self._turn = then(about_x(camera.tilt), about_y(camera.turn))
        self._is_steep = abs(camera.tilt) > STEEP

    def seen(self, point: Vector) -> Vector:
        """Return x to the right, y down, and how near."""
        x, y, depth = turned(self._turn, point)
        return (x, -y, depth)

    def moved(self, point: Vector, to: Spot) -> Vector:
        """Return *point* moved in the upright plane that faces the viewer, until it is seen at *to*."""
        x, y, _depth = self.seen(point)
        right, up, _towards = self._turn
        sideways = scale(right, to[0] - x)
        rise = scale(up, y - to[1]) if self._is_steep else (0.0, (y - to[1]) / up[1], 0.0)
        return add(point, add(sideways, rise))

    def swung(self, root: Vector, tip: Vector, to: Spot) -> Vector:
        """Return the bone from *root* to *tip* swung on the paper until it points at *to*; its depth stays."""
        root_x, root_y, _depth = self.seen(root)
        bone = turned(self._turn, subtract(tip, root))
        flat = hypot(bone[0], bone[1])
        x, y = to[0] - root_x, root_y - to[1]
        size = hypot(x, y) or 1.0
        right, up, towards = self._turn
        return add(add(scale(right, x / size * flat), scale(up, y / size * flat)), scale(towards, bone[2]))

    def off(self, point: Vector, to: Spot) -> Spot:
        """Return by how much *point* is seen beside *to*."""
        x, y, _depth = self.seen(point)
        return (to[0] - x, to[1] - y)
