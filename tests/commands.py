"""Commands as the tests run them: what they say, to whom, in another database, and cut short."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent


class Terminal(StringIO):
    """What somebody watches."""

    def isatty(self) -> bool:
        return True


class Cut(BaseException):
    """As if the process ended here."""


def cut(*args: Any) -> None:
    raise Cut


def told(*args: Any, **kwargs: Any) -> str:
    """Run a command, and return all that it says."""
    out = StringIO()
    call_command(*args, stdout=out, stderr=out, **kwargs)
    return out.getvalue()


def manage_elsewhere(database: str, folder: Path, *args: str) -> None:
    """Run a command in a process of its own, on another database and with its pictures in *folder*."""
    place = {"DATABASE_URL": database, "MEDIA_ROOT": str(folder), "DJANGO_SETTINGS_MODULE": "rehab.settings"}
    command = [sys.executable, str(ROOT / "manage.py"), *args]
    subprocess.run(command, check=True, env={**os.environ, **place}, capture_output=True)
