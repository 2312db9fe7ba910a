"""How well a search entry fits a term, as expressions: the same on every database."""

from __future__ import annotations

from functools import reduce
from operator import add, and_, or_
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Length, StrIndex

from programmes.models.library.search.found import Found
from programmes.models.library.search.term import Term

ENTRY = "search_entries__"


def entry(column: str, value: Any) -> Q:
    return Q(**{f"{ENTRY}{column}": value})


def holds(column: str, term: Term) -> Q:
    """Every word of the term, or what may stand for it, begins a word there."""
    return reduce(and_, (_word(column, each) for each in term.words))


def words_held(term: Term) -> Any:
    return reduce(add, (Case(When(_word("search_text", each), then=1), default=0) for each in term.words))


def fit(phrase: str, term: Term) -> Case:
    """Return how well an entry that holds the words of *term* fits; *phrase* is all that was typed."""
    in_name = reduce(and_, (_in_name(each) for each in term.words))
    return Case(
        When(entry("name", phrase), then=Value(Found.EXACT)),
        When(_is_a_phrase("names", phrase), then=Value(Found.OTHER_NAME)),
        When(entry("name__startswith", phrase), then=Value(Found.BEGINNING)),
        When(in_name, then=Value(Found.WORD)),
        When(_is_a_phrase("purposes", phrase), then=Value(Found.PURPOSE)),
        When(holds("names", term), then=Value(Found.SYNONYM)),
        default=Value(Found.ABOUT),
        output_field=IntegerField(),
    )


def named(term: Term) -> Case:
    """Return 0 for what has the words in its names, else 1."""
    return Case(When(holds("names", term), then=Value(0)), default=Value(1), output_field=IntegerField())


def place(phrase: str, term: Term) -> Any:
    """Return how far behind it stands among the purposes, or else behind the names."""
    first = Value(f" {term.words[0][0]}")
    return Case(
        When(_is_a_phrase("purposes", phrase), then=StrIndex(f"{ENTRY}purposes", Value(f"| {phrase} |"))),
        When(holds("purposes", term), then=StrIndex(f"{ENTRY}purposes", first)),
        default=StrIndex(f"{ENTRY}search_text", first) - Length(f"{ENTRY}names"),
    )


def shortest_name() -> Any:
    return Length(F(f"{ENTRY}name"))


def _word(column: str, alternatives: tuple[str, ...]) -> Q:
    return reduce(or_, (entry(f"{column}__contains", f" {word}") for word in alternatives))


def _in_name(alternatives: tuple[str, ...]) -> Q:
    begins = reduce(or_, (entry("name__startswith", word) for word in alternatives))
    return begins | _word("name", alternatives)


def _is_a_phrase(column: str, phrase: str) -> Q:
    return entry(f"{column}__contains", f"| {phrase} |")
