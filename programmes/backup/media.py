"""The files of pictures and logos: which there are, and putting others in their place in one go."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from django.conf import settings

from programmes.archive.part import Unusable
from programmes.archive.write import sync_folder

# Inside the folder of the pictures, as that may be a disc of its own: only there is moving a file one step.
WORKSHOP = ".restore"


def refuse_elsewhere() -> None:
    """Raise Unusable where the pictures lie on no disk of this machine."""
    if settings.MEDIA_STORAGE_URL:
        raise Unusable(
            "The pictures lie where MEDIA_STORAGE_URL says, which backup and restore do not reach: keep database and "
            "pictures each by its own means, as docs/scale.md says."
        )


def files(root: Path) -> list[str]:
    """Return the names of all files under *root*, in their order. Neither links nor what a restore left behind."""
    found = (path.relative_to(root) for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path.as_posix() for path in found if path.parts[0] != WORKSHOP)


def safe_name(name: str) -> str:
    """Return *name*. Raises Unusable for one that would lead out of the folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or path.parts[0] == WORKSHOP or "\0" in name:
        raise Unusable(f"It holds a picture of a name that is none of ours: {name!r}.")
    return name


class Exchange:
    """Other files in place of those under a folder. Nothing of these is touched before `swap`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._workshop = root / WORKSHOP
        self._new, self._old = self._workshop / "new", self._workshop / "old"

    def prepare(self) -> None:
        """Clear away what a restore that was cut short left behind."""
        shutil.rmtree(self._workshop, ignore_errors=True)
        self._new.mkdir(parents=True)
        self._old.mkdir()

    def put(self, name: str, content: Iterable[bytes]) -> None:
        path = self._new / safe_name(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for piece in content:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)

    def swap(self) -> None:
        """Move the old files aside and the new ones in; only then let go of the old ones."""
        for entry in [entry for entry in self._root.iterdir() if entry != self._workshop]:
            entry.rename(self._old / entry.name)
        for entry in list(self._new.iterdir()):
            entry.rename(self._root / entry.name)
        sync_folder(self._root)
        shutil.rmtree(self._workshop, ignore_errors=True)

    def give_up(self) -> None:
        shutil.rmtree(self._workshop, ignore_errors=True)
