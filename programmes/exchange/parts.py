"""The parts of a file that somebody sent: none is trusted before it was held against the manifest and the limits."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from programmes.archive.part import MANIFEST, Part, Unusable
from programmes.archive.progress import Told, counted, nobody
from programmes.archive.read import check, damage_told, opened_zip
from programmes.exchange.manifest import Manifest, manifest_of
from programmes.exchange.refusal import Refused, refuse
from programmes.exchange.row import Plain

# Far more than a clinic has.
MOST_PARTS = 500_000
MOST_MANIFEST_BYTES = 200_000_000
# What is in memory at once: a row, a document, the pages of a handout.
MOST_BYTES_AT_ONCE = 64_000_000
# The same programme kept again and again packs to a three-hundredth; nothing at all, to a thousandth.
MOST_TIMES_PACKED, FEW_BYTES = 600, 10_000_000
_NAME = re.compile(r"(?:[A-Za-z0-9_-]+/){0,3}[A-Za-z0-9_-]+\.(?:json|pdf|png|jpe?g|svg)")
LONGEST_NAME = 200
DEEPEST = 100


class Parts:
    """What a checked file holds. Each part is asked for by its name; those nobody asked for are told in the end."""

    def __init__(self, archive: ZipFile, manifest: Manifest) -> None:
        self._archive, self.manifest = archive, manifest
        self._parts = {part.name: part for part in manifest.parts}
        self._asked: set[str] = set()

    def rows(self, name: str) -> Iterator[tuple[str, Any]]:
        """Yield the rows of a list, each with where it stands. Raises Refused."""
        part = self._part(name)
        with self._archive.open(name) as lines:
            number = 0
            for number, plain in enumerate(_rows(lines, name), start=1):
                yield f"{name}: row {number}", plain
        if number != part.rows:
            raise refuse(name, f"holds {number} rows and not {part.rows}")

    def json(self, name: str) -> Any:
        return _read_json(self.body(name), name)

    def body(self, name: str, most: int = MOST_BYTES_AT_ONCE) -> bytes:
        """Return a part whole. Raises Refused for one that is not there or too large."""
        part = self._part(name)
        if part.bytes > most:
            raise refuse(name, f"is too large: {part.bytes:,} bytes, and {most:,} at most")
        return self._archive.read(name)

    def has(self, name: str) -> bool:
        return name in self._parts

    def refuse_strays(self) -> None:
        strays = sorted(set(self._parts) - self._asked)
        if strays:
            raise refuse(strays[0], "no row names this part")

    def _part(self, name: str) -> Part:
        if name not in self._parts:
            raise Refused(f"{name}: this part is missing.")
        self._asked.add(name)
        return self._parts[name]


@contextmanager
def opened(place: Path, told: Told = nobody) -> Iterator[Parts]:
    """Yield what the file at *place* holds, each part as the manifest says it. Raises Unusable or Refused."""
    with opened_zip(place, "export of a clinic") as archive:
        with damage_told():
            members = archive.infolist()
            _refuse_strange(members, place.stat().st_size)
            manifest = _manifest(archive)
            _refuse_other_parts(manifest, members)
            for part in counted(manifest.parts, "parts checked", told):
                check(archive, part)
        yield Parts(archive, manifest)


def _refuse_strange(members: list[ZipInfo], size: int) -> None:
    """Refuse what no export holds, by what the archive says of its parts, before any of them is unpacked."""
    if len(members) > MOST_PARTS:
        raise Unusable(f"It holds {len(members):,} parts; no export has more than {MOST_PARTS:,}.")
    seen = set()
    for member in members:
        name = member.filename
        if name != member.orig_filename or len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
            raise Unusable(f"It holds a part of a name that none of ours has: {member.orig_filename[:LONGEST_NAME]!r}.")
        if name in seen:
            raise Unusable(f"It holds two parts called {name}.")
        seen.add(name)
        _refuse_strange_member(member)
    if sum(member.compress_size for member in members) > size:
        raise Unusable("Its parts lie over each other.")


def _refuse_strange_member(member: ZipInfo) -> None:
    name, kind = member.filename, stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise Unusable(f"{name} is a link or something else that is no file.")
    if member.flag_bits & 1 or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Unusable(f"{name} is encrypted, or packed in a way that no export is.")
    if member.file_size > max(FEW_BYTES, MOST_TIMES_PACKED * member.compress_size):
        raise Unusable(f"{name} would unpack to {member.file_size:,} bytes, far more than any of ours does.")


def _manifest(archive: ZipFile) -> Manifest:
    if MANIFEST not in archive.namelist():
        raise Unusable("It is no export of this product: it has no manifest.")
    if archive.getinfo(MANIFEST).file_size > MOST_MANIFEST_BYTES:
        raise Unusable("Its manifest is too large.")
    return manifest_of(_read_json(archive.read(MANIFEST), MANIFEST))


def _refuse_other_parts(manifest: Manifest, members: list[ZipInfo]) -> None:
    sizes = {member.filename: member.file_size for member in members if member.filename != MANIFEST}
    stated = [part.name for part in manifest.parts]
    if len(set(stated)) != len(stated):
        raise Unusable("Its manifest names a part twice.")
    missing, extra = sorted(set(stated) - set(sizes)), sorted(set(sizes) - set(stated))
    if missing:
        raise Unusable(f"It is damaged: {missing[0]} is missing.")
    if extra:
        raise Unusable(f"It holds {extra[0]}, which its manifest does not name.")
    other = next((part.name for part in manifest.parts if part.bytes != sizes[part.name]), None)
    if other is not None:
        raise Unusable(f"It is damaged: {other} is not as long as its manifest says.")


def _rows(lines: Any, name: str) -> Iterator[Any]:
    if lines.readline(MOST_BYTES_AT_ONCE) != b"[\n":
        raise refuse(name, "must be a list with a row on each line")
    is_last = False
    while (line := lines.readline(MOST_BYTES_AT_ONCE)) not in (b"]\n", b""):
        if is_last or not line.endswith(b"\n"):
            raise refuse(name, "must be a list with a row on each line, each of a reasonable length")
        is_last = not line.endswith(b",\n")
        yield _read_json(line.removesuffix(b"\n").removesuffix(b","), name)
    if line != b"]\n" or lines.read(1):
        raise refuse(name, "must be a list with a row on each line, and nothing after it")


def _read_json(body: bytes, name: str) -> Any:
    try:
        plain = json.loads(body.decode("utf-8", "surrogatepass"), object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise refuse(name, "is nested too deeply") from None
    except ValueError as error:
        raise refuse(name, f"is no JSON that can be read: {error}") from None
    if _depth(plain) > DEEPEST:
        raise refuse(name, "is nested too deeply")
    return plain


def _depth(plain: Any) -> int:
    """Return how deep it is nested, up to a little more than is allowed."""
    level, depth = [plain], 0
    while level and depth <= DEEPEST:
        inner = [one for one in level if isinstance(one, dict | list)]
        level = [each for one in inner for each in (one.values() if isinstance(one, dict) else one)]
        depth += bool(inner)
    return depth


def _once(pairs: list[tuple[str, Any]]) -> Plain:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")
