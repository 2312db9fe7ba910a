"""Most boxes have no background, border or outline, which is found out anew of each, property by property.

Here once a style.
"""

from typing import Any

from weasyprint.draw import border
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background
from weasyprint.layout.absolute import AbsolutePlaceholder

from programmes.handout.shortcuts import places

_RADII = [f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")]
_NOTHING = {**dict.fromkeys(_RADII, (0, 0)), "background": None}
_NO_RADIUS = (0, "px")


def take() -> None:
    lay_out, draw_border, draw_outline = background.layout_box_backgrounds, border.draw_border, border.draw_outline

    def layout_box_backgrounds(
        page: Any, box: Any, get_image_from_uri: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        if style is not None or box is page or not _is_bare(box.style):
            lay_out(page, box, get_image_from_uri, layout_children, style)
            return
        (box._box if isinstance(box, AbsolutePlaceholder) else box).__dict__.update(_NOTHING)
        if layout_children:
            for child in box.all_children():
                layout_box_backgrounds(page, child, get_image_from_uri)

    def draw_border_if_any(stream: Any, box: Any) -> None:
        is_without = not (
            box.border_top_width or box.border_right_width or box.border_bottom_width or box.border_left_width
        )
        if not (is_without and _is_unframed(box.style)):
            draw_border(stream, box)

    def draw_outlines(stream: Any, box: Any) -> None:
        if box.style["outline_width"]:
            draw_outline(stream, box)
            return
        for child in box.children:
            if isinstance(child, boxes.Box):
                draw_outlines(stream, child)

    places.replace(lay_out, layout_box_backgrounds)
    places.replace(draw_border, draw_border_if_any)
    places.replace(draw_outline, draw_outlines)


def _is_bare(style: Any) -> bool:
    if "is_bare" not in style.__dict__:
        style.is_bare = (
            style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and style["visibility"] != "hidden"
            and not any(kind == "url" or value for kind, value in style["background_image"])
            and get_color(style, "background_color").alpha == 0
            and not style["box_shadow"]
            and all(_NO_RADIUS in style[name] for name in _RADII)
        )
    found: bool = style.is_bare
    return found


def _is_unframed(style: Any) -> bool:
    """Return whether no picture stands in for a border, and no rule between columns."""
    if "is_unframed" not in style.__dict__:
        style.is_unframed = (
            style["border_image_source"][0] == "none" and style["column_width"] == style["column_count"] == "auto"
        )
    found: bool = style.is_unframed
    return found
