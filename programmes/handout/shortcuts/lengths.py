"""The lengths of a box follow from its style alone where none is a percentage: worked out once a style, then copied."""

from typing import Any

from weasyprint.layout import percent

from programmes.handout.shortcuts import places

_SPACES = [f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")]
_LENGTHS = [*_SPACES, "width", "min_width", "max_width", "height", "min_height", "max_height"]
_BORDERS = [f"border_{side}_width" for side in ("top", "right", "bottom", "left")]


def take() -> None:
    resolve = percent.resolve_percentages

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        if "lengths" not in style.__dict__:
            style.lengths = _lengths(style)
        if style.lengths is None:
            resolve(box, containing_block)
            return
        attributes = box.__dict__
        attributes.update(style.lengths)
        if style.is_collapsed:
            # The table has settled those of its cells already.
            for name, width in style.border_widths.items():
                attributes.setdefault(name, width)
        else:
            attributes.update(style.border_widths)

    places.replace(resolve, resolve_percentages)


def _lengths(style: Any) -> dict[str, Any] | None:
    """Return the lengths, and keep the borders beside them; None where one depends on the surroundings."""
    style.is_collapsed = style["border_collapse"] == "collapse"
    style.border_widths = {name: style[name] for name in _BORDERS}
    values = {name: style[name] for name in _LENGTHS}
    if style["box_sizing"] != "content-box" or not all(_is_plain(value) for value in values.values()):
        return None
    return {name: _used(name, value) for name, value in values.items()}


def _is_plain(value: Any) -> bool:
    return value == "auto" or getattr(value, "unit", None) == "px"


def _used(name: str, value: Any) -> Any:
    if value == "auto":
        return 0 if name in ("min_width", "min_height") else value
    return value.value
