"""The controls of the pose editor as plain values: a field says what it shows, and which edit it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from programmes.figures.editing.sight import Sight
from programmes.figures.pose import SIDES, Camera, Place
from programmes.figures.vectors import Vector, X, Z

Field = dict[str, Any]
Path = Sequence[str | int]
DEGREES, UNITS = "°", ""
# From where a place may be measured.
JOINTS = (
    "pelvis",
    "neck",
    "head",
    *(f"{side} {joint}" for joint in ("shoulder", "elbow", "hand", "hip", "knee", "ankle", "toe") for side in SIDES),
)


def put(path: Path) -> dict[str, Any]:
    return {"do": "set", "path": list(path)}


def slider(
    label: Any, path: Path, value: float, low: float, high: float, *, unit: str = DEGREES, **options: Any
) -> Field:
    """A value outside its range is shown all the same: somebody meant it."""
    shown = round(value, 1)
    return {
        **{"kind": "range", "id": _id(path), "label": str(label), "value": shown, "edit": put(path), "unit": unit},
        **{"min": min(low, shown), "max": max(high, shown), "step": 1 if unit else 0.5},
        **options,
    }


def tick(label: Any, path: Path, value: bool, **options: Any) -> Field:
    return {"kind": "tick", "id": _id(path), "label": str(label), "value": value, "edit": put(path), **options}


def choice(label: Any, path: Path, value: str, options: Iterable[tuple[str, Any]], **more: Any) -> Field:
    named = [[name, str(title)] for name, title in options]
    return {
        "kind": "choice",
        "id": _id(path),
        "label": str(label),
        "value": value,
        "options": named,
        "edit": put(path),
        **more,
    }


def press(label: Any, path: Path, edit: dict[str, Any]) -> Field:
    return {"kind": "press", "id": _id(path), "label": str(label), "edit": edit, "value": None}


def axes(camera: Camera) -> tuple[str, str, str]:
    """Return what the three axes of space are called, seen from there."""
    sight = Sight(camera)
    return (_axis(sight.seen(X)), _("Up"), _axis(sight.seen(Z)))


def _axis(seen: Vector) -> str:
    right, _down, near = seen
    if abs(right) >= abs(near):
        return _("To the right") if right > 0 else _("To the left")
    return _("Towards you") if near > 0 else _("Away from you")


def spot(path: Path, at: Sequence[float], named: Sequence[str], far: float = 70) -> list[Field]:
    """Return the sliders of a place in space, or of how far it is from a joint."""
    low, high = (0, 100) if far > 50 else (-far, far)
    return [
        slider(named[0], [*path, 0], at[0], -far, far, unit=UNITS),
        slider(named[1], [*path, 1], at[1], low, high, unit=UNITS),
        slider(named[2], [*path, 2], at[2], -far / 2, far / 2, unit=UNITS),
    ]


def place(path: Path, at: Place, named: Sequence[str]) -> list[Field]:
    """Return the controls of a place that may be measured from a joint."""
    return [
        choice(_("Goes with"), [*path, "of"], at.joint or "", joints(_("the room: it stays where it is"))),
        *reach(path, at, named),
    ]


def reach(path: Path, at: Place, named: Sequence[str]) -> list[Field]:
    return spot(path, at.offset, named, far=30 if at.joint else 70)


def joints(nothing: Any) -> list[tuple[str, Any]]:
    return [("", nothing), *((joint, _(joint)) for joint in JOINTS)]


def group(fields: list[Field], legend: Any = "") -> dict[str, Any]:
    return {"legend": str(legend), "fields": fields}


def section(key: str, title: Any, *groups: dict[str, Any]) -> dict[str, Any]:
    return {"key": key, "title": str(title), "groups": list(groups)}


def _id(path: Path) -> str:
    return "pose-" + "-".join(str(step).replace(" ", "-") for step in path)
