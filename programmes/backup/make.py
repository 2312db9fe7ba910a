"""Making a backup: one moment of the database, row by row, and the pictures its rows speak of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from programmes.archive import write
from programmes.archive.part import Part, Unusable
from programmes.archive.plain import as_plain
from programmes.archive.progress import Told, counted, nobody
from programmes.archive.still import standing_still
from programmes.archive.version import product_version
from programmes.backup import media, schema
from programmes.backup.part import FORMAT, MEDIA, TABLES, Manifest
from programmes.backup.write import add_manifest

# Rows may hold a handout's pages: a few hundred kB each.
ROWS_AT_ONCE = 100


@dataclass(frozen=True)
class Made:
    """What a file was made to hold."""

    manifest: Manifest
    bytes: int


def back_up(place: Path, told: Told = nobody) -> Made:
    """Write all that the site keeps into the file at *place*. Others may go on working meanwhile.

    Raises Unusable for a database of a newer version, OSError where the file cannot be written; then what stood at
    *place* stays.
    """
    media.refuse_elsewhere()
    root, named = Path(settings.MEDIA_ROOT), set[str]()
    with write.whole_file(place) as archive:
        # Somebody may take a picture away while the rows are read, which still speak of it; and add another.
        pictures = _pictures(archive, root, media.files(root), told)
        with standing_still(connection):
            migrations = schema.applied(connection)
            _refuse_a_newer_database(migrations)
            kept = schema.tables(migrations).items()
            tables = [_table(archive, label, model, named, told) for label, model in kept]
        there = {part.name.removeprefix(MEDIA) for part in pictures}
        pictures += _pictures(archive, root, [name for name in media.files(root) if name not in there], told)
        manifest = _manifest(migrations, tables, pictures, named)
        add_manifest(archive, manifest)
    return Made(manifest, place.stat().st_size)


def _refuse_a_newer_database(migrations: schema.Migrations) -> None:
    if not migrations:
        raise Unusable("The database is empty: there is nothing to back up. Run migrate first.")
    unknown = schema.unknown(migrations)
    if unknown:
        app, name = unknown[0]
        raise Unusable(f"The database is of a newer version of the product (it has {app}.{name}). Use that version.")


def _table(archive: ZipFile, label: str, model: Any, named: set[str], told: Told) -> Part:
    rows = model._base_manager.using(connection.alias).count()
    lines = _lines(model, named, partial(counted, what=label, told=told))
    return write.add(archive, f"{TABLES}{label}.jsonl", lines, packed=True, rows=rows)


def _lines(model: Any, named: set[str], counting: Callable[[Iterator[Any]], Iterator[Any]]) -> Iterator[bytes]:
    """Yield the names of the columns, then a line for each row. Adds the files that the rows speak of to *named*."""
    fields = schema.columns(model)
    files = [at for at, field in enumerate(fields) if isinstance(field, models.FileField)]
    names = [field.attname for field in fields]
    yield _line(names)
    rows = model._base_manager.using(connection.alias).order_by("pk").values_list(*names)
    for row in counting(rows.iterator(chunk_size=ROWS_AT_ONCE)):
        named.update(str(row[at]) for at in files if row[at])
        yield _line([as_plain(field, value) for field, value in zip(fields, row, strict=True)])


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def _pictures(archive: ZipFile, root: Path, names: list[str], told: Told) -> list[Part]:
    added = (_picture(archive, root, name) for name in counted(names, "pictures", told))
    return [part for part in added if part is not None]


def _picture(archive: ZipFile, root: Path, name: str) -> Part | None:
    """Return the part; None for a picture that somebody took away meanwhile."""
    try:
        file = (root / name).open("rb")
    except FileNotFoundError:
        return None
    with file:
        return write.add(archive, f"{MEDIA}{name}", write.pieces(file), packed=False)


def _manifest(migrations: schema.Migrations, tables: list[Part], pictures: list[Part], named: set[str]) -> Manifest:
    there = {part.name.removeprefix(MEDIA) for part in pictures}
    return Manifest(
        format=FORMAT,
        version=product_version(),
        made_at=timezone.now().isoformat(),
        database=connection.vendor,
        migrations=sorted(migrations),
        left_out=schema.LEFT_OUT,
        tables=tables,
        media=pictures,
        missing=sorted(named - there),
    )
