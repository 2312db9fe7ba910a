"""The head: skull, jaw, nose, ear, eyes and hair, from whichever side it is seen."""

from __future__ import annotations

from math import hypot

from programmes.figures.stage import Shape, Stage, Thing
from programmes.figures.vectors import Vector, X, add, scale, turned

OUTLINE = 1.5
# How much of the face must point at the viewer, or away, for the head to be drawn so.
FRONTAL = 0.9
AWAY = -0.4


def head(stage: Stage) -> Thing:
    skeleton, palette = stage.skeleton, stage.palette
    skull = skeleton.points["head"]
    size = skeleton.body.head
    looking = stage.seen(turned(skeleton.turns["head"], X))
    is_away = looking[2] < AWAY
    face, hair, bun = _face(stage), _hair(stage), _bun(stage) if palette.has_bun else ""
    neck = stage.limb(
        (skeleton.points["neck"], skeleton.body.neck_flesh),
        (_on_head(stage, -0.25, -0.75, 0), skeleton.body.neck_flesh - 0.3),
    )
    shapes = [Shape(neck + face + hair + bun, line=palette.ink, width=OUTLINE, fill=palette.ink)]
    if is_away:
        shapes += [Shape(neck + face, palette.skin), Shape(hair + bun, palette.hair)]
    else:
        shapes += [Shape(bun + hair, palette.hair), Shape(neck, palette.skin), *_features(stage, looking)]
    depth = stage.depth([skull, skeleton.points["neck"]])
    return Thing("head", depth + size * 0.1, tuple(shapes))


def ghost_outlines(stage: Stage) -> list[str]:
    skeleton = stage.skeleton
    neck = stage.limb((skeleton.points["neck"], skeleton.body.neck_flesh), (skeleton.points["head"], 2.2))
    return [neck, _face(stage), _hair(stage)]


def _on_head(stage: Stage, forward: float, up: float, out: float) -> Vector:
    """Return a point from the middle of the skull, in shares of its size."""
    skeleton = stage.skeleton
    way = scale((forward, up, out), skeleton.body.head)
    return add(skeleton.points["head"], turned(skeleton.turns["head"], way))


def _face(stage: Stage) -> str:
    size = stage.skeleton.body.head
    skull = stage.limb((_on_head(stage, 0, 0.05, 0), size * 0.9), (_on_head(stage, 0.3, -0.55, 0), size * 0.5))
    nose = stage.limb((_on_head(stage, 0.98, -0.22, 0), size * 0.12), (_on_head(stage, 0.72, 0.1, 0), size * 0.18))
    return skull + nose


def _hair(stage: Stage) -> str:
    size = stage.skeleton.body.head
    return stage.limb((_on_head(stage, -0.2, 0.14, 0), size * 0.92), (_on_head(stage, 0.16, 0.36, 0), size * 0.78))


def _bun(stage: Stage) -> str:
    return stage.ball(_on_head(stage, -1.0, 0.4, 0), stage.skeleton.body.head * 0.36)


def _features(stage: Stage, looking: Vector) -> list[Shape]:
    """Return face, ear and eyes: the face is the skull moved towards where it looks, so that hair frames it."""
    palette, size = stage.palette, stage.skeleton.body.head
    across = min(1.0, hypot(looking[0], looking[1]))
    skull = stage.limb(
        (_on_head(stage, 0.2 + 0.1 * across, -0.08 - 0.14 * (1 - across), 0), size * 0.73),
        (_on_head(stage, 0.3, -0.55, 0), size * 0.48),
    )
    nose = stage.limb((_on_head(stage, 0.98, -0.22, 0), size * 0.12), (_on_head(stage, 0.72, 0.1, 0), size * 0.18))
    shapes = [Shape(skull + nose, palette.skin)]
    for way in (1, -1):
        ear = _on_head(stage, -0.14, -0.12, way * 0.92)
        if stage.seen(turned(stage.skeleton.turns["head"], (0, 0, way)))[2] > -0.15:
            shapes.append(Shape(stage.ball(ear, size * 0.17), palette.skin, palette.ink, 0.5))
        eye = _on_head(stage, 0.8, 0.06, way * 0.32)
        if stage.seen(turned(stage.skeleton.turns["head"], (0.55, 0, way * 0.8)))[2] > -0.12:
            shapes.append(Shape(stage.ball(eye, size * 0.105), palette.ink))
    return shapes
