"""Which words an exercise is found by in a language: its names, what it works, what it is for, and lay words for these.

English names stand behind those of every language: clinicians use them everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import translation

from programmes.models.folding import as_searched
from programmes.models.library.language import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from programmes.models.library.exercise import Exercise, ExerciseText


@dataclass(frozen=True)
class SearchWording:
    """A language with what its people call muscles, parts of the body, kinds of exercise and purposes."""

    language: str
    search_words: dict[str, Any] = field(default_factory=dict)

    def of(self, kind: str, term: str) -> list[str]:
        return list(self.search_words.get(kind, {}).get(term, ()))


def entry_values(exercise: Exercise, wording: SearchWording) -> dict[str, str] | None:
    """Return the columns of the search entry; None for an exercise without words. Uses prefetched rows."""
    texts = list(_texts(exercise, wording.language))
    if not texts:
        return None
    name = as_searched(texts[0].name)
    others = [name for text in texts for name in (text.name, *text.aliases)][1:]
    names = _joined([texts[0].name, *others])
    return {"name": name, "names": names, "search_text": _joined([names, *_terms(exercise, wording)])}


def _texts(exercise: Exercise, language: str) -> Iterator[ExerciseText]:
    """Yield the words in *language* first, then the English; what is written in neither is found by what there is."""
    texts = {text.language: text for text in exercise.texts.all()}
    known = [texts[code] for code in dict.fromkeys((language, SOURCE_LANGUAGE)) if code in texts]
    yield from known or texts.values()


def _terms(exercise: Exercise, wording: SearchWording) -> Iterator[str]:
    for purpose in exercise.purposes.all():
        yield from (purpose.name, *purpose.aliases, *wording.of("purposes", purpose.slug))
    with translation.override(None):
        kinds = [str(exercise.get_category_display()), str(exercise.get_start_position_display())]
    yield from kinds
    yield exercise.slug
    for term in _lay_terms(exercise):
        yield from (term, *wording.of("lay_words", term))


def _lay_terms(exercise: Exercise) -> Iterable[str]:
    body = (*exercise.body_regions, *exercise.primary_muscles, *exercise.secondary_muscles)
    return (exercise.category, exercise.start_position, *body)


def _joined(phrases: Iterable[str]) -> str:
    """Return *phrases* as the search reads them, each once, with a space before every word."""
    parts = (part for phrase in phrases for part in phrase.split("|"))
    folded = dict.fromkeys(as_searched(part) for part in parts)
    return " " + " | ".join(phrase for phrase in folded if phrase)
