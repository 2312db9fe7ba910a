"""The way in: content from files into the database. Checks everything first; then all of it is stored, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from programmes.content.check import check
from programmes.content.problem import BrokenContent, Problem
from programmes.content.read import CONTENT, SHIPPED, read_all
from programmes.content.rows import TABLES, Ids
from programmes.content.shelf import Shelf
from programmes.content.store import Changes, store
from programmes.models.library.search.indexing import indexed_once

__all__ = ["CONTENT", "SHIPPED", "BrokenContent", "Count", "Problem", "check_library", "load_library", "store_library"]


@dataclass(frozen=True)
class Count:
    """What a load did to one kind of item. `total` is what the content holds."""

    kind: str
    total: int
    new: int
    changed: int
    retired: int

    @property
    def unchanged(self) -> int:
        return self.total - self.new - self.changed


def check_library(path: Path = CONTENT) -> Shelf:
    """Return the content at *path*: one language, or a folder of several. Raises BrokenContent with every problem.

    Opens no database and no connection.
    """
    shelf, problems = read_all(path)
    problems += check(shelf)
    if problems:
        raise BrokenContent(sorted(problems, key=lambda problem: problem.file))
    return shelf


def load_library(path: Path = CONTENT) -> list[Count]:
    """Check the content at *path* and store it. Raises BrokenContent before anything is written."""
    return store_library(check_library(path))


@transaction.atomic
@indexed_once()
def store_library(shelf: Shelf) -> list[Count]:
    """Bring the shared rows to what the checked *shelf* says, and return what that did, kind by kind.

    A second run writes nothing. Rows of clinics are left alone; a shared item that is gone from the content is
    retired, and one that comes back is in use again.
    """
    ids, totals, changes = Ids(), dict[str, int](), dict[str, Changes]()
    for make_table in TABLES:
        table = make_table(shelf, ids)
        done = store(table)
        if table.kind not in changes:
            totals[table.kind], changes[table.kind] = len(table.rows), done
        else:
            # A part that is new to an item has changed that item.
            changes[table.kind].changed |= done.changed | done.new
    return [
        Count(kind, totals[kind], len(done.new), len(done.changed - done.new), len(done.retired))
        for kind, done in changes.items()
    ]
