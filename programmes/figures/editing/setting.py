"""Setting one value of a figure by its path: ("right_leg", "hip", 0) of a pose, ("props", 1, "height")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from programmes.figures.editing.frames import Plain, plain_pose, pose_in, with_pose
from programmes.figures.editing.grip import plain_place
from programmes.figures.pose import Place
from programmes.figures.reading import FigureError, read

Path = Sequence[str | int]
WHOLE = ("camera", "ghost", "arrows", "working", "muscles")


def put(plain: Plain, frame: str, path: Path, to: Any) -> dict[str, Any]:
    """Return the figure with one value changed. What was not said there yet starts from its default."""
    name = path[0] if path else ""
    figure = read(plain)
    if name == "props" and len(path) > 2:
        return _put_prop(plain, frame, path, to, figure.props if frame == "start" else figure.end_props)
    if name in WHOLE:
        return {**plain, str(name): _replaced(plain.get(str(name)), getattr(figure, str(name)), path[1:], to)}
    pose = plain_pose(plain, frame)
    if not hasattr(pose_in(figure, frame), str(name)):
        raise FigureError("edit.path", f"{name!r} is no part of a figure")
    pose[str(name)] = _replaced(pose.get(str(name)), getattr(pose_in(figure, frame), str(name)), path[1:], to)
    return with_pose(plain, frame, pose)


def _put_prop(plain: Plain, frame: str, path: Path, to: Any, read_props: Sequence[Any]) -> dict[str, Any]:
    """In the end frame only what differs there is changed."""
    index, name = path[1], str(path[2])
    props = [dict(prop) for prop in plain.get("props", [])]
    prop = props[int(index)]
    holder = dict(prop.get("end", {})) if frame == "end" else prop
    known = holder.get(name, prop.get(name))
    holder[name] = _replaced(known, getattr(read_props[int(index)], name), path[3:], to)
    if frame == "end":
        prop["end"] = holder
    return {**plain, "props": props}


def _replaced(plain: Any, value: Any, path: Path, to: Any) -> Any:
    """Return *plain*, or where it is not given the *value* it was read as, with what is at *path* replaced."""
    if not path:
        return to
    step, rest = path[0], path[1:]
    if isinstance(value, Place):
        return _replaced_place(value, step, to)
    if isinstance(step, int):
        items = list(plain) if isinstance(plain, list | tuple) else list(value)
        items[step] = _replaced(items[step], value[step], rest, to)
        return items
    named = dict(plain) if isinstance(plain, dict) else {}
    return {**named, step: _replaced(named.get(step), getattr(value, step), rest, to)}


def _replaced_place(place: Place, step: str | int, to: Any) -> Any:
    if step == "of":
        return to if to else list(place.offset)
    offset = list(place.offset)
    offset[int(step)] = to
    if place.joint is None:
        return offset
    return {"of": place.joint, "by": offset} if any(offset) else plain_place(Place(joint=place.joint))
