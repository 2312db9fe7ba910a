"""Where pictures and logos are stored: each file whole or not at all, and gone when the row about it was not stored."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, Storage

_made: ContextVar[list[tuple[Storage, str]] | None] = ContextVar("files made", default=None)


class WholeFiles(FileSystemStorage):
    """Files on a disk. Writing one that finds no room leaves nothing of it."""

    def _save(self, name: str, content: Any) -> str:
        place = Path(self.path(name))
        was_there = place.exists()
        try:
            stored: str = super()._save(name, content)  # type: ignore[misc]
        except OSError:
            # Stock Django leaves what it had written so far. The name was free: nobody else's file has it.
            if not was_there:
                with suppress(OSError):
                    place.unlink()
            raise
        _sync(Path(self.path(stored)))
        note_made(self, stored)
        return stored


def _sync(path: Path) -> None:
    """A row must not speak of a file that a power cut takes away."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def note_made(storage: Storage, name: str) -> None:
    made = _made.get()
    if made is not None:
        made.append((storage, name))


@contextmanager
def noted() -> Iterator[None]:
    """Note the files made meanwhile, for `take_back`."""
    token = _made.set([])
    try:
        yield
    finally:
        _made.reset(token)


def take_back() -> None:
    """Delete the files noted so far."""
    made = _made.get() or []
    while made:
        storage, name = made.pop()
        storage.delete(name)
