"""What was typed, as words to look for. Decides what stands for a word that nothing holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from programmes.models.folding import as_searched
from programmes.models.library.search.spelling import Spelling

# Nobody types more to find an exercise; more would only make the query long.
MOST_WORDS = 8
MOST_LETTERS = 40


@dataclass(frozen=True)
class Term:
    """*words*: for each word typed, what may stand for it."""

    words: tuple[tuple[str, ...], ...]

    @property
    def phrase(self) -> str:
        return " ".join(word[0] for word in self.words)

    def with_same_words(self, groups: Sequence[Sequence[str]]) -> Term:
        """Return the term with other words for the same: in *groups* "bum" and "bottom" stand together."""
        folded = [dict.fromkeys(as_searched(word) for word in group) for group in groups]
        return Term(tuple(_same_words(word[0], folded) for word in self.words))

    def without(self, small_words: Sequence[str]) -> Term:
        """Return the term without words that say nothing, unless it has no others."""
        small = {as_searched(word) for word in small_words}
        return Term(tuple(word for word in self.words if word[0] not in small) or self.words)

    def spelt(self, spelling: Spelling) -> Term:
        """Return the term with guesses for what no exercise holds; what cannot be guessed is left out.

        Without any word when that is more than half of them.
        """
        meant = [found for word in self.words if (found := _meant(word, spelling))]
        return Term(tuple(word for words in meant for word in words) if 2 * len(meant) >= len(self.words) else ())


def term_of(typed: str) -> Term:
    words = as_searched(typed).split()[:MOST_WORDS]
    return Term(tuple((word[:MOST_LETTERS],) for word in words))


def _same_words(word: str, groups: Sequence[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([word, *(other for group in groups if word in group for other in group)]))


def _meant(alternatives: tuple[str, ...], spelling: Spelling) -> list[tuple[str, ...]]:
    word = alternatives[0]
    if any(spelling.knows(each) for each in alternatives):
        return [alternatives]
    parts = spelling.parts(word)
    if parts is not None:
        return [(part,) for part in parts]
    guesses = spelling.guesses(word)
    return [tuple(guesses)] if guesses else []
