"""Reading a backup file: all of it is checked before any of it is used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from programmes.archive.part import MANIFEST, Part, Unusable
from programmes.archive.progress import Told, counted, nobody
from programmes.archive.read import check, content, damage_told, opened_zip
from programmes.backup import media, schema
from programmes.backup.part import FORMAT, MANIFEST_HASH, MEDIA, TABLES, Manifest


class Backup:
    """A file that was found to be as it was written."""

    def __init__(self, archive: ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def columns(self, part: Part) -> list[str]:
        with self._archive.open(part.name) as lines:
            names: list[str] = json.loads(lines.readline())
        return names

    def rows(self, part: Part) -> Iterator[list[Any]]:
        with self._archive.open(part.name) as lines:
            lines.readline()
            for line in lines:
                yield json.loads(line)

    def content(self, part: Part) -> Iterator[bytes]:
        return content(self._archive, part)


@contextmanager
def opened(place: Path, told: Told = nobody) -> Iterator[Backup]:
    """Yield the backup in the file at *place*, checked from end to end. Raises Unusable."""
    with opened_zip(place, "backup") as archive:
        yield _checked(archive, told)


def _checked(archive: ZipFile, told: Told) -> Backup:
    with damage_told():
        manifest = _manifest(archive)
        _refuse_another_version(manifest)
        _refuse_other_parts(archive, manifest)
        for part in counted([*manifest.tables, *manifest.media], "parts checked", told):
            _check(archive, part)
    return Backup(archive, manifest)


def _manifest(archive: ZipFile) -> Manifest:
    if not {MANIFEST, MANIFEST_HASH} <= set(archive.namelist()):
        raise Unusable("It is no backup of this product: it has no manifest.")
    body = archive.read(MANIFEST)
    if sha256(body).hexdigest().encode() != archive.read(MANIFEST_HASH):
        raise Unusable("It is damaged: its manifest is not as it was written.")
    plain = json.loads(body)
    if isinstance(plain, dict) and plain.get("format") != FORMAT:
        raise Unusable("It was made by another version of the product, in a format that this one does not read.")
    return Manifest.from_plain(plain)


def _refuse_another_version(manifest: Manifest) -> None:
    unknown = schema.unknown(manifest.migrations)
    if unknown:
        app, name = unknown[0]
        words = f"It was made by a newer version of the product ({manifest.version}, with {app}.{name})."
        raise Unusable(f"{words} Install that version, or a later one, and restore again.")


def _refuse_other_parts(archive: ZipFile, manifest: Manifest) -> None:
    stated = [part.name for part in (*manifest.tables, *manifest.media)]
    if sorted([*stated, MANIFEST, MANIFEST_HASH]) != sorted(archive.namelist()):
        raise Unusable("It is damaged: its parts are not those that its manifest names.")
    for part in manifest.media:
        media.safe_name(part.name.removeprefix(MEDIA))
    if {part.name for part in manifest.tables} != {_name(label) for label in schema.tables(manifest.migrations)}:
        raise Unusable("It is damaged: its tables are not those of its version.")


def _name(label: str) -> str:
    return f"{TABLES}{label}.jsonl"


def _check(archive: ZipFile, part: Part) -> None:
    lines = check(archive, part)
    if part.rows is not None and lines != part.rows + 1:
        raise Unusable(f"It is damaged: {part.name} does not hold {part.rows} rows.")
