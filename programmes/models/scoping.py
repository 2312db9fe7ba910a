"""Which rows a person may see: their own clinic's, and the shared library where there is one."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q


class ClinicScopedQuerySet(models.QuerySet[Any]):
    """Rows that belong to a clinic. `clinic_path` is the way from the row to its clinic."""

    clinic_path = "clinic"
    shared_rows_are_visible = False

    def visible_to(self, user: Any) -> Self:
        """Return the rows *user* may see; none for a stranger, all for the superuser who runs the machine."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        from programmes.models.clinic import Clinic  # the clinic's own queryset is one of these

        clinics = Clinic.objects.filter(practitioners__user=user)
        theirs = Q(**{f"{self.clinic_path}__in": clinics})
        if self.shared_rows_are_visible:
            theirs |= Q(**{f"{self.clinic_path}__isnull": True})
        return self.filter(theirs)


class OwnClinicQuerySet(ClinicScopedQuerySet):
    """Clinics themselves."""

    clinic_path = "pk"


class SharedOrOwnQuerySet(ClinicScopedQuerySet):
    """Rows that are either shared with everybody (no clinic) or a clinic's own."""

    shared_rows_are_visible = True
