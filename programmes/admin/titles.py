"""What rows of the library are called, by the short names other rows know them by."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from programmes.models import Exercise


def titles(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """Return (short name, title) of *rows*, by title. Two queries at most."""
    if rows.model is Exercise:
        rows = rows.prefetch_related("texts")
    return sorted(((row.slug, str(row)) for row in rows), key=lambda pair: pair[1].casefold())
