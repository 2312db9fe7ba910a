"""The shared library alone, as it is in the database: `export_library --output FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser

from programmes.exchange import take_along
from programmes.management.failing import in_one_line
from programmes.management.watched import finished, told_on


class Command(BaseCommand):
    help = "Write the shared library into one file that people can read and import_library brings in elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--output", type=Path, required=True, help="where to write it; a file of that name is replaced at the end"
        )

    def handle(self, *args: Any, output: Path, **options: Any) -> None:
        with in_one_line(output, "No export was made."):
            made = take_along(None, output, told=told_on(self.stderr))
        finished(self.stderr)
        if self.stdout.isatty():
            rows = sum(made.manifest.counts.values())
            self.stdout.write(f"{output}: {rows:,} rows of the library, {made.bytes / 1e6:,.1f} MB.")
