"""Templates: what programmes are started from. Shared ones are only shown; a clinic changes its own copy."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programmes.access import clinic_of, practitioner_of
from programmes.admin.fhir import fhir_download
from programmes.admin.filters import OwnRows
from programmes.admin.findings import verdict_shown
from programmes.admin.give_to_class import ClassPages
from programmes.admin.library import LibraryAdmin, Shelf
from programmes.admin.plan_import.form import Into
from programmes.admin.plan_import.pages import import_link
from programmes.admin.plan_page import PlanPage
from programmes.admin.sign_off import SignOff
from programmes.admin.site import workbench
from programmes.handout.fhir.file import plan_definition_file
from programmes.handout.gate import judge
from programmes.handout.prepare import CannotPrepare
from programmes.models import Snapshot, Template
from programmes.own_copy import own_template


@admin.register(Template, site=workbench)
class TemplateAdmin(ClassPages, SignOff, PlanPage, LibraryAdmin):
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
        copy = own_template(row, clinic_of(request.user), practitioner_of(request.user))
        if not copy.snapshots.exists():
            Snapshot.objects.record(copy, request.user)  # what its first change is compared with
        return copy

    def put(self, request: HttpRequest, row: Any, *, is_retired: bool) -> None:
        super().put(request, row, is_retired=is_retired)
        Snapshot.objects.record(row, request.user)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        if row is not None:
            # As for somebody of whom nothing is known but that the safety questions were asked.
            context["verdict"] = verdict_shown(judge(row, flags=()), row, is_own_page=True)
            context["beside"] = context["verdict"].beside
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        links = [import_link(Into.TEMPLATE)] if self.has_add_permission(request) else []
        return super().changelist_view(request, {"links": links, **(extra_context or {})})

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.fhir)
        return [path("<path:object_id>/fhir/", view, name="programmes_template_fhir"), *super().get_urls()]

    def links(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        return [*super().links(request, row), {"label": gettext("Download as FHIR"), "url": self.url_of("fhir", row)}]

    def fhir(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Download the template for a record system, all phases, worded for either side."""
        row = self.get_object(request, object_id)
        try:
            content = plan_definition_file(row, clinic_of(request.user))
        except CannotPrepare as error:
            self.message_user(request, str(error), messages.ERROR)
            return self.to_page_of(row)
        return fhir_download(content, row.slug)

    @admin.display(description=_("weeks"))
    def weeks(self, row: Template) -> str:
        return " – ".join(str(weeks) for weeks in (row.total_weeks_min, row.total_weeks_max) if weeks is not None)
