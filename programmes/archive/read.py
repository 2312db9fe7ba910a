"""Reading such a file: opening it, and holding a part against what the manifest says of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile
from zlib import error as BadCompression

from programmes.archive.part import CHUNK_BYTES, Part, Unusable
from programmes.archive.write import pieces

# What the library for archives raises for bytes that are not as they were written.
_DAMAGE = (BadZipFile, BadCompression, EOFError, NotImplementedError, RuntimeError, ValueError)


@contextmanager
def opened_zip(place: Path, what: str) -> Iterator[ZipFile]:
    """Yield the archive at *place*, which should be *what*, such as "backup". Raises Unusable."""
    if not place.is_file():
        raise Unusable("There is no such file.")
    try:
        archive = ZipFile(place)
    except _DAMAGE as error:
        raise Unusable(f"It is no {what}, or was cut short.") from error
    with archive:
        yield archive


@contextmanager
def damage_told() -> Iterator[None]:
    """Raise Unusable for bytes that are not as they were written."""
    try:
        yield
    except _DAMAGE as error:
        raise Unusable("It is damaged: it is not as it was written.") from error


def check(archive: ZipFile, part: Part) -> int:
    """Return how many lines *part* has. Raises Unusable where it is not what the manifest says."""
    digest, size, lines = sha256(), 0, 0
    with archive.open(part.name) as member:
        for piece in pieces(member):  # type: ignore[arg-type]  (it reads, which is all that is asked)
            digest.update(piece)
            size += len(piece)
            lines += piece.count(b"\n")
    if digest.hexdigest() != part.sha256 or size != part.bytes:
        raise Unusable(f"It is damaged: {part.name} is not as it was written.")
    return lines


def content(archive: ZipFile, part: Part) -> Iterator[bytes]:
    with archive.open(part.name) as member:
        while piece := member.read(CHUNK_BYTES):
            yield piece
