"""The patient that a command is asked about: never by name, which would stay in the shell's history."""

from __future__ import annotations

from uuid import UUID

from django.core.management import CommandError

from programmes.models import Patient


def patient_named(key: str) -> Patient:
    """Return the patient with this id, or with this record number where only one clinic has it. Raises CommandError."""
    patients = Patient.objects.select_related("clinic")
    try:
        found = list(patients.filter(pk=UUID(key)))
    except ValueError:
        found = list(patients.filter(reference=key)) if key else []
    if len(found) > 1:
        raise CommandError(f"Several clinics have a patient with the record number {key!r}. Give the id instead.")
    if not found:
        raise CommandError(f"There is no patient with the id or record number {key!r}.")
    return found[0]
