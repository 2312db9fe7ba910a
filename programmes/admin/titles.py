"""What rows of the library are called, by the short names other rows know them by."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from programmes.models import Exercise


def titles(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """Return (short name, title) of *rows*, by title. Two queries at most."""
    return sorted(((row.slug, str(row)) for row in titled(rows)), key=lambda pair: pair[1].casefold())


def titled(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return *rows* with what they are called fetched along."""
    return rows.prefetch_related("texts") if rows.model is Exercise else rows
