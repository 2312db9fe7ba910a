"""The patients somebody opened last: noted on their pages, read on the front page by that person alone."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError

from programmes.access import practitioner_of, visible
from programmes.models import Opening, Patient
from programmes.not_stored import why_not_stored

MOST_SHOWN = 6


def note_opening(user: Any, patient: Patient) -> None:
    """Keep that *user* has the page of *patient*, or one of a programme of theirs, in front of them.

    Where nothing can be stored, the page can still be read.
    """
    practitioner = practitioner_of(user)
    if practitioner is None:
        return
    try:
        Opening.objects.note(practitioner, patient)
    except DatabaseError as error:
        if why_not_stored(error) is None:
            raise


def opened_last(user: Any) -> list[Patient]:
    """Return the patients *user* opened last and may still see, with their programmes; nobody who was archived."""
    practitioner = practitioner_of(user)
    if practitioner is None:
        return []
    rows = visible(Patient, user).filter(openings__practitioner=practitioner, archived_at=None)
    return list(rows.order_by("-openings__at").prefetch_related("programmes")[:MOST_SHOWN])
