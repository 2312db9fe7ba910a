"""The side an exercise is done on, and the words that follow from it ("Bend {your knee}").

Pure: the table of words is handed in; this module reads no file and knows no language of its own.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A table of side words: key -> the form for each side, e.g. "your knee" -> {"left": "your left knee", ...}.
Words = Mapping[str, Mapping[str, str]]

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Side(StrEnum):
    """Which side a prescription is for. EACH is one side, then the other; TOGETHER is both at once."""

    LEFT = "left"
    RIGHT = "right"
    EACH = "each"
    TOGETHER = "together"

    @property
    def label(self) -> Promise:
        return _LABELS[self]


_LABELS: dict[Side, Promise] = {
    Side.LEFT: _("Left"),
    Side.RIGHT: _("Right"),
    Side.EACH: _("Each side in turn"),
    Side.TOGETHER: _("Both sides together"),
}


class SideWordError(ValueError):
    """A text whose side words cannot be filled in."""


class UnknownWord(SideWordError):
    """A placeholder whose key is not in the table; `near` holds the declared keys most like it."""

    def __init__(self, key: str, near: tuple[str, ...]) -> None:
        self.key = key
        self.near = near
        hint = " or ".join(f"{{{word}}}" for word in near)
        super().__init__(f"{{{key}}} is not a declared side word" + (f"; did you mean {hint}?" if hint else ""))


class StrayBrace(SideWordError):
    """A brace that belongs to no placeholder."""

    def __init__(self, text: str) -> None:
        super().__init__(f"a brace that is not part of a {{side word}} in: {text!r}")


def other(side: Side) -> Side:
    """Return the opposite of left or right; each and together have none and come back as they are."""
    return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}.get(side, side)


def turned(side: Side, was: str, now: str) -> Side:
    """Return the side of a line once the sore side, "left", "right", "both" or "", is *now* and *was* another.

    What was for one leg alone is for the other, or for each in turn; the rest stays.
    """
    if side not in (Side.LEFT, Side.RIGHT) or was == now:
        return side
    if now == "both":
        return Side.EACH
    return other(side) if {was, now} == {"left", "right"} else side


def placeholders(text: str) -> set[str]:
    """Return the keys a text uses, with a small first letter. Raises StrayBrace."""
    return {_key(name) for name, _literal in _pieces(text) if name is not None}


def fill(text: str, words: Words, side: Side) -> str:
    """Return the text with the form for this side in place of each `{key}`.

    `{Key}` gives the form a capital first letter. Raises UnknownWord or StrayBrace.
    """
    return "".join(literal if name is None else _form(name, words, side) for name, literal in _pieces(text))


def words_problems(words: Words) -> tuple[str, ...]:
    """Return what is wrong with a table of side words, one sentence each; nothing when it is sound."""
    return tuple(problem for key, forms in words.items() for problem in _entry_problems(key, forms))


def _entry_problems(key: str, forms: Mapping[str, str]) -> Iterator[str]:
    if not key.strip() or key != _key(key) or "{" in key or "}" in key:
        yield f"{key!r}: start the key with a small letter and leave braces out"
    for side in Side:
        form = forms.get(side)
        if not isinstance(form, str) or not form.strip():
            yield f"{key!r}: give the form for {side}"
        elif "{" in form or "}" in form:
            yield f"{key!r}: leave braces out of the form for {side}"
    for extra in sorted(set(forms) - set(Side)):
        yield f"{key!r}: {extra!r} is not a side"


def _form(name: str, words: Words, side: Side) -> str:
    key = _key(name)
    if key not in words:
        raise UnknownWord(key, tuple(difflib.get_close_matches(key, words, n=3)))
    form = words[key][side]
    return form if name == key else form[:1].upper() + form[1:]


def _key(name: str) -> str:
    return name[:1].lower() + name[1:]


def _pieces(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield (placeholder name, "") and (None, literal text) in order."""
    parts = _PLACEHOLDER.split(text)
    for index, part in enumerate(parts):
        if index % 2:
            if not part.strip():
                raise StrayBrace(text)
            yield part, ""
        else:
            if "{" in part or "}" in part:
                raise StrayBrace(text)
            yield None, part
