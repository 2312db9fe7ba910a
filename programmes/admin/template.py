"""Templates: what programmes are started from. Shared ones are only shown; a clinic changes its own copy."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from programmes.access import clinic_of, practitioner_of
from programmes.admin.filters import OwnRows
from programmes.admin.findings import verdict_shown
from programmes.admin.library import LibraryAdmin, Shelf
from programmes.admin.plan_page import PlanPage
from programmes.admin.sign_off import SignOff
from programmes.admin.site import workbench
from programmes.handout.gate import judge
from programmes.models import Template
from programmes.own_copy import own_template


@admin.register(Template, site=workbench)
class TemplateAdmin(SignOff, PlanPage, LibraryAdmin):
    list_display = ("name", "kind", "condition", "weeks", "evidence_certainty", "whose", "review_state")
    list_filter = (Shelf, "kind", ("condition", OwnRows))
    list_select_related = ("condition",)
    search_fields = ("name", "plain_name", "condition__name", "slug")
    search_help_text = _("A name or a condition.")
    ordering = ("name",)
    autocomplete_fields = ("sources", "not_for_flags")
    readonly_fields = ("ours", "variants")
    fieldsets = (
        (None, {"fields": (("name", "plain_name"), ("kind", "condition", "programme_kind"))}),
        (_("How long and for whom"), {"fields": (("total_weeks_min", "total_weeks_max"), "not_for_flags")}),
        (_("Besides exercise"), {"fields": ("adjuncts", "adjuncts_plain")}),
        (
            _("What it rests on"),
            {
                "fields": ("evidence_certainty", "evidence_statement", "sources", "provenance", "ours", "variants"),
                "classes": ("collapse",),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Template]:
        return super().get_queryset(request).select_related("condition")

    def save_model(self, request: HttpRequest, obj: Template, form: Any, change: bool) -> None:
        # The version counts up with each change of the plan too: `record` sees to it.
        if not change:
            obj.created_by = practitioner_of(request.user)
        admin.ModelAdmin.save_model(self, request, obj, form, change)

    def own_copy_of(self, row: Any, request: HttpRequest) -> Any:
        return own_template(row, clinic_of(request.user), practitioner_of(request.user))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        if row is not None:
            # As for somebody of whom nothing is known but that the safety questions were asked.
            context["verdict"] = verdict_shown(judge(row, flags=()), row, is_own_page=True)
            context["beside"] = context["verdict"].beside
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("weeks"))
    def weeks(self, row: Template) -> str:
        return " – ".join(str(weeks) for weeks in (row.total_weeks_min, row.total_weeks_max) if weeks is not None)
