"""Left and right of a whole figure changed: what the left limb does, the right one does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from programmes.figures.editing.frames import Plain
from programmes.figures.props import KINDS

# Values that are turned or bent to one side, and so to the other one.
SIDED = ("yaw", "roll", "side_bend", "twist", "look", "neck_tilt", "z")
# Lists of three numbers that are angles, with no side of their own.
ANGLES = ("hip", "shoulder")


def mirrored(plain: Plain) -> dict[str, Any]:
    """Return the figure with the nearer and the farther half of its world changed; the camera stays."""
    props = [_prop(prop) for prop in plain.get("props", [])]
    turned = {key: value if key in ("camera", "props") else _turned(value) for key, value in plain.items()}
    return {**turned, "props": props} if props else turned


def _prop(prop: Mapping[str, Any]) -> dict[str, Any]:
    """A thing that reaches from its back to its front reaches the other way round."""
    ends = {field.name: field.default for field in fields(KINDS[prop["kind"]]) if field.name in ("back", "front")}  # type: ignore[arg-type]
    turned: dict[str, Any] = _turned(prop)
    if len(ends) == 2:
        for holder, known in (
            (turned, {**ends, **prop}),
            (turned.get("end", {}), {**ends, **prop, **prop.get("end", {})}),
        ):
            if holder is turned or {"back", "front"} & set(holder):
                holder.update(back=-known["front"] + 0.0, front=-known["back"] + 0.0)
    return turned


def _turned(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {_other(name): _turned(one, name) for name, one in value.items()}
    if _is_vector(value):
        return value if key in ANGLES else [value[0], value[1], -value[2] + 0.0]
    if isinstance(value, list | tuple):
        return [_turned(one) for one in value]
    if isinstance(value, str):
        return _other(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return -value + 0.0 if key in SIDED else value


def _is_vector(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 3 and all(isinstance(one, int | float) for one in value)


def _other(word: str) -> str:
    """Return "left knee" for "right knee" and "left_arm" for "right_arm"."""
    for one, other in (("right", "left"), ("left", "right")):
        for joint in (" ", "_"):
            if word.startswith(one + joint):
                return other + word[len(one) :]
    return word
