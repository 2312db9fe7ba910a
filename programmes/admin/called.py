"""How a patient is told from others."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programmes.models import Patient


def called(patient: Patient) -> str:
    """Return the name with the date of birth: two patients may share a name."""
    born = _("born %(day)s") % {"day": date_format(patient.date_of_birth)} if patient.date_of_birth else ""
    return ", ".join(part for part in (str(patient), born, patient.reference if patient.name else "") if part)
