"""What an export says of itself: its format, whose it is, and each part with its size and SHA-256.

It bears no time, so that the same content makes the same file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from programmes.archive.part import Part, Unusable

FORMAT = 1
WHAT = "rehab exercise programmes: a clinic"
WHAT_LIBRARY = "rehab exercise programmes: the library"


@dataclass(frozen=True)
class Manifest:
    """`clinic` is its id and name; None for an export of the shared library alone. `version` is the product's."""

    version: str
    clinic: dict[str, str] | None
    parts: tuple[Part, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows each list has."""
        return {part.name: part.rows for part in self.parts if part.rows is not None}

    def as_bytes(self) -> bytes:
        what = WHAT if self.clinic else WHAT_LIBRARY
        head = {"what": what, "format": FORMAT, "version": self.version, "clinic": self.clinic}
        plain = {**head, "parts": [_as_plain(part) for part in self.parts]}
        return json.dumps(plain, indent=1, ensure_ascii=False).encode() + b"\n"


def manifest_of(plain: Any) -> Manifest:
    """Return the manifest that *plain* is. Raises Unusable."""
    if not isinstance(plain, dict) or plain.get("what") not in (WHAT, WHAT_LIBRARY):
        raise Unusable("It is no export of this product: its manifest says something else.")
    version, wanted = plain.get("version"), plain.get("format")
    if wanted != FORMAT:
        raise Unusable(
            f"It is in format {wanted!r}, made by version {version!r} of the product; this one reads format {FORMAT}. "
            "Import it with that version, or export it there again."
        )
    clinic, parts = plain.get("clinic"), plain.get("parts")
    is_named = isinstance(clinic, dict) and all(isinstance(clinic.get(name), str) for name in ("id", "name"))
    if not isinstance(version, str) or not isinstance(parts, list) or is_named is not (plain["what"] == WHAT):
        raise Unusable("Its manifest is none of ours.")
    return Manifest(version, clinic if is_named else None, tuple(_parts(parts)))


def _as_plain(part: Part) -> dict[str, Any]:
    plain = {"name": part.name, "bytes": part.bytes, "sha256": part.sha256}
    return plain if part.rows is None else {**plain, "rows": part.rows}


def _parts(plain: list[Any]) -> Iterable[Part]:
    for one in plain:
        try:
            part = Part(**one)
        except TypeError as error:
            raise Unusable("Its manifest is none of ours.") from error
        numbers = [part.bytes] if part.rows is None else [part.bytes, part.rows]
        texts = (part.name, part.sha256)
        if not all(type(text) is str for text in texts) or not all(type(one) is int and one >= 0 for one in numbers):
            raise Unusable("Its manifest is none of ours.")
        yield part
