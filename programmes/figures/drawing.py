"""A figure drawn: two SVG frames of one size, and both side by side."""

from __future__ import annotations

from dataclasses import dataclass

from programmes.figures import svg
from programmes.figures.body import BUILDS
from programmes.figures.palette import PALETTES
from programmes.figures.pose import Figure
from programmes.figures.scene import frames


@dataclass(frozen=True)
class Drawing:
    """`width` and `height` of a frame are in units: a standing body is 100 tall."""

    start: str
    end: str
    pair: str
    width: float
    height: float


def draw(figure: Figure, *, palette: str = "teal", build: str = "standard", is_mirrored: bool = False) -> Drawing:
    """Return the figure drawn in one of PALETTES and BUILDS; mirrored, its working side is the left one."""
    start, end, bounds = frames(figure, PALETTES[palette], BUILDS[build])
    width, height = svg.size(bounds)
    return Drawing(
        start=svg.single(start, bounds, is_mirrored=is_mirrored),
        end=svg.single(end, bounds, is_mirrored=is_mirrored),
        pair=svg.pair(start, end, bounds, is_mirrored=is_mirrored),
        width=width,
        height=height,
    )
