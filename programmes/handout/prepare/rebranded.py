"""An issued document with its clinic's block of today: name, logo, colour and contacts, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from django.utils import translation

from programmes.handout.document import Document, Urgency, WarningBox
from programmes.handout.prepare import people, review, small_print
from programmes.handout.printable import printable
from programmes.models import Clinic


def rebranded(document: Document, clinic: Clinic) -> Document:
    """Return *document* with the block that *clinic* has now, wherever its name or number stands."""
    with translation.override(document.language):
        new = replace(
            document,
            clinic=people.clinic(clinic),
            other_formats=small_print.other_formats(clinic),
            warnings=tuple(
                _box(box, people.ring_at(document.clinic.phone), people.ring(clinic)) for box in document.warnings
            ),
        )
        if document.review_note:
            new = replace(new, review_note=review.in_both_languages(review.SHEET, clinic=clinic.name))
        if document.credits and document.credits.reviewers:
            status = small_print.status(document.credits.reviewers, clinic)
            new = replace(new, credits=replace(document.credits, status=status))
    return printable(new)


def _box(box: WarningBox, before: str, now: str) -> WarningBox:
    """Return the box with the number to ring; only the least urgent signs send anybody to the clinic."""
    if box.urgency is not Urgency.WITHIN_2_WEEKS:
        return box
    told = box.action.removesuffix(before).rstrip() if before else box.action
    return replace(box, action=" ".join(part for part in (told, now) if part))
