"""Making room in a database, within the one transaction that fills it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import transaction

WAIT_FOR_OTHERS = "30s"


@contextmanager
def rebuilding(connection: Any) -> Iterator[None]:
    """A transaction in which tables may be dropped and made, and rows come in any order: the caller checks them.

    It is on the disc when it ends, whatever happens to the machine a moment later.
    """
    if connection.vendor == "sqlite":
        with _free_of_constraints(connection), transaction.atomic(using=connection.alias):
            yield
        return
    with transaction.atomic(using=connection.alias):
        _run(connection, f"SET LOCAL lock_timeout = '{WAIT_FOR_OTHERS}'")
        yield


@contextmanager
def _free_of_constraints(connection: Any) -> Iterator[None]:
    """SQLite turns neither of these on or off within a transaction."""
    connection.disable_constraint_checking()
    _run(connection, "PRAGMA synchronous = FULL")
    try:
        yield
    finally:
        _run(connection, "PRAGMA synchronous = NORMAL")
        connection.enable_constraint_checking()


def _run(connection: Any, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def empty(connection: Any, models: Iterable[Any]) -> None:
    """Take every row out of the tables of *models*, those that migrations put there too."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables):
            cursor.execute(statement)


def drop_all(connection: Any) -> None:
    """Drop what migrations made, as they were another version's."""
    {"sqlite": _drop_all_of_sqlite, "postgresql": _drop_all_of_postgresql}[connection.vendor](connection)


def _drop_all_of_sqlite(connection: Any) -> None:
    """The file is the site's alone. Virtual tables first: these take their own along."""
    with connection.cursor() as cursor:
        for kind in ("CREATE VIRTUAL TABLE%", "CREATE TABLE%"):
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%%' AND sql LIKE %s",
                [kind],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)}")


def _drop_all_of_postgresql(connection: Any) -> None:
    """Others may have tables here as well: ours begin with the name of an app, or with Django's, or keep a cache."""
    caches = [cache["LOCATION"] for cache in settings.CACHES.values() if cache["BACKEND"].endswith(".DatabaseCache")]
    starts = [f"{config.label}\\_%" for config in apps.get_app_configs()] + ["django\\_%", *caches]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('DROP TABLE IF EXISTS %%s CASCADE', oid::regclass) FROM pg_class"
            " WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname LIKE ANY(%s)"
            " UNION ALL SELECT format('DROP FUNCTION IF EXISTS %%s CASCADE', oid::regprocedure) FROM pg_proc"
            " WHERE pronamespace = current_schema()::regnamespace AND proname LIKE ANY(%s)",
            [starts, starts],
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
