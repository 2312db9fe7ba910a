"""An SVG from anywhere, rebuilt from an allow-list: shapes, places and plain paint.

What shows and cannot be taken over is refused by name; what does not show (scripts, links, notes) is left behind.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programmes.handout.document import SVG, Image
from programmes.handout.job import Busy
from programmes.handout.pdf import can_print

NAMESPACE = "http://www.w3.org/2000/svg"
MOST_BYTES = 200_000
MOST_ELEMENTS = 5000
DEEPEST = 40
WIDEST = 100_000

# Each can be matched in one way only: a long value must not keep the site busy.
_LENGTH = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2})?(?:px|pt|pc|mm|cm|in|%)?")
_LENGTHS = re.compile(r"none|[-+0-9.eE,\s%pxtcmin]*")
_NUMBERS = re.compile(r"[-+0-9.eE,\s]*")
_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9eE+\-.,\s]*")
_TRANSFORM = re.compile(r"(?:(?:matrix|translate|scale|rotate|skewX|skewY)\s*\([-+0-9.eE,\s]*\)[\s,]*)*|none")
_PAINT = re.compile(r"[a-zA-Z]+|#[0-9a-fA-F]{3,8}|(?:rgb|rgba|hsl|hsla)\([-+0-9.,%/\sdeg]*\)")
_WORD = re.compile(r"[a-z-]+")

_PAINTED: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(("fill", "stroke", "color"), _PAINT),
    **dict.fromkeys(("opacity", "fill-opacity", "stroke-opacity", "stroke-width", "stroke-dashoffset"), _LENGTH),
    **dict.fromkeys(("fill-rule", "stroke-linecap", "stroke-linejoin", "visibility"), _WORD),
    "stroke-miterlimit": _LENGTH,
    "stroke-dasharray": _LENGTHS,
}
_BOX = dict.fromkeys(("x", "y", "width", "height", "rx", "ry"), _LENGTH)
_SHAPES: dict[str, dict[str, re.Pattern[str]]] = {
    "g": {},
    "path": {"d": _PATH},
    "rect": _BOX,
    "circle": dict.fromkeys(("cx", "cy", "r"), _LENGTH),
    "ellipse": dict.fromkeys(("cx", "cy", "rx", "ry"), _LENGTH),
    "line": dict.fromkeys(("x1", "y1", "x2", "y2"), _LENGTH),
    "polyline": {"points": _NUMBERS},
    "polygon": {"points": _NUMBERS},
}
# What does not show. Definitions show only where something points at them, which is refused.
_UNSEEN = {"title", "desc", "metadata", "script", "defs", "symbol", "linearGradient", "radialGradient", "clipPath"}
# What changes how a shape looks, and is made of pointers.
_POINTERS = {"filter", "mask", "clip-path", "marker", "marker-start", "marker-mid", "marker-end"}


def clean_drawing(body: bytes) -> bytes:
    """Return the drawing rebuilt. Raises ValidationError, which names what cannot be taken over."""
    if len(body) > MOST_BYTES:
        raise ValidationError(_("Too large: send a drawing (SVG) of at most 200 kB."), code="large")
    root = _parsed(body)
    if sum(1 for _element in root.iter()) > MOST_ELEMENTS:
        message = _("Too many parts: send a drawing (SVG) of at most %(most)d.")
        raise ValidationError(message % {"most": MOST_ELEMENTS}, code="large")
    rebuilt = Element("svg", {"xmlns": NAMESPACE, "viewBox": _view_box(root), **_kept(root, {})})
    _rebuild(root, rebuilt, 1)
    drawing = ElementTree.tostring(rebuilt)
    if not _can_print(drawing):
        raise ValidationError(_("This drawing cannot be printed: a path or a number in it is broken."), code="format")
    return drawing


def _can_print(drawing: bytes) -> bool:
    try:
        return can_print(Image.of(SVG, drawing, ""))
    except Busy as error:
        raise ValidationError(error.words, code="busy") from error


def _parsed(body: bytes) -> Element:
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException as error:
        message = _("The drawing brings a DOCTYPE or entities. Save it as plain SVG, without them.")
        raise ValidationError(message, code="doctype") from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ValidationError(_("This is no SVG that can be read."), code="format") from error
    if root.tag != f"{{{NAMESPACE}}}svg":
        raise ValidationError(_("This is no SVG that can be read."), code="format")
    return root


def _view_box(root: Element) -> str:
    stated = root.get("viewBox", "").replace(",", " ").split()
    sizes = stated if len(stated) == 4 else ["0", "0", *(root.get(name, "") for name in ("width", "height"))]
    try:
        left, top, width, height = (float(size.removesuffix("px")) for size in sizes)
    except ValueError:
        left = top = width = height = math.nan
    if not (0 < width <= WIDEST and 0 < height <= WIDEST and abs(left) <= WIDEST and abs(top) <= WIDEST):
        message = _("The drawing does not say how large it is: give it a viewBox, or width and height in pixels.")
        raise ValidationError(message, code="size")
    return f"{left:g} {top:g} {width:g} {height:g}"


def _rebuild(old: Element, new: Element, depth: int) -> None:
    if depth > DEEPEST:
        raise ValidationError(_("The groups in this drawing are nested too deeply."), code="large")
    for child in old:
        name = _name(child)
        if name is not None and not _is_hidden(child):
            _rebuild(child, ElementTree.SubElement(new, name, _kept(child, _SHAPES[name])), depth + 1)


def _name(element: Element) -> str | None:
    """Return the name of a shape; None for what does not show. Raises ValidationError for anything else."""
    tag: Any = element.tag  # a function, for a comment
    namespace, _brace, name = tag[1:].partition("}") if isinstance(tag, str) else ("", "", "")
    if namespace != NAMESPACE or name in _UNSEEN or (name == "style" and not (element.text or "").strip()):
        return None
    if name not in _SHAPES:
        raise _not_taken_over(f"<{name}>")
    return name


def _is_hidden(element: Element) -> bool:
    return dict(_stated(element)).get("display") == "none"


def _kept(element: Element, own: Mapping[str, re.Pattern[str]]) -> dict[str, str]:
    """Return the attributes that say where a shape is and how it is painted."""
    allowed = {**_PAINTED, **own, "transform": _TRANSFORM}
    kept = {}
    for name, value in _stated(element):
        if name in _POINTERS and value != "none":
            raise _not_taken_over(name)
        if name in allowed:
            if not allowed[name].fullmatch(value):
                raise _not_taken_over(f"{name}=“{value[:40]}”")
            kept[name] = value
    return kept


def _stated(element: Element) -> Iterator[tuple[str, str]]:
    """Yield what the attributes say, and then what the style says, which wins. Drawing programs write either."""
    yield from ((name, value.strip()) for name, value in element.items())
    for declaration in element.get("style", "").split(";"):
        name, _colon, value = declaration.partition(":")
        yield name.strip(), value.strip()


def _not_taken_over(what: str) -> ValidationError:
    message = _(
        "The drawing uses %(what)s, which is not taken over. "
        "In your drawing program, turn it into plain shapes with plain colours."
    )
    return ValidationError(message % {"what": what}, code="not-taken-over")
