"""Where the muscles lie that a picture can mark as working: patches of flesh on a bone, towards one side of it."""

from __future__ import annotations

from dataclasses import dataclass

from programmes.figures.pose import SIDES
from programmes.figures.stage import Stage
from programmes.figures.vectors import Vector, X, Y, Z, add, between, dot, scale, turned

# A patch that faces away from the viewer by more than this is hidden by the limb itself.
HIDDEN = -0.75


@dataclass(frozen=True)
class Patch:
    """Discs along a bone from `top` to `bottom`: share of the way, how far out, radius. `way` is front, up, out."""

    limb: str
    top: str
    bottom: str
    turn: str
    way: Vector
    discs: tuple[tuple[float, float, float], ...]


# By name without its side; radii and offsets are for the standard body, in units.
PATCHES: dict[str, Patch] = {
    "quads": Patch("leg", "hip", "knee", "thigh", X, ((0.2, 2.3, 2.2), (0.5, 2.2, 1.9), (0.86, 1.9, 1.4))),
    "hamstrings": Patch(
        "leg", "hip", "knee", "thigh", scale(X, -1), ((0.24, 2.4, 2.1), (0.5, 2.4, 1.7), (0.88, 2.0, 1.3))
    ),
    "outer thigh": Patch("leg", "hip", "knee", "thigh", Z, ((0.15, 2.3, 2.2), (0.5, 2.0, 1.9), (0.9, 1.7, 1.5))),
    "inner thigh": Patch(
        "leg", "hip", "knee", "thigh", scale(Z, -1), ((0.2, 2.0, 2.3), (0.5, 1.5, 1.9), (0.8, 1.1, 1.5))
    ),
    "calf": Patch(
        "leg", "knee", "ankle", "shank", scale(X, -1), ((0.14, 1.5, 1.8), (0.36, 1.9, 1.9), (0.62, 1.2, 1.3))
    ),
    "lower calf": Patch("leg", "knee", "ankle", "shank", scale(X, -1), ((0.44, 1.5, 1.5), (0.86, 0.9, 1.0))),
    "shin": Patch("leg", "knee", "ankle", "shank", X, ((0.2, 1.2, 1.7), (0.8, 0.6, 1.2))),
    "foot": Patch("leg", "heel", "toe", "foot", Y, ((0.3, 0.3, 1.1), (0.75, 0.2, 1.0))),
    "kneecap tendon": Patch("leg", "knee", "ankle", "shank", X, ((0.02, 2.0, 1.2), (0.14, 1.8, 1.0))),
    "knee": Patch("leg", "knee", "ankle", "shank", X, ((0.0, 0.6, 2.5),)),
    "glutes": Patch("leg", "hip", "knee", "pelvis", scale(X, -1), ((0.0, 1.5, 3.1), (0.1, 1.9, 2.7))),
    "outer hip": Patch(
        "leg", "hip", "knee", "pelvis", add(scale(Z, 0.9), scale(Y, 0.44)), ((0.0, 2.4, 2.5), (0.1, 2.2, 2.2))
    ),
    "hip flexors": Patch("leg", "hip", "knee", "thigh", X, ((0.0, 2.2, 2.3), (0.22, 1.8, 2.1))),
    "shoulder": Patch("arm", "shoulder", "elbow", "chest", Z, ((0.0, 0.2, 2.3), (0.2, 0.2, 2.1))),
    "back": Patch("trunk", "waist", "chest", "chest", scale(X, -1), ((0.0, 2.6, 2.4), (0.9, 2.9, 2.4))),
    "belly": Patch("trunk", "waist", "chest", "chest", X, ((-0.2, 2.2, 2.4), (0.5, 2.6, 2.2))),
    "flank": Patch("trunk", "waist", "chest", "chest", Z, ((-0.3, 2.0, 2.6), (0.6, 3.2, 2.4))),
}
MUSCLES = tuple(f"{side} {name}" for side in SIDES for name in PATCHES)


def patches(stage: Stage, muscles: tuple[str, ...], limb: str) -> list[str]:
    """Return the outlines of those *muscles* that lie on *limb* ("right leg", "trunk") and can be seen."""
    outlines = []
    for muscle in muscles:
        side, _space, name = muscle.partition(" ")
        patch = PATCHES[name]
        if limb == (patch.limb if patch.limb == "trunk" else f"{side} {patch.limb}"):
            outlines += _outline(stage, side, patch)
    return outlines


def _outline(stage: Stage, side: str, patch: Patch) -> list[str]:
    points, turns = stage.skeleton.points, stage.skeleton.turns
    outward = 1 if side == "right" else -1
    way = (patch.way[0], patch.way[1], patch.way[2] * outward)
    towards = turned(turns[patch.turn if patch.turn in turns else f"{side} {patch.turn}"], way)
    if dot(towards, stage.towards_viewer) < HIDDEN:
        return []
    top, bottom = (points.get(name) or points[f"{side} {name}"] for name in (patch.top, patch.bottom))
    thickness = stage.skeleton.body.hip_flesh / 5.0
    discs = [
        (add(between(top, bottom, share), scale(towards, out * thickness)), radius * thickness)
        for share, out, radius in patch.discs
    ]
    return [stage.limb(*discs)]
