"""A leg dragged by its knee or its foot."""

from __future__ import annotations

from typing import Any

from programmes.figures.editing.angles import directed, leg_by_angles, turned_back, within
from programmes.figures.editing.frames import pose_in
from programmes.figures.editing.grip import SHORT, Grip, reached, rounded, shifted
from programmes.figures.editing.sight import Sight
from programmes.figures.pose import Leg, Place
from programmes.figures.reading import read
from programmes.figures.skeleton import solve
from programmes.figures.vectors import Vector, X, add, scale, subtract, turned, unit

# A foot this near the floor stands on it.
NEAR_FLOOR = 2.5


def knee(grip: Grip) -> dict[str, Any]:
    leg, points = grip.pose.leg(grip.side), grip.skeleton.points
    hip = points[f"{grip.side} hip"]
    if leg.ball_at is not None or leg.ankle_at is not None:
        middle = scale(add(hip, points[f"{grip.side} ankle"]), 0.5)
        return grip.with_limb(knee_towards=rounded(unit(subtract(grip.goal, middle)), 2))
    way = 1 if grip.side == "right" else -1
    bone = Sight(grip.camera).swung(hip, grip.at, grip.to)
    flexion, abduction = directed(turned_back(grip.skeleton.turns["pelvis"], unit(bone)), way)
    hip_angles = [within("hip flexion", flexion), within("hip abduction", abduction), leg.hip[2]]
    return grip.with_limb(hip=hip_angles, knee=leg.knee)


def foot(grip: Grip) -> dict[str, Any]:
    leg = grip.pose.leg(grip.side)
    if leg.ball_at is not None:
        return _standing_foot(grip, leg.ball_at)
    if leg.ankle_at is not None:
        place = shifted(leg.ankle_at, subtract(grip.goal, grip.at))
        return grip.with_limb(ankle_at=reached(grip, place, "ankle_at", "ankle"))
    front = turned(grip.skeleton.turns[f"{grip.side} thigh"], X)
    goal = (grip.goal[0], max(grip.goal[1], grip.skeleton.body.ankle_flesh), grip.goal[2])
    reaching = Leg(ankle=leg.ankle, ankle_at=Place(goal), knee_towards=front)
    bent = solve(grip.loose(reaching), grip.skeleton.body)
    return grip.with_limb(**{**leg_by_angles(bent, grip.side), "ankle": leg.ankle})


def _standing_foot(grip: Grip, ball: Vector) -> dict[str, Any]:
    x, y, z = add(ball, subtract(grip.goal, grip.at))
    y = 0.0 if y < NEAR_FLOOR else y
    moved = read(grip.with_limb(ball_at=rounded((x, y, z))))
    skeleton = solve(pose_in(moved, grip.frame), grip.skeleton.body)
    if skeleton.reach[f"{grip.side} leg"] > SHORT:
        wanted = add((x, y, z), subtract(grip.at, ball))
        x, y, z = add((x, y, z), subtract(skeleton.points[f"{grip.side} ball"], wanted))
    return grip.with_limb(ball_at=rounded((x, max(y, 0.0), z)))
