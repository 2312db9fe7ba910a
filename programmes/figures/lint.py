"""What a drawn body could not do, or a viewer could not make out: each as a sentence that says where.

Lengths are in units, a hundredth of the body.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from programmes.figures.body import JOINT_RANGES, STANDARD, Body
from programmes.figures.joints import joint_angles
from programmes.figures.palette import TEAL
from programmes.figures.pose import SIDES, Figure, Pose
from programmes.figures.props import CARRIERS, STANDS, Prop
from programmes.figures.props.bike import Bike
from programmes.figures.scene import frames
from programmes.figures.skeleton import Skeleton, solve
from programmes.figures.stage import Stage
from programmes.figures.svg import size
from programmes.figures.vectors import distance

# How far a hand or foot may be from what it is to touch.
TOUCH = 0.6
# How far flesh may sink into the floor (it is soft, and so is a mat), and hover above it.
SINK = 1.0
HOVER = 1.5
# An angle may be this far outside what textbooks give: a rig has no shoulder blades and a stiff foot.
SPARE_DEGREES = 3.0
# A leg straighter than this (degrees) does not show how the hip is rotated.
SHOWS_ROTATION = 20.0
WIDEST, TALLEST = 175.0, 135.0


def problems(figure: Figure, body: Body = STANDARD) -> list[str]:
    """Return what is wrong with the figure, a sentence each; nothing when it is sound."""
    found = []
    for name, pose, props in (("start", figure.start, figure.props), ("end", figure.end, figure.end_props)):
        skeleton = solve(pose, body)
        checks = (
            *(_out_of_reach(skeleton), _out_of_range(skeleton, pose), _stretched(skeleton)),
            *(_floor(skeleton, pose, props), _standing(pose, props), _unknown_things(figure, pose, skeleton)),
        )
        found += [f"{name}: {problem}" for check in checks for problem in check]
    return found + list(_out_of_view(figure, body))


def _out_of_reach(skeleton: Skeleton) -> Iterator[str]:
    for limb, short in skeleton.reach.items():
        if short > TOUCH:
            yield f"the {limb} misses what it is to touch by {short:.1f}; bring it nearer"


def _out_of_range(skeleton: Skeleton, pose: Pose) -> Iterator[str]:
    angles = joint_angles(skeleton)
    for side in SIDES:
        if angles[f"{side} knee"] < SHOWS_ROTATION:
            del angles[f"{side} hip rotation"]
    angles |= {"spine": pose.spine, "side bend": pose.side_bend, "neck": pose.neck}
    for joint, angle in angles.items():
        low, high = JOINT_RANGES[joint.removeprefix("right ").removeprefix("left ")]
        if not low - SPARE_DEGREES <= angle <= high + SPARE_DEGREES:
            yield f"{joint} is at {angle:.0f} degrees; a body goes from {low} to {high}"


def _stretched(skeleton: Skeleton) -> Iterator[str]:
    body, points = skeleton.body, skeleton.points
    bones = (
        *(("hip", "knee", body.thigh), ("knee", "ankle", body.shank)),
        *(("shoulder", "elbow", body.upper_arm), ("elbow", "wrist", body.forearm)),
    )
    for side in SIDES:
        for top, bottom, long in bones:
            drawn = distance(points[f"{side} {top}"], points[f"{side} {bottom}"])
            if abs(drawn - long) > 0.01:
                yield f"the bone from {side} {top} to {bottom} is {drawn:.1f} long instead of {long}"


def _standing(pose: Pose, props: Sequence[Prop]) -> Iterator[str]:
    """Yield each foot that is to stand and has nothing under it. A foot against a plate or a wall does not stand."""
    if any(isinstance(prop, Bike) for prop in props):
        return  # its pedals follow the feet
    for side in SIDES:
        leg = pose.leg(side)
        if leg.ball_at is None or leg.foot_up is not None or pose.is_airborne:
            continue
        x, y, z = leg.ball_at
        under = [prop.height_under(x, z) for prop in props if isinstance(prop, STANDS)]
        gaps = [abs(y - height) for height in (0.0, *under) if height is not None]
        if min(gaps) > TOUCH:
            yield f"the {side} foot stands {min(gaps):.1f} above or below what is under it; put it down"


def _floor(skeleton: Skeleton, pose: Pose, props: Sequence[Prop]) -> Iterator[str]:
    heights = surface_heights(skeleton)
    lowest = min(heights, key=heights.__getitem__)
    if heights[lowest] < -SINK:
        yield f"the {lowest} is {-heights[lowest]:.1f} below the floor; raise it"
    is_carried = pose.is_airborne or any(isinstance(prop, CARRIERS) for prop in props)
    if heights[lowest] > HOVER and not is_carried:
        yield f"nothing touches the floor: the {lowest} is {heights[lowest]:.1f} above it; lower the body"


def surface_heights(skeleton: Skeleton) -> dict[str, float]:
    """Return how high above the floor the underside of each part is."""
    body = skeleton.body
    flesh = {
        **{"pelvis": body.hip_flesh, "waist": body.waist_flesh - 0.8, "chest": body.chest_flesh - 0.4},
        **{"head": body.head},
    }
    limbs = {
        **{"hip": body.hip_flesh, "knee": body.knee_flesh, "ankle": body.ankle_flesh},
        **{"heel": 1.75, "ball": 1.6, "toe": 1.25, "shoulder": body.shoulder_flesh, "elbow": body.elbow_flesh},
        **{"wrist": body.wrist_flesh, "hand": body.hand_flesh},
    }
    flesh |= {f"{side} {part}": around for side in SIDES for part, around in limbs.items()}
    return {name: skeleton.points[name][1] - around for name, around in flesh.items()}


def _unknown_things(figure: Figure, pose: Pose, skeleton: Skeleton) -> Iterator[str]:
    stage = Stage(figure.camera, TEAL, skeleton)
    known = {"trunk", "head", *(f"{side} {limb}" for side in SIDES for limb in ("leg", "arm"))}
    known |= {thing.name for prop in figure.props for thing in prop.things(stage)}
    for name in sorted({name for both in pose.behind for name in both} - known):
        yield f"behind names {name!r}, which is not drawn; there are: {', '.join(sorted(known))}"


def _out_of_view(figure: Figure, body: Body) -> Iterator[str]:
    width, height = size(frames(figure, TEAL, body)[2])
    if width > WIDEST or height > TALLEST:
        limits = f"{WIDEST:.0f} x {TALLEST:.0f}"
        yield f"the frame is {width:.0f} x {height:.0f}; at most {limits} can be made out when small"
