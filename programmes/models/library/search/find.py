"""The one search for exercises: the same on every database, with an index behind it where there is one."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value

from programmes.models.library.language import SOURCE_LANGUAGE, Language
from programmes.models.library.search import full_text
from programmes.models.library.search.entry import SearchWord
from programmes.models.library.search.fit import ENTRY, entry, fit, holds, named, place, shortest_name, words_held
from programmes.models.library.search.found import Found
from programmes.models.library.search.spelling import Spelling
from programmes.models.library.search.term import Term, term_of


def find(rows: QuerySet[Any], typed: str, language: str, uses: Case | Value) -> QuerySet[Any]:
    """Return of *rows* those that fit what was *typed*, best first, with `found` saying how well.

    Queries, to see whether anything holds all the words: only if nothing does it guesses. *uses* orders what fits
    alike.
    """
    whole = term_of(typed)
    if not whole.words:
        return rows
    language, words = _language(language)
    term = whole.without(words.get("small_words", ())).with_same_words(words.get("same_words", ()))
    # In one call with what else is asked of the entry: asked apart, it could be answered by two entries.
    of_language = entry("language", language)
    hits = rows.filter(of_language, _all_of(term, rows.db))
    if hits.exists():
        return _ordered(hits, whole.phrase, term, uses)
    term = term.spelt(Spelling(SearchWord.objects.filter(language=language).values_list("word", flat=True)))
    if not term.words:
        return rows.none()
    hits = rows.filter(of_language, _all_of(term, rows.db))
    if hits.exists():
        return _guessed(hits, term, uses)
    held = rows.filter(of_language).annotate(words_held=words_held(term))
    return _guessed(held.filter(words_held__gte=(len(term.words) + 1) // 2), term, uses, -F("words_held"))


def _language(code: str) -> tuple[str, dict[str, Any]]:
    """Return the language to look in, English where nothing is written in *code*, and its words to search by."""
    rows = {row.code: row for row in Language.objects.filter(code__in=(code, SOURCE_LANGUAGE)).only("search_words")}
    known = code if code in rows else SOURCE_LANGUAGE
    return known, rows[known].search_words if known in rows else {}


def _all_of(term: Term, database: str) -> Q:
    if full_text.is_there(database):
        return Q(**{f"{ENTRY}pk__in": full_text.entries_with(term.words)})
    return holds("search_text", term)


def _ordered(hits: QuerySet[Any], phrase: str, term: Term, uses: Case | Value) -> QuerySet[Any]:
    return hits.annotate(found=fit(phrase, term)).order_by("found", *_then(phrase, term, uses))


def _guessed(hits: QuerySet[Any], term: Term, uses: Case | Value, *first: Any) -> QuerySet[Any]:
    as_meant = fit(term.phrase, term)
    return hits.annotate(found=Value(Found.CLOSE)).order_by(*first, as_meant, *_then(term.phrase, term, uses))


def _then(phrase: str, term: Term, uses: Case | Value) -> tuple[Any, ...]:
    """Return the order of what fits alike. A short name says more of what was typed than a long one."""
    return (named(term), uses, place(phrase, term), shortest_name(), "slug", "pk")
