"""Pain rules: how much pain is all right."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programmes.admin.fields import Column, rows
from programmes.admin.history import HistoryPages
from programmes.admin.library import LibraryAdmin
from programmes.admin.sign_off import SignOff
from programmes.admin.site import workbench
from programmes.models import PainRule

ZONES = (("ok", _("fine")), ("care", _("take care")), ("stop", _("too much")))
ROWS = rows(
    Column("zone", _("Zone"), kind="choice", choices=ZONES),
    Column("word", _("Word")),
    Column("low", _("From (0-10)"), kind="number"),
    Column("high", _("To (0-10)"), kind="number"),
    Column("when", _("When")),
    Column("do", _("What to do")),
)


@admin.register(PainRule, site=workbench)
class PainRuleAdmin(HistoryPages, SignOff, LibraryAdmin):
    list_display = ("name", "max_during", "settle_within_hours", "whose", "review_state")
    search_fields = ("name", "plain", "slug")
    search_help_text = _("A name or words of the text.")
    autocomplete_fields = ("sources",)
    json_fields = {"rows": ROWS}
    readonly_fields = ("ours",)
    fieldsets = (
        (
            None,
            {"fields": ("name", ("max_during", "settle_within_hours"), "next_morning_back_to_usual", "weekly_trend")},
        ),
        (_("What the patient reads"), {"fields": ("plain", "rows")}),
        (_("For the practitioner"), {"fields": ("practitioner_note", "basis")}),
        (_("What it rests on"), {"fields": ("sources", "provenance", "ours"), "classes": ("collapse",)}),
    )
