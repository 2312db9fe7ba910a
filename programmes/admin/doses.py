"""The columns of a dose on a page, and the dose in words beside them."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.shown import NOTHING
from programmes.dosage import Dosage
from programmes.dosage.phrases import Movement, Part
from programmes.dosage.wording import how_often, summary, words
from programmes.models import Exercise
from programmes.sides import Side

HOW_MUCH = (
    "dose_kind",
    ("sets", "reps", "hold_seconds"),
    ("duration_seconds", "distance_metres", "rest_seconds"),
)
HOW_OFTEN = ("times_per_day", "days_per_week")
HOW_HARD = ("load", ("effort_low", "effort_high"), ("lower_seconds", "pause_seconds", "lift_seconds"))
INTERVALS = (("work_activity", "easy_activity", "easy_seconds"),)

DOSE_FIELDSETS = (
    (gettext_lazy("How much"), {"fields": HOW_MUCH}),
    (gettext_lazy("How often"), {"fields": (HOW_OFTEN,)}),
    (gettext_lazy("How hard and how fast"), {"fields": HOW_HARD}),
    (gettext_lazy("Walk-run work"), {"fields": INTERVALS, "classes": ("collapse",)}),
)


def dose_in_words(dosage: Dosage, exercise: Exercise, side: str) -> Any:
    """Return the dose as the patient reads it, a line each."""
    lines = words(dosage, Side(side), Part(exercise.part), Movement(exercise.movement))
    rows = format_html_join("", "<dt>{}</dt><dd>{}</dd>", ((line.label, line.text) for line in lines))
    return format_html('<dl class="dose">{}</dl>', rows) if lines else NOTHING


def dose_in_a_line(dosage: Dosage, exercise: Exercise, side: str) -> str:
    """Return what is done and how often, for a list."""
    parts = (summary(dosage, Side(side), Part(exercise.part)), how_often(dosage))
    return ". ".join(part for part in parts if part) or _("No dose yet")
