"""The angles of one limb of a skeleton, as a pose gives them; for a limb that was placed by where it reaches."""

from __future__ import annotations

from math import asin, atan2, degrees
from typing import Any

from programmes.figures.body import JOINT_RANGES
from programmes.figures.joints import joint_angles
from programmes.figures.skeleton import Skeleton
from programmes.figures.vectors import (
    Vector,
    X,
    Y,
    Z,
    about_x,
    about_z,
    across,
    dot,
    length,
    subtract,
    then,
    turned,
    unit,
)

# An arm straighter than this (as the sine of its bend) does not show how the shoulder is rotated.
SHOWS_ROTATION = 0.08


def leg_by_angles(skeleton: Skeleton, side: str) -> dict[str, Any]:
    angles = joint_angles(skeleton)
    hip = [within(f"hip {way}", angles[f"{side} hip {way}"]) for way in ("flexion", "abduction", "rotation")]
    knee, ankle = (within(joint, angles[f"{side} {joint}"]) for joint in ("knee", "ankle"))
    return {"hip": hip, "knee": knee, "ankle": ankle}


def arm_by_angles(skeleton: Skeleton, side: str, rotation: float = 0.0) -> dict[str, Any]:
    """Return the arm's angles; *rotation* is that of the shoulder where a straight arm does not show it."""
    points, chest = skeleton.points, skeleton.turns["chest"]
    way = 1 if side == "right" else -1
    upper = unit(subtract(points[f"{side} elbow"], points[f"{side} shoulder"]))
    lower = unit(subtract(points[f"{side} wrist"], points[f"{side} elbow"]))
    flexion, abduction = directed(turned_back(chest, upper), way)
    neutral = then(chest, about_z(flexion), about_x(-way * abduction))
    front = across(lower, upper)
    if length(front) > SHOWS_ROTATION:
        rotation = way * degrees(atan2(dot(front, turned(neutral, Z)), dot(front, turned(neutral, X))))
    elbow = within("elbow", joint_angles(skeleton)[f"{side} elbow"])
    return {"shoulder": [round(flexion, 1), round(abduction, 1), round(rotation, 1)], "elbow": elbow}


def directed(down: Vector, way: int) -> tuple[float, float]:
    """Return flexion and abduction of a bone that points *down* in the turn of its trunk."""
    ahead, up, out = down
    return degrees(atan2(ahead, -up)), degrees(asin(max(-1.0, min(1.0, way * out))))


def turned_back(turn: tuple[Vector, Vector, Vector], vector: Vector) -> Vector:
    x, y, z = (dot(vector, turned(turn, axis)) for axis in (X, Y, Z))
    return (x, y, z)


def within(joint: str, angle: float) -> float:
    """Return the angle kept to what the joint can do."""
    low, high = JOINT_RANGES[joint]
    return round(max(low, min(high, angle)), 1)
