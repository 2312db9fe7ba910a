"""What the server answers while somebody poses: the figure after the edits, drawn, with handles, controls, problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import figures
from programmes.admin.pose_controls import controls
from programmes.figures.editing import Handle, edited, handles
from programmes.figures.editing.frames import FRAMES
from programmes.pictures import Look

# What a handle is called, and the section of controls that belongs to it.
HANDLES = {
    "pelvis": (gettext_lazy("Body"), "body"),
    "head": (gettext_lazy("Head"), "trunk"),
    "right knee": (gettext_lazy("Right knee"), "right_leg"),
    "left knee": (gettext_lazy("Left knee"), "left_leg"),
    "right foot": (gettext_lazy("Right foot"), "right_leg"),
    "left foot": (gettext_lazy("Left foot"), "left_leg"),
    "right hand": (gettext_lazy("Right hand"), "right_arm"),
    "left hand": (gettext_lazy("Left hand"), "left_arm"),
}
# Somebody stands upright: where a picture begins that begins from nothing.
STANDING: dict[str, Any] = {
    "camera": {"turn": -15, "tilt": 6},
    "start": {
        "root": {"at": [0, 52.5, 0]},
        "right_leg": {"ball_at": [6, 0, 5]},
        "left_leg": {"ball_at": [6, 0, -5]},
    },
    "end": {},
    "props": [{"kind": "floor"}],
}


def drawn(plain: Any, frame: str, edits: Iterable[Mapping[str, Any]], look: Look) -> dict[str, Any]:
    """Return the answer for one frame. Raises FigureError."""
    body = figures.BUILDS[look.build]
    for edit in edits:
        plain = edited(plain, {**edit, "frame": frame}, body)
    figure = figures.read(plain)
    drawing = figures.draw(figure, palette=look.palette, build=look.build)
    return {
        "figure": plain,
        "pictures": {each: getattr(drawing, each) for each in FRAMES},
        "handles": _handles(handles(figure, frame, body)),
        "sections": controls(figure, frame),
        "problems": [_sentence(problem) for problem in figures.problems(figure, body)],
    }


def _handles(found: list[Handle]) -> list[dict[str, Any]]:
    """Return the handles as they are shown: of two alike, the one farther off `is_far`, and lies below."""
    nearest: dict[str, float] = {}
    for handle in found:
        part = handle.name.split()[-1]
        nearest[part] = max(handle.depth, nearest.get(part, handle.depth))
    return [_handle(handle, is_far=handle.depth < nearest[handle.name.split()[-1]]) for handle in found]


def _handle(handle: Handle, *, is_far: bool) -> dict[str, Any]:
    label, section = HANDLES[handle.name]
    shown = {"name": handle.name, "label": str(label), "section": section, "is_far": is_far}
    return {**shown, "x": handle.x, "y": handle.y}


def _sentence(problem: str) -> str:
    frame, colon, words = problem.partition(": ")
    named = {"start": _("Start"), "end": _("End")}
    return f"{named[frame]}: {words}." if colon and frame in named else f"{problem[:1].upper()}{problem[1:]}."
