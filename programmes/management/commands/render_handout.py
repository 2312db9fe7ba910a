"""Print a template or a programme as a PDF, marked PREVIEW: only issued handouts leave clean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from programmes.handout.job import NotPrinted
from programmes.handout.prepare import CannotPrepare
from programmes.handout.preview import preview_pdf
from programmes.management.programme_named import programme_named
from programmes.models import Layout, Paper
from programmes.sides import Side


class Command(BaseCommand):
    help = "Write the handout of a template (its slug) or a programme (its UUID) to a file, marked PREVIEW."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("programme", help="a template's slug or a programme's UUID")
        parser.add_argument("--output", type=Path, required=True, help="the PDF to write")
        parser.add_argument("--layout", choices=Layout.values)
        parser.add_argument("--paper", choices=Paper.values)
        parser.add_argument("--language", help="such as en")
        parser.add_argument("--side", choices=[Side.LEFT.value, Side.RIGHT.value], help="the sore side")
        parser.add_argument("--phase", help="a number, or all (default: the current phase, the first of a template)")

    def handle(self, *args: Any, programme: str, output: Path, layout: str, paper: str, **options: Any) -> None:
        asked = {name: options[name] for name in ("language", "side", "phase") if options[name] is not None}
        try:
            pages = preview_pdf(programme_named(programme), layout=layout, paper=paper, **asked)
        except CannotPrepare as error:
            raise CommandError(str(error)) from error
        except NotPrinted as error:
            raise CommandError(f"{error.words} ({error})") from error
        try:
            output.parent.mkdir(parents=True, exist_ok=True)
            output.write_bytes(pages)
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from error
        self.stdout.write(str(output))
