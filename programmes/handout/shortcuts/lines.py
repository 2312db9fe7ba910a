"""The same words are measured again and again: for the width of a column, of a line, and once more to set them.

Here once a job, and for a least width, which is that of a word, once a word. What is measured is kept with the job and
gone with it, as it holds the patient's words.
"""

import re
from typing import Any

from weasyprint.text import line_break

from programmes.handout.shortcuts import places

# Pango counts in 1024ths of a pixel: closer to the edge than this, it must be asked.
_SURELY = 2 / 1024
# A word after which, and only after which, the text may break.
_WORD = re.compile("([A-Za-z]+[,.:;!?]?) (?=[A-Za-z])")


def take() -> None:
    measure = line_break.split_first_line

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        kind = _kind(style)
        if context is None or kind is None or justification_spacing:
            return measure(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        kept = context.__dict__.setdefault("lines", {})
        whole = kept.get((text, kind))
        if whole is not None and (max_width is None or whole[3] + _SURELY < max_width):
            return whole
        word = _WORD.match(text) if max_width == 0 and minimum and style["overflow_wrap"] != "anywhere" else None
        if word is not None and kind[1:] == ("normal", "normal"):
            # Nothing fits, so it is the first word, which other texts may have too.
            layout, length, _rest, *size = split_first_line(word[1], style, context, None, 0)
            return layout, length, word.end(), *size
        key = (text, kind) if max_width is None else (text, kind, max_width, is_line_start, minimum)
        if key not in kept:
            found = kept[key] = measure(text, style, context, max_width, 0, is_line_start, minimum)
            if max_width is not None and found[2] is None and found[3] + _SURELY < max_width:
                kept[text, kind] = found  # it fits: no other width makes it another line
        return kept[key]

    places.replace(measure, split_first_line)


def _kind(style: Any) -> tuple[Any, ...] | None:
    """Return all of a style that decides over a line; None where that is more than font, language and breaks."""
    if "kind" not in style.__dict__:
        # An empty layout is the way to the settings of the style: see `text`.
        if "pango" not in style.__dict__:
            line_break.Layout(style)
        is_plain = style.pango is not None and style["hyphens"] == "none"
        style.kind = (id(style.pango), style["white_space"], style["word_break"]) if is_plain else None
    found: tuple[Any, ...] | None = style.kind
    return found
