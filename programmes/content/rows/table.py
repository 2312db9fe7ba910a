"""What is to stand in one table of the database, as plain values; and the ids that shared rows keep for good."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Model, QuerySet

from programmes.models import Source

# Fixed for good: ids of shared rows are made from it, so that every installation has the same ones.
NAMESPACE = UUID("6f0d4f2e-3c58-5d0b-9c55-0b6a2d1f7f10")


@dataclass
class Row:
    """One row: its columns, its many-to-many links, and the slug of the item it belongs to."""

    owner: str
    values: dict[str, Any]
    links: dict[str, list[UUID]] = field(default_factory=dict)


@dataclass
class Table:
    """The rows of one model that the content decides about: `scope` finds them, `key` tells one from another."""

    kind: str
    scope: QuerySet[Any]
    key: tuple[str, ...]
    rows: list[Row]
    is_retired_when_gone: bool = False  # else a row that the content no longer holds is deleted

    @property
    def model(self) -> type[Any]:
        return self.scope.model


class Ids:
    """The primary keys of shared rows: the one a row already has, else one made from its slug."""

    def __init__(self) -> None:
        self._stored: dict[type[Model], dict[str, UUID]] = {}

    def of(self, model: type[Any], slug: str) -> UUID:
        if model not in self._stored:
            self._stored[model] = dict(shared(model).values_list("slug", "pk"))
        return self._stored[model].get(slug) or made_id(model.__name__, slug)

    def many(self, model: type[Any], slugs: list[str]) -> list[UUID]:
        return [self.of(model, slug) for slug in slugs]


def made_id(*names: str) -> UUID:
    return uuid5(NAMESPACE, "/".join(names).lower())


def shared(model: type[Any]) -> QuerySet[Any]:
    """Return the rows of *model* that belong to no clinic: the only ones the loader touches."""
    return model.objects.shared()


def version_of(data: Any) -> str:
    """Return a short mark that changes when, and only when, the content of an item does."""
    plain = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def review_of(data: dict[str, Any]) -> dict[str, Any]:
    """Return who has reviewed a translation and when; an empty name and None when nobody has."""
    day = data.get("reviewed_on")
    return {"reviewed_by": data.get("reviewed_by", ""), "reviewed_on": date.fromisoformat(day) if day else None}


def library_row(ids: Ids, model: type[Any], slug: str, data: Any, **values: Any) -> Row:
    """Return a shared row; what every item has in common is filled in from *data*."""
    common: dict[str, Any] = {
        "id": ids.of(model, slug),
        "slug": slug,
        "version": version_of(data),
        "is_retired": False,
    }
    links = {}
    if "sources" in data:
        common |= {"provenance": data["provenance"], "ours": data.get("ours", {})}
        links["sources"] = ids.many(Source, data["sources"])
    return Row(slug, common | values, links)


def library_table(kind: str, model: type[Any], rows: list[Row]) -> Table:
    return Table(kind, shared(model), ("slug",), rows, is_retired_when_gone=True)
