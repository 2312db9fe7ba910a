"""How long data is kept: what each clinic says of itself, and nothing where it says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from programmes.models import Clinic, KeptHandout, Patient
from programmes.rights.erase import years_before


def patients_to_erase() -> Iterator[Patient]:
    """Yield the patients who were discharged longer ago than their clinic keeps patients."""
    for clinic in Clinic.objects.filter(patient_retention_years__isnull=False):
        until = years_before(timezone.now(), clinic.patient_retention_years)
        yield from Patient.objects.filter(clinic=clinic, discharged_at__lt=until).order_by("discharged_at")


def handout_records_to_delete() -> Iterator[QuerySet[Any]]:
    """Yield, clinic by clinic, the kept records of handouts that are older than the clinic keeps them."""
    for clinic in Clinic.objects.filter(handout_retention_years__isnull=False):
        until = years_before(timezone.now(), clinic.handout_retention_years)
        yield KeptHandout.objects.filter(clinic=clinic, issued_at__lt=until)
