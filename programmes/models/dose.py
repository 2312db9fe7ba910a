"""The columns a dose is stored in. What they mean and how they read is the business of `dosage`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programmes.dosage import Activity, Dosage, Kind, Tempo


def _count(label: Any, **kwargs: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True, **kwargs)


class Dosed(models.Model):
    """A row that carries a dose. An empty column means "not prescribed"; 0 is a value."""

    dose_kind = models.CharField(_("counted as"), max_length=12, choices=[(kind.value, kind.label) for kind in Kind])
    sets = _count(_("sets"))
    reps = _count(_("repetitions"))
    hold_seconds = _count(_("hold (seconds)"))
    duration_seconds = _count(_("time (seconds)"), help_text=_("Of one go; of the running part in walk-run work."))
    # As far as a dose may be, which is more than a column of small numbers holds.
    distance_metres = models.PositiveIntegerField(_("distance (metres)"), null=True, blank=True)
    rest_seconds = _count(_("rest (seconds)"), help_text=_("Between sets."))
    easy_seconds = _count(_("easy part (seconds)"), help_text=_("The walk, or the easy run, in walk-run work."))
    work_activity = models.CharField(
        _("working part"), max_length=12, blank=True, choices=[(item.value, item.label) for item in Activity]
    )
    easy_activity = models.CharField(
        _("easy part"), max_length=12, blank=True, choices=[(item.value, item.label) for item in Activity]
    )
    times_per_day = _count(_("times a day"))
    days_per_week = _count(_("days a week"), validators=[MaxValueValidator(7)])
    lower_seconds = _count(_("lower (seconds)"))
    pause_seconds = _count(_("pause (seconds)"))
    lift_seconds = _count(_("lift (seconds)"))
    load = models.CharField(
        _("load or band"), max_length=120, blank=True, help_text=_("Such as: light to medium band.")
    )
    effort_low = _count(_("effort from (0-10)"), validators=[MaxValueValidator(10)])
    effort_high = _count(_("effort to (0-10)"), validators=[MaxValueValidator(10)])

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(sets__isnull=True) | Q(sets__gte=1), name="%(class)s_sets_at_least_one"),
            models.CheckConstraint(
                condition=Q(days_per_week__isnull=True) | Q(days_per_week__range=(1, 7)),
                name="%(class)s_days_per_week_one_to_seven",
            ),
            models.CheckConstraint(
                condition=Q(effort_high__isnull=True) | (Q(effort_high__lte=10) & Q(effort_low__lte=F("effort_high"))),
                name="%(class)s_effort_within_scale",
            ),
        ]

    @property
    def dosage(self) -> Dosage:
        tempo = (self.lower_seconds, self.pause_seconds, self.lift_seconds)
        return Dosage(
            kind=Kind(self.dose_kind),
            tempo=None if None in tempo else Tempo(*tempo),
            work_activity=Activity(self.work_activity) if self.work_activity else None,
            easy_activity=Activity(self.easy_activity) if self.easy_activity else None,
            **{name: getattr(self, name) for name in SAME_NAMES},
        )

    @dosage.setter
    def dosage(self, dosage: Dosage) -> None:
        self.dose_kind = dosage.kind.value
        for name in SAME_NAMES:
            setattr(self, name, getattr(dosage, name))
        self.work_activity = dosage.work_activity.value if dosage.work_activity else ""
        self.easy_activity = dosage.easy_activity.value if dosage.easy_activity else ""
        tempo = dosage.tempo
        self.lower_seconds = tempo.lower_seconds if tempo else None
        self.pause_seconds = tempo.pause_seconds if tempo else None
        self.lift_seconds = tempo.lift_seconds if tempo else None

    def clean(self) -> None:
        super().clean()
        if not self.dose_kind:
            return
        messages: dict[str, list[str]] = {}
        # What is only missing keeps a programme from being issued, not from being saved.
        for problem in (problem for problem in self.dosage.problems() if not problem.is_gap):
            messages.setdefault(column_of(problem.field), []).append(str(problem.message))
        if self._has_half_a_tempo:
            half = _("Give all three parts of the tempo, or none; 0 says no time is spent on it.")
            messages.setdefault("lower_seconds", []).append(str(half))
        if messages:
            raise ValidationError(messages)

    @property
    def _has_half_a_tempo(self) -> bool:
        given = [part is not None for part in (self.lower_seconds, self.pause_seconds, self.lift_seconds)]
        return any(given) and not all(given)


SAME_NAMES = (
    "sets",
    "reps",
    "hold_seconds",
    "duration_seconds",
    "distance_metres",
    "rest_seconds",
    "easy_seconds",
    "times_per_day",
    "days_per_week",
    "load",
    "effort_low",
    "effort_high",
)


def column_of(field: str) -> str:
    """Return the column a dose problem belongs to: a tempo is three columns, and is shown at the first."""
    if field == "kind":
        return "dose_kind"
    return "lower_seconds" if field.startswith("tempo") else field
