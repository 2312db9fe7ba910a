"""Which controls the pose editor shows, in the words of a practitioner: body, trunk and head, limbs, camera, marks.

Ranges are those of the drawn body's joints.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.pose_fields import (
    UNITS,
    Field,
    axes,
    group,
    press,
    put,
    section,
    slider,
    tick,
)
from programmes.admin.pose_limbs import LIMBS, Named, limb_controls
from programmes.admin.pose_things import arrows, things
from programmes.figures.body import JOINT_RANGES
from programmes.figures.editing.frames import pose_in
from programmes.figures.muscles import PATCHES
from programmes.figures.pose import SIDES, Figure, Pose

CAMERAS = (
    ("side", gettext_lazy("From the side"), {"turn": -15, "tilt": 6}),
    ("front", gettext_lazy("From the front"), {"turn": -75, "tilt": 6}),
    ("behind", gettext_lazy("From behind"), {"turn": 75, "tilt": 6}),
    ("above", gettext_lazy("From above"), {"turn": -15, "tilt": 40}),
)


def controls(figure: Figure, frame: str) -> list[dict[str, Any]]:
    """Return the sections of controls for one frame."""
    pose, named = pose_in(figure, frame), axes(figure.camera)
    return [
        section("body", _("Whole body"), group(_body(pose, named))),
        section("trunk", _("Trunk and head"), group(_trunk(pose))),
        *(section(limb, title, group(limb_controls(pose, limb, named))) for limb, title in LIMBS),
        section("camera", _("Seen from"), group(_camera(figure))),
        section("things", _("Things in the picture"), *things(figure, frame, named)),
        section("arrows", _("Arrow"), *arrows(figure)),
        section("marks", _("What works"), *_marks(figure)),
    ]


def _body(pose: Pose, named: Named) -> list[Field]:
    root = pose.root
    return [
        slider(_("Height of the hips"), ["root", "at", 1], root.at[1], 0, 80, unit=UNITS),
        slider(named[0], ["root", "at", 0], root.at[0], -50, 50, unit=UNITS),
        slider(named[2], ["root", "at", 2], root.at[2], -50, 50, unit=UNITS),
        slider(_("Trunk lean forwards"), ["root", "pitch"], root.pitch, -120, 120),
        slider(_("Trunk lean to the right"), ["root", "roll"], root.roll, -90, 90),
        slider(_("Turned to the left"), ["root", "yaw"], root.yaw, -180, 180),
        tick(_("In the air, as in a jump"), ["is_airborne"], pose.is_airborne),
    ]


def _trunk(pose: Pose) -> list[Field]:
    return [
        slider(_("Spine rounded"), ["spine"], pose.spine, *JOINT_RANGES["spine"]),
        slider(_("Side bend to the right"), ["side_bend"], pose.side_bend, *JOINT_RANGES["side bend"]),
        slider(_("Chest twisted to the left"), ["twist"], pose.twist, -60, 60),
        slider(_("Neck: chin down"), ["neck"], pose.neck, *JOINT_RANGES["neck"]),
        slider(_("Head tilted to the right"), ["neck_tilt"], pose.neck_tilt, -45, 45),
        slider(_("Looks to the left"), ["look"], pose.look, -80, 80),
    ]


def _camera(figure: Figure) -> list[Field]:
    return [
        *({**press(title, ["camera", key], put(["camera"])), "to": to} for key, title, to in CAMERAS),
        slider(_("Turned, from front to behind"), ["camera", "turn"], figure.camera.turn, -180, 180),
        slider(_("Looking down"), ["camera", "tilt"], figure.camera.tilt, -10, 80),
    ]


def _marks(figure: Figure) -> list[dict[str, Any]]:
    limbs = [_mark(title, "working", limb.replace("_", " "), figure.working) for limb, title in LIMBS]
    groups = [group(limbs, _("Limbs that work, drawn lighter"))]
    for side, legend in zip(SIDES, (_("Muscles, right"), _("Muscles, left")), strict=True):
        muscles = [_mark(_(name).capitalize(), "muscles", f"{side} {name}", figure.muscles) for name in PATCHES]
        groups.append(group(muscles, legend))
    ghost = tick(_("The end picture shows the start in pale"), ["ghost"], figure.ghost)
    return [*groups, group([ghost])]


def _mark(title: Any, what: str, name: str, marked: tuple[str, ...]) -> Field:
    edit = {"do": "tick", "what": what, "name": name}
    return tick(title, [what, name], name in marked, edit=edit)
