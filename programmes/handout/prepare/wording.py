"""Texts as this patient reads them: side words filled in, and marked where they are not in the handout's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from programmes.handout import isolates
from programmes.handout.prepare import originals
from programmes.models import SOURCE_LANGUAGE, Language, Programme
from programmes.sides import Side, Words, fill, placeholders


@dataclass(frozen=True)
class Wording:
    """The texts of one handout. What the library says in English only is marked in a handout in another language."""

    language: str
    programme: Programme

    @cached_property
    def languages(self) -> Mapping[str, Language]:
        """Return the handout's language and the library's own, by code."""
        return {row.code: row for row in Language.objects.filter(code__in=[self.language, SOURCE_LANGUAGE])}

    @property
    def language_row(self) -> Language:
        rows = self.languages
        return rows.get(self.language) or rows.get(SOURCE_LANGUAGE) or Language(code=self.language)

    def in_language(self, text: str, language: str) -> str:
        """Return *text*, which is written in *language*."""
        return text if language == self.language else isolates.english(text)

    def for_side(self, text: str, side: Side, language: str) -> str:
        """Return *text*, which is written in *language*, with its placeholders filled for *side*."""
        return self.in_language(fill(text, self._side_words(language), side), language) if text else ""

    def of_library(self, row: Any, text: str) -> str:
        """Return a text of a library row. What a clinic writes itself is in the language it hands out."""
        return self.in_language(text, SOURCE_LANGUAGE if row.clinic_id is None else self.language)

    def of_programme(self, text: str) -> str:
        """Return a text of the programme, which may still be the template's."""
        return self.in_language(text, self.language_of(text))

    def of_programmes(self, items: Iterable[Any]) -> tuple[str, ...]:
        """Return the patient's wording of criteria and the like."""
        return tuple(self.of_programme(for_patient(item)) for item in items)

    def language_of(self, text: str) -> str:
        """Return the language of a text of the programme: English as long as it stands as the library has it."""
        if self.language == SOURCE_LANGUAGE or text in self._originals:
            return SOURCE_LANGUAGE
        return self.language if placeholders(text) <= set(self._side_words(self.language)) else SOURCE_LANGUAGE

    @cached_property
    def _originals(self) -> frozenset[str]:
        return originals.texts_behind(self.programme)

    def _side_words(self, language: str) -> Words:
        row = self.languages.get(language)
        return row.side_words if row is not None else {}


def for_patient(item: Any) -> str:
    """Return the patient's wording of a criterion: its own text, else the only one there is."""
    if isinstance(item, str):
        return item
    return item.get("patient_text") or item["text"]
