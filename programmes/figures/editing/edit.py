"""One step of posing a figure, as the browser asks for it: the figure before, the figure after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

from programmes.figures.body import STANDARD, Body
from programmes.figures.editing.drag import HANDLES, dragged
from programmes.figures.editing.frames import FRAMES, Plain
from programmes.figures.editing.mirror import mirrored
from programmes.figures.editing.parts import added, following, removed, ticked
from programmes.figures.editing.setting import put
from programmes.figures.editing.swivel import with_swivel
from programmes.figures.editing.ways import measured_from, place_by, with_toes_out
from programmes.figures.reading import FARTHEST, FigureError, read

Edit = Mapping[str, Any]


def edited(plain: Plain, edit: Edit, body: Body = STANDARD) -> dict[str, Any]:
    """Return the figure after *edit*. Raises FigureError, for an edit that makes no figure too."""
    deed = _DEEDS.get(str(edit.get("do")))
    if deed is None or edit.get("frame", "start") not in FRAMES:
        raise FigureError("edit.do", f"is none of: {', '.join(_DEEDS)}")
    read(plain)
    try:
        changed = deed(plain, edit, body)
    except FigureError:
        raise
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise FigureError("edit", "does not fit this figure; load the page again") from error
    read(changed)
    return changed


def _set(plain: Plain, edit: Edit, body: Body) -> dict[str, Any]:
    return put(plain, edit["frame"], edit["path"], edit["to"])


def _drag(plain: Plain, edit: Edit, body: Body) -> dict[str, Any]:
    if edit["handle"] not in HANDLES:
        raise FigureError("edit.handle", f"is none of: {', '.join(HANDLES)}")
    x, y = (max(-FARTHEST / 4, min(FARTHEST / 4, float(number))) for number in edit["to"])
    if not all(isfinite(number) for number in edit["to"]):
        raise FigureError("edit.to", "must be two numbers")
    return dragged(plain, edit["frame"], edit["handle"], (x, y), body)


def _way(plain: Plain, edit: Edit, body: Body) -> dict[str, Any]:
    return place_by(plain, edit["frame"], edit["limb"], edit["way"], body)


def _from(plain: Plain, edit: Edit, body: Body) -> dict[str, Any]:
    return measured_from(plain, edit["frame"], edit["limb"], edit["of"] or None, body)


def _copy(plain: Plain, edit: Edit, body: Body) -> dict[str, Any]:
    props = [{key: value for key, value in prop.items() if key != "end"} for prop in plain.get("props", [])]
    return {**plain, "end": {}, **({"props": props} if props else {})}


def _mirror(plain: Plain, edit: Edit, body: Body) -> dict[str, Any]:
    return mirrored(plain)


def _add(plain: Plain, edit: Edit, body: Body) -> dict[str, Any]:
    return added(plain, edit["what"], edit.get("kind", ""))


def _remove(plain: Plain, edit: Edit, body: Body) -> dict[str, Any]:
    return removed(plain, edit["what"], edit["index"])


def _follow(plain: Plain, edit: Edit, body: Body) -> dict[str, Any]:
    return following(plain, edit["index"], edit["to"])


def _swivel(plain: Plain, edit: Edit, body: Body) -> dict[str, Any]:
    return with_swivel(plain, edit["frame"], edit["limb"], float(edit["to"]), body)


def _tick(plain: Plain, edit: Edit, body: Body) -> dict[str, Any]:
    return ticked(plain, edit["what"], edit["name"], is_on=bool(edit["to"]))


def _toes(plain: Plain, edit: Edit, body: Body) -> dict[str, Any]:
    return with_toes_out(plain, edit["frame"], edit["limb"], float(edit["to"]))


_DEEDS: dict[str, Callable[[Plain, Edit, Body], dict[str, Any]]] = {
    "set": _set,
    "drag": _drag,
    "way": _way,
    "from": _from,
    "copy": _copy,
    "mirror": _mirror,
    "add": _add,
    "remove": _remove,
    "follow": _follow,
    "swivel": _swivel,
    "tick": _tick,
    "toes": _toes,
}
