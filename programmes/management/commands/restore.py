"""A backup back into the database: `restore FILE [--replace] [--check]`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from programmes.backup import Backup, opened, restore
from programmes.management.failing import in_one_line
from programmes.management.watched import finished, told_on
from programmes.rights.erasures import NotListed
from programmes.rights.replay import replay_erasures


class Command(BaseCommand):
    help = "Check a backup, and put what it holds into the database and the folder of pictures: all of it, or nothing."
    requires_system_checks: Any = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that `backup` wrote")
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--check", action="store_true", help="only check the file; touch no database")
        group.add_argument("--replace", action="store_true", help="do away with what the site holds now")

    def handle(self, *args: Any, file: Path, check: bool, replace: bool, **options: Any) -> None:
        tell = told_on(self.stderr)
        with in_one_line(file, "" if check else "Nothing was restored."), opened(file, tell) as backup:
            if not check:
                restore(backup, replace=replace, told=tell)
        finished(self.stderr)
        self.stdout.write(_said(backup, file, "All is well: checked" if check else "Restored"))
        if not check:
            self._erase_again()

    def _erase_again(self) -> None:
        """Whoever was erased since the backup was made is not to come back by it."""
        try:
            done = replay_erasures()
        except (NotListed, OSError) as error:
            raise CommandError(f"Restored, but nobody was erased again: {error} Then run replay_erasures.") from error
        if done.unreadable:
            raise CommandError(f"Restored, but not all were erased again. {' '.join(done.unreadable)}")
        if done.erased:
            self.stdout.write(f"{done.erased} patients who were erased since then are erased again.")


def _said(backup: Backup, file: Path, done: str) -> str:
    manifest = backup.manifest
    held = f"{manifest.rows:,} rows and {len(manifest.media):,} pictures"
    return f"{done} {held} of {manifest.made_at[:16].replace('T', ' ')} UTC, version {manifest.version} ({file})."
