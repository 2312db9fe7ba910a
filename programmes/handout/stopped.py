"""Handouts a patient still holds although something is known now that stops them."""

from __future__ import annotations

from dataclasses import dataclass

from programmes.handout.checks import stops
from programmes.handout.checks.known import known_of
from programmes.models import Handout, Patient


@dataclass(frozen=True)
class StoppedHandout:
    """One handout that was not withdrawn, and what stops it."""

    handout: Handout
    reasons: tuple[str, ...]


def stopped_handouts(patient: Patient) -> list[StoppedHandout]:
    """Return every live handout of *patient* that could not be issued today, last issued first.

    Queries a fixed number of times for each programme with such handouts.
    """
    rows = Handout.objects.live().filter(programme__patient=patient).defer("document")
    handouts = list(rows.select_related("programme__patient", "programme__condition", "programme__template"))
    programmes = {handout.programme_id: handout.programme for handout in handouts}
    reasons = {
        key: tuple(finding.reason for finding in stops.findings(programme, known_of(programme)))
        for key, programme in programmes.items()
    }
    return [StoppedHandout(each, reasons[each.programme_id]) for each in handouts if reasons[each.programme_id]]
