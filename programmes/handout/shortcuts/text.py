"""Pango is told font, language and direction anew for each piece of text; here once a style."""

from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p

_FEATURES = [
    f"font_variant_{name}" for name in ("ligatures", "position", "caps", "numeric", "alternates", "east_asian")
]


def take() -> None:
    in_full = line_break.Layout.setup

    def setup(layout: Any, style: Any) -> None:
        if "pango" not in style.__dict__:
            style.pango = _settings(style) if _is_plain(style) else None
        if style.pango is None:
            in_full(layout, style)
            return
        layout.style = style
        layout.first_line_direction = 0
        context, layout.language, font = style.pango
        layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, font)
        layout.ascent = layout.underline_position = layout.strikethrough_position = None

    line_break.Layout.setup = setup


def _is_plain(style: Any) -> bool:
    """Return whether nothing but font, language and direction is to be said."""
    wanted = (style["font_kerning"], *(style[name] for name in _FEATURES), style["font_feature_settings"])
    is_decorated = style["text_decoration_line"] != "none" or line_break.font_features(*wanted)
    return bool(style["lang"]) and style["font_language_override"] == "normal" and not is_decorated


def _settings(style: Any) -> tuple[Any, Any, Any]:
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    name, _bytes = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(name)
    pango.pango_context_set_language(context, language)
    return context, language, line_break.get_font_description(style)
