"""The one search for exercises: the same on every database, with an index behind it where there is one."""

from __future__ import annotations

from functools import reduce
from operator import add, and_, or_
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length

from programmes.models.library.language import SOURCE_LANGUAGE, Language
from programmes.models.library.search import full_text
from programmes.models.library.search.entry import SearchWord
from programmes.models.library.search.found import Found
from programmes.models.library.search.spelling import Spelling
from programmes.models.library.search.term import Term, term_of

ENTRY = "search_entries__"


def find(rows: QuerySet[Any], typed: str, language: str, uses: Case | Value) -> QuerySet[Any]:
    """Return of *rows* those that fit what was *typed*, best first, with `found` saying how well.

    Queries, to see whether anything holds all the words: only if nothing does it guesses. *uses* orders what fits
    alike.
    """
    whole = term_of(typed)
    if not whole.words:
        return rows
    language, small_words = _language(language)
    term = whole.without(small_words)
    term = term if term.words else whole
    # In one call with what else is asked of the entry: asked apart, it could be answered by two entries.
    of_language = Q(**{f"{ENTRY}language": language})
    hits = rows.filter(of_language, _all_of(term, rows.db))
    if hits.exists():
        return _ordered(hits, _fit(whole.phrase, term), uses)
    guessed = term.spelt(Spelling(SearchWord.objects.filter(language=language).values_list("word", flat=True)))
    if not guessed.words:
        return rows.none()
    hits = rows.filter(of_language, _all_of(guessed, rows.db))
    if hits.exists():
        return _ordered(hits.annotate(found_in=_fit(guessed.phrase, guessed)), Value(Found.CLOSE), F("found_in"), uses)
    return _most_of(rows.filter(of_language), guessed, uses)


def _language(code: str) -> tuple[str, list[str]]:
    """Return the language to look in, English where nothing is written in *code*, and its small words."""
    rows = {row.code: row for row in Language.objects.filter(code__in=(code, SOURCE_LANGUAGE)).only("search_words")}
    known = rows.get(code)
    code = code if known is not None else SOURCE_LANGUAGE
    return code, rows[code].search_words.get("small_words", []) if code in rows else []


def _all_of(term: Term, database: str) -> Q:
    if full_text.is_there(database):
        return Q(**{f"{ENTRY}pk__in": full_text.entries_with(term.words, " AND ")})
    return _holds("search_text", term)


def _holds(column: str, term: Term) -> Q:
    return reduce(and_, (_word(column, each) for each in term.words))


def _word(column: str, alternatives: tuple[str, ...]) -> Q:
    return reduce(or_, (Q(**{f"{ENTRY}{column}__contains": f" {word}"}) for word in alternatives))


def _fit(phrase: str, term: Term) -> Case:
    """Return how well an entry that holds the words fits *phrase*."""
    in_name = reduce(and_, (_in_name(each) for each in term.words))
    return Case(
        When(**{f"{ENTRY}name": phrase}, then=Value(Found.EXACT)),
        When(_is_a_name(phrase), then=Value(Found.OTHER_NAME)),
        When(**{f"{ENTRY}name__startswith": phrase}, then=Value(Found.BEGINNING)),
        When(in_name, then=Value(Found.WORD)),
        When(_holds("names", term), then=Value(Found.SYNONYM)),
        default=Value(Found.ABOUT),
        output_field=IntegerField(),
    )


def _in_name(alternatives: tuple[str, ...]) -> Q:
    begins = reduce(or_, (Q(**{f"{ENTRY}name__startswith": word}) for word in alternatives))
    return begins | _word("name", alternatives)


def _is_a_name(phrase: str) -> Q:
    inside, last = f" | {phrase} |", f" | {phrase}"
    return Q(**{f"{ENTRY}names__contains": inside}) | Q(**{f"{ENTRY}names__endswith": last})


def _most_of(rows: QuerySet[Any], term: Term, uses: Case | Value) -> QuerySet[Any]:
    """Return what holds at least half of the words, those with most of them first."""
    held = reduce(add, (Case(When(_word("search_text", each), then=1), default=0) for each in term.words))
    least = (len(term.words) + 1) // 2
    hits = rows.annotate(words_held=held).filter(words_held__gte=least)
    return _ordered(hits, Value(Found.CLOSE), -F("words_held"), _fit(term.phrase, term), uses)


def _ordered(hits: QuerySet[Any], found: Case | Value, *then: Any) -> QuerySet[Any]:
    """Order by fit, then as told; of what is still alike the shorter name says more of what was typed."""
    return hits.annotate(found=found).order_by("found", *then, Length(f"{ENTRY}name"), "slug", "pk")
