"""A figure from plain JSON values. Whatever does not fit is named by its path: "end.right_leg.knee"."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from programmes.figures.muscles import MUSCLES
from programmes.figures.pose import Arrow, Camera, Figure, Place, Plant, Pose
from programmes.figures.props import KINDS
from programmes.figures.skeleton import POINTS
from programmes.figures.vectors import Vector

# Far outside any picture: what is larger is a slip of the pen.
FARTHEST = 1000
MOST_PARTS = 24
# A limb is given in one of these ways; naming a key of one way in the end pose drops those of the others.
WAYS = (
    ({"hip", "knee"}, {"ball_at", "toes", "foot_up", "heel_lift", "ankle_at", "knee_towards"}),
    ({"ball_at"}, {"hip", "knee", "ankle", "ankle_at"}),
    ({"ankle_at"}, {"hip", "knee", "ball_at", "toes", "foot_up", "heel_lift"}),
    ({"shoulder", "elbow"}, {"hand_at", "elbow_towards"}),
    ({"hand_at"}, {"shoulder", "elbow"}),
)
LIMBS = ("right_leg", "left_leg", "right_arm", "left_arm")


class FigureError(ValueError):
    """A figure that cannot be read: `path` says where, `reason` says what to do."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}" if path else reason)


def read(plain: Any) -> Figure:
    """Return the figure that *plain* describes. Raises FigureError."""
    data = _mapping(plain, "")
    _known_keys(data, ("start", "end", "camera", "props", "arrows", "working", "muscles", "ghost"), "")
    start = _mapping(data.get("start", {}), "start")
    end = end_pose(start, _mapping(data.get("end", {}), "end"))
    props = _list(data.get("props", []), "props")
    return Figure(
        start=_dataclass(Pose, start, "start"),
        end=_dataclass(Pose, end, "end"),
        camera=_dataclass(Camera, data.get("camera", {}), "camera"),
        props=tuple(_prop(prop, f"props[{index}]", at_end=False) for index, prop in enumerate(props)),
        end_props=tuple(_prop(prop, f"props[{index}]", at_end=True) for index, prop in enumerate(props)),
        arrows=_value(tuple[Arrow, ...], data.get("arrows", []), "arrows"),
        working=_words(data.get("working", []), "working", LIMB_NAMES),
        muscles=_words(data.get("muscles", []), "muscles", MUSCLES),
        ghost=_value(bool, data.get("ghost", True), "ghost"),
    )


LIMB_NAMES = tuple(limb.replace("_", " ") for limb in LIMBS)


