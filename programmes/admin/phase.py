"""A phase: what it is for, its lines in order, when to move on and when to go back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from programmes.admin.doses import dose_in_a_line
from programmes.admin.fields import Column, rows
from programmes.admin.plan_part import PlanPart
from programmes.admin.scoped import ScopedTabularInline
from programmes.admin.site import workbench
from programmes.models import Phase, PhaseAdvice, Prescription

CRITERIA = rows(
    Column("patient_text", _("As the patient reads it")),
    Column("text", _("For the practitioner")),
)


class LineInline(ScopedTabularInline):
    """The order of the lines; each is changed on its own page."""

    model = Prescription
    verbose_name_plural = _("exercises in order")
    fields = ("exercise_link", "dose", "side_words", "position")
    readonly_fields = ("exercise_link", "dose", "side_words")
    template = "admin/plain_tabular.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("exercise").prefetch_related("exercise__texts")

    @admin.display(description=_("exercise"))
    def exercise_link(self, row: Prescription) -> str:
        page = reverse("admin:programmes_prescription_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', page, row.exercise)

    @admin.display(description=_("dose"))
    def dose(self, row: Prescription) -> str:
        return dose_in_a_line(row.dosage, row.exercise, row.side)

    @admin.display(description=_("side"))
    def side_words(self, row: Prescription) -> str:
        return row.get_side_display()


class AdviceInline(ScopedTabularInline):
    model = PhaseAdvice
    fields = ("advice", "position")
    template = "admin/plain_tabular.html"
    extra = 1


@admin.register(Phase, site=workbench)
class PhaseAdmin(PlanPart):
    fieldsets = (
        (None, {"fields": (("name", "plain_name", "position"), "goal", "goal_plain")}),
        (
            _("How long and how often"),
            {"fields": (("weeks_min", "weeks_max"), ("sessions_per_week_min", "sessions_per_week_max"))},
        ),
        (
            _("Pain and running"),
            {"fields": (("pain_rule", "running_pain_rule"), "may_run", "running_patient_text", "running_guidance")},
        ),
        (_("Moving on and going back"), {"fields": ("criteria_to_progress", "step_back_if")}),
        (
            _("For the practitioner"),
            {"fields": ("practitioner_notes", "long_session_reason"), "classes": ("collapse",)},
        ),
    )
    json_fields = {"criteria_to_progress": CRITERIA}
    inlines = (LineInline, AdviceInline)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = self.whole(request).phases.aggregate(last=Max("position"))["last"]
        return {"position": (last or 0) + 1}

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj is not None else ()
