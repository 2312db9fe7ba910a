"""Whether it helps: total scores of questionnaires and tests, and the patient's own goals, each with its day."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models.clinic import Practitioner
from programmes.models.library.measure import Measure
from programmes.models.programme import Programme
from programmes.models.scoping import ClinicScopedQuerySet

# How well a patient can do what matters to them: 0 not at all, 10 as before.
GOAL_RANGE = (0.0, 10.0)


class OfProgrammeQuerySet(ClinicScopedQuerySet):
    clinic_path = "programme__clinic"


class Goal(models.Model):
    """Something that the patient wants to do again, in their own words. Scored from 0 (cannot) to 10 (as before)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="goals", verbose_name=_("programme")
    )
    words = models.CharField(_("what the patient wants to do"), max_length=120)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]
        verbose_name = _("patient's goal")
        verbose_name_plural = _("patient's goals")
        constraints = [models.UniqueConstraint(fields=["programme", "words"], name="goal_once_per_programme")]

    def __str__(self) -> str:
        return self.words


class Score(models.Model):
    """A score of a measure, or of a goal, on a day. The total alone: the questions of most measures are licensed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="scores", verbose_name=_("programme")
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="scores", verbose_name=_("measure")
    )
    goal = models.ForeignKey(
        Goal, on_delete=models.CASCADE, null=True, blank=True, related_name="scores", verbose_name=_("goal")
    )
    on = models.DateField(_("day"))
    value = models.DecimalField(_("score"), max_digits=7, decimal_places=2)
    entered_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["on"]
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__isnull=True) ^ Q(goal__isnull=True), name="score_of_a_measure_or_a_goal"
            ),
            models.UniqueConstraint(
                fields=["programme", "measure", "on"], condition=Q(goal__isnull=True), name="measure_scored_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["goal", "on"], condition=Q(measure__isnull=True), name="goal_scored_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure or self.goal}: {self.value.normalize():f}, {self.on:%Y-%m-%d}"

    @property
    def range(self) -> tuple[float, float | None]:
        return self.measure.range if self.measure else GOAL_RANGE

    def clean(self) -> None:
        low, high = self.range
        if self.value is None or low <= self.value <= (self.value if high is None else high):
            return
        message = (
            _("A score of this is %(low)g at least.") if high is None else _("A score of this is %(low)g to %(high)g.")
        )
        raise ValidationError({"value": message % {"low": low, "high": high}}, code="out-of-range")
