"""Which patients a practitioner opened last, so that they are at hand. No access log: it holds the last few only."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models.scoping import ClinicScopedQuerySet

MOST_KEPT = 12


class OpeningQuerySet(ClinicScopedQuerySet):
    clinic_path = "patient__clinic"

    def note(self, practitioner: Any, patient: Any) -> None:
        """Keep that *practitioner* opens *patient* now, and forget all but their last few. Queries once as a rule."""
        now = timezone.now()
        own = self.filter(practitioner=practitioner)
        if own.filter(patient=patient).update(at=now):
            return
        # Two tabs may open the same patient at once.
        opening = self.model(practitioner=practitioner, patient=patient, at=now)
        unique = ["practitioner", "patient"]
        self.bulk_create([opening], update_conflicts=True, update_fields=["at"], unique_fields=unique)
        kept = list(own.order_by("-at").values_list("pk", flat=True)[:MOST_KEPT])
        own.exclude(pk__in=kept).delete()


class Opening(models.Model):
    """A practitioner opened a patient's page: when they last did."""

    practitioner = models.ForeignKey("programmes.Practitioner", on_delete=models.CASCADE, related_name="openings")
    patient = models.ForeignKey("programmes.Patient", on_delete=models.CASCADE, related_name="openings")
    at = models.DateTimeField(_("at"))

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        constraints = [models.UniqueConstraint(fields=["practitioner", "patient"], name="opening_once_a_patient")]

    def __str__(self) -> str:
        return f"{self.practitioner}, {self.at:%d.%m.%Y}"
