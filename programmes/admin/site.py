"""The workbench: the admin site as practitioners see it, its front page and its suggestions while typing.

Knows how the shelves are ordered, and nothing of what a page holds.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from programmes.access import clinic_of
from programmes.admin.compare import comparison
from programmes.admin.front import front
from programmes.admin.words_as_typed import words_as_typed
from programmes.signing_in.pages import log_in

# What a practitioner works with every day comes first; the rest is looked up now and then.
SHELVES = (
    (_("Every day"), ("Patient", "Programme", "Template", "Screening", "Handout")),
    (_("Library"), ("Exercise", "Condition", "ProgrammeKind", "Advice", "RedFlag", "PainRule", "PatientFlag", "Rule")),
    (_("Library lists"), ("Measure", "Source", "Kit", "Purpose", "EmergencyServices", "Review")),
    (
        _("Clinic"),
        (
            "Clinic",
            "Practitioner",
            "Invitation",
            "AccessRecord",
            "Batch",
            "Removal",
            "Erasure",
            "KeptHandout",
            "ApiToken",
            "User",
        ),
    ),
)
NOT_HERE = ("password_change", "password_change_done")


class Suggestions(AutocompleteJsonView):
    """What a field suggests while somebody types: what the page of the model offers, worded as it words it."""

    def get_queryset(self) -> Any:
        if not hasattr(self.model_admin, "get_choices"):
            return super().get_queryset()
        rows = self.model_admin.get_choices(self.request)
        rows = rows.complex_filter(self.source_field.get_limit_choices_to())
        rows, has_duplicates = self.model_admin.get_search_results(self.request, rows, self.term)
        return rows.distinct() if has_duplicates else rows

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        if not hasattr(self.model_admin, "label_of"):
            return super().serialize_result(obj, to_field_name)
        return {"id": str(getattr(obj, to_field_name)), "text": self.model_admin.label_of(obj)}


class Workbench(admin.AdminSite):
    site_header = site_title = _("Rehab programmes")
    index_title = _("Rehab programmes")
    site_url = None
    enable_nav_sidebar = False

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        apps = self._build_app_dict(request)
        models = {model["object_name"]: model for app in apps.values() for model in app["models"]}
        shelves = [(title, [models[name] for name in names if name in models]) for title, names in SHELVES]
        return [{"name": title, "app_label": "programmes", "models": rows} for title, rows in shelves if rows]

    def get_urls(self) -> list[Any]:
        # A password is changed at "Your log-in" alone.
        others = [address for address in super().get_urls() if getattr(address, "name", "") not in NOT_HERE]
        return [
            path("compare-conditions/", self.admin_view(self.compare_conditions), name="compare_conditions"),
            path("words-as-typed/", self.admin_view(words_as_typed), name="words_as_typed"),
            *others,
        ]

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Lead whoever asks for a page to the one log-in there is: the stock one knows no second factor."""
        return log_in(request)

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> HttpResponse:
        return redirect("admin:index")

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().index(request, {**front(request.user), **(extra_context or {})})

    def compare_conditions(self, request: HttpRequest) -> HttpResponse:
        """Show the conditions side by side, with what was sought in them marked."""
        if not request.user.has_perm("programmes.view_condition"):
            raise PermissionDenied
        context = {
            **self.each_context(request),
            "title": _("Compare conditions"),
            "comparison": comparison(clinic_of(request.user), request.GET.get("q", "")),
        }
        return TemplateResponse(request, "admin/compare.html", context)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return Suggestions.as_view(admin_site=self)(request)


workbench = Workbench(name="admin")
# Nothing is deleted by the dozen here.
workbench.disable_action("delete_selected")
