"""The angles of a skeleton's joints as they came out, whatever they were given by; for looking whether they can be."""

from __future__ import annotations

from math import acos, asin, atan2, degrees

from programmes.figures.pose import SIDES, Figure
from programmes.figures.skeleton import Skeleton, solve
from programmes.figures.vectors import X, Y, Z, about_x, about_z, dot, subtract, then, turned, unit


def joint_angles(skeleton: Skeleton) -> dict[str, float]:
    """Return the angles of hips, knees, ankles, shoulders and elbows as they came out, in degrees."""
    angles: dict[str, float] = {}
    for side in SIDES:
        angles |= {f"{side} {joint}": value for joint, value in _leg_angles(skeleton, side).items()}
        angles |= {f"{side} {joint}": value for joint, value in _arm_angles(skeleton, side).items()}
    return angles


def _leg_angles(skeleton: Skeleton, side: str) -> dict[str, float]:
    turns, points = skeleton.turns, skeleton.points
    way = 1 if side == "right" else -1
    pelvis, thigh = turns["pelvis"], turns[f"{side} thigh"]
    down = unit(subtract(points[f"{side} knee"], points[f"{side} hip"]))
    ahead, up, out = (dot(down, turned(pelvis, axis)) for axis in (X, Y, Z))
    flexion, abduction = degrees(atan2(ahead, -up)), degrees(asin(max(-1.0, min(1.0, way * out))))
    neutral = then(pelvis, about_z(flexion), about_x(-way * abduction))
    front = turned(thigh, X)
    rotation = way * degrees(atan2(dot(front, turned(neutral, Z)), dot(front, turned(neutral, X))))
    shank_down = unit(subtract(points[f"{side} ankle"], points[f"{side} knee"]))
    bend = degrees(atan2(-dot(shank_down, front), dot(shank_down, down)))
    toes = turned(turns[f"{side} foot"], X)
    shank = turns[f"{side} shank"]
    ankle = degrees(atan2(dot(toes, turned(shank, Y)), dot(toes, turned(shank, X))))
    return {
        "hip flexion": flexion,
        "hip abduction": abduction,
        "hip rotation": rotation,
        "knee": bend,
        "ankle": ankle,
    }


def _arm_angles(skeleton: Skeleton, side: str) -> dict[str, float]:
    points, chest = skeleton.points, skeleton.turns["chest"]
    down = unit(subtract(points[f"{side} elbow"], points[f"{side} shoulder"]))
    on = unit(subtract(points[f"{side} wrist"], points[f"{side} elbow"]))
    behind = degrees(asin(max(-1.0, min(1.0, -dot(down, turned(chest, X))))))
    bend = degrees(acos(max(-1.0, min(1.0, dot(down, on)))))
    return {"shoulder extension": behind, "elbow": bend}


def deepest_standing_bend(figure: Figure) -> float:
    """Return how far a knee bends over a foot that stands, in degrees: the working leg's, or either's; 0 for none."""
    bends = [0.0]
    working = [side for side in SIDES if f"{side} leg" in figure.working] or SIDES
    for pose in (figure.start, figure.end):
        angles = joint_angles(solve(pose))
        bends += [angles[f"{side} knee"] for side in working if pose.leg(side).ball_at is not None]
    return max(bends)
