"""What a patient says of a session: a cue and a conversation, never a measure of whether they do as they were told."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models.clinic import Practitioner
from programmes.models.done import Done
from programmes.models.programme import Programme
from programmes.models.scoping import ClinicScopedQuerySet


class SessionLogQuerySet(ClinicScopedQuerySet):
    clinic_path = "programme__clinic"


class SessionLog(models.Model):
    """One session, as its patient tells it. Pain and effort are None when they were not scored; 0 is a score.

    `id` is made where it is written, so that an entry that is sent again is still the same one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="session_logs", verbose_name=_("programme")
    )
    on = models.DateField(_("day"))
    done = models.CharField(_("exercises"), max_length=6, choices=Done)
    pain = models.PositiveSmallIntegerField(
        _("worst pain (0-10)"), null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    effort = models.PositiveSmallIntegerField(
        _("how hard (0-10)"), null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    words = models.CharField(_("in the patient's words"), max_length=280, blank=True)
    signs = models.JSONField(_("warning signs ticked"), default=list, blank=True)
    entered_by = models.ForeignKey(
        Practitioner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("copied from paper by"),
    )
    written_at = models.DateTimeField(_("kept at"), default=timezone.now, editable=False)

    objects = SessionLogQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-written_at"]
        verbose_name = _("diary entry")
        verbose_name_plural = _("diary entries")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pain__isnull=True) | models.Q(pain__lte=10), name="session_log_pain_to_10"
            ),
            models.CheckConstraint(
                condition=models.Q(effort__isnull=True) | models.Q(effort__lte=10), name="session_log_effort_to_10"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}, {self.get_done_display()}"
