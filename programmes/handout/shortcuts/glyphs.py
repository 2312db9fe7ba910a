"""A line is drawn glyph by glyph, each asked of Pango field by field, and its font found anew for each piece of text.

Here the glyphs of a run are read at once, and what is written of a glyph is kept with its font for the document. Lines
with anything unusual (glyphs that are missing, moved or pictures, and lines cut short) are left to WeasyPrint.
"""

from collections.abc import Callable, Iterator
from struct import Struct
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

# Pango's PangoGlyphInfo: the glyph, its width and place, and whether a cluster starts with it.
_GLYPH = Struct("=IiiiI")
# As WeasyPrint has it: with older ones a font does not say its size.
_OLDEST_PANGO = 14802

Run = tuple[Any, Any]  # a piece of a line in one font, and that font


class _Unusual(Exception):
    pass


def spelled_out(draw: Callable[..., Any]) -> Callable[..., Any]:
    """Return WeasyPrint's drawing of a line of text, with a shorter way for plain ones."""

    def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
        layout = textbox.pango_layout
        if text_overflow == "ellipsis" or block_ellipsis != "none" or not textbox.text.strip():
            return draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        try:
            pieces = list(_pieces(stream, layout))
        except _Unusual:
            return draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        for font, size, glyphs in pieces:
            stream.set_font_size(font.hash, size)
            stream.show_text(glyphs)
        return []

    return draw_first_line


def take() -> None:
    if pango.pango_version() >= _OLDEST_PANGO and ffi.sizeof("PangoGlyphInfo") == _GLYPH.size:
        drawing.draw_first_line = spelled_out(drawing.draw_first_line)


def _pieces(stream: Any, layout: Any) -> Iterator[tuple[Any, float, str]]:
    """Yield font, size and glyphs, as they are written, for each piece of a line in one font."""
    run = pango.pango_layout_get_line_readonly(layout.layout, 0).runs[0]
    written, last, font, size = "", None, None, 0.0
    while run != ffi.NULL:
        item = run.data
        run = run.next
        pango_font = item.item.analysis.font
        if pango_font != last:
            if written:
                yield font, size, written
            font, size = _font(stream, pango_font, layout)
            written, last = "", pango_font
        written += f"<{_glyphs(stream, item, pango_font, font, size, layout)}>".removesuffix("<>")
    if not written:
        raise _Unusual
    yield font, size, written


def _font(stream: Any, pango_font: Any, layout: Any) -> tuple[Any, float]:
    known = stream.__dict__.setdefault("known_fonts", {})
    if pango_font not in known:
        font, size = stream.add_font(pango_font)
        if font.png or font.svg or font.colr or font.bitmap or size < 1e-6:
            raise _Unusual
        # The layout holds the font: while it is here, nothing else has its address.
        known[pango_font] = font, size, layout
    font, size, _layout = known[pango_font]
    return font, size


def _glyphs(stream: Any, item: Any, pango_font: Any, font: Any, size: float, layout: Any) -> str:
    string = item.glyphs
    count = string.num_glyphs
    if not count:
        raise _Unusual
    kept = font.__dict__.setdefault("written", {})
    written = []
    for index, (glyph, width, right, up, _starts) in enumerate(
        _GLYPH.iter_unpack(ffi.buffer(string.glyphs, count * _GLYPH.size))
    ):
        if right or up:
            raise _Unusual
        key = glyph, width, size
        if key not in kept:
            kept[key] = _written(stream, item, pango_font, font, layout, index, key)
        written.append(kept[key])
    return "".join(written)


def _written(
    stream: Any, item: Any, pango_font: Any, font: Any, layout: Any, index: int, key: tuple[int, int, float]
) -> str:
    """Return what is written of a glyph, and note its letters and width for the font's own tables."""
    glyph, width, size = key
    if glyph == pango.PANGO_GLYPH_EMPTY or glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
        raise _Unusual
    if glyph not in font.to_unicode:
        font.to_unicode[glyph] = _letters(item, index, layout.text)
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    kerning = font.widths[glyph] - width * 1000 * FROM_UNITS / size
    return f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"


def _letters(item: Any, index: int, text: str) -> str:
    """Return the letters that a glyph stands for."""
    run, clusters, last = item.item, item.glyphs.log_clusters, item.glyphs.num_glyphs - 1
    if run.analysis.level % 2:  # from right to left
        end = run.length if index == 0 else clusters[index - 1]
    else:
        end = run.length if index == last else clusters[index + 1]
    return text.encode()[run.offset + clusters[index] : run.offset + end].decode()
