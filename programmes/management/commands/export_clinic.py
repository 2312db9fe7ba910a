"""A clinic taken along whole: `export_clinic CLINIC --output FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser

from programmes.exchange import take_along
from programmes.management.clinics_named import clinic_named
from programmes.management.failing import in_one_line
from programmes.management.watched import finished, told_on


class Command(BaseCommand):
    help = "Write all that a clinic has into one file that people can read and import_clinic brings in elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("clinic", help="its name or id")
        parser.add_argument(
            "--output", type=Path, required=True, help="where to write it; a file of that name is replaced at the end"
        )

    def handle(self, *args: Any, clinic: str, output: Path, **options: Any) -> None:
        found = clinic_named(clinic)
        with in_one_line(output, "No export was made."):
            made = take_along(found, output, told=told_on(self.stderr))
        finished(self.stderr)
        for name in made.missing:
            self.stderr.write(f"Note: the picture {name} is not on the disk, and so not in the export.")
        if self.stdout.isatty():
            rows = sum(made.manifest.counts.values())
            self.stdout.write(
                f"{output}: {rows:,} rows in {len(made.manifest.parts):,} parts, {made.bytes / 1e6:,.1f} MB. "
                "It holds patients' data: keep it as safe as the database."
            )
