"""Is the patient still here? Whoever was archived is given nothing until somebody takes them back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programmes.handout.checks.gap import Gap
from programmes.models import Programme


def away(programme: Programme) -> tuple[Gap, ...]:
    """Return what stands in the way of a handout for a patient who was archived."""
    if programme.patient is None or programme.patient.archived_at is None:
        return ()
    message = _("This patient is archived. Take them back on their page before anything is issued to them.")
    return (Gap("archived", "patient", message),)
