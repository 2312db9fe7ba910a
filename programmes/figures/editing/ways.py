"""The ways a limb can be placed, and going from one to another without moving it."""

from __future__ import annotations

from math import asin, atan2, degrees
from typing import Any

from programmes.figures.body import STANDARD, Body
from programmes.figures.editing.angles import arm_by_angles, leg_by_angles, turned_back
from programmes.figures.editing.frames import FRAMES, Plain, let_go, plain_pose, pose_in, with_part
from programmes.figures.editing.grip import plain_place, rounded
from programmes.figures.pose import Arm, Leg, Place, Pose
from programmes.figures.reading import FigureError, read
from programmes.figures.skeleton import Skeleton, solve
from programmes.figures.vectors import X, about_y, add, between, scale, subtract, turned, unit

ANGLES, STANDS, HELD = "angles", "stands", "held"
WAYS_OF = {"leg": (ANGLES, STANDS, HELD), "arm": (ANGLES, HELD)}
KEPT = {"leg": (), "arm": ("fist", "fingers")}
# A heel lifted less than this (degrees) is on the floor.
FLAT = 5.0


def way_of(limb: Leg | Arm) -> str:
    if isinstance(limb, Arm):
        return ANGLES if limb.hand_at is None else HELD
    return STANDS if limb.ball_at is not None else HELD if limb.ankle_at is not None else ANGLES


def place_by(plain: Plain, frame: str, limb: str, way: str, body: Body = STANDARD) -> dict[str, Any]:
    """Return the figure with *limb* placed another way. Changed in the start pose, the end pose follows."""
    side, _line, kind = limb.partition("_")
    if way not in WAYS_OF.get(kind, ()):
        raise FigureError("edit.way", f"is none of: {', '.join(WAYS_OF.get(kind, ()))}")
    figure, result = read(plain), dict(plain)
    for each in FRAMES if frame == "start" else (frame,):
        pose = pose_in(figure, each)
        kept = {key: value for key, value in plain_pose(plain, each).get(limb, {}).items() if key in KEPT[kind]}
        skeleton = solve(pose, body)
        placed = _placed(pose, skeleton, side, kind, way)
        result = let_go(result, each, limb, skeleton) if way != ANGLES else result
        result = with_part(result, each, limb, {**kept, **placed})
    return result


def measured_from(plain: Plain, frame: str, limb: str, joint: str | None, body: Body = STANDARD) -> dict[str, Any]:
    """Return the figure with the place of a hand or ankle given from *joint* (None: from the room), unmoved."""
    pose = pose_in(read(plain), frame)
    side, _line, kind = limb.partition("_")
    key, place = ("hand_at", pose.arm(side).hand_at) if kind == "arm" else ("ankle_at", pose.leg(side).ankle_at)
    if place is None or limb not in ("right_arm", "left_arm", "right_leg", "left_leg"):
        raise FigureError("edit.limb", "is not placed by where it is; change that first")
    points = solve(pose, body).points
    if joint is not None and joint not in points:
        raise FigureError("edit.of", "is no joint of the body")
    origin = points[joint] if joint else (0.0, 0.0, 0.0)
    at = add(points[place.joint], place.offset) if place.joint else place.offset
    limb_plain = plain_pose(plain, frame).get(limb, {})
    return with_part(plain, frame, limb, {**limb_plain, key: plain_place(Place(subtract(at, origin), joint))})


def _placed(pose: Pose, skeleton: Skeleton, side: str, kind: str, way: str) -> dict[str, Any]:
    if kind == "arm":
        return _held_arm(skeleton, side) if way == HELD else arm_by_angles(skeleton, side, pose.arm(side).shoulder[2])
    if way == ANGLES:
        return leg_by_angles(skeleton, side)
    return _standing(skeleton, side) if way == STANDS else _held_leg(skeleton, side)


def _held_arm(skeleton: Skeleton, side: str) -> dict[str, Any]:
    shoulder, elbow, wrist, hand = (
        skeleton.points[f"{side} {name}"] for name in ("shoulder", "elbow", "wrist", "hand")
    )
    out = subtract(elbow, between(shoulder, wrist, 0.5))
    return {
        "hand_at": rounded(hand),
        "elbow_towards": rounded(unit(out), 2),
        "fingers": rounded(unit(subtract(hand, wrist)), 2),
    }


def _held_leg(skeleton: Skeleton, side: str) -> dict[str, Any]:
    front = turned(skeleton.turns[f"{side} thigh"], X)
    ankle = leg_by_angles(skeleton, side)["ankle"]
    return {"ankle_at": rounded(skeleton.points[f"{side} ankle"]), "knee_towards": rounded(front, 2), "ankle": ankle}


def _standing(skeleton: Skeleton, side: str) -> dict[str, Any]:
    """Return the leg with its foot flat where it is; on its ball, where the heel was higher."""
    body, forward = skeleton.body, turned(skeleton.turns[f"{side} foot"], X)
    lift = degrees(asin(max(-1.0, min(1.0, -forward[1]))))
    x, y, z = add(skeleton.points[f"{side} ankle"], scale(forward, body.ball_forward))
    toes = unit((forward[0], 0.0, forward[2]))
    leg = {
        "ball_at": rounded((x, max(y - body.foot_height, 0.0), z)),
        "toes": rounded(toes if any(toes) else X, 2),
        "knee_towards": rounded(turned(skeleton.turns[f"{side} thigh"], X), 2),
    }
    return {**leg, "heel_lift": round(min(lift, 60.0))} if lift > FLAT else leg


def toes_out(pose: Pose, side: str) -> float:
    """Return by how much the toes of a standing foot point outwards of where the body faces, in degrees."""
    toes = pose.leg(side).toes
    if toes is None:
        return 0.0
    ahead, _up, out = turned_back(about_y(pose.root.yaw), toes)
    return round(degrees(atan2(out if side == "right" else -out, ahead)), 1)


def with_toes_out(plain: Plain, frame: str, limb: str, angle: float) -> dict[str, Any]:
    pose = pose_in(read(plain), frame)
    way = 1 if limb.startswith("right") else -1
    toes = turned(about_y(pose.root.yaw - way * angle), X)
    leg = plain_pose(plain, frame).get(limb, {})
    return with_part(plain, frame, limb, {**leg, "toes": rounded(toes, 2)})
