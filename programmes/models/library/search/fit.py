"""How well a search entry (`e`) fits a term: the same on every database."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from programmes.models.library.search import sql
from programmes.models.library.search.found import Found
from programmes.models.library.search.sql import Sql, case, joined
from programmes.models.library.search.term import Term

# A look in here is quicker than the making of a choice, and a search makes a hundred.
_FOUND = tuple(Found)


def found_of(rank: int) -> Found:
    return _FOUND[rank // 2]


@dataclass(frozen=True)
class Fit:
    """The fit of the words of *term*; *phrase* is all that was typed. In *empty* columns no entry holds all of them."""

    vendor: str
    term: Term
    phrase: str
    empty: Collection[str] = ()

    def rank(self) -> Sql:
        """Return how well an entry fits that holds every word: twice what `Found` says, and one for what fits less."""
        in_names, is_purpose = self.holds_all("names"), self._holds("purposes", self._whole)
        return self._case(
            [
                ("names", Sql("e.name = %s", (self._whole,)), 2 * Found.EXACT),
                ("names", self._holds("names", self._whole), 2 * Found.OTHER_NAME),
                ("names", self._holds("name", f"| {self.phrase}"), 2 * Found.BEGINNING),
                ("names", self.holds_all("name"), 2 * Found.WORD),
                ("names", joined(" AND ", [is_purpose, in_names]), 2 * Found.PURPOSE),
                ("purposes", is_purpose, 2 * Found.PURPOSE + 1),
                ("names", in_names, 2 * Found.SYNONYM),
            ],
            2 * Found.ABOUT,
        )

    def place(self) -> Sql:
        """Return how far behind it stands among the purposes, or else behind the names; 0 for what is in the names."""
        first = f" {self.term.words[0][0]}"
        behind = sql.place(self.vendor, "e.search_text", first)
        return self._case(
            [
                ("purposes", self._holds("purposes", self._whole), sql.place(self.vendor, "e.purposes", self._whole)),
                ("names", self.holds_all("names"), 0),
                ("purposes", self.holds_all("purposes"), sql.place(self.vendor, "e.purposes", first)),
            ],
            Sql(f"{behind.text} - LENGTH(e.names)", behind.values),
        )

    def begins(self) -> Sql:
        """Return whether the name begins with what was typed, or another name is just that: what fits best of all."""
        return joined(" OR ", [self._holds("name", f"| {self.phrase}"), self._holds("names", self._whole)])

    def holds_all(self, column: str) -> Sql:
        """Return whether a word there begins with each of the words, or with what may stand for it."""
        return joined(" AND ", (self._holds_any(column, each) for each in self.term.words))

    def words_held(self, column: str) -> Sql:
        return joined(" + ", (case([(self._holds_any(column, each), 1)], 0) for each in self.term.words))

    def _case(self, whens: Iterable[tuple[str, Sql, Any]], otherwise: Any) -> Sql:
        """Return the value of the first condition that is met; each needs all the words in the column before it."""
        return case(((condition, value) for column, condition, value in whens if column not in self.empty), otherwise)

    @property
    def _whole(self) -> str:
        return f"| {self.phrase} |"

    def _holds_any(self, column: str, alternatives: tuple[str, ...]) -> Sql:
        return joined(" OR ", (self._holds(column, f" {word}") for word in alternatives))

    def _holds(self, column: str, text: str) -> Sql:
        return sql.holds(self.vendor, f"e.{column}", text)
