"""The controls of the pose editor for props and arrows. A prop's come from its fields, so a new kind needs none."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.pose_fields import JOINTS, UNITS, Field, choice, group, joints, place, press, slider, spot, tick
from programmes.figures.pose import Arrow, Figure, Place
from programmes.figures.props import KINDS

# Fields of a prop that are worth a control, and what they are called; the others stay as they are.
WORDS = {
    "left": gettext_lazy("Left end"),
    "right": gettext_lazy("Right end"),
    "back": gettext_lazy("Back edge"),
    "front": gettext_lazy("Front edge"),
    "height": gettext_lazy("Height"),
    "radius": gettext_lazy("Half thickness"),
    "half_length": gettext_lazy("Half length"),
    "half_width": gettext_lazy("Half width"),
    "thickness": gettext_lazy("Thickness"),
    "width": gettext_lazy("Width"),
    "seat": gettext_lazy("Height of the seat"),
    "depth": gettext_lazy("Depth of the seat"),
    "high": gettext_lazy("Height of the high end"),
    "low": gettext_lazy("Height of the low end"),
    "pins": gettext_lazy("Height of the pins"),
    "loop": gettext_lazy("A loop"),
    "is_rail": gettext_lazy("Only a rail"),
    "across": gettext_lazy("Seen from the front"),
    "faces_left": gettext_lazy("Faces left"),
    "faces_right": gettext_lazy("Faces right"),
}
FAR = 70
XYZ = ("x", "y", "z")
UPRIGHT = ("height", "radius", "seat")
Named = tuple[str, str, str]


def things(figure: Figure, frame: str, named: Named) -> list[dict[str, Any]]:
    """Return a group of controls for each prop, and one to add another."""
    props = figure.props if frame == "start" else figure.end_props
    groups = [_thing(index, prop, named) for index, prop in enumerate(props)]
    kinds = [("", _("Choose")), *((kind, _(kind).capitalize()) for kind in sorted(KINDS))]
    add = choice(_("Add a thing"), ["props", "add"], "", kinds, edit={"do": "add", "what": "props"}, sets="kind")
    return [*groups, group([add])]


def arrows(figure: Figure) -> list[dict[str, Any]]:
    groups = [_arrow(index, arrow) for index, arrow in enumerate(figure.arrows)]
    return [*groups, group([press(_("Add an arrow"), ["arrows", "add"], {"do": "add", "what": "arrows"})])]


def _thing(index: int, prop: Any, named: Named) -> dict[str, Any]:
    kind = next(name for name, made in KINDS.items() if isinstance(prop, made))
    path = ["props", index]
    shown = [
        field
        for each in fields(prop)
        for field in _values([*path, each.name], each.name, getattr(prop, each.name), named)
    ]
    title = _(kind).capitalize()
    remove = press(
        _("Take away: %(thing)s") % {"thing": title.lower()},
        [*path, "remove"],
        {"do": "remove", "what": "props", "index": index},
    )
    return group([*shown, remove], title)


def _values(path: list[str | int], name: str, value: Any, named: Named) -> list[Field]:
    if isinstance(value, Place):
        return place(path, value, named)
    if isinstance(value, tuple) and value and isinstance(value[0], Place):
        return [_passes(path, step, each) for step, each in enumerate(value)]
    if name == "at":
        return spot(path, value, named)
    if isinstance(value, bool) and name in WORDS:
        return [tick(WORDS[name], path, value)]
    if isinstance(value, int | float) and (name in WORDS or name in XYZ):
        label = named[XYZ.index(name)] if name in XYZ else WORDS[name]
        return [slider(label, path, value, 0 if name in UPRIGHT else -FAR, FAR, unit=UNITS)]
    return []


def _passes(path: list[str | int], step: int, at: Place) -> Field:
    """A point on the way of a band or strap; one in the room stays what it is until a joint is chosen."""
    options = joints(_("a place in the room"))
    return choice(_("Point %(number)s is at") % {"number": step + 1}, [*path, step, "of"], at.joint or "", options)


def _arrow(index: int, arrow: Arrow) -> dict[str, Any]:
    path = ["arrows", index]
    own_way = [("", _("a way of its own"))] if arrow.follow is None else []
    followed = [*own_way, *((joint, _(joint)) for joint in JOINTS)]
    edit = {"do": "follow", "index": index}
    follow = choice(_("Follows"), [*path, "follow"], arrow.follow or "", followed, edit=edit)
    remove = press(_("Take away the arrow"), [*path, "remove"], {"do": "remove", "what": "arrows", "index": index})
    return group(
        [
            follow,
            slider(_("Beside it by"), [*path, "offset"], arrow.offset, -30, 30, unit=UNITS),
            tick(_("Both ways"), [*path, "both_ways"], arrow.both_ways),
            tick(_("Presses, without moving"), [*path, "push"], arrow.push),
            tick(_("Hold at the end"), [*path, "hold"], arrow.hold),
            remove,
        ],
        _("Arrow %(number)s") % {"number": index + 1},
    )
