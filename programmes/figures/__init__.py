"""Pictures of exercises, drawn from joint angles: `read` a figure, `draw` it, see its `problems`.

Pure: plain values in, SVG out. Body, pose, camera, props and painter have a file each.
"""

from __future__ import annotations

from programmes.figures.body import BUILDS
from programmes.figures.drawing import Drawing, draw
from programmes.figures.joints import deepest_standing_bend
from programmes.figures.lint import problems
from programmes.figures.palette import PALETTES
from programmes.figures.pose import Figure
from programmes.figures.reading import FigureError, read

__all__ = [
    "BUILDS",
    "PALETTES",
    "Drawing",
    "Figure",
    "FigureError",
    "deepest_standing_bend",
    "draw",
    "problems",
    "read",
]
