"""The two poses of a plain figure: read whole, and put back so that the end holds only what differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from programmes.figures.pose import Figure, Pose
from programmes.figures.reading import LIMBS, end_pose, read
from programmes.figures.skeleton import Skeleton

FRAMES = ("start", "end")
Plain = Mapping[str, Any]


def pose_in(figure: Figure, frame: str) -> Pose:
    return figure.start if frame == "start" else figure.end


def plain_pose(plain: Plain, frame: str) -> dict[str, Any]:
    """Return the whole pose of *frame* as plain values."""
    start = plain.get("start", {})
    return dict(start) if frame == "start" else end_pose(start, plain.get("end", {}))


def with_pose(plain: Plain, frame: str, pose: Plain) -> dict[str, Any]:
    """Return the figure with another pose in *frame*. What the end pose changes, it goes on changing."""
    if frame == "start":
        return {**plain, "start": dict(pose)}
    return {**plain, "end": difference(plain.get("start", {}), pose)}


def with_part(plain: Plain, frame: str, part: str, value: Any) -> dict[str, Any]:
    """Return the figure with one part of the pose of *frame* replaced: a limb, the root, the spine."""
    return with_pose(plain, frame, {**plain_pose(plain, frame), part: value})


def let_go(plain: Plain, frame: str, limb: str, skeleton: Skeleton) -> dict[str, Any]:
    """Return the figure without a plant on a joint of *limb*; the body stays where it is."""
    pose = pose_in(read(plain), frame)
    if pose.plant is None or not pose.plant.point.startswith(limb.partition("_")[0]):
        return dict(plain)
    unplanted = plain_pose(plain, frame)
    unplanted.pop("plant")
    at = [round(number, 1) for number in skeleton.points["pelvis"]]
    return with_pose(plain, frame, {**unplanted, "root": {**unplanted.get("root", {}), "at": at}})


def difference(start: Plain, end: Plain) -> dict[str, Any]:
    """Return what has to be said of the end pose, so that `end_pose` makes it of the start."""
    changes: dict[str, Any] = {}
    for name, value in end.items():
        before = start.get(name)
        if before == value:
            continue
        if isinstance(before, Mapping) and isinstance(value, Mapping) and name in (*LIMBS, "root"):
            changes[name] = _part_difference(name, before, value)
        else:
            changes[name] = value
    moves = "at" in changes.get("root", {})
    # A pelvis put somewhere lets go of what was planted: what stays planted is named again.
    if "plant" in start and "plant" not in end and not moves:
        changes["plant"] = None
    elif moves and "plant" in end:
        changes["plant"] = end["plant"]
    return changes


def _part_difference(name: str, before: Plain, value: Plain) -> dict[str, Any]:
    changed = {key: one for key, one in value.items() if key not in before or before[key] != one}
    # Naming one way of placing a limb drops the keys of the others: those that are to stay are named too.
    merged = end_pose({name: before}, {name: changed})[name]
    return {key: one for key, one in value.items() if key in changed or merged.get(key) != one}
