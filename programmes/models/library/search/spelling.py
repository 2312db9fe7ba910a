"""Which words somebody may have meant who typed another. Knows no database."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

# Fewer letters than this say too little to guess by.
FEWEST_LETTERS = 4
LETTERS_FOR_TWO_SLIPS = 6
MOST_GUESSES = 12


class Spelling:
    """The words that there are, in their order."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = sorted(words)

    def knows(self, typed: str) -> bool:
        """Say whether some word begins with *typed*."""
        return self._first_from(typed).startswith(typed)

    def parts(self, typed: str) -> tuple[str, str] | None:
        """Return the two words that *typed* runs together: "stepup" is "step", "up"."""
        for place in range(len(typed) - 2, 1, -1):
            left, right = typed[:place], typed[place:]
            if self._first_from(left) == left and self.knows(right):
                return left, right
        return None

    def guesses(self, typed: str) -> list[str]:
        """Return the words that begin with nearly *typed*: those with the fewest slips, shortest first.

        Or else the longest that *typed* begins with: "sprint" for "sprinting".
        """
        most = allowed_slips(typed)
        if most == 0:
            return []
        near: dict[int, list[str]] = {}
        for word in self._words:
            if _may_be_near(typed, word, most):
                near.setdefault(slips(typed, word, most), []).append(word)
        best = min((count for count in near if count <= most), default=None)
        return sorted(near[best], key=len)[:MOST_GUESSES] if best is not None else self._stems(typed)

    def _stems(self, typed: str) -> list[str]:
        stems = (typed[:length] for length in range(len(typed) - 1, FEWEST_LETTERS - 1, -1))
        return [stem for stem in stems if self._first_from(stem) == stem][:1]

    def _first_from(self, typed: str) -> str:
        place = bisect_left(self._words, typed)
        return self._words[place] if place < len(self._words) else ""


def allowed_slips(typed: str) -> int:
    if len(typed) < FEWEST_LETTERS:
        return 0
    return 2 if len(typed) >= LETTERS_FOR_TWO_SLIPS else 1


def slips(typed: str, word: str, most: int) -> int:
    """Return how many slips make *typed* of a beginning of *word*: a letter too many, too few, wrong, or two swapped.

    More than *most* is told as *most* + 1.
    """
    before: list[int] = []
    row = list(range(len(word) + 1))
    for place, letter in enumerate(typed, 1):
        earlier, before, row = before, row, [place]
        for column, other in enumerate(word, 1):
            cost = min(row[-1] + 1, before[column] + 1, before[column - 1] + (letter != other))
            if place > 1 and column > 1 and letter == word[column - 2] and typed[place - 2] == other:
                cost = min(cost, earlier[column - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row)


def _may_be_near(typed: str, word: str, most: int) -> bool:
    """Say no, quickly, for a word that lacks too many of the letters."""
    return len(word) >= len(typed) - most and len(set(typed) - set(word[: len(typed) + most])) <= most