def end_pose(start: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the end pose as plain values: the start with *changes*."""
    end = dict(start)
    for name, change in changes.items():
        before = end.get(name)
        if name in LIMBS and isinstance(before, Mapping) and isinstance(change, Mapping):
            end[name] = _limb(before, change)
        elif isinstance(before, Mapping) and isinstance(change, Mapping) and name == "root":
            end[name] = {**before, **change}
        else:
            end[name] = change
    if "root" in changes and "plant" not in changes:
        root = changes["root"]
        if isinstance(root, Mapping) and "at" in root:
            end.pop("plant", None)
    return end


def _limb(before: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    dropped = {key for way, others in WAYS if way & set(change) for key in others}
    return {**{key: value for key, value in before.items() if key not in dropped}, **change}


def _prop(plain: Any, path: str, *, at_end: bool) -> Any:
    data = dict(_mapping(plain, path))
    kind = data.pop("kind", None)
    if kind not in KINDS:
        raise FigureError(f"{path}.kind", f"is none of: {', '.join(sorted(KINDS))}")
    changes = _mapping(data.pop("end", {}), f"{path}.end")
    return _dataclass(KINDS[kind], {**data, **changes} if at_end else data, path)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _dataclass(kind: Any, plain: Any, path: str) -> Any:
    if kind is Place:
        return _place(plain, path)
    data = _mapping(plain, path)
    known = {item.name: item for item in fields(kind)}
    _known_keys(data, known, path)
    for name, item in known.items():
        if name not in data and item.default is MISSING and item.default_factory is MISSING:
            raise FigureError(_joined(path, name), "is missing; add it")
    hints = _hints(kind)
    values = {name: _value(hints[name], value, _joined(path, name)) for name, value in data.items()}
    if kind is Plant and values["point"] not in POINTS:
        raise FigureError(_joined(path, "point"), _not_one_of(values["point"], POINTS))
    if kind is Arrow and values.get("follow") is not None and values["follow"] not in POINTS:
        raise FigureError(_joined(path, "follow"), _not_one_of(values["follow"], POINTS))
    if kind is Arrow and values.get("follow") is None and len(values.get("path", ())) < 2:
        raise FigureError(path, "needs a joint to follow or a path of at least two places")
    return kind(**values)


def _value(hint: Any, value: Any, path: str) -> Any:
    if get_origin(hint) is UnionType or NoneType in get_args(hint):
        if value is None:
            return None
        hint = next(one for one in get_args(hint) if one is not NoneType)
    if hint is float:
        return _number(value, path)
    if hint is bool or hint is str:
        if not isinstance(value, hint):
            raise FigureError(path, "must be true or false" if hint is bool else "must be a text")
        return value
    if hint == Vector:
        return _vector(value, path)
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint), value, path)
    return _dataclass(hint, value, path)


def _tuple(inner: tuple[Any, ...], value: Any, path: str) -> tuple[Any, ...]:
    values = _list(value, path)
    if inner[-1] is Ellipsis:
        return tuple(_value(inner[0], one, f"{path}[{index}]") for index, one in enumerate(values))
    if len(values) != len(inner):
        raise FigureError(path, f"must be a list of {len(inner)}")
    pairs = zip(inner, values, strict=True)
    return tuple(_value(hint, one, f"{path}[{index}]") for index, (hint, one) in enumerate(pairs))


def _place(plain: Any, path: str) -> Place:
    """Read [x, y, z], the name of a joint, or {of: joint, by: [x, y, z]}."""
    if isinstance(plain, list):
        return Place(_vector(plain, path))
    data = {"of": plain} if isinstance(plain, str) else _mapping(plain, path)
    _known_keys(data, ("of", "by"), path)
    joint = data.get("of")
    if joint not in POINTS:
        raise FigureError(path, _not_one_of(joint, POINTS))
    return Place(_vector(data.get("by", [0, 0, 0]), path), joint)


def _vector(value: Any, path: str) -> Vector:
    numbers = _list(value, path)
    if len(numbers) != 3:
        raise FigureError(path, "must be a list of three numbers")
    x, y, z = (_number(number, f"{path}[{index}]") for index, number in enumerate(numbers))
    return (x, y, z)


def _number(value: Any, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise FigureError(path, "must be a number")
    if abs(value) > FARTHEST:
        raise FigureError(path, f"must be between -{FARTHEST} and {FARTHEST}")
    return float(value)


def _words(value: Any, path: str, known: tuple[str, ...]) -> tuple[str, ...]:
    words = _list(value, path)
    for index, word in enumerate(words):
        if word not in known:
            raise FigureError(f"{path}[{index}]", _not_one_of(word, known))
    return tuple(words)


def _list(value: Any, path: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise FigureError(path, "must be a list")
    if len(value) > MOST_PARTS:
        raise FigureError(path, f"has {len(value)} entries; at most {MOST_PARTS} can be drawn")
    return list(value)


def _mapping(value: Any, path: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise FigureError(path, "must be a set of named values")
    return value


def _known_keys(data: Mapping[str, Any], known: Any, path: str) -> None:
    for name in data:
        if name not in known:
            raise FigureError(_joined(path, str(name)), _unknown(str(name), list(known)))


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"is an unknown key; did you mean {near[0]!r}?" if near else "is an unknown key; take it out"


def _not_one_of(value: Any, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(str(value), known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(known)}"
    return f"{value!r} is not known; {hint}"


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
