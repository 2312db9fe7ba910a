"""The command that brings a file in, be it a clinic's or the library's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser

from programmes.exchange import Brought, bring_in
from programmes.management.failing import in_one_line
from programmes.management.watched import finished, told_on


class Bringing(BaseCommand):
    is_library: bool

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that was exported")
        parser.add_argument(
            "--check", action="store_true", help="check all of it and say what would come in; touch nothing"
        )

    def handle(self, *args: Any, file: Path, check: bool, **options: Any) -> None:
        with in_one_line(file, "" if check else "Nothing was imported."):
            brought = bring_in(file, only_check=check, is_library=self.is_library, told=told_on(self.stderr))
        finished(self.stderr)
        self.stdout.write(_said(brought, "All is well: would import" if check else "Imported"))
        for part, count in brought.counts.items():
            if count:
                self.stdout.write(f"{count:>9,}  {part}")
        for note in brought.notes:
            self.stdout.write(f"Note: {note}")


def _said(brought: Brought, done: str) -> str:
    rows = sum(brought.counts.values())
    what = f"the clinic “{brought.clinic}”" if brought.clinic else "the shared library"
    return f"{done} {what}, {rows:,} rows:"
