"""Dragging a figure by hands, feet, knees, pelvis and head: a place on the picture becomes a changed pose.

A handle moves upright and sideways as the camera sees it, and keeps its distance from the viewer. A limb stays
placed the way it is placed: by angles, or by where it stands or holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from programmes.figures.body import STANDARD, Body
from programmes.figures.editing.arms import hand
from programmes.figures.editing.frames import Plain, plain_pose, pose_in, with_pose
from programmes.figures.editing.grip import Grip, rounded
from programmes.figures.editing.lean import leaned
from programmes.figures.editing.legs import foot, knee
from programmes.figures.editing.sight import Sight
from programmes.figures.pose import SIDES, Figure, Pose
from programmes.figures.reading import read
from programmes.figures.skeleton import solve
from programmes.figures.vectors import add, subtract

HANDLES = ("pelvis", "head", *(f"{side} {part}" for part in ("knee", "foot", "hand") for side in SIDES))


@dataclass(frozen=True)
class Handle:
    """Where to take hold: `x` and `y` as in the view box of the drawing, and how near to the viewer."""

    name: str
    x: float
    y: float
    depth: float


def handles(figure: Figure, frame: str, body: Body = STANDARD) -> list[Handle]:
    """Return where the handles of a frame are seen."""
    pose, sight = pose_in(figure, frame), Sight(figure.camera)
    skeleton = solve(pose, body)
    seen = {name: sight.seen(skeleton.points[_point(name, pose)]) for name in HANDLES}
    return [Handle(name, round(x, 1), round(y, 1), round(depth, 1)) for name, (x, y, depth) in seen.items()]


def dragged(plain: Plain, frame: str, handle: str, to: tuple[float, float], body: Body = STANDARD) -> dict[str, Any]:
    """Return the figure with *handle* moved to where it is seen at *to*, or as near as the body comes."""
    figure = read(plain)
    pose = pose_in(figure, frame)
    skeleton = solve(pose, body)
    at = skeleton.points[_point(handle, pose)]
    goal = Sight(figure.camera).moved(at, to)
    side, _space, part = handle.rpartition(" ")
    limb = f"{side}_arm" if part == "hand" else f"{side}_leg"
    return _MOVES[part](Grip(plain, frame, side, limb, pose, skeleton, figure.camera, at, goal, to))


def _point(handle: str, pose: Pose) -> str:
    side, _space, part = handle.rpartition(" ")
    if part != "foot":
        return handle
    return f"{side} ball" if pose.leg(side).ball_at is not None else f"{side} ankle"


def _body(grip: Grip) -> dict[str, Any]:
    shift = subtract(grip.goal, grip.at)
    pose = plain_pose(grip.plain, grip.frame)
    pose["root"] = {**pose.get("root", {}), "at": rounded(add(grip.pose.root.at, shift))}
    if grip.pose.plant is not None:
        pose["plant"] = {"point": grip.pose.plant.point, "at": rounded(add(grip.pose.plant.at, shift))}
    return with_pose(grip.plain, grip.frame, pose)


def _head(grip: Grip) -> dict[str, Any]:
    pose = plain_pose(grip.plain, grip.frame)
    changes = leaned(grip.pose, grip.skeleton.body, Sight(grip.camera), grip.to)
    if "pitch" in changes:
        pose["root"] = {**pose.get("root", {}), "pitch": changes.pop("pitch")}
    return with_pose(grip.plain, grip.frame, {**pose, **changes})


_MOVES: dict[str, Callable[[Grip], dict[str, Any]]] = {
    "pelvis": _body,
    "head": _head,
    "knee": knee,
    "foot": foot,
    "hand": hand,
}
