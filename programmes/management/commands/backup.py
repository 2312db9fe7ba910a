"""Everything the site keeps in one file: `backup FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser

from programmes.backup import Made, back_up
from programmes.management.failing import in_one_line
from programmes.management.watched import finished, told_on


class Command(BaseCommand):
    help = "Write the database and the pictures into one file, while the site goes on working."
    requires_system_checks: Any = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to write it; a file of that name is replaced at the end")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        with in_one_line(file, "No backup was made."):
            made = back_up(file, told_on(self.stderr))
        finished(self.stderr)
        for name in made.manifest.missing:
            self.stderr.write(f"Note: the picture {name} is not on the disk, and so not in the backup.")
        if self.stdout.isatty():
            self.stdout.write(_said(made, file))


def _said(made: Made, file: Path) -> str:
    held = f"{made.manifest.rows:,} rows and {len(made.manifest.media):,} pictures"
    return f"{file}: {held}, {made.bytes / 1e6:,.1f} MB. It holds patients' data: keep it as safe as the database."
