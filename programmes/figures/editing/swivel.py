"""Where the knee of a standing leg, or the elbow of an arm that holds, points: turned about the line of the limb."""

from __future__ import annotations

from math import atan2, cos, degrees, radians, sin
from typing import Any

from programmes.figures.body import STANDARD, Body
from programmes.figures.editing.frames import Plain, plain_pose, pose_in, with_part
from programmes.figures.editing.grip import rounded
from programmes.figures.reading import read
from programmes.figures.skeleton import Skeleton, solve
from programmes.figures.vectors import Vector, across, add, cross, dot, scale, subtract, turned, unit

# The three joints of a limb, what its middle one points to when it is not turned, and which way is outwards.
LEG = ("hip", "knee", "ankle", "pelvis", (1.0, 0.0, 0.0), 1)
ARM = ("shoulder", "elbow", "wrist", "chest", (-0.6, -1.0, 0.0), -1)
KEYS = {"leg": "knee_towards", "arm": "elbow_towards"}


def swivel(skeleton: Skeleton, limb: str) -> float:
    """Return by how many degrees the knee or elbow is turned outwards."""
    usual, outwards, middle = _axes(skeleton, limb)
    return round(degrees(atan2(dot(middle, outwards), dot(middle, usual))), 1)


def with_swivel(plain: Plain, frame: str, limb: str, angle: float, body: Body = STANDARD) -> dict[str, Any]:
    """Return the figure with the knee or elbow of *limb* turned outwards by *angle*."""
    usual, outwards, _middle = _axes(solve(pose_in(read(plain), frame), body), limb)
    towards = add(scale(usual, cos(radians(angle))), scale(outwards, sin(radians(angle))))
    part = plain_pose(plain, frame).get(limb, {})
    return with_part(plain, frame, limb, {**part, KEYS[limb.partition("_")[2]]: rounded(unit(towards), 2)})


def _axes(skeleton: Skeleton, limb: str) -> tuple[Vector, Vector, Vector]:
    side, _line, kind = limb.partition("_")
    top, middle, bottom, trunk, usual, way = LEG if kind == "leg" else ARM
    root, bend, tip = (skeleton.points[f"{side} {joint}"] for joint in (top, middle, bottom))
    line = unit(subtract(tip, root))
    ahead = unit(across(turned(skeleton.turns[trunk], usual), line))
    outwards = scale(cross(line, ahead), way if side == "right" else -way)
    return ahead, outwards, across(subtract(bend, root), line)
