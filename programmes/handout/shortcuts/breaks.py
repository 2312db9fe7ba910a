"""Whether a line may break between two letters is asked of Pango for each piece of text: here once for each pair."""

from functools import lru_cache
from typing import Any

from weasyprint.text import line_break

from programmes.handout.shortcuts import places

_PAIR = 2
_MOST_KEPT = 4096


def take() -> None:
    ask = line_break.can_break_text
    ask_once = lru_cache(_MOST_KEPT)(ask)

    def can_break_text(text: str, language: Any) -> Any:
        return (ask_once if text and len(text) <= _PAIR else ask)(text, language)

    places.replace(ask, can_break_text)
