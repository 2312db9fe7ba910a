"""SVG of plain paths, such as the drawn figures, as PDF operators: compiled once a process, drawn as often as asked.

An image here is what WeasyPrint 70.0 takes for one. Anything but plain paths is left to WeasyPrint's own SVG drawing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree

import pydyf

from programmes.handout.path_data import Unsupported, number, operators

# About 3 KB each: the library for both sides and several looks, start and end.
MOST_KEPT = 2048

_SVG = "{http://www.w3.org/2000/svg}"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MATRIX = re.compile(r"matrix\(([^()]*)\)|translate\(([^()]*)\)")
# Numbers keep two decimals, which cannot be seen in a picture of this many units and more.
_SMALLEST = 20
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
# SVG's own values, to be told before they are changed.
_AT_FIRST = {
    "fill": "#000000",
    "stroke": "none",
    "stroke-width": "1",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "stroke-dasharray": "none",
}
_MITER_LIMIT = "4 M"

Style = Mapping[str, str]


class CompiledImage:
    """One picture, shared by every page and document that shows it."""

    def __init__(self, name: str, box: tuple[float, float, float, float], content: str) -> None:
        self.id = name
        self._left, self._top, self._width, self._height = box
        self._packed = zlib.compress(content.encode(), 9)

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[None, None, float]:
        """Return no size, as an SVG without width and height has none, and the shape."""
        return None, None, self._width / self._height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draw as large as fits, in the middle."""
        scale = min(width / self._width, height / self._height)
        across = (width - self._width * scale) / 2 - self._left * scale
        down = (height - self._height * scale) / 2 - self._top * scale
        stream.transform(scale, 0, 0, scale, across, down)
        stream.draw_x_object(stream.add_image(self, False, 1))

    def get_x_object(self, interpolate: bool, ratio: float) -> pydyf.Stream:
        """Return the operators for one file, in which WeasyPrint gives them a number."""
        corners = (self._left, self._top, self._left + self._width, self._top + self._height)
        extra = {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array(corners), "Filter": "/FlateDecode"}
        return pydyf.Stream([self._packed], extra)


@lru_cache(maxsize=MOST_KEPT)
def compiled(svg: str) -> CompiledImage | None:
    """Return the picture compiled; None for one that holds more than plain paths."""
    try:
        root = ElementTree.fromstring(svg)
        box = _box(root)
        content = "\n".join([_MITER_LIMIT, *_Painter().paint(root, _AT_FIRST)])
    except (Unsupported, ElementTree.ParseError):
        return None
    return CompiledImage(sha256(svg.encode()).hexdigest()[:24], box, content)


def _box(root: ElementTree.Element) -> tuple[float, float, float, float]:
    if root.tag != f"{_SVG}svg" or set(root.attrib) - {"viewBox"} - set(_AT_FIRST):
        raise Unsupported(root.tag)
    left, top, width, height = _numbers(root.get("viewBox", ""), 4)
    if min(width, height) < _SMALLEST:
        raise Unsupported("too few units for two decimals")
    return left, top, width, height


class _Painter:
    """Writes the operators of elements, and of the state only what has changed."""

    def __init__(self) -> None:
        self._state: dict[str, str] = {}

    def paint(self, element: ElementTree.Element, outer: Style) -> Iterator[str]:
        if (element.text or "").strip() or (element.tail or "").strip():
            raise Unsupported("text")
        style = {**outer, **{name: value for name, value in element.items() if name in _AT_FIRST}}
        own = set(element.attrib) - set(_AT_FIRST)
        if element.tag == f"{_SVG}path" and own <= {"d"} and not len(element):
            yield from self._path(element.get("d", ""), style)
        elif element.tag == f"{_SVG}g" and own <= {"transform"}:
            yield from self._group(element, style)
        elif element.tag == f"{_SVG}svg" and own == {"viewBox"}:
            yield from self._inside(element, style)
        else:
            raise Unsupported(f"{element.tag} {sorted(own)}")

    def _inside(self, element: ElementTree.Element, style: Style) -> Iterator[str]:
        for child in element:
            yield from self.paint(child, style)

    def _group(self, group: ElementTree.Element, style: Style) -> Iterator[str]:
        if "transform" not in group.attrib:
            yield from self._inside(group, style)
            return
        outside = dict(self._state)
        yield f"q {_matrix(group.attrib['transform'])} cm"
        yield from self._inside(group, style)
        yield "Q"
        self._state = outside

    def _path(self, data: str, style: Style) -> Iterator[str]:
        is_filled, is_stroked = style["fill"] != "none", style["stroke"] != "none"
        if is_filled:
            yield from self._set("fill", f"{_colour(style['fill'])} rg")
        if is_stroked:
            yield from self._stroke(style)
        if is_filled or is_stroked:
            paint = "B" if is_filled and is_stroked else "f" if is_filled else "S"
            yield f"{operators(data)} {paint}"

    def _stroke(self, style: Style) -> Iterator[str]:
        yield from self._set("stroke", f"{_colour(style['stroke'])} RG")
        yield from self._set("width", f"{number(_numbers(style['stroke-width'], 1)[0])} w")
        yield from self._set("cap", f"{_choice(_CAPS, style['stroke-linecap'])} J")
        yield from self._set("join", f"{_choice(_JOINS, style['stroke-linejoin'])} j")
        yield from self._set("dashes", f"[{_dashes(style['stroke-dasharray'])}] 0 d")

    def _set(self, name: str, operator: str) -> Iterator[str]:
        if self._state.get(name) != operator:
            self._state[name] = operator
            yield operator


def _colour(text: str) -> str:
    if not _COLOUR.fullmatch(text):
        raise Unsupported(f"the colour {text}")
    return " ".join(f"{int(text[start : start + 2], 16) / 255:.4g}" for start in (1, 3, 5))


def _choice(choices: Mapping[str, int], name: str) -> int:
    if name not in choices:
        raise Unsupported(name)
    return choices[name]


def _dashes(text: str) -> str:
    if text == "none":
        return ""
    lengths = _numbers(text)
    return " ".join(number(length) for length in (lengths * 2 if len(lengths) % 2 else lengths))


def _matrix(text: str) -> str:
    found = _MATRIX.fullmatch(text)
    if found is None:
        raise Unsupported(text)
    whole, moved = found.groups()
    values = _numbers(whole, 6) if whole is not None else [1, 0, 0, 1, *_numbers(moved), 0][:6]
    if not all(abs(value) in (0, 1) for value in values[:4]):
        raise Unsupported("a picture made larger or smaller, in which two decimals might be seen")
    return " ".join(number(value) for value in values)


def _numbers(text: str, count: int | None = None) -> list[float]:
    try:
        values = [float(value) for value in text.replace(",", " ").split()]
    except ValueError as error:
        raise Unsupported(text) from error
    if not values or count not in (None, len(values)):
        raise Unsupported(text)
    return values
