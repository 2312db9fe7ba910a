"""Goes on with handouts for many that were begun: `carry_on [BATCH] [--here] [--again]`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from programmes import batches
from programmes.management.batch_done import done
from programmes.models import Batch


class Command(BaseCommand):
    help = "Go on with what waits of re-issues and classes that were begun, each handout once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", nargs="?", type=UUID, help="the id in its address (default: each that waits)")
        parser.add_argument("--here", action="store_true", help="do it here, though there are workers")
        parser.add_argument(
            "--again", action="store_true", help="take up what failed, was left or was cancelled, too; of one batch"
        )

    def handle(self, *args: Any, batch: UUID | None, here: bool, again: bool, **options: Any) -> None:
        if again and batch is None:
            raise CommandError("Say which batch to take up again.")
        try:
            for each in _found(batch):
                if again:
                    batches.try_again(each)
                done(self, each, is_here=here)
        except DatabaseError as error:
            raise CommandError(" ".join(str(error).split())) from error


def _found(pk: UUID | None) -> list[Batch]:
    """Return what to go on with, the oldest first. Raises CommandError for an id there is not."""
    rows = Batch.objects.select_related("clinic").order_by("made_at")
    if pk is None:
        return list(rows.filter(items__state="waiting").distinct())
    found = rows.filter(pk=pk).first()
    if found is None:
        raise CommandError(f"There is no batch {pk}.")
    return [found]
