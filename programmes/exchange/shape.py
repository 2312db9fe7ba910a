"""What a row of a kind reads as: its columns by name, its links, the rows inside it. Knows no row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models

from programmes.models import Clinic


@dataclass(frozen=True)
class Shape:
    """`columns` and `links` by their names."""

    model: Any
    columns: dict[str, Any]
    links: dict[str, Any]


@cache
def shape_of(model: Any, left_out: frozenset[str] = frozenset(), *, is_shared: bool = False) -> Shape:
    """Return the shape of a model's rows: keys that the database counts are no columns. *is_shared*: of the library."""
    columns = {
        field.name: field
        for field in model._meta.concrete_fields
        if field.name not in left_out
        and not isinstance(field, models.AutoField)
        and not (field.is_relation and field.related_model is Clinic)
    }
    if is_shared:
        columns = {name: field for name, field in columns.items() if name not in ("origin", "origin_version")}
    links = {field.name: field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created}
    return Shape(model, columns, links)


def concrete(model: Any) -> Any:
    """Return the model whose table it is: of a template, the programme."""
    return model._meta.concrete_model


def points_at(field: Any) -> Any:
    return concrete(field.related_model)


def empty_of(field: Any) -> Any:
    """Return what a column holds that a row does not name; raises LookupError where it must be named."""
    if field.null:
        return None
    if isinstance(field, models.JSONField) and field.default in (list, dict):
        return field.default()
    if isinstance(field, models.CharField | models.TextField):
        return ""
    raise LookupError(field.name)


def is_empty(field: Any, value: Any) -> bool:
    try:
        return bool(value == empty_of(field))
    except LookupError:
        return False
