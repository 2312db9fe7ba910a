"""What remains of a patient who was erased: that it was done, and of each handout the proof that it was given."""

from __future__ import annotations

import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models.clinic import Clinic, Paper
from programmes.models.scoping import ClinicScopedQuerySet


class Erasure(models.Model):
    """A patient was erased. It holds an id that leads to nobody any more, so that a restored backup can be told."""

    class Mode(models.TextChoices):
        ERASE = "erase", _("Erase: nothing of the patient stays")
        ANONYMISE = "anonymise", _("Anonymise: exercises, doses, flags and dates stay, without whose they were")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient_id = models.UUIDField(_("id of the patient"), unique=True)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", verbose_name=_("clinic"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("log-in")
    )
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    mode = models.CharField(_("how"), max_length=10, choices=Mode)

    objects = ClinicScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"{self.at:%d.%m.%Y}, {self.get_mode_display()}"


class KeptHandout(models.Model):
    """A handout whose patient was erased: version, dates and hashes. Whoever holds the sheet can prove it by its hash.

    It names neither the patient nor the programme, and holds no word of the sheet.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", verbose_name=_("clinic"))
    version = models.PositiveIntegerField(_("version"))
    issued_at = models.DateTimeField(_("issued at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    schema_version = models.PositiveSmallIntegerField(_("schema version"))
    library_version = models.CharField(_("library version"), max_length=40, blank=True)
    paper = models.CharField(_("paper"), max_length=6, choices=Paper)
    hashes = models.JSONField(_("hashes of its PDFs"), default=list, help_text=_("SHA-256, one a layout and paper."))

    objects = ClinicScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at"]
        verbose_name = _("kept record of a handout")
        verbose_name_plural = _("kept records of handouts")

    def __str__(self) -> str:
        return str(_("Version %(number)d, %(day)s") % {"number": self.version, "day": f"{self.issued_at:%d.%m.%Y}"})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self._stays()
        super().save(*args, **kwargs)

    def _stays(self) -> NoReturn:
        raise ValidationError(_("What is kept of a handout is not changed."))
