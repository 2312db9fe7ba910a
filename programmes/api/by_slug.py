"""Rows of the library by their slug, for what is stored as a slug or stood in for by a clinic's copy."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import QuerySet


class BySlug:
    """The rows of a queryset, fetched once and only when one is asked for."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._queryset = rows

    def named(self, slugs: Iterable[str]) -> list[Any]:
        """Return the rows with these slugs, in their order; a slug without a row is passed over."""
        return [self._rows[slug] for slug in slugs if slug in self._rows]

    def every(self) -> list[Any]:
        return list(self._rows.values())

    def in_place_of(self, row: Any) -> Any:
        """Return the row of the same slug that stands in for *row*; without one, *row* itself."""
        return None if row is None else self._rows.get(row.slug, row)

    @cached_property
    def _rows(self) -> dict[str, Any]:
        return {row.slug: row for row in self._queryset}
