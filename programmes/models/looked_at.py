"""Whose data is being read: noted wherever a patient, or a programme of theirs, comes out of the database.

A page that is new need not say that it shows a patient: what it reads says so. Knows nothing of requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class Door(models.TextChoices):
    """The way somebody came to the data."""

    ADMIN = "admin", _("workbench")
    BUILDER = "builder", _("builder")
    API = "api", _("API")
    PORTAL = "portal", _("patient's link")
    COMMAND = "command", _("command")


@dataclass
class LookedAt:
    """The patients of each clinic whose data was read, in the order they were met."""

    door: Door
    patients: dict[UUID, list[UUID]] = field(default_factory=dict)
    # True once an entry says more than that somebody looked: handed out, withdrawn, exported.
    is_recorded: bool = False


_NOW: ContextVar[LookedAt | None] = ContextVar("looked_at", default=None)


@contextmanager
def looking(door: Door) -> Iterator[LookedAt]:
    """Collect whose data is read until the end of the block."""
    looked = LookedAt(door)
    token = _NOW.set(looked)
    try:
        yield looked
    finally:
        _NOW.reset(token)


def note(clinic_id: UUID | None, patient_id: UUID | None) -> None:
    looked = _NOW.get()
    if looked is None or clinic_id is None or patient_id is None:
        return
    met = looked.patients.setdefault(clinic_id, [])
    if patient_id not in met:
        met.append(patient_id)


def door() -> Door:
    looked = _NOW.get()
    return looked.door if looked is not None else Door.COMMAND


def is_recorded() -> None:
    """Say that what is done now has its own entry: that somebody looked need not be said besides."""
    looked = _NOW.get()
    if looked is not None:
        looked.is_recorded = True
