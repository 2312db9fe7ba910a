"""SQLite's own index of the words of the search entries, where this SQLite has one. Elsewhere the database reads them.

Made, and kept in step by triggers, in the migration.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models.expressions import RawSQL

INDEX = "programmes_searchindex"


def is_there(database: str) -> bool:
    connection = connections[database]
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %s", [INDEX])
        return cursor.fetchone() is not None


def entries_with(words: Sequence[Sequence[str]]) -> Any:
    """Return the keys of entries that hold, for each of *words*, a word that begins with what may stand for it."""
    query = " AND ".join("(" + " OR ".join(f'"{word}"*' for word in each) + ")" for each in words)
    return RawSQL(f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s", [query])
