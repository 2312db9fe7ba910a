"""All that is held about a patient, as a file: `export_patient PATIENT --output FILE.zip`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from programmes.management.patient_named import patient_named
from programmes.rights.export import export


class Command(BaseCommand):
    help = "Write all that is held about a patient into a zip file: JSON, the handouts' PDFs and a README."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("patient", help="the patient's id or record number")
        parser.add_argument("--output", type=Path, required=True, help="the file to write")

    def handle(self, *args: Any, patient: str, output: Path, **options: Any) -> None:
        found = patient_named(patient)
        part = output.with_name(f"{output.name}.part")
        try:
            # For nobody else on the machine to read, and under its own name only once it is whole.
            with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
                export(found, file)
            part.replace(output)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(str(output))
