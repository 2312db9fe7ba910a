"""In which language, and for which side, an answer words its exercises. Asks for the side words once an answer."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from programmes.models import Exercise, Language
from programmes.sides import Side, SideWordError, Words, fill

SIDES = [(side.value, side.label) for side in Side]
AS_STORED = "stored"
SIDES_TO_ASK_FOR = [
    *(choice for choice in SIDES if choice[0] != Side.TOGETHER),
    (AS_STORED, _("As stored, with the side words in braces")),
]

# What may name a side.
WITH_SIDES = (
    "purpose",
    "why",
    "setup",
    "steps",
    "cues",
    "common_mistakes",
    "feel_it",
    "stop_if",
    "precautions",
    "start_alt",
    "end_alt",
)
FIELDS = ("name", "aliases", *WITH_SIDES, "reviewed_by", "reviewed_on")


class WordingParameters(serializers.Serializer):
    language = serializers.CharField(
        required=False,
        max_length=12,
        help_text="Such as en. The clinic's own unless told. What is not written in it comes in English.",
    )
    side = serializers.ChoiceField(
        SIDES_TO_ASK_FOR,
        required=False,
        help_text="The working side that texts and doses name: left, right, or each in turn; or stored, to get the"
        " texts with {side words} in braces. Unless told, each exercise is worded for its own default side.",
    )


class Wording:
    """The words of one answer. *side* "" leaves it to each exercise."""

    def __init__(self, language: str, side: str = "") -> None:
        self.language = language
        self.side = side

    @classmethod
    def asked_for(cls, asked: dict[str, Any], clinic: Any) -> Wording:
        """Raise ValidationError for a language without content."""
        wording = cls(asked.get("language") or (clinic.language if clinic else "en"), asked.get("side", ""))
        if "language" in asked and wording.language not in wording._side_words:
            there = ", ".join(wording._side_words)
            raise ValidationError({"language": [f"Nothing is written in this language. There is: {there}."]})
        return wording

    def side_of(self, exercise: Exercise) -> Side:
        """Return the side an exercise is worded for. One that uses both sides together has no other."""
        if not exercise.is_unilateral:
            return Side.TOGETHER
        return Side(exercise.default_side if self.side in ("", AS_STORED) else self.side)

    def words_of(self, exercise: Exercise) -> dict[str, Any] | None:
        """Return the text of *exercise* with its side words filled in; None when it has no text.

        Its "side" is None when it comes as stored: because that was asked, or because it cannot be filled in.
        """
        text = exercise.text_in(self.language)
        if text is None:
            return None
        side = self.side_of(exercise)
        as_stored = {"language": text.language, "side": None, **{name: getattr(text, name) for name in FIELDS}}
        if self.side == AS_STORED:
            return as_stored
        try:
            filled = {name: self._fill(as_stored[name], side, text.language) for name in WITH_SIDES}
        except SideWordError:
            return as_stored
        return {**as_stored, **filled, "side": side.value}

    def _fill(self, value: Any, side: Side, language: str) -> Any:
        """Return *value*, a text or a list or dictionary of texts, with its side words filled in."""
        if isinstance(value, str):
            return fill(value, self._side_words.get(language, {}), side)
        if isinstance(value, dict):
            return {name: self._fill(inner, side, language) for name, inner in value.items()}
        return [self._fill(inner, side, language) for inner in value]

    @cached_property
    def _side_words(self) -> dict[str, Words]:
        return dict(Language.objects.values_list("code", "side_words"))
