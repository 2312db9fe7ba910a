"""How much one handout may hold. More is refused before anything is set, with a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from django.utils.translation import gettext as _

from programmes.handout.document import Document, Image
from programmes.handout.job import TooLarge
from programmes.models import Programme

# Sixty exercises with a full note each: twice the most that was ever printed in earnest is less than half of these.
MOST_CHARACTERS = 300_000
MOST_TEXTS = 5000
MOST_PICTURE_BYTES = 30_000_000


def refuse_too_large(document: Document) -> None:
    """Raise TooLarge for a document that would take too long to set, whatever is left of it by any layout."""
    cards = len(document.cards)
    if cards > Programme.MOST_EXERCISES:
        words = _("This handout has %(count)d exercises; %(most)d can be printed at most. Take some off the plan.")
        raise TooLarge(f"{cards} exercises", words % {"count": cards, "most": Programme.MOST_EXERCISES})
    texts = [len(text) for text in _texts(document)]
    if sum(texts) > MOST_CHARACTERS or len(texts) > MOST_TEXTS:
        words = _("There is too much text on this handout to print it. Shorten the notes and the texts you added.")
        raise TooLarge(f"{len(texts)} texts, {sum(texts)} characters", words)
    pictures = sum(len(image.body) for image in set(document.images))
    if pictures > MOST_PICTURE_BYTES:
        words = _("The pictures on this handout are too large to print. Send smaller ones: the logo, or your own.")
        raise TooLarge(f"pictures of {pictures} bytes", words)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value) and not isinstance(value, Image):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
