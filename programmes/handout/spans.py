"""Says in the PDF what WeasyPrint 70.0 leaves to its glyphs: the letters of stacked scripts, and the language of a run.

It maps a glyph to the letters it first stood for, which garbles Hindi when it is copied or read aloud, and writes no
language but the document's. Each line of such text becomes a span that says them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import pydyf
from weasyprint.draw import text as drawing

# Scripts whose letters stack or change places: those of India and South-East Asia. Not Arabic: its letters come out
# right but for a few joined pairs, and readers turn the text of a whole line round.
_STACKED = re.compile("[\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff]")
_LANGUAGE: ContextVar[str] = ContextVar("language of the document", default="")


@contextmanager
def document_in(language: str) -> Iterator[None]:
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def spanned(draw: Callable[..., Any]) -> Callable[..., Any]:
    """Return WeasyPrint's drawing of a line of text, in a span where the line needs one."""

    def draw_line(stream: Any, box: Any, *args: Any) -> Any:
        said = _said(box)
        if not said:
            return draw(stream, box, *args)
        stream.begin_marked_content("Span", pydyf.Dictionary(said))
        drawn = draw(stream, box, *args)
        stream.end_marked_content()
        return drawn

    return draw_line


def _said(box: Any) -> dict[str, Any]:
    said = {}
    if _STACKED.search(box.text):
        said["ActualText"] = pydyf.String(box.text)
    language, own = _LANGUAGE.get(), box.style["lang"]
    if language and own and own != language:
        said["Lang"] = pydyf.String(own)
    return said


@cache
def take() -> None:
    """Put the spans around WeasyPrint's drawing of lines, once a process, whatever way that takes by then."""
    drawing.draw_first_line = spanned(drawing.draw_first_line)
