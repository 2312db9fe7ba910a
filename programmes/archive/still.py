"""A database that stands still while it is read: one moment of it, however long reading takes and whoever writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def standing_still(connection: Any) -> Iterator[None]:
    """Read one state of the database, keeping nobody from writing."""
    if connection.vendor == "sqlite":
        with _without_the_write_lock(connection), transaction.atomic(using=connection.alias):
            yield
        return
    with transaction.atomic(using=connection.alias):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _without_the_write_lock(connection: Any) -> Iterator[None]:
    """The site begins every transaction as a writer, which would keep everybody else from saving meanwhile."""
    connection.ensure_connection()
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual
