"""The clinics that a command is asked about."""

from __future__ import annotations

from uuid import UUID

from django.core.management import CommandError

from programmes.models import Clinic


def clinics_named(name: str | None) -> list[Clinic]:
    """Return the clinic of that name, or every clinic without one. Raises CommandError."""
    found = list(Clinic.objects.order_by("name", "pk") if name is None else Clinic.objects.filter(name=name))
    if name is not None and len(found) != 1:
        how_many = "Several clinics are" if found else "No clinic is"
        raise CommandError(f"{how_many} called {name!r}.")
    return found


def clinic_named(key: str) -> Clinic:
    """Return the clinic with this id, or with this name where only one has it. Raises CommandError."""
    try:
        found = list(Clinic.objects.filter(pk=UUID(key)))
    except ValueError:
        return clinics_named(key)[0]
    if not found:
        raise CommandError(f"There is no clinic with the id {key}.")
    return found[0]
