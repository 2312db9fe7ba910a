"""Pango is told font, language and direction anew for each piece of text, and shapes a line twice: to set and to draw.

Here it is told once for all text of one kind, and a line that is set is kept until it is drawn.
"""

import re
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p

from programmes.handout.shortcuts import places

_FEATURES = [
    f"font_variant_{name}" for name in ("ligatures", "position", "caps", "numeric", "alternates", "east_asian")
]
# What makes a paragraph end to Pango, and tabs, whose width is reckoned.
_SEPARATORS = re.compile("[\t\n\r\u2028\u2029]")
_WHOLE = 0, 2**32 - 1


def take() -> None:
    Layout = line_break.Layout
    set_up_in_full, set_text_in_full = Layout.setup, Layout.set_text
    let_go, set_up_again = Layout.deactivate, Layout.reactivate
    measure = line_break.strut

    def setup(layout: Any, style: Any) -> None:
        if "pango" not in style.__dict__:
            style.pango = _settings(style) if _is_plain(style) else None
        if style.pango is None:
            set_up_in_full(layout, style)
            return
        layout.style = style
        layout.first_line_direction = 0
        context, layout.language, font, attributes = style.pango
        layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, font)
        if attributes is not None:
            pango.pango_layout_set_attributes(layout.layout, attributes)
        layout.ascent = layout.underline_position = layout.strikethrough_position = None

    def set_text(layout: Any, text: str, justify: bool = False) -> None:
        layout.is_line = layout.style.pango is not None and not _SEPARATORS.search(text)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, layout.is_line)
        if not layout.is_line or layout.justification_spacing:
            set_text_in_full(layout, text, justify)
            return
        layout.text = text
        characters, _bytes = unicode_to_char_p(text)
        pango.pango_layout_set_text(layout.layout, characters, -1)

    def deactivate(layout: Any) -> None:
        if not layout.is_line:
            let_go(layout)

    def reactivate(layout: Any, style: Any) -> None:
        if not layout.is_line or layout.justification_spacing or layout.style is not style:
            set_up_again(layout, style)

    def strut(style: Any) -> tuple[float, float]:
        if "strut" not in style.__dict__:
            style.strut = measure(style)
        found: tuple[float, float] = style.strut
        return found

    Layout.setup, Layout.set_text = setup, set_text
    Layout.deactivate, Layout.reactivate = deactivate, reactivate
    places.replace(measure, strut)


def _is_plain(style: Any) -> bool:
    """Return whether nothing but font, its features, language and direction is to be said."""
    is_decorated = style["text_decoration_line"] != "none"
    is_spaced = style["word_spacing"] != 0 or style["letter_spacing"] != "normal"
    return bool(style["lang"]) and style["font_language_override"] == "normal" and not (is_decorated or is_spaced)


def _settings(style: Any) -> tuple[Any, ...]:
    """Return context, language, font and attributes for a style, the same for all that say the same."""
    breaks_words = style["overflow_wrap"] in ("anywhere", "break-word")
    features = _features(style)
    key = line_break._font_style_cache_key(style), style["font_size"], style["direction"], breaks_words, features
    kept = style.font_config.__dict__.setdefault("kept_settings", {})
    if key not in kept:
        kept[key] = *_context(style), line_break.get_font_description(style), _attributes(features, breaks_words)
    found: tuple[Any, ...] = kept[key]
    return found


def _features(style: Any) -> str:
    wanted = (style["font_kerning"], *(style[name] for name in _FEATURES), style["font_feature_settings"])
    return ",".join(f"{name} {value}" for name, value in line_break.font_features(*wanted).items())


def _context(style: Any) -> tuple[Any, Any]:
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    name, _bytes = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(name)
    pango.pango_context_set_language(context, language)
    return context, language


def _attributes(features: str, breaks_words: bool) -> Any:
    """Return what WeasyPrint says of each text with these features, and of one that may break within a word.

    It says it anew for each piece of text, and never lets go of what it said of features: memory that is lost.
    """
    said = []
    if features:
        said.append(pango.pango_attr_font_features_new(features.encode()))
    if breaks_words:  # with no hyphen put there
        said.append(pango.pango_attr_insert_hyphens_new(False))
    if not said:
        return None
    attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for attribute in said:
        attribute.start_index, attribute.end_index = _WHOLE
        pango.pango_attr_list_change(attributes, attribute)
    return attributes
