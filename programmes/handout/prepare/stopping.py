"""When to stop an exercise. A sentence that ends every exercise is said once, before the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from programmes.handout.document import Part

_END_OF_SENTENCE = re.compile(r"(?<=[.!?؟।]) ")


def said_once(parts: Sequence[Part]) -> tuple[str, tuple[Part, ...]]:
    """Return the sentences common to all exercises, and the parts without them; none where there is one exercise.

    Printed on each card they hide what is particular to it.
    """
    told = [_sentences(card.stop_if) for part in parts for card in part.cards]
    if len(told) < 2:
        return "", tuple(parts)
    common = [sentence for sentence in told[0] if all(sentence in others for others in told)]
    return " ".join(common), tuple(_without(part, common) for part in parts)


def said_again(stop_rule: str, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts with *stop_rule* on each card, as before `said_once`."""
    return tuple(
        replace(part, cards=tuple(replace(card, stop_if=_joined(stop_rule, card.stop_if)) for card in part.cards))
        for part in parts
    )


def _joined(*texts: str) -> str:
    return " ".join(text for text in texts if text)


def _without(part: Part, common: Sequence[str]) -> Part:
    cards = (
        replace(card, stop_if=" ".join(said for said in _sentences(card.stop_if) if said not in common))
        for card in part.cards
    )
    return replace(part, cards=tuple(cards))


def _sentences(text: str) -> list[str]:
    return _END_OF_SENTENCE.split(text) if text else []
