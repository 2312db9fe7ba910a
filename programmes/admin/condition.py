"""Conditions, and the kinds of programme that treat none: what patients are told and asked."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.admin.fields import Column, RecordField, rows
from programmes.admin.history import HistoryPages
from programmes.admin.library import LibraryAdmin
from programmes.admin.sign_off import SignOff
from programmes.admin.site import workbench
from programmes.models import Advice, Condition, Measure, PatientFlag, ProgrammeKind, RedFlag, Template

CODES = rows(
    Column("system", _("System")),
    Column("code", _("Code")),
    Column("term", _("Term")),
    Column("certainty", _("How sure")),
)
CAUSES = rows(
    Column("text", _("Cause")),
    Column("patient_text", _("As the patient reads it")),
    Column("evidence_status", _("Evidence")),
    Column("tell_patient", _("Tell the patient"), kind="tick"),
    # The sources of a cause back its wording, not whether it is told.
    bound_to=("text",),
    fresh={"origin": "clinic", "sources": [], "provenance": "convention"},
)
TIME_COURSE = rows(
    Column("typical_improvement_weeks", _("Weeks, such as 4 to 8"), kind="range"),
    Column("patient_text", _("As the patient reads it")),
    Column("note", _("Note for the practitioner")),
    kind=RecordField,
    bound_to=("note",),
    fresh={"basis": "expert-opinion", "sources": [], "provenance": "convention"},
)


@admin.register(Condition, site=workbench)
class ConditionAdmin(HistoryPages, SignOff, LibraryAdmin):
    list_display = ("name", "plain_name", "body_region", "whose", "review_state")
    search_fields = ("name", "plain_name", "patient_title", "aliases", "slug")
    search_help_text = _("A name, or another name: “runner's knee”.")
    autocomplete_fields = ("sources",)
    json_fields = {"codes": CODES, "causes": CAUSES, "time_course": TIME_COURSE}
    slug_lists = {"red_flag_slugs": RedFlag, "measure_slugs": Measure, "flag_slugs": PatientFlag}
    ordered_slug_lists = {"advice_slugs": Advice, "other_advice_slugs": Advice}
    slug_columns = {"template_slug": Template}
    readonly_fields = ("ours",)
    fieldsets = (
        (None, {"fields": ("name", "plain_name", "patient_title", "aliases", "body_region")}),
        (
            _("What the patient reads"),
            {"fields": ("summary_plain", "clinical_term", "clinical_term_plain", "symptoms", "causes", "time_course")},
        ),
        (
            _("What helps"),
            {"fields": ("advice_slugs", "other_advice_slugs", "template_slug"), "classes": ("collapse",)},
        ),
        (_("What to ask"), {"fields": ("red_flag_slugs", "flag_slugs"), "classes": ("collapse",)}),
        (
            _("For the practitioner"),
            {"fields": ("summary_practitioner", "worse_with", "measure_slugs", "codes"), "classes": ("collapse",)},
        ),
        (_("What it rests on"), {"fields": ("sources", "provenance", "ours"), "classes": ("collapse",)}),
    )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        links = [{"label": _("Compare conditions"), "url": reverse("admin:compare_conditions")}]
        return super().changelist_view(request, {"links": links, **(extra_context or {})})


@admin.register(ProgrammeKind, site=workbench)
class ProgrammeKindAdmin(HistoryPages, SignOff, LibraryAdmin):
    list_display = ("name", "plain_name", "whose", "review_state")
    search_fields = ("name", "plain_name", "slug")
    search_help_text = _("A name.")
    autocomplete_fields = ("sources",)
    slug_lists = {"red_flag_slugs": RedFlag}
    ordered_slug_lists = {"advice_slugs": Advice}
    slug_columns = {"template_slug": Template}
    readonly_fields = ("ours",)
    fieldsets = (
        (None, {"fields": ("name", "plain_name", "patient_title", "summary_plain", "summary_practitioner")}),
        (_("What helps"), {"fields": ("advice_slugs", "template_slug")}),
        (_("What to ask"), {"fields": ("red_flag_slugs",)}),
        (_("What it rests on"), {"fields": ("sources", "provenance", "ours"), "classes": ("collapse",)}),
    )
