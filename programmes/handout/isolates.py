"""Marks inside a plain text: where English stands in another language, and what reads left to right anywhere.

They are Unicode's own isolates, so that a text stays plain wherever it goes; the page turns them into tags.
"""

from __future__ import annotations

import re
from typing import Any

_ENGLISH, _LEFT_TO_RIGHT, _END = "\u2068", "\u2066", "\u2069"
_ANY = re.compile(f"[{_ENGLISH}{_LEFT_TO_RIGHT}{_END}]")
_RUN = f"([^{_ENGLISH}{_LEFT_TO_RIGHT}{_END}<]*){_END}"
# An attribute holds no tags: the whole element says the language of its only text.
_TAGS = (
    (re.compile(f' alt="{_ENGLISH}{_RUN}"'), r' lang="en" alt="\1"'),
    (re.compile(f"{_ENGLISH}{_RUN}"), r'<span lang="en" dir="ltr">\1</span>'),
    (re.compile(f"{_LEFT_TO_RIGHT}{_RUN}"), r'<bdi dir="ltr">\1</bdi>'),
)


def english(text: str) -> str:
    return f"{_ENGLISH}{text}{_END}" if text else ""


def left_to_right(text: str) -> str:
    """Return *text*, a telephone number say, so that its parts keep their order between words that read leftwards."""
    return f"{_LEFT_TO_RIGHT}{text}{_END}" if text else ""


def capital(text: str) -> str:
    """Return *text* with a capital first letter, behind a mark or not."""
    start = 1 if _ANY.match(text) else 0
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def without(text: str) -> str:
    """Return *text* without its marks, for a place that can show none."""
    return _ANY.sub("", text)


def none_in(plain: Any) -> Any:
    """Return JSON values with no mark in any text, at any depth."""
    if isinstance(plain, dict):
        return {name: none_in(value) for name, value in plain.items()}
    if isinstance(plain, list):
        return [none_in(value) for value in plain]
    return without(plain) if isinstance(plain, str) else plain


def tagged(html: str) -> str:
    """Return a page of escaped texts with a tag in place of each pair of marks."""
    for mark, tag in _TAGS:
        html = mark.sub(tag, html)
    return html
