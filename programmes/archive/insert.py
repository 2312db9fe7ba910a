"""Rows as they were: no default, no time of now, no signal, no history of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection

ROWS_AT_ONCE = 100


def insert(model: Any, fields: Sequence[Any], rows: Iterable[Any]) -> None:
    """Write *rows*, unsaved instances of *model*, as far as *fields* go. Their order is kept; they get no key."""
    most = ROWS_AT_ONCE
    size = min(most, max(connection.ops.bulk_batch_size(list(fields), [None] * most), 1))
    for batch in batches(rows, size):
        model._base_manager._insert(batch, fields=fields, using=connection.alias, raw=True)


def insert_one(model: Any, fields: Sequence[Any], row: Any) -> Any:
    """Write *row* in the same way, and return the key that the database gave it."""
    key = [model._meta.pk]
    ((pk,),) = model._base_manager._insert([row], fields=fields, returning_fields=key, using=connection.alias, raw=True)
    return pk


def batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch
