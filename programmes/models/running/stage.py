"""The rungs of a running plan."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models.running.plan import RunningPlan


class Stage(models.Model):
    """One rung of the ladder."""

    class Kind(models.TextChoices):
        INTERVAL = "interval", _("walk and run")
        CONTINUOUS = "continuous", _("steady run")
        PROGRESSION = "progression", _("build up")

    plan = models.ForeignKey(RunningPlan, on_delete=models.CASCADE, related_name="stages")
    number = models.PositiveSmallIntegerField(_("stage"))
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    walk_seconds = models.PositiveIntegerField(_("walk (seconds)"), null=True, blank=True)
    run_seconds = models.PositiveIntegerField(_("run (seconds)"), null=True, blank=True)
    repeats = models.PositiveSmallIntegerField(_("times"), null=True, blank=True)
    total_minutes = models.PositiveSmallIntegerField(_("minutes in all"), null=True, blank=True)
    warm_up_walk_minutes = models.PositiveSmallIntegerField(_("warm-up walk (minutes)"), null=True, blank=True)
    cool_down_walk_minutes = models.PositiveSmallIntegerField(_("cool-down walk (minutes)"), null=True, blank=True)
    effort_low = models.PositiveSmallIntegerField(_("effort from (0-10)"), null=True, blank=True)
    effort_high = models.PositiveSmallIntegerField(_("effort to (0-10)"), null=True, blank=True)
    min_sessions = models.PositiveSmallIntegerField(_("sessions, at least"), null=True, blank=True)
    rest_days_between = models.PositiveSmallIntegerField(_("rest days between"), null=True, blank=True)
    surface = models.CharField(_("surface"), max_length=80, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="stage_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"
