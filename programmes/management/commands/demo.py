"""A site to look at: the library, a demo clinic with patients, and one issued handout for each template."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.utils import timezone

from programmes.handout.issue import NotReady
from programmes.handout.job import NotPrinted
from programmes.handout.renditions import Damaged, pdf_of
from programmes.management import demo
from programmes.models import Practitioner


class Command(BaseCommand):
    help = "Prepare the database, make a demo clinic and write one issued handout per template."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, default=Path("demo"), help="folder for the PDFs (default: demo)")

    def handle(self, *args: Any, output: Path, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("demo makes a log-in whose password it prints: it runs with DEBUG on only.")
        call_command("migrate", verbosity=0)
        call_command("load_library", stdout=self.stdout, stderr=self.stderr)
        output.mkdir(parents=True, exist_ok=True)
        password = _password(output / "log-in.txt")
        practitioner = demo.demo_practitioner(password)
        for person in demo.PEOPLE:
            self._write(person, practitioner, output)
        words = "has read these sheets and takes responsibility: the demo clinic has signed nothing off."
        self.stdout.write(f"\n{practitioner.name} {words}")
        self.stdout.write(f"\nSite:     http://localhost:8000/\nLog-in:   {demo.LOG_IN}\nPassword: {password}")

    def _write(self, person: demo.Person, practitioner: Practitioner, output: Path) -> None:
        try:
            handout = demo.handout_for(person, practitioner, timezone.localdate())
            pages = bytes(pdf_of(handout).pdf)
        except (NotReady, Damaged) as error:
            raise CommandError(f"{person.template}: {error}") from error
        except NotPrinted as error:
            raise CommandError(f"{person.template}: {error.words} ({error})") from error
        path = output / f"{person.template}.pdf"
        path.write_bytes(pages)
        self.stdout.write(str(path.resolve()))


def _password(path: Path) -> str:
    """Return the password kept in *path*, so that a second run does not lock anybody out; make one at first."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9) + "\n")
    return path.read_text().strip()
