"""A phase of a programme: what it is for, when to move on, when to go back."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programmes.models.programme.pain_rule import PainRule
from programmes.models.programme.programme import Programme
from programmes.models.scoping import SharedOrOwnQuerySet


class PhaseQuerySet(SharedOrOwnQuerySet):
    clinic_path = "programme__clinic"


class Phase(models.Model):
    """One stretch of a programme. In a warm-up: one block of the session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    slug = models.SlugField(_("short name"), max_length=80, blank=True)
    name = models.CharField(_("name"), max_length=120)
    plain_name = models.CharField(_("plain name"), max_length=120, blank=True, help_text=_("As the patient reads it."))
    goal = models.TextField(_("goal"), blank=True)
    goal_plain = models.TextField(_("goal in plain words"), blank=True)
    weeks_min = models.PositiveSmallIntegerField(_("from week"), null=True, blank=True)
    weeks_max = models.PositiveSmallIntegerField(_("to week"), null=True, blank=True)
    sessions_per_week_min = models.PositiveSmallIntegerField(_("sessions a week, at least"), null=True, blank=True)
    sessions_per_week_max = models.PositiveSmallIntegerField(_("sessions a week, at most"), null=True, blank=True)
    pain_rule = models.ForeignKey(
        PainRule,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pain rule"),
    )
    running_pain_rule = models.ForeignKey(
        PainRule,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pain rule for running"),
    )
    running_guidance = models.TextField(_("running"), blank=True)
    running_patient_text = models.TextField(_("running, as the patient reads it"), blank=True)
    may_run = models.BooleanField(
        _("running is allowed"), default=True, help_text=_("Without it the handout prints no pain rule for running.")
    )
    criteria_to_progress = models.JSONField(_("move on when"), default=list, blank=True)
    step_back_if = models.JSONField(_("go back if"), default=list, blank=True)
    long_session_reason = models.TextField(
        _("why sessions are long"),
        blank=True,
        help_text=_("For a session of more than 6 exercises or 45 minutes. The patient does not read it."),
    )
    practitioner_notes = models.TextField(_("notes for the practitioner"), blank=True)
    advice = models.ManyToManyField(
        "programmes.Advice", through="PhaseAdvice", related_name="+", verbose_name=_("advice")
    )

    objects = PhaseQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [
            models.CheckConstraint(
                condition=Q(weeks_max=None) | Q(weeks_min=None) | Q(weeks_max__gte=F("weeks_min")),
                name="phase_weeks_in_order",
            ),
            models.CheckConstraint(
                condition=Q(sessions_per_week_max=None)
                | Q(sessions_per_week_min=None)
                | Q(sessions_per_week_max__gte=F("sessions_per_week_min")),
                name="phase_sessions_per_week_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"

    def clean(self) -> None:
        super().clean()
        lower_first = _("Put the lower number first.")
        for name in ("weeks", "sessions_per_week"):
            low, high = getattr(self, f"{name}_min"), getattr(self, f"{name}_max")
            if low is not None and high is not None and low > high:
                raise ValidationError({f"{name}_min": lower_first}, code="order")


class PhaseAdvice(models.Model):
    """A piece of advice that goes with a phase."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="advice_lines")
    advice = models.ForeignKey(
        "programmes.Advice", on_delete=models.PROTECT, related_name="+", verbose_name=_("advice")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("advice")
        verbose_name_plural = _("advice")
        constraints = [models.UniqueConstraint(fields=["phase", "advice"], name="phaseadvice_once")]

    def __str__(self) -> str:
        return str(self.advice)
