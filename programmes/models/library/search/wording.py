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
    from programmes.models.library.vocabulary import Purpose


@dataclass(frozen=True)
class SearchWording:
    """A language with what its people call muscles, parts of the body, kinds of exercise and purposes."""

    language: str
    search_words: dict[str, Any] = field(default_factory=dict)

    def of(self, kind: str, term: str) -> list[str]:
        return list(self.search_words.get(kind, {}).get(term, ()))


def entry_values(exercise: Exercise, purposes: Iterable[Purpose], wording: SearchWording) -> dict[str, str] | None:
    """Return the columns of the search entry; None for an exercise without words. Uses prefetched texts.

    *purposes* come in their order of importance.
    """
    texts = list(_texts(exercise, wording.language))
    if not texts:
        return None
    names = _folded(name for text in texts for name in (text.name, *text.aliases))
    uses = _folded(_uses(purposes, wording))
    return {
        "name": _barred([as_searched(texts[0].name)]),
        "names": _barred(names),
        "purposes": _barred(uses),
        "search_text": _barred({**names, **_folded(_terms(exercise, wording)), **uses}),
    }


def _texts(exercise: Exercise, language: str) -> Iterator[ExerciseText]:
    """Yield the words in *language* first, then the English; what is written in neither is found by what there is."""
    texts = {text.language: text for text in exercise.texts.all()}
    known = [texts[code] for code in dict.fromkeys((language, SOURCE_LANGUAGE)) if code in texts]
    yield from known or texts.values()


def _uses(purposes: Iterable[Purpose], wording: SearchWording) -> Iterator[str]:
    for purpose in purposes:
        yield from (purpose.name, *purpose.aliases, *wording.of("purposes", purpose.slug))


def _terms(exercise: Exercise, wording: SearchWording) -> Iterator[str]:
    """Yield what the exercise works, the muscles that work most first, what kind it is and how it starts."""
    for term in (*exercise.primary_muscles, *exercise.body_regions, *exercise.secondary_muscles):
        yield from (term, *wording.of("lay_words", term))
    with translation.override(None):
        kinds = [str(exercise.get_category_display()), str(exercise.get_start_position_display())]
    for term, label in zip((exercise.category, exercise.start_position), kinds, strict=True):
        yield from (label, *wording.of("lay_words", term))
    yield exercise.slug


def _folded(phrases: Iterable[str]) -> dict[str, None]:
    """Return *phrases* as the search reads them, each once."""
    folded = dict.fromkeys(as_searched(phrase) for phrase in phrases)
    folded.pop("", None)
    return folded


def _barred(phrases: Iterable[str]) -> str:
    return f"| {' | '.join(phrases)} |"
