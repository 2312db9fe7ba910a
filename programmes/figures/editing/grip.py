"""A handle held: the figure as it is and where the handle is to be; and places as a plain figure writes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from programmes.figures.editing.frames import Plain, plain_pose, pose_in, with_part
from programmes.figures.pose import Arm, Camera, Leg, Place, Pose
from programmes.figures.reading import read
from programmes.figures.skeleton import Skeleton, solve
from programmes.figures.vectors import Vector, add, distance, subtract

# A hand or foot that falls short by more than this is put where it comes to.
SHORT = 0.3


@dataclass(frozen=True)
class Grip:
    """A handle held: the figure as it is, and where in space the handle is to be."""

    plain: Plain
    frame: str
    side: str
    limb: str
    pose: Pose
    skeleton: Skeleton
    camera: Camera
    at: Vector
    goal: Vector
    to: tuple[float, float]

    def with_limb(self, **changes: Any) -> dict[str, Any]:
        limb = plain_pose(self.plain, self.frame).get(self.limb, {})
        return with_part(self.plain, self.frame, self.limb, {**limb, **changes})

    def loose(self, limb: Leg | Arm) -> Pose:
        """Return the pose with another limb and the pelvis where it is, held there by nothing else."""
        root = replace(self.pose.root, at=self.skeleton.points["pelvis"])
        limbs: dict[str, Any] = {self.limb: limb}
        return replace(self.pose, root=root, plant=None, **limbs)


def shifted(place: Place, by: Vector) -> Place:
    return replace(place, offset=add(place.offset, by))


def reached(grip: Grip, place: Place, key: str, point: str) -> Any:
    """Return the place as plain values; where the limb falls short of it, the place that it comes to."""
    moved = read(grip.with_limb(**{key: plain_place(place)}))
    came_to = solve(pose_in(moved, grip.frame), grip.skeleton.body).points[f"{grip.side} {point}"]
    short = subtract(came_to, grip.goal)
    return plain_place(shifted(place, short) if distance(came_to, grip.goal) > SHORT else place)


def plain_place(place: Place) -> Any:
    by = rounded(place.offset)
    if place.joint is None:
        return by
    return {"of": place.joint, "by": by} if any(by) else place.joint


def rounded(vector: Vector, digits: int = 1) -> list[float]:
    return [round(number, digits) + 0.0 for number in vector]
