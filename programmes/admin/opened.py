"""The patients somebody opened last: noted on their pages, read on the front page by that person alone."""

from __future__ import annotations

from typing import Any

from programmes.access import practitioner_of, visible
from programmes.models import Opening, Patient

MOST_SHOWN = 6


def note_opening(user: Any, patient: Patient) -> None:
    """Keep that *user* has the page of *patient*, or one of a programme of theirs, in front of them."""
    practitioner = practitioner_of(user)
    if practitioner is not None:
        Opening.objects.note(practitioner, patient)


def opened_last(user: Any) -> list[Patient]:
    """Return the patients *user* opened last and may still see, with their programmes; nobody who was archived."""
    practitioner = practitioner_of(user)
    if practitioner is None:
        return []
    rows = visible(Patient, user).filter(openings__practitioner=practitioner, archived_at=None)
    return list(rows.order_by("-openings__at").prefetch_related("programmes")[:MOST_SHOWN])
