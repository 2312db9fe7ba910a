"""The person: limbs and trunk as outlined flesh, the working limb by a lighter tone and a heavier line."""

from __future__ import annotations

from programmes.figures.head import ghost_outlines, head
from programmes.figures.muscles import patches
from programmes.figures.pose import SIDES, Figure, Pose
from programmes.figures.stage import Shape, Stage, Thing
from programmes.figures.vectors import Vector, Z, add, between, both_ways, scale, turned

OUTLINE = 1.5
WORKING_OUTLINE = 2.3
# A limb this far behind the trunk is drawn in the darker tone.
FAR = 2.5
# How far the middles of waist and shirt hem stand to each side: a trunk is broader than it is deep.
WAIST_HALF = 1.6
HEM_HALF = 3.4

Part = tuple[str, str]  # tone, outline


def person(stage: Stage, figure: Figure, pose: Pose, *, shows_muscles: bool) -> list[Thing]:
    """Return the limbs, trunk and head of one frame."""
    muscles = figure.muscles if shows_muscles else ()
    trunk_depth = stage.depth(_trunk_points(stage))
    things = [_thing(stage, "trunk", _trunk(stage), trunk_depth, muscles, is_working=False)]
    for side in SIDES:
        for kind, parts, points in (
            ("leg", _leg, ("hip", "knee", "ankle")),
            ("arm", _arm, ("shoulder", "elbow", "wrist")),
        ):
            name = f"{side} {kind}"
            depth = stage.depth([stage.skeleton.points[f"{side} {point}"] for point in points])
            drawn = parts(stage, side, pose, is_far=depth < trunk_depth - FAR, is_working=name in figure.working)
            things.append(_thing(stage, name, drawn, depth, muscles, is_working=name in figure.working))
    return [*things, head(stage)]


def ghost(stage: Stage, pose: Pose) -> Thing:
    """Return the person as a pale shape behind everything: where the movement began."""
    outlines = [outline for _tone, outline in _trunk(stage)]
    for side in SIDES:
        for parts in (_leg, _arm):
            outlines += [outline for _tone, outline in parts(stage, side, pose, is_far=False, is_working=False)]
    path = "".join([*outlines, *ghost_outlines(stage)])
    palette = stage.palette
    line = Shape(path, line=palette.ghost_line, width=OUTLINE)
    return Thing("ghost", 0, (line, Shape(path, palette.ghost)))


def _thing(
    stage: Stage, name: str, parts: list[Part], depth: float, muscles: tuple[str, ...], *, is_working: bool
) -> Thing:
    """Return the parts as one: a line round them all, then their fills, then the muscles on them."""
    palette = stage.palette
    outline = "".join(outline for _tone, outline in parts)
    shapes = [Shape(outline, line=palette.ink, width=WORKING_OUTLINE if is_working else OUTLINE)]
    for tone in dict.fromkeys(tone for tone, _outline in parts):
        shapes.append(Shape("".join(outline for its, outline in parts if its == tone), tone))
    for patch in patches(stage, muscles, name):
        shapes.append(Shape(patch, palette.muscle, palette.ink, 0.7))
    return Thing(name, depth, tuple(shapes))


def _trunk_points(stage: Stage) -> list[Vector]:
    return [stage.skeleton.points[name] for name in ("pelvis", "waist", "chest")]


def _trunk(stage: Stage) -> list[Part]:
    points, body, palette = stage.skeleton.points, stage.skeleton.body, stage.palette
    front = add(points["chest"], turned(stage.skeleton.turns["chest"], (1.4, 0, 0)))
    shoulders = [(points[f"{side} shoulder"], body.shoulder_flesh + 0.3) for side in SIDES]
    hips = [(points[f"{side} hip"], body.hip_flesh) for side in SIDES]
    belly = between(points["pelvis"], points["waist"], 0.4)
    return [
        (palette.leggings, stage.limb(*hips, (points["waist"], body.waist_flesh - 0.8))),
        (
            palette.shirt,
            stage.limb(
                *_broad(stage, "lumbar", points["waist"], WAIST_HALF, body.waist_flesh),
                *_broad(stage, "pelvis", belly, HEM_HALF, body.waist_flesh - 0.3),
                (points["chest"], body.chest_flesh - 0.4),
            ),
        ),
        (
            palette.shirt,
            stage.limb((points["waist"], body.waist_flesh - 0.4), (front, body.chest_flesh - 1.2), *shoulders),
        ),
    ]


def _broad(stage: Stage, turn: str, middle: Vector, half: float, radius: float) -> list[tuple[Vector, float]]:
    """Return flesh that is wider from side to side than from front to back."""
    left, right = both_ways(middle, turned(stage.skeleton.turns[turn], Z), half)
    return [(right, radius), (left, radius)]


def _leg(stage: Stage, side: str, pose: Pose, *, is_far: bool, is_working: bool) -> list[Part]:
    points, body, palette = stage.skeleton.points, stage.skeleton.body, stage.palette
    hip, knee, ankle, heel, ball, toe = (
        points[f"{side} {name}"] for name in ("hip", "knee", "ankle", "heel", "ball", "toe")
    )
    backwards = turned(stage.skeleton.turns[f"{side} shank"], (-1, 0, 0))
    calf = add(between(knee, ankle, 0.3), scale(backwards, 0.9))
    tone = palette.working if is_working else palette.far_leggings if is_far else palette.leggings
    shoe = palette.far_shoe if is_far and not is_working else palette.shoe
    return [
        (tone, stage.limb((hip, body.hip_flesh), (knee, body.knee_flesh))),
        (tone, stage.limb((knee, body.knee_flesh), (calf, body.knee_flesh - 0.1), (ankle, body.ankle_flesh))),
        (shoe, stage.limb((ankle, body.ankle_flesh + 0.2), (heel, 1.75), (ball, 1.6))),
        (shoe, stage.limb((ball, 1.6), (toe, 1.25))),
    ]


def _arm(stage: Stage, side: str, pose: Pose, *, is_far: bool, is_working: bool) -> list[Part]:
    points, body, palette = stage.skeleton.points, stage.skeleton.body, stage.palette
    shoulder, elbow, wrist, hand, tips = (
        points[f"{side} {name}"] for name in ("shoulder", "elbow", "wrist", "hand", "fingertips")
    )
    skin = palette.far_skin if is_far else palette.skin
    sleeve_end = between(shoulder, elbow, 0.55)
    fingers = (tips, 1.1) if not pose.arm(side).fist else (hand, body.hand_flesh + 0.4)
    return [
        (skin, stage.limb((shoulder, body.shoulder_flesh - 0.3), (elbow, body.elbow_flesh))),
        (skin, stage.limb((elbow, body.elbow_flesh), (wrist, body.wrist_flesh))),
        (skin, stage.limb((wrist, body.wrist_flesh - 0.1), (hand, body.hand_flesh), fingers)),
        (
            palette.far_shirt if is_far else palette.shirt,
            stage.limb((shoulder, body.shoulder_flesh), (sleeve_end, body.elbow_flesh + 0.8)),
        ),
    ]
