"""The controls of the pose editor for one leg or arm: which there are depends on how the limb is placed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.pose_fields import Field, choice, joints, reach, slider, spot, tick
from programmes.figures.body import JOINT_RANGES
from programmes.figures.editing.swivel import swivel
from programmes.figures.editing.ways import ANGLES, HELD, STANDS, toes_out, way_of
from programmes.figures.pose import Arm, Leg, Pose
from programmes.figures.skeleton import solve

Named = tuple[str, str, str]
LIMBS = (
    ("right_leg", gettext_lazy("Right leg")),
    ("left_leg", gettext_lazy("Left leg")),
    ("right_arm", gettext_lazy("Right arm")),
    ("left_arm", gettext_lazy("Left arm")),
)
WAY_WORDS = {
    "leg": (
        (ANGLES, gettext_lazy("by the angles of its joints")),
        (STANDS, gettext_lazy("the foot stands here")),
        (HELD, gettext_lazy("the ankle rests here")),
    ),
    "arm": ((ANGLES, gettext_lazy("by the angles of its joints")), (HELD, gettext_lazy("the hand holds here"))),
}


def limb_controls(pose: Pose, limb: str, named: Named) -> list[Field]:
    side, _line, kind = limb.partition("_")
    values: Any = pose.leg(side) if kind == "leg" else pose.arm(side)
    way = way_of(values)
    edit = {"do": "way", "limb": limb}
    how = choice(_("Placed"), [limb, "way"], way, WAY_WORDS[kind], edit=edit, sets="way")
    if way == ANGLES:
        return [how, *(_leg_angles(limb, values) if kind == "leg" else _arm_angles(limb, values))]
    return [how, *(_leg(pose, limb, values, way, named) if kind == "leg" else _arm(pose, limb, values, named))]


def _leg(pose: Pose, limb: str, leg: Leg, way: str, named: Named) -> list[Field]:
    points = _points(pose, limb, _("Knee points outwards"))
    if way == HELD:
        assert leg.ankle_at is not None
        held = [_goes_with(limb, leg.ankle_at.joint), *reach([limb, "ankle_at"], leg.ankle_at, named)]
        return [*held, points, _ankle(limb, leg)]
    assert leg.ball_at is not None
    turned = slider(_("Toes turned out"), [limb, "toes"], toes_out(pose, limb.partition("_")[0]), -60, 90)
    return [
        *spot([limb, "ball_at"], leg.ball_at, named),
        points,
        {**turned, "edit": {"do": "toes", "limb": limb}},
        slider(_("Heel lifted"), [limb, "heel_lift"], leg.heel_lift, 0, 60),
    ]


def _arm(pose: Pose, limb: str, arm: Arm, named: Named) -> list[Field]:
    assert arm.hand_at is not None
    held = [_goes_with(limb, arm.hand_at.joint), *reach([limb, "hand_at"], arm.hand_at, named)]
    return [*held, _points(pose, limb, _("Elbow points outwards")), _fist(limb, arm)]


def _points(pose: Pose, limb: str, label: str) -> Field:
    turned = slider(label, [limb, "swivel"], swivel(solve(pose), limb), -180, 180)
    return {**turned, "edit": {"do": "swivel", "limb": limb}}


def _leg_angles(limb: str, leg: Leg) -> list[Field]:
    flexion, abduction, rotation = leg.hip
    return [
        slider(_("Hip bent"), [limb, "hip", 0], flexion, *JOINT_RANGES["hip flexion"]),
        slider(_("Hip out to the side"), [limb, "hip", 1], abduction, *JOINT_RANGES["hip abduction"]),
        slider(_("Hip turned out"), [limb, "hip", 2], rotation, *JOINT_RANGES["hip rotation"]),
        slider(_("Knee bent"), [limb, "knee"], leg.knee, *JOINT_RANGES["knee"]),
        _ankle(limb, leg),
    ]


def _ankle(limb: str, leg: Leg) -> Field:
    return slider(_("Ankle: toes up"), [limb, "ankle"], leg.ankle, *JOINT_RANGES["ankle"])


def _arm_angles(limb: str, arm: Arm) -> list[Field]:
    flexion, abduction, rotation = arm.shoulder
    farthest_back = -JOINT_RANGES["shoulder extension"][1]
    return [
        slider(_("Shoulder lift forwards"), [limb, "shoulder", 0], flexion, farthest_back, 180),
        slider(_("Shoulder lift to the side"), [limb, "shoulder", 1], abduction, -40, 90),
        slider(_("Shoulder turned out"), [limb, "shoulder", 2], rotation, -90, 90),
        slider(_("Elbow bent"), [limb, "elbow"], arm.elbow, *JOINT_RANGES["elbow"]),
        _fist(limb, arm),
    ]


def _fist(limb: str, arm: Arm) -> Field:
    return tick(_("Fist"), [limb, "fist"], arm.fist)


def _goes_with(limb: str, joint: str | None) -> Field:
    edit = {"do": "from", "limb": limb}
    return choice(_("Goes with"), [limb, "of"], joint or "", joints(_("the room: it stays here")), edit=edit, sets="of")
