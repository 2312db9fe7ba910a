"""After a restore, erases again whoever was erased since the backup was made: `replay_erasures`."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError

from programmes.rights.erasures import NotListed
from programmes.rights.replay import replay_erasures


class Command(BaseCommand):
    help = "Erase again whoever stands in the list of erasures (ERASURES_FILE) and is back from a backup."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = replay_erasures()
        except (NotListed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{done.listed} erasures listed, {done.erased} patients erased again.")
        if done.unreadable:
            raise CommandError(" ".join(done.unreadable))
