"""An arm dragged by its hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from programmes.figures.editing.angles import arm_by_angles
from programmes.figures.editing.grip import SHORT, Grip, reached, shifted
from programmes.figures.pose import Place
from programmes.figures.skeleton import solve
from programmes.figures.vectors import add, distance, scale, subtract, unit

STEADY = 3  # looks at how the forearm comes to lie


def hand(grip: Grip) -> dict[str, Any]:
    arm = grip.pose.arm(grip.side)
    if arm.hand_at is not None:
        place = shifted(arm.hand_at, subtract(grip.goal, grip.at))
        return grip.with_limb(hand_at=reached(grip, place, "hand_at", "hand"))
    points = grip.skeleton.points
    shoulder, elbow = points[f"{grip.side} shoulder"], points[f"{grip.side} elbow"]
    along = scale(add(shoulder, points[f"{grip.side} wrist"]), 0.5)
    out = subtract(elbow, along)
    skeleton = grip.skeleton
    for _look in range(STEADY):
        fingers = unit(subtract(skeleton.points[f"{grip.side} wrist"], skeleton.points[f"{grip.side} elbow"]))
        reaching = replace(
            arm,
            hand_at=Place(grip.goal),
            elbow_towards=out if distance(elbow, along) > SHORT else None,
            fingers=arm.fingers or fingers,
        )
        skeleton = solve(grip.loose(reaching), skeleton.body)
    return grip.with_limb(**arm_by_angles(skeleton, grip.side, arm.shoulder[2]))
