"""Least widths are dear, word by word, and WeasyPrint also works out those that cannot change the outcome.

A box that fits on one line needs none; neither does a line of text below every floated picture.
"""

from typing import Any

from weasyprint.layout import inline, preferred

from programmes.handout.shortcuts import places


def take() -> None:
    places.replace(preferred.shrink_to_fit, _shrink_to_fit)
    inline.inline_min_content_width = _width_of_a_line


def _shrink_to_fit(context: Any, box: Any, available_content_width: float) -> float:
    longest: float = preferred.max_content_width(context, box, outer=False)
    if longest <= available_content_width:
        return longest
    return min(max(preferred.min_content_width(context, box, outer=False), available_content_width), longest)


def _width_of_a_line(context: Any, box: Any, **where: Any) -> float:
    """Return what is used to see whether the line runs into a float: nothing where none reaches down to it."""
    below = all(shape.position_y + shape.margin_height() < box.position_y for shape in context.excluded_shapes)
    if below and box.style["direction"] == "ltr":
        return 0
    width: float = preferred.inline_min_content_width(context, box, **where)
    return width
