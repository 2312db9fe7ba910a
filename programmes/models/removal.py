"""A programme or template that was deleted before it was ever handed out: what it was, and who deleted it."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models import looked_at
from programmes.models.clinic import Clinic
from programmes.models.patient import Patient
from programmes.models.programme import Programme
from programmes.models.programme.kept import programme_as_kept
from programmes.models.scoping import ClinicScopedQuerySet


class RemovalQuerySet(ClinicScopedQuerySet):
    def record(self, programme: Programme, user: Any) -> Removal:
        """Keep what *programme* is, right before it is deleted."""
        practitioner = getattr(user, "practitioner", None)
        return self.create(
            clinic_id=programme.clinic_id,
            patient_id=programme.patient_id,
            programme_id=programme.pk,
            name=programme.name,
            removed_by=user,
            removed_by_name=practitioner.name if practitioner else user.get_username(),
            data=programme_as_kept(programme),
        )


class Removal(models.Model):
    """The last of a programme's history: it is deleted, and this is what it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", verbose_name=_("clinic"))
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, null=True, related_name="removals", verbose_name=_("patient")
    )
    programme_id = models.UUIDField(_("id of the programme"))
    name = models.CharField(_("programme"), max_length=160)
    removed_at = models.DateTimeField(_("deleted at"), auto_now_add=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("log-in")
    )
    removed_by_name = models.CharField(_("deleted by"), max_length=150)
    data = models.JSONField(_("as it was"))

    objects = RemovalQuerySet.as_manager()

    class Meta:
        ordering = ["-removed_at"]
        verbose_name = _("deleted programme")
        verbose_name_plural = _("deleted programmes")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def from_db(cls, *args: Any) -> Self:
        row = super().from_db(*args)
        looked_at.note(row.__dict__.get("clinic_id"), row.__dict__.get("patient_id"))
        return row
