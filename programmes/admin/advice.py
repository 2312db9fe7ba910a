"""Advice: what a patient can do besides exercise."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programmes.admin.history import HistoryPages
from programmes.admin.library import LibraryAdmin, Shelf
from programmes.admin.sign_off import SignOff
from programmes.admin.site import workbench
from programmes.models import Advice, Condition


@admin.register(Advice, site=workbench)
class AdviceAdmin(HistoryPages, SignOff, LibraryAdmin):
    name_path = "title"
    list_display = ("title", "topic", "evidence_rating", "whose", "review_state")
    list_filter = (Shelf, "topic", "evidence_rating")
    search_fields = ("title", "patient_title", "plain", "topic", "slug")
    search_help_text = _("A title, a topic or words of the text.")
    autocomplete_fields = ("sources",)
    slug_lists = {"applies_to": Condition}
    readonly_fields = ("ours",)
    fieldsets = (
        (None, {"fields": ("title", "patient_title", "topic", "plain", "steps")}),
        (_("For the practitioner"), {"fields": ("practitioner_note", "evidence_rating", "basis", "applies_to")}),
        (
            _("What it rests on"),
            {"fields": ("sources", "provenance", "is_from_seed", "seed_claim", "ours"), "classes": ("collapse",)},
        ),
    )
