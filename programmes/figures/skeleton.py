"""From a pose to points in space: where each joint of the body is, and how each bone is turned."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin, sqrt

from programmes.figures.body import STANDARD, Body
from programmes.figures.pose import SIDES, Arm, Leg, Place, Pose
from programmes.figures.vectors import (
    Turn,
    Vector,
    X,
    Y,
    about_x,
    about_y,
    about_z,
    across,
    add,
    cross,
    length,
    scale,
    subtract,
    then,
    turn_of,
    turned,
    unit,
)

# A limb is never quite stretched: the way its middle joint points would be lost.
SLACK = 0.02
# From the wrist to the middle of the palm, as a share of the hand.
PALM = 0.5
POINTS = (
    *("pelvis", "waist", "chest", "neck", "head"),
    *(
        f"{side} {part}"
        for side in SIDES
        for part in (
            *("hip", "knee", "ankle", "heel", "ball", "toe"),
            *("shoulder", "elbow", "wrist", "hand", "fingertips"),
        )
    ),
)


@dataclass(frozen=True)
class Skeleton:
    """`points` by name, such as "right knee"; `turns` of pelvis, chest, head, thighs, shanks and feet.

    `reach` says for each limb that was to touch something by how much it falls short, in units.
    """

    body: Body
    points: dict[str, Vector]
    turns: dict[str, Turn]
    reach: dict[str, float]

    def place(self, place: Place) -> Vector:
        """Return a place in space: it may be given from a joint."""
        if place.joint is None:
            return place.offset
        return add(self.points[place.joint], place.offset)


def solve(pose: Pose, body: Body = STANDARD) -> Skeleton:
    """Return the skeleton in *pose*. What is out of reach is reached for; `reach` says how far it is."""
    turns = _trunk_turns(pose)
    at = pose.root.at
    if pose.plant is not None:
        loose = Skeleton(body, {}, dict(turns), {})
        _put_trunk(loose, (0.0, 0.0, 0.0))
        for side in SIDES:
            _put_leg(loose, side, pose.leg(side), pose)
            _put_arm(loose, side, pose.arm(side))
        at = subtract(pose.plant.at, loose.points[pose.plant.point])
    skeleton = Skeleton(body, {}, turns, {})
    _put_trunk(skeleton, at)
    for side in SIDES:
        _put_leg(skeleton, side, pose.leg(side), pose)
    for side in SIDES:
        _put_arm(skeleton, side, pose.arm(side))
    return skeleton


def _trunk_turns(pose: Pose) -> dict[str, Turn]:
    root = pose.root
    pelvis = then(about_y(root.yaw), about_z(-root.pitch), about_x(root.roll))
    lumbar = then(pelvis, about_z(-pose.spine / 2), about_x(pose.side_bend / 2), about_y(pose.twist / 2))
    chest = then(pelvis, about_z(-pose.spine), about_x(pose.side_bend), about_y(pose.twist))
    neck = then(chest, about_z(-pose.neck), about_x(pose.neck_tilt))
    return {"pelvis": pelvis, "lumbar": lumbar, "chest": chest, "neck": neck, "head": then(neck, about_y(pose.look))}


def _put_trunk(skeleton: Skeleton, at: Vector) -> None:
    points, turns, body = skeleton.points, skeleton.turns, skeleton.body
    points["pelvis"] = at
    points["waist"] = add(at, turned(turns["lumbar"], (0, body.lumbar, 0)))
    points["chest"] = add(points["waist"], turned(turns["chest"], (0, body.chest * 0.62, 0)))
    points["neck"] = add(points["waist"], turned(turns["chest"], (0, body.chest, 0)))
    points["head"] = add(points["neck"], turned(turns["neck"], (1.4, body.neck + body.head * 0.86, 0)))
    for side, way in (("right", 1), ("left", -1)):
        points[f"{side} hip"] = add(at, turned(turns["pelvis"], (0, 0, way * body.hips)))
        points[f"{side} shoulder"] = add(points["neck"], turned(turns["chest"], (0.2, -2.6, way * body.shoulders)))


def _put_leg(skeleton: Skeleton, side: str, leg: Leg, pose: Pose) -> None:
    if leg.ball_at is not None:
        _place_foot(skeleton, side, leg, pose)
    elif leg.ankle_at is not None:
        _reach_with_leg(skeleton, side, leg, _known(skeleton, leg.ankle_at))
        _hang_foot(skeleton, side, leg.ankle)
    else:
        _turn_leg(skeleton, side, leg)
        _hang_foot(skeleton, side, leg.ankle)


def _known(skeleton: Skeleton, place: Place) -> Vector:
    """Return the place; one given from a joint that is not there yet is taken from the pelvis."""
    if place.joint is not None and place.joint not in skeleton.points:
        return add(skeleton.points["pelvis"], place.offset)
    return skeleton.place(place)


def _turn_leg(skeleton: Skeleton, side: str, leg: Leg) -> None:
    points, turns, body = skeleton.points, skeleton.turns, skeleton.body
    flexion, abduction, rotation = leg.hip
    way = -1 if side == "right" else 1
    thigh = then(turns["pelvis"], about_z(flexion), about_x(way * abduction), about_y(way * rotation))
    shank = then(thigh, about_z(-leg.knee))
    turns[f"{side} thigh"], turns[f"{side} shank"] = thigh, shank
    points[f"{side} knee"] = add(points[f"{side} hip"], turned(thigh, (0, -body.thigh, 0)))
    points[f"{side} ankle"] = add(points[f"{side} knee"], turned(shank, (0, -body.shank, 0)))


def _reach_with_leg(skeleton: Skeleton, side: str, leg: Leg, target: Vector) -> None:
    points, turns, body = skeleton.points, skeleton.turns, skeleton.body
    hip = points[f"{side} hip"]
    towards = leg.knee_towards or turned(turns["pelvis"], X)
    knee, ankle = _bend(hip, target, body.thigh, body.shank, towards)
    points[f"{side} knee"], points[f"{side} ankle"] = knee, ankle
    skeleton.reach[f"{side} leg"] = length(subtract(target, ankle))
    line = unit(subtract(ankle, hip))
    hinge = unit(cross(across(towards, line), scale(line, -1)))
    for bone, top, bottom in (("thigh", hip, knee), ("shank", knee, ankle)):
        up = unit(subtract(top, bottom))
        turns[f"{side} {bone}"] = turn_of(cross(up, hinge), up)


def _bend(root: Vector, target: Vector, upper: float, lower: float, towards: Vector) -> tuple[Vector, Vector]:
    """Return the middle and the end of two bones that reach for *target*, the middle pointing *towards*."""
    way = subtract(target, root)
    reach = max(min(length(way), upper + lower - SLACK), abs(upper - lower) + SLACK)
    line = unit(way)
    along = (upper * upper - lower * lower + reach * reach) / (2 * reach)
    out = sqrt(max(upper * upper - along * along, 0.0))
    side = unit(across(towards, line))
    return add(add(root, scale(line, along)), scale(side, out)), add(root, scale(line, reach))


def _place_foot(skeleton: Skeleton, side: str, leg: Leg, pose: Pose) -> None:
    """Put the ball of the foot where it is to stand: a lifted heel turns about it, and the toes stay down."""
    points, body = skeleton.points, skeleton.body
    assert leg.ball_at is not None
    ball = leg.ball_at
    toes = unit(leg.toes or turned(about_y(pose.root.yaw), X))
    up = unit(across(leg.foot_up or Y, toes))
    foot = _lifted(toes, up, leg.heel_lift)
    forward, upward = turned(foot, X), turned(foot, Y)
    ankle = add(ball, add(scale(forward, -body.ball_forward), scale(upward, body.foot_height)))
    _reach_with_leg(skeleton, side, leg, ankle)
    _put_foot(skeleton, side, foot)
    if leg.heel_lift > 0:
        points[f"{side} toe"] = add(points[f"{side} ball"], scale(toes, body.toe_forward - body.ball_forward))


def _lifted(toes: Vector, up: Vector, lift: float) -> Turn:
    c, s = cos(radians(lift)), sin(radians(lift))
    return turn_of(add(scale(toes, c), scale(up, -s)), add(scale(toes, s), scale(up, c)))


def _hang_foot(skeleton: Skeleton, side: str, ankle: float) -> None:
    _put_foot(skeleton, side, then(skeleton.turns[f"{side} shank"], about_z(ankle)))


def _put_foot(skeleton: Skeleton, side: str, foot: Turn) -> None:
    points, body = skeleton.points, skeleton.body
    skeleton.turns[f"{side} foot"] = foot
    ankle = points[f"{side} ankle"]
    points[f"{side} heel"] = add(ankle, turned(foot, (-body.heel_back, 1.75 - body.foot_height, 0)))
    points[f"{side} ball"] = add(ankle, turned(foot, (body.ball_forward, 1.6 - body.foot_height, 0)))
    points[f"{side} toe"] = add(ankle, turned(foot, (body.toe_forward, 1.25 - body.foot_height, 0)))


def _put_arm(skeleton: Skeleton, side: str, arm: Arm) -> None:
    if arm.hand_at is None:
        _turn_arm(skeleton, side, arm)
    else:
        _reach_with_arm(skeleton, side, arm, _known(skeleton, arm.hand_at))


def _turn_arm(skeleton: Skeleton, side: str, arm: Arm) -> None:
    points, body = skeleton.points, skeleton.body
    flexion, abduction, rotation = arm.shoulder
    way = -1 if side == "right" else 1
    upper = then(skeleton.turns["chest"], about_z(flexion), about_x(way * abduction), about_y(way * rotation))
    lower = then(upper, about_z(arm.elbow))
    points[f"{side} elbow"] = add(points[f"{side} shoulder"], turned(upper, (0, -body.upper_arm, 0)))
    points[f"{side} wrist"] = add(points[f"{side} elbow"], turned(lower, (0, -body.forearm, 0)))
    _put_hand(skeleton, side, unit(arm.fingers) if arm.fingers else turned(lower, (0, -1, 0)))


def _reach_with_arm(skeleton: Skeleton, side: str, arm: Arm, palm: Vector) -> None:
    points, body = skeleton.points, skeleton.body
    shoulder = points[f"{side} shoulder"]
    fingers = unit(arm.fingers) if arm.fingers else unit(subtract(palm, shoulder))
    target = subtract(palm, scale(fingers, body.hand * PALM))
    towards = arm.elbow_towards or turned(skeleton.turns["chest"], (-0.6, -1, 0))
    elbow, wrist = _bend(shoulder, target, body.upper_arm, body.forearm, towards)
    points[f"{side} elbow"], points[f"{side} wrist"] = elbow, wrist
    skeleton.reach[f"{side} arm"] = length(subtract(target, wrist))
    _put_hand(skeleton, side, fingers)


def _put_hand(skeleton: Skeleton, side: str, fingers: Vector) -> None:
    points, hand = skeleton.points, skeleton.body.hand
    points[f"{side} hand"] = add(points[f"{side} wrist"], scale(fingers, hand * PALM))
    points[f"{side} fingertips"] = add(points[f"{side} wrist"], scale(fingers, hand))
