"""Texts as this patient reads them: side words filled in, and marked where they are not in the handout's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from programmes.handout import isolates
from programmes.handout.prepare import originals
from programmes.models import SOURCE_LANGUAGE, Language, Phrasebook, Programme
from programmes.sides import Side, Words, fill, placeholders


class Gap(Enum):
    """What keeps a handout from being a reviewed translation."""

    IN_ENGLISH = "a text has no translation"
    NOT_REVIEWED = "a translation was not reviewed"


@dataclass(frozen=True)
class Phrase:
    """A text of the library in the handout's language."""

    text: str
    is_reviewed: bool


@dataclass(frozen=True)
class Wording:
    """The texts of one handout. What the library says in English only is marked in a handout in another language.

    ``gaps`` grows with each text that is asked for: it is whole once the handout is worded.
    """

    language: str
    programme: Programme
    gaps: set[Gap] = field(default_factory=set)

    @cached_property
    def languages(self) -> Mapping[str, Language]:
        """Return the handout's language and the library's own, by code."""
        return {row.code: row for row in Language.objects.filter(code__in=[self.language, SOURCE_LANGUAGE])}

    @property
    def language_row(self) -> Language:
        rows = self.languages
        return rows.get(self.language) or rows.get(SOURCE_LANGUAGE) or Language(code=self.language)

    @property
    def all_gaps(self) -> set[Gap]:
        """Return the gaps in what was asked for so far, and in the handout's own words."""
        return self.gaps | {Gap.NOT_REVIEWED} if self.language_row.awaits_review else self.gaps

    @cached_property
    def phrases(self) -> Mapping[str, Phrase]:
        """Return the translated texts of the library by the English ones. Reviewed in one file is reviewed in all."""
        if self.language == SOURCE_LANGUAGE:
            return {}
        books = Phrasebook.objects.filter(language=self.language)
        rows = sorted(books, key=lambda book: book.reviewed_on is not None)
        return {source: Phrase(said, row.reviewed_on is not None) for row in rows for source, said in row.texts.items()}

    def translated(self, text: str) -> str | None:
        """Return the translation of a text of the library; None where there is none."""
        phrase = self.phrases.get(text)
        if phrase is None:
            return None
        if not phrase.is_reviewed:
            self.gaps.add(Gap.NOT_REVIEWED)
        return phrase.text

    def in_language(self, text: str, language: str) -> str:
        """Return *text*, which is written in *language*."""
        if language == self.language or not text:
            return text
        self.gaps.add(Gap.IN_ENGLISH)
        return isolates.english(text)

    def for_side(self, text: str, side: Side, language: str) -> str:
        """Return *text*, which is written in *language*, with its placeholders filled for *side*."""
        return self.in_language(fill(text, self._side_words(language), side), language) if text else ""

    def of_library(self, row: Any, text: str) -> str:
        """Return a text of a library row. What a clinic writes itself is in the language it hands out."""
        said = self.translated(text)
        if said is not None:
            return said
        return self.in_language(text, SOURCE_LANGUAGE if row.clinic_id is None else self.language)

    def of_programme(self, text: str) -> str:
        """Return a text of the programme, which may still be the template's."""
        said = self.translated(text)
        return self.in_language(text, self.language_of(text)) if said is None else said

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
