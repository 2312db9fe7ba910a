"""The library's content into the database: `load_library [PATH] [--check]`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from programmes.content.load import CONTENT, BrokenContent, Count, check_library, load_library


class Command(BaseCommand):
    help = "Check the library's content, and load it: all of it, or nothing when something is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path", nargs="?", type=Path, default=CONTENT, help="folder with the content (default: the shipped one)"
        )
        parser.add_argument("--check", action="store_true", help="only check; touch no database")

    def handle(self, *args: Any, path: Path, check: bool, verbosity: int, **options: Any) -> None:
        try:
            done = self._check(path) if check else self._load(path)
        except BrokenContent as broken:
            for problem in broken.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(broken.problems)} to put right. Nothing was loaded.") from broken
        if verbosity:
            self.stdout.write(done)

    def _check(self, path: Path) -> str:
        shelf = check_library(path)
        items = sum(len(list(shelf.of(kind))) for kind in shelf.items)
        items += sum(len(translation.exercises) + len(translation.files) for translation in shelf.translations)
        return f"All is well: {items} items checked. Nothing was loaded."

    def _load(self, path: Path) -> str:
        counts = load_library(path)
        heading = f"{'':<20}{'total':>7}{'new':>7}{'changed':>9}{'retired':>9}{'unchanged':>11}"
        return "\n".join([heading, *(_line(count) for count in counts)])


def _line(count: Count) -> str:
    name = count.kind[:1].upper() + count.kind[1:]
    return f"{name:<20}{count.total:>7}{count.new:>7}{count.changed:>9}{count.retired:>9}{count.unchanged:>11}"
