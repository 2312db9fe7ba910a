"""Words for the working side in what a practitioner writes: an undeclared one is refused here, not at the printer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from programmes.models import Language
from programmes.sides import Side, SideWordError, Words, fill

FALLBACK = "en"
# The words of an exercise that may speak of the working side.
OF_AN_EXERCISE = (
    *("why", "setup", "steps", "cues", "feel_it", "common_mistakes", "stop_if", "precautions"),
    *("start_alt", "end_alt"),
)


def problems(value: Any, language: str) -> list[str]:
    """Return what is wrong with the braces in a text, a list of texts or of records. Queries once."""
    words = declared(language)
    return [] if words is None else faults(value, words)


def declared(language: str) -> Words | None:
    """Return the words of *language*, else English; None without a library, when there is nothing to compare with."""
    found = {row.code: row.side_words for row in Language.objects.filter(code__in=(language, FALLBACK))}
    return found.get(language, found.get(FALLBACK))


def faults(value: Any, words: Words) -> list[str]:
    return [str(found) for text in _texts(value) if (found := _fault(text, words))]


def _fault(text: str, words: Words) -> SideWordError | None:
    try:
        fill(text, words, Side.LEFT)
    except SideWordError as error:
        return error
    return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(value.get("text"))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
