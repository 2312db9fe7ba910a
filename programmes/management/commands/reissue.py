"""Re-issues what was printed wrongly: `reissue --exercise SLUG [--clinic NAME] [--reason TEXT] [--dry-run]`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from programmes import batches
from programmes.handout.prepare import CannotPrepare
from programmes.management.batch_done import done
from programmes.management.clinics_named import clinics_named
from programmes.models import Batch, Clinic, Exercise


class Command(BaseCommand):
    help = "Give every current handout that holds an exercise, or a clinic's block, anew as it is now, each once."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--exercise", metavar="SLUG", help="the exercise that was put right")
        what.add_argument("--rebrand", action="store_true", help="the clinic's name, logo, colour or contacts are new")
        parser.add_argument("--clinic", metavar="NAME", help="that clinic alone (default: every clinic)")
        parser.add_argument("--reason", default="", help="what was wrong, as the patient reads it")
        parser.add_argument("--here", action="store_true", help="do it here, though there are workers")
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *args: Any, exercise: str | None, clinic: str | None, **options: Any) -> None:
        if exercise is not None and not Exercise.objects.filter(slug=exercise).exists():
            raise CommandError(f"There is no exercise {exercise!r}.")
        for each in clinics_named(clinic):
            try:
                self._of_clinic(each, exercise, options)
            except ValidationError as error:
                raise CommandError(f"{each}: {' '.join(error.messages)}") from error
            except (CannotPrepare, DatabaseError) as error:
                raise CommandError(f"{each}: {' '.join(str(error).split())}") from error

    def _of_clinic(self, clinic: Clinic, slug: str | None, options: dict[str, Any]) -> None:
        reason, dry_run, is_here = options["reason"].strip(), options["dry_run"], options["here"]
        if slug is None:
            if dry_run:
                self.stdout.write(f"{clinic}: {batches.outdated_blocks(clinic)} handouts with another block than now.")
            else:
                said = _("The name, look or contacts of the clinic are new.")
                self._carry_on(batches.begin_rebrand(clinic, reason=reason or said), is_here)
            return
        row = Exercise.objects.for_clinic(clinic).prefetch_related("texts").filter(slug=slug).first()
        if row is None:
            return
        found = batches.holding(clinic, row)
        versions = "".join(f"; {count} in version {version or '(none)'}" for version, count in found.by_version)
        self.stdout.write(
            f"{clinic}: {len(found.holders)} current handouts hold {slug} (now version {row.version or '(none)'})"
            f"{versions}. To re-issue: {len(found.outdated)}."
        )
        if not dry_run and found.outdated:
            said = _("“%(exercise)s” was put right.") % {"exercise": row}
            reason = reason or _said_before(clinic, kind=Batch.Kind.EXERCISE, slug=slug, version=row.version) or said
            self._carry_on(batches.begin_recall(clinic, row, reason=reason), is_here)

    def _carry_on(self, row: Batch, is_here: bool) -> None:
        batches.try_again(row)
        done(self, row, is_here=is_here)


def _said_before(clinic: Clinic, **key: str) -> str:
    """Return the reason with which somebody began it; "" where nobody has."""
    return Batch.objects.filter(clinic=clinic, **key).values_list("reason", flat=True).first() or ""
