"""Writing such a file: beside its place under another name, and there in one step once all of it is on the disc."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from programmes.archive.part import CHUNK_BYTES, Part

ONLY_THE_OWNER = 0o600


@contextmanager
def whole_file(place: Path) -> Iterator[ZipFile]:
    """Yield an archive that stands at *place* when all went well; otherwise what was there before stays."""
    if place.exists() and not place.is_file():
        raise OSError(None, "That is no file", str(place))
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".partial")
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), ONLY_THE_OWNER)
            with ZipFile(file, "w") as archive:
                yield archive
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, place)
        sync_folder(place.parent)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def sync_folder(folder: Path) -> None:
    """Have the names in *folder* on the disc, too: a file may be safe and its name not."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(CHUNK_BYTES):
        yield piece


def add(archive: ZipFile, name: str, content: Iterable[bytes], *, packed: bool, rows: int | None = None) -> Part:
    """Write a part piece by piece, and return what the manifest says of it.

    It bears no time, so that the same content makes the same bytes.
    """
    member = ZipInfo(name)
    member.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
    member.external_attr = ONLY_THE_OWNER << 16
    digest, size = sha256(), 0
    with archive.open(member, "w", force_zip64=True) as part:
        for piece in content:
            part.write(piece)
            digest.update(piece)
            size += len(piece)
    return Part(name, size, digest.hexdigest(), rows)
