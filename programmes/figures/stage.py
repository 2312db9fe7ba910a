"""Where a frame is drawn: space seen by the camera, and the things to draw, each with its depth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from programmes.figures.outline import Disc, Point, circle, hull, polygon
from programmes.figures.palette import Palette
from programmes.figures.pose import Camera, Place
from programmes.figures.skeleton import Skeleton
from programmes.figures.vectors import Vector, about_x, about_y, then, turned

# Things that everything else stands in front of, or behind.
FARTHEST = -1e6
NEAREST = 1e6


@dataclass(frozen=True)
class Shape:
    """One path with its fill or line."""

    path: str
    fill: str = "none"
    line: str = ""
    width: float = 0.0
    dashes: str = ""


@dataclass(frozen=True)
class Thing:
    """What is drawn as one: a limb, a prop. Things are drawn from the farthest to the nearest."""

    name: str
    depth: float
    shapes: tuple[Shape, ...]


@dataclass
class Bounds:
    left: float = 1e9
    top: float = 1e9
    right: float = -1e9
    bottom: float = -1e9

    def take_in(self, x: float, y: float, around: float = 0.0) -> None:
        self.left, self.right = min(self.left, x - around), max(self.right, x + around)
        self.top, self.bottom = min(self.top, y - around), max(self.bottom, y + around)


@dataclass
class Stage:
    """One frame in the making. Everything put on it is taken into `bounds`."""

    camera: Camera
    palette: Palette
    skeleton: Skeleton
    bounds: Bounds = field(default_factory=Bounds)

    def __post_init__(self) -> None:
        self._turn = then(about_x(self.camera.tilt), about_y(self.camera.turn))

    def seen(self, point: Vector) -> Vector:
        """Return where a point in space is seen: x to the right, y down, and its depth, nearer is more."""
        x, y, depth = turned(self._turn, point)
        return (x, -y, depth)

    @property
    def towards_viewer(self) -> Vector:
        return self._turn[2]

    def at(self, place: Place | Vector) -> Vector:
        return self.skeleton.place(place) if isinstance(place, Place) else place

    def flat(self, point: Vector) -> Point:
        """Return a point as it lies on paper, and keep it in view."""
        x, y, _depth = self.seen(point)
        self.bounds.take_in(x, y)
        return (x, y)

    def depth(self, points: Iterable[Vector]) -> float:
        depths = [self.seen(point)[2] for point in points]
        return sum(depths) / len(depths)

    def disc(self, point: Vector, radius: float) -> Disc:
        x, y, _depth = self.seen(point)
        self.bounds.take_in(x, y, radius)
        return (x, y, radius)

    def limb(self, *discs: tuple[Vector, float]) -> str:
        """Return the outline of flesh round points in space."""
        return hull([self.disc(point, radius) for point, radius in discs])

    def ball(self, point: Vector, radius: float) -> str:
        return circle(*self.disc(point, radius))

    def face(self, corners: Sequence[Vector], *, is_open: bool = False) -> str:
        return polygon([self.flat(corner) for corner in corners], is_open=is_open)
