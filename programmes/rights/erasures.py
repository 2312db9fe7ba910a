"""The list of erased patients, outside the database: a backup from before brings them back, the list does not.

A line is JSON with the patient's id, how and when: it leads to nobody. It is only added to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from programmes.models import Erasure


class NotListed(Exception):
    """The list cannot be written, so nothing was erased."""


class Unreadable(Exception):
    """A line of the list says nothing that could be followed."""


@dataclass(frozen=True)
class Line:
    patient_id: UUID
    mode: str
    at: datetime


def add(erasure: Erasure) -> None:
    """Add a line and see it onto the disc. Raises NotListed."""
    line = {"patient": str(erasure.patient_id), "mode": erasure.mode, "at": erasure.at.isoformat()}
    path = Path(settings.ERASURES_FILE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            # One write, so that two at once stay two lines.
            os.write(descriptor, f"{json.dumps(line)}\n".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        words = _("The list of erasures, %(path)s, cannot be written (%(why)s). Nothing was erased.")
        raise NotListed(words % {"path": path, "why": error.strerror}) from error


def lines() -> Iterator[Line | Unreadable]:
    """Yield what the list says, and for a line that says nothing the reason. No list: nothing was erased yet."""
    path = Path(settings.ERASURES_FILE)
    if not path.exists():
        return
    for number, text in enumerate(path.read_text().splitlines(), start=1):
        if text.strip():
            yield _read(text, f"{path}, line {number}")


def _read(text: str, place: str) -> Line | Unreadable:
    try:
        said = json.loads(text)
        return Line(UUID(said["patient"]), Erasure.Mode(said["mode"]).value, datetime.fromisoformat(said["at"]))
    except (ValueError, TypeError, KeyError):
        return Unreadable(_("%(place)s cannot be read. Put the line right and run it again.") % {"place": place})
