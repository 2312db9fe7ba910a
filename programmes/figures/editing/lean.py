"""Leaning or curling the trunk until the head is seen at a given spot."""

from __future__ import annotations

from dataclasses import replace

from programmes.figures.body import Body
from programmes.figures.editing.angles import within
from programmes.figures.editing.sight import Sight, Spot
from programmes.figures.pose import SIDES, Pose
from programmes.figures.skeleton import solve

STEPS = 5
# Keeps a bend that hardly shows from this side as it is.
DAMPING = 0.02
FARTHEST_LEAN = 180.0
# Hips this low and a trunk this far from upright: somebody lies.
LOW, FLAT = 28.0, 55.0


def leaned(pose: Pose, body: Body, sight: Sight, to: Spot) -> dict[str, float]:
    """Return what changes: who stands leans from the hips, anybody else curls the spine; both bend to the side."""
    stands = _stands(pose)
    first = pose.root.pitch if stands else pose.spine
    values = (first, pose.side_bend)
    for _step in range(STEPS):
        values = _nearer(pose, values, body, sight, to, stands=stands)
    name = "pitch" if stands else "spine"
    return {name: round(values[0], 1), "side_bend": round(values[1], 1)}


def _stands(pose: Pose) -> bool:
    """True where both feet are put somewhere and the trunk does not lie near the floor."""
    root, legs = pose.root, [pose.leg(side) for side in SIDES]
    lies = root.at[1] < LOW and max(abs(root.pitch), abs(root.roll)) > FLAT
    return not lies and all(leg.ball_at is not None or leg.ankle_at is not None for leg in legs)


def _nearer(
    pose: Pose, values: tuple[float, float], body: Body, sight: Sight, to: Spot, *, stands: bool
) -> tuple[float, float]:
    """Return the values after one damped step of least squares."""

    def off(lean: float, bend: float) -> Spot:
        return sight.off(solve(_bent(pose, lean, bend, stands=stands), body).points["head"], to)

    here = off(*values)
    slopes = [
        (there[0] - here[0], there[1] - here[1])
        for there in (off(values[0] + 1, values[1]), off(values[0], values[1] + 1))
    ]
    a, b, d = _dot(slopes[0], slopes[0]) + DAMPING, _dot(slopes[0], slopes[1]), _dot(slopes[1], slopes[1]) + DAMPING
    p, q = -_dot(slopes[0], here), -_dot(slopes[1], here)
    area = a * d - b * b
    lean, bend = values[0] + (d * p - b * q) / area, values[1] + (a * q - b * p) / area
    lean = max(-FARTHEST_LEAN, min(FARTHEST_LEAN, lean)) if stands else within("spine", lean)
    return lean, within("side bend", bend)


def _bent(pose: Pose, lean: float, bend: float, *, stands: bool) -> Pose:
    if stands:
        return replace(pose, root=replace(pose.root, pitch=lean), side_bend=bend)
    return replace(pose, spine=lean, side_bend=bend)


def _dot(one: Spot, other: Spot) -> float:
    return one[0] * other[0] + one[1] * other[1]
