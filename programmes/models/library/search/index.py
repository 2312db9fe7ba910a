"""Which search entries (`e`) hold the words of a term, asked so that the database's index answers it.

SQLite has an index of its own, made and kept in step by the migration; PostgreSQL answers LIKE by its trigrams. Where
there is neither, LIKE reads the entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

from programmes.models.library.search.sql import Sql, joined
from programmes.models.library.search.term import Term

INDEX = "programmes_searchindex"
# For the transaction of the search alone: discs are quick, and a helper takes longer to start than the search takes.
SETTINGS = (
    "SELECT set_config('random_page_cost', '1.1', true), set_config('max_parallel_workers_per_gather', '0', true)"
)
_with_index: set[str] = set()


def entries_with(term: Term, columns: Sequence[str], database: str, *, by: str = "AND") -> Sql:
    """Return the condition that in one of *columns* words begin with all the words, or with what may stand for them.

    With any of them, when *by* is "OR".
    """
    return _matched(term, columns, by) if has_full_text(database) else _like(term, columns, by)


@contextmanager
def asking(database: str) -> Iterator[Any]:
    """Give a cursor that makes use of the index: PostgreSQL reads all entries where it thinks discs slow."""
    connection: Any = connections[database]
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            yield cursor
        return
    with transaction.atomic(using=database), connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        yield cursor


def has_full_text(database: str) -> bool:
    """Say whether SQLite's index is there. Queries until it is."""
    connection: Any = connections[database]
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


def _like(term: Term, columns: Sequence[str], by: str) -> Sql:
    return joined(" OR ", (_like_in(term, column, by) for column in columns))


def _like_in(term: Term, column: str, by: str) -> Sql:
    # Words hold letters and numbers alone, so that there is nothing to escape.
    each = (joined(" OR ", (Sql(f"e.{column} LIKE %s", (f"% {word}%",)) for word in words)) for words in term.words)
    return joined(f" {by} ", each)
