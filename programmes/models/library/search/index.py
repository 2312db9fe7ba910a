"""Which search entries (`e`) hold the words of a term, asked so that the database's index answers it.

SQLite and PostgreSQL have a full-text index of words, made and kept in step by the migration. Where there is neither,
LIKE reads the entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections

from programmes.models.library.search.sql import Sql, joined
from programmes.models.library.search.term import Term

# SQLite's table, PostgreSQL's index; and the function of a language and a text that PostgreSQL's index holds.
INDEX = "programmes_searchindex"
WORDS = "programmes_searchwords"
_with_index: set[str] = set()


def entries_with(term: Term, columns: Sequence[str], language: str, database: str, *, by: str = "AND") -> Sql:
    """Return the condition for entries of *language* in one of whose *columns* words begin with all the words.

    Or with what may stand for them. With any of the words, when *by* is "OR".
    """
    if has_full_text(database) and connections[database].vendor == "postgresql":
        return joined(" OR ", (_at_words(term, column, language, by) for column in columns))
    held = _matched(term, columns, by) if has_full_text(database) else _like(term, columns, by)
    return joined(" AND ", [Sql("e.language = %s", (language,)), held])


def has_full_text(database: str) -> bool:
    """Say whether the index is there; SQLite may be built without. Queries until it is."""
    connection: Any = connections[database]
    if connection.vendor == "postgresql":
        return True
    if connection.vendor == "sqlite" and connection.alias not in _with_index:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %s", [INDEX])
            if cursor.fetchone() is not None:
                _with_index.add(connection.alias)
    return connection.alias in _with_index


def _matched(term: Term, columns: Sequence[str], by: str) -> Sql:
    words = f" {by} ".join("(" + " OR ".join(f'"{word}"*' for word in each) + ")" for each in term.words)
    query = " OR ".join(f"({{{column}}} : ({words}))" for column in columns)
    return Sql(f"e.id IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s)", (query,))


def _at_words(term: Term, column: str, language: str, by: str) -> Sql:
    # A word stands there behind its language, so that nothing is read of another's entries.
    each = ("(" + " | ".join(f"'{language}:{word}':*" for word in words) + ")" for words in term.words)
    query = {"AND": " & ", "OR": " | "}[by].join(each)
    return Sql(f"{WORDS}(e.language, e.{column}) @@ %s::tsquery", (query,))


def _like(term: Term, columns: Sequence[str], by: str) -> Sql:
    return joined(" OR ", (_like_in(term, column, by) for column in columns))


def _like_in(term: Term, column: str, by: str) -> Sql:
    # Words hold letters and numbers alone, so that there is nothing to escape.
    each = (joined(" OR ", (Sql(f"e.{column} LIKE %s", (f"% {word}%",)) for word in words)) for words in term.words)
    return joined(f" {by} ", each)
