"""The way back to running: when to start, the stages, and when to move up or drop back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programmes.admin.fields import Column, rows
from programmes.admin.phase import CRITERIA
from programmes.admin.plan_part import PlanPart
from programmes.admin.scoped import ScopedStackedInline
from programmes.admin.site import workbench
from programmes.models import Advice, RunningPlan, Stage, Template

STAGE_RULES = rows(
    Column("patient_when", _("When, as the patient reads it")),
    Column("patient_then", _("Then, as the patient reads it")),
    Column("when", _("When, for the practitioner")),
    Column("then", _("Then, for the practitioner")),
)


class StageInline(ScopedStackedInline):
    model = Stage
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("number", "name", "kind"),
                    ("run_seconds", "walk_seconds", "repeats", "total_minutes"),
                    ("warm_up_walk_minutes", "cool_down_walk_minutes", "min_sessions", "rest_days_between"),
                    ("effort_low", "effort_high", "surface"),
                    "note",
                )
            },
        ),
    )


@admin.register(RunningPlan, site=workbench)
class RunningPlanAdmin(PlanPart):
    json_fields = {"entry_criteria": CRITERIA, "stage_rules": STAGE_RULES}
    ordered_slug_lists = {"advice_slugs": Advice}
    fieldsets = ((None, {"fields": ("pain_rule", "entry_criteria", "stage_rules", "warm_up", "advice_slugs")}),)
    inlines = (StageInline,)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "warm_up" and field is not None:
            field.queryset = field.queryset.filter(kind=Template.Kind.WARM_UP)
        return field

    def label_of(self, row: RunningPlan) -> str:
        return gettext("Way back to running")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj is not None else ()
