"""Shapes as SVG: paths only. No words, ids, styles or addresses, so that any number can stand on one page."""

from __future__ import annotations

from collections.abc import Sequence

from programmes.figures.outline import number
from programmes.figures.stage import Bounds, Shape

MARGIN = 3.0
GAP = 8.0
OPENING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">'


def single(shapes: Sequence[Shape], bounds: Bounds, *, is_mirrored: bool = False) -> str:
    """Return one frame; mirrored, the working side is the other one."""
    left, top, width, height = _box(bounds)
    body = _paths(shapes)
    if is_mirrored:
        body = f'<g transform="matrix(-1 0 0 1 {number(2 * left + width)} 0)">{body}</g>'
    return f"{OPENING.format(box=_numbers(left, top, width, height))}{body}</svg>"


def pair(start: Sequence[Shape], end: Sequence[Shape], bounds: Bounds, *, is_mirrored: bool = False) -> str:
    """Return both frames side by side, the start on the left."""
    left, top, width, height = _box(bounds)
    places = (0.0, width + GAP)
    body = ""
    for shapes, place in zip((start, end), places, strict=True):
        turn = (
            f"matrix(-1 0 0 1 {number(2 * left + width + place)} 0)" if is_mirrored else f"translate({number(place)})"
        )
        body += f'<g transform="{turn}">{_paths(shapes)}</g>'
    return f"{OPENING.format(box=_numbers(left, top, 2 * width + GAP, height))}{body}</svg>"


def size(bounds: Bounds) -> tuple[float, float]:
    """Return width and height of a frame, in units."""
    return _box(bounds)[2:]


def _box(bounds: Bounds) -> tuple[float, float, float, float]:
    left, top = bounds.left - MARGIN, bounds.top - MARGIN
    return left, top, bounds.right + MARGIN - left, bounds.bottom + MARGIN - top


def _numbers(*values: float) -> str:
    return " ".join(number(value) for value in values)


def _paths(shapes: Sequence[Shape]) -> str:
    body = "".join(_path(shape) for shape in shapes if shape.path)
    return f'<g fill="none" stroke-linecap="round" stroke-linejoin="round">{body}</g>'


def _path(shape: Shape) -> str:
    attributes = f' fill="{shape.fill}"' if shape.fill != "none" else ""
    if shape.line:
        attributes += f' stroke="{shape.line}" stroke-width="{number(shape.width)}"'
    if shape.dashes:
        attributes += f' stroke-dasharray="{shape.dashes}"'
    return f'<path d="{shape.path}"{attributes}/>'
