"""A part of such a file, and what stands of it in the manifest."""

from __future__ import annotations

from dataclasses import dataclass

MANIFEST = "manifest.json"
CHUNK_BYTES = 1 << 20


class Unusable(Exception):
    """The file is none of ours, or not as it was written; the message says why."""


@dataclass(frozen=True)
class Part:
    """A member of the file. `rows` of a table or list; None for anything else."""

    name: str
    bytes: int
    sha256: str
    rows: int | None = None
