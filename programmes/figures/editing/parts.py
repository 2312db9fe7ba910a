"""Adding and taking away things and arrows: a new one starts where it can be seen and makes sense."""

from __future__ import annotations

from typing import Any

from programmes.figures.editing.frames import Plain
from programmes.figures.props import KINDS
from programmes.figures.reading import FigureError

# What a kind needs to be told, or is better begun with.
BEGINNINGS: dict[str, dict[str, Any]] = {
    "band": {"path": ["right knee", "left knee"], "loop": True},
    "barbell": {"at": {"of": "neck", "by": [-4, 0, 0]}},
    "chair": {"x": -18},
    "cloth": {"at": {"of": "right ankle", "by": [0, -4, 0]}},
    "cone": {"at": [30, 0, 0]},
    "cushion": {"at": [25, 0, 0]},
    "dumbbell": {"at": "right hand"},
    "roller": {"at": [30, 6.5, 0]},
    "strap": {"path": ["right hand", "right toe"]},
    "towel": {"at": [25, 3.5, 0]},
    "wall": {"x": 28},
}
BESIDE = 10
BEGUN_ARROW = {"follow": "pelvis", "offset": BESIDE}


def added(plain: Plain, what: str, kind: str = "") -> dict[str, Any]:
    if what == "arrows":
        return {**plain, "arrows": [*plain.get("arrows", []), BEGUN_ARROW]}
    if kind not in KINDS:
        raise FigureError("edit.kind", f"is none of: {', '.join(sorted(KINDS))}")
    return {**plain, "props": [*plain.get("props", []), {"kind": kind, **BEGINNINGS.get(kind, {})}]}


def following(plain: Plain, index: int, joint: str) -> dict[str, Any]:
    """Return the figure with an arrow that follows *joint*; a way of its own is given up for it."""
    arrows = list(plain["arrows"])
    kept = {key: value for key, value in arrows[index].items() if key != "path"}
    arrows[index] = {**({} if "follow" in kept else {"offset": BESIDE}), **kept, "follow": joint}
    return {**plain, "arrows": arrows}


def ticked(plain: Plain, what: str, name: str, *, is_on: bool) -> dict[str, Any]:
    """Return the figure with *name* among its `working` limbs or `muscles`, or without it."""
    names = [one for one in plain.get(what, []) if one != name]
    return {**plain, what: [*names, name] if is_on else names}


def removed(plain: Plain, what: str, index: int) -> dict[str, Any]:
    parts = list(plain[what])
    del parts[index]
    return {**plain, what: parts}
