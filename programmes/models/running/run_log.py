"""A run as it was run: what the guards of a running plan are fed with."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes import running
from programmes.models.clinic import Practitioner
from programmes.models.running.plan import RunningPlan
from programmes.models.scoping import ClinicScopedQuerySet
from programmes.running import MOST_METRES, MOST_SECONDS


class RunLogQuerySet(ClinicScopedQuerySet):
    clinic_path = "plan__programme__clinic"


class RunLog(models.Model):
    """One run. Of distance and time at least one is known; pain is None when it was not scored, 0 is a score.

    `id` is made where it is written, so that a run that is sent again is still the same one. `entered_by` is None for
    what the patient wrote.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(
        RunningPlan, on_delete=models.CASCADE, related_name="run_logs", verbose_name=_("running plan")
    )
    on = models.DateField(_("day"))
    # Exact: a hundredth of a mile is 16.09344 metres.
    metres = models.DecimalField(
        _("metres"),
        max_digits=11,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_METRES)],
    )
    seconds = models.PositiveIntegerField(
        _("seconds of running"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SECONDS)],
    )
    pain = models.PositiveSmallIntegerField(
        _("worst pain (0-10)"), null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    shoe = models.CharField(_("shoes"), max_length=40, blank=True)
    is_on_ladder = models.BooleanField(_("walked and run, as stages 1 to 8 say"), default=False)
    entered_by = models.ForeignKey(
        Practitioner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    written_at = models.DateTimeField(_("kept at"), default=timezone.now, editable=False)

    objects = RunLogQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-written_at"]
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        constraints = [
            models.CheckConstraint(
                condition=Q(metres__isnull=False) | Q(seconds__isnull=False), name="run_log_distance_or_time"
            ),
            models.CheckConstraint(condition=~Q(metres__lte=0), name="run_log_metres_positive"),
            models.CheckConstraint(condition=~Q(seconds=0), name="run_log_seconds_positive"),
            models.CheckConstraint(condition=~Q(pain__gt=10), name="run_log_pain_to_10"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"

    def clean(self) -> None:
        if self.metres is None and self.seconds is None:
            raise ValidationError(_("Say how far, or how long, or both."), code="nothing-said")

    def as_run(self) -> running.Run:
        return running.Run(self.on, self.metres, self.seconds, self.pain, self.shoe, is_on_ladder=self.is_on_ladder)
