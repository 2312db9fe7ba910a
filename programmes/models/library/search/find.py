"""The one search for exercises: the same on every database, with an index behind it where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import CharField, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, StrIndex, Substr

from programmes.models.library.language import SOURCE_LANGUAGE, Language
from programmes.models.library.search.entry import SearchWord
from programmes.models.library.search.fit import Fit, found_of
from programmes.models.library.search.found import Found
from programmes.models.library.search.index import entries_with
from programmes.models.library.search.spelling import Spelling
from programmes.models.library.search.sql import Sql, case, joined, listed
from programmes.models.library.search.term import Term, term_of

# Nobody reads on; and what fits worst need not be put in order.
MOST_HITS = 100
# So few letters begin a word of nearly every exercise: what has one in its names is enough.
LETTERS_FOR_NAMES_ONLY = 2

# What holds the words in its names or purposes fits best, and is a small part of what is about them.
NEARER_AND_FURTHER = (("names",), ("names", "purposes"), ("search_text",))

Hits = list[tuple[Any, int]]


def find(rows: QuerySet[Any], typed: str, language: str, weights: Mapping[str, int]) -> QuerySet[Any]:
    """Return of *rows* the hundred that fit best what was *typed*, in their order, with `found` saying how well.

    Guesses only when nothing holds all the words. What fits alike comes in the order of *weights*, by slug, the
    heaviest first. Queries.
    """
    whole = term_of(typed)
    if not whole.words:
        return rows
    language, words = _language(language)
    term = whole.without(words.get("small_words", ())).with_same_words(words.get("same_words", ()))
    try:
        scope = Sql(*rows.order_by().values_list("id", "slug").query.get_compiler(rows.db).as_sql())
    except EmptyResultSet:
        return rows.none()
    with connections[rows.db].cursor() as cursor:
        search = _Search(scope, language, weights, rows.db, cursor)
        hits = search.holding(term, whole.phrase) or search.guessed(term)
    return _in_their_order(rows, hits)


def _language(code: str) -> tuple[str, dict[str, Any]]:
    """Return the language to look in, English where nothing is written in *code*, and its words to search by."""
    words = dict(Language.objects.filter(code__in=(code, SOURCE_LANGUAGE)).values_list("code", "search_words"))
    known = code if code in words else SOURCE_LANGUAGE
    return known, words.get(known, {})


class _Search:
    """One search by the entries of one language, among the exercises that *scope* selects."""

    def __init__(self, scope: Sql, language: str, weights: Mapping[str, int], database: str, cursor: Any) -> None:
        self._scope, self._language, self._use = scope, language, _by_use(weights)
        self._database, self._cursor = database, cursor
        self._vendor = connections[database].vendor

    def holding(self, term: Term, phrase: str) -> Hits:
        """Return what holds every word, best first."""
        if len(phrase) <= LETTERS_FOR_NAMES_ONLY and len(hits := self._beginning(term, phrase)) == MOST_HITS:
            return hits
        hits, looked_at = Hits(), tuple[str, ...]()
        for columns in NEARER_AND_FURTHER:
            # What nothing was found by need not be looked for again in each entry.
            fit = Fit(self._vendor, term, phrase, empty=() if hits else looked_at)
            hits = self._hits(fit, self._with(term, columns))
            if len(hits) == MOST_HITS or (hits and len(phrase) <= LETTERS_FOR_NAMES_ONLY):
                return hits
            looked_at = columns
        return hits

    def _beginning(self, term: Term, phrase: str) -> Hits:
        """Return what fits best of all: often enough, and far less to put in order than all that holds a letter."""
        fit = Fit(self._vendor, term, phrase)
        return self._hits(fit, joined(" AND ", [self._with(term, ["names"]), fit.begins()]))

    def guessed(self, term: Term) -> Hits:
        """Return what was perhaps meant: all the words that there are or were meant, or else at least half of them."""
        term = term.spelt(Spelling(SearchWord.objects.filter(language=self._language).values_list("word", flat=True)))
        if not term.words:
            return []
        hits = self.holding(term, term.phrase) or self._most(term, "names") or self._most(term, "search_text")
        return [(key, Found.CLOSE) for key, _found in hits]

    def _with(self, term: Term, columns: Sequence[str], *, by: str = "AND") -> Sql:
        return entries_with(term, columns, self._language, self._database, by=by)

    def _most(self, term: Term, column: str) -> Hits:
        """Return what holds at least half of the words there, most of them first."""
        fit = Fit(self._vendor, term, term.phrase)
        held, least = fit.words_held(column), (len(term.words) + 1) // 2
        any_of_them = self._with(term, [column], by="OR")
        enough = joined(" AND ", [any_of_them, Sql(f"{held.text} >= {least}", held.values)])
        return self._hits(fit, enough, Sql(f"-{held.text}", held.values))

    def _hits(self, fit: Fit, condition: Sql, first: Sql | None = None) -> Hits:
        """Return keys and `found`, in order. A short name says more of what was typed than a long one."""
        # Both databases are to begin with the few entries. Left to itself, either may begin with every exercise:
        # SQLite takes rows in the order of a CROSS JOIN, PostgreSQL what is behind an OFFSET by itself.
        join, fence = {"sqlite": ("CROSS JOIN", ""), "postgresql": ("JOIN", "OFFSET 0")}.get(self._vendor, ("JOIN", ""))
        order = [Sql("e.most, e.fits"), *self._use, Sql("e.place, e.length, x.slug, x.id")]
        parts = [
            Sql("SELECT e.exercise_id, e.fits FROM (SELECT e.exercise_id,"),
            fit.rank(),
            Sql("AS fits,"),
            fit.place(),
            Sql("AS place, LENGTH(e.name) AS length,"),
            first or Sql("0"),
            Sql("AS most FROM programmes_searchentry e WHERE"),
            condition,
            Sql(f"{fence}) e {join} ("),
            self._scope,
            Sql(") x ON x.id = e.exercise_id ORDER BY"),
            listed(", ", order),
            Sql(f"LIMIT {MOST_HITS}"),
        ]
        whole = listed(" ", parts)
        self._cursor.execute(whole.text, whole.values)
        return [(_key(key), found_of(fits)) for key, fits in self._cursor.fetchall()]


def _by_use(weights: Mapping[str, int]) -> list[Sql]:
    """Return the order of *weights*, the heaviest first; nothing when there are none."""
    alike: dict[int, list[str]] = {}
    for slug, weight in weights.items():
        alike.setdefault(weight, []).append(slug)
    whens = [
        (Sql(f"x.slug IN ({', '.join(['%s'] * len(slugs))})", tuple(slugs)), -weight)
        for weight, slugs in sorted(alike.items(), reverse=True)
    ]
    return [case(whens, 0)] if whens else []


def _in_their_order(rows: QuerySet[Any], hits: Hits) -> QuerySet[Any]:
    if not hits:
        return rows.none()
    # One text of all keys says the place of each, and one of a digit for each how well it fits: an expression with a
    # branch for each of a hundred hits takes longer to write than the search to run.
    has_uuids = connections[rows.db].features.has_native_uuid_field
    keys = [str(key) if has_uuids else key.hex for key, _found in hits]
    place = StrIndex(Value(" ".join(keys)), Cast("pk", CharField()))
    number = (place - 1) / Value(len(keys[0]) + 1) + 1
    digits = "".join(str(int(found)) for _key, found in hits)
    found = Cast(Substr(Value(digits), number, 1), IntegerField())
    return rows.filter(pk__in=[key for key, _found in hits]).annotate(found=found).order_by(place)


def _key(stored: Any) -> UUID:
    """Return the key as Python has it: not every database has a type for it."""
    return stored if isinstance(stored, UUID) else UUID(stored)
