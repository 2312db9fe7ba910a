"""Which search entries (`e`) hold the words of a term, asked so that the database's index answers it.

SQLite has an index of its own, made and kept in step by the migration; PostgreSQL answers LIKE by its trigrams. Where
there is neither, LIKE reads the entries.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

from programmes.models.library.search.sql import Sql, joined
from programmes.models.library.search.term import Term

INDEX = "programmes_searchindex"
_with_index: set[str] = set()


def entries_with(term: Term, column: str, database: str) -> Sql:
    """Return the condition that a word in *column* begins with each of the words, or with what may stand for it."""
    return _matched(term, column) if has_full_text(database) else _like(term, column)


def has_full_text(database: str) -> bool:
    """Say whether SQLite's index is there. Queries until it is."""
    connection: Any = connections[database]
    if connection.vendor == "sqlite" and connection.alias not in _with_index:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %s", [INDEX])
            if cursor.fetchone() is not None:
                _with_index.add(connection.alias)
    return connection.alias in _with_index


def _matched(term: Term, column: str) -> Sql:
    words = " AND ".join("(" + " OR ".join(f'"{word}"*' for word in each) + ")" for each in term.words)
    return Sql(f"e.id IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s)", (f"{{{column}}} : ({words})",))


def _like(term: Term, column: str) -> Sql:
    # Words hold letters and numbers alone, so that there is nothing to escape.
    each = (joined(" OR ", (Sql(f"e.{column} LIKE %s", (f"% {word}%",)) for word in words)) for words in term.words)
    return joined(" AND ", each)
