"""Each job works out the same styles for the same elements: here they are kept from job to job.

A style follows from that of the parent and from what the rules say, both of which are in the key: it holds no words of
a patient. Languages and anchors, which stand in the page itself, are there by their value.
"""

from typing import Any

from weasyprint import css

# Of about 3 KB each; a handout has some 600 of them, as has the next of the same layout.
MOST_KEPT = 6000
# What a page says itself, in `lang` and `id`; all else stands in the styles, which are never let go.
IN_THE_PAGE = {"lang", "anchor"}

Key = tuple[Any, ...]


def take() -> None:
    css.StyleFor.set_computed_styles = _set_computed_styles


def _set_computed_styles(
    self: Any,
    element: Any,
    parent: Any,
    root: Any = None,
    pseudo_type: str | None = None,
    base_url: str | None = None,
    target_collector: Any = None,
) -> None:
    styles, cascaded = self._computed_styles, self._cascaded_styles.get((element, pseudo_type), {})
    kept = self.font_config.__dict__.setdefault("kept_styles", {})
    parent_style = root_style = None
    if element == root and pseudo_type is None:
        if len(kept) > MOST_KEPT:
            kept.clear()
        root_style = css.InitialStyle(self.font_config)
    else:
        parent_style, root_style = styles[parent, None], styles[root, None]
    key = (id(parent_style), pseudo_type, base_url, tuple(map(_named, cascaded.items())))
    style = kept.get(key)
    if style is None:
        style = kept[key] = css.ComputedStyle(
            parent_style, cascaded, pseudo_type, root_style, base_url, self.font_config, self.initial_page_sizes
        )
    styles[element, pseudo_type] = style
    if target_collector and style["anchor"]:
        target_collector.collect_anchor(style["anchor"])


def _named(declared: tuple[str, tuple[Any, Any]]) -> Key:
    """Return what tells a declaration from every other: its value is as long-lived as the style that is kept."""
    name, (value, (precedence, layer, specificity)) = declared
    return name, value if name in IN_THE_PAGE else id(value), precedence, layer, *specificity
