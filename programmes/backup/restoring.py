"""Restoring a backup: all of it, or nothing.

The file is checked from end to end first. Then, in this order: the pictures are written beside those there are; the
rows are replaced in one transaction; the pictures change places. Cut short before the transaction ends, all is as it
was; later, rows are new, and pictures old or in `.restore/`: restoring the same file again puts that right.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

from programmes.archive.insert import insert
from programmes.archive.part import Part, Unusable
from programmes.archive.plain import from_plain
from programmes.archive.progress import Told, counted, nobody
from programmes.backup import clearing, media, schema
from programmes.backup.part import MEDIA, TABLES
from programmes.backup.read import Backup


class Refused(Exception):
    """There is something in the way; the message says what, and what to do."""


class PicturesLeft(Exception):
    """The rows are restored, and the pictures are not."""


def restore(backup: Backup, *, replace: bool, told: Told = nobody) -> None:
    """Put what *backup* holds in place of what there is, which must be nothing unless *replace*.

    Raises Refused, and Unusable where the pictures lie elsewhere; then nothing was touched.
    """
    media.refuse_elsewhere()
    _refuse_a_newer_database()
    if not replace:
        _refuse_what_is_there()
    exchange = media.Exchange(Path(settings.MEDIA_ROOT))
    try:
        exchange.prepare()
        for part in counted(backup.manifest.media, "pictures", told):
            exchange.put(part.name.removeprefix(MEDIA), backup.content(part))
        with clearing.rebuilding(connection):
            _restore_rows(backup, told)
    except BaseException:
        exchange.give_up()
        raise
    ContentType.objects.clear_cache()
    try:
        exchange.swap()
    except OSError as error:
        raise PicturesLeft(f"The rows are restored, the pictures are not: {error.strerror}.") from error


def _refuse_a_newer_database() -> None:
    unknown = schema.unknown(schema.applied(connection))
    if unknown:
        raise Refused(f"The database is of a newer version of the product (it has {'.'.join(unknown[0])}). Use that.")


def _refuse_what_is_there() -> None:
    """Whoever only ran `migrate` has an empty site: what that makes does not count."""
    made_by_migrating = {"contenttypes.contenttype", "auth.permission"}
    for label, model in schema.tables(schema.applied(connection)).items():
        if label not in made_by_migrating and model._base_manager.exists():
            raise Refused(f"The database is not empty ({label}). Add --replace to put the backup in its place.")
    if media.files(Path(settings.MEDIA_ROOT)):
        raise Refused(f"{settings.MEDIA_ROOT} is not empty. Add --replace to put the backup's pictures in its place.")


def _restore_rows(backup: Backup, told: Told) -> None:
    wanted = frozenset(backup.manifest.migrations)
    if schema.applied(connection) != wanted:
        clearing.drop_all(connection)
        schema.migrate(connection, wanted)
    clearing.empty(connection, schema.every_table(wanted).values())
    tables = schema.tables(wanted)
    for part in backup.manifest.tables:
        _insert(backup, part, tables[part.name.removeprefix(TABLES).removesuffix(".jsonl")], told)
    _count_on(tables.values())
    connection.check_constraints()
    schema.migrate(connection, schema.newest(connection))
    emit_post_migrate_signal(0, False, connection.alias)
    _look_over(schema.every_table(schema.applied(connection)).values())


def _insert(backup: Backup, part: Part, model: Any, told: Told) -> None:
    """Write the rows as they were: no default, no time of now, no signal."""
    named = {field.attname: field for field in schema.columns(model)}
    names = backup.columns(part)
    if set(names) != set(named):
        raise Unusable(f"It is damaged: {part.name} has other columns than its version.")
    fields = [named[name] for name in names]
    rows = counted(backup.rows(part), part.name.removeprefix(TABLES).removesuffix(".jsonl"), told)
    made = (model(**dict(zip(names, map(from_plain, fields, row), strict=True))) for row in rows)
    insert(model, fields, made)


def _count_on(tables: Iterable[Any]) -> None:
    """Have the next row numbered after those restored."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def _look_over(tables: Iterable[Any]) -> None:
    """Have the database know how much there is of what: it plans its queries by that."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
