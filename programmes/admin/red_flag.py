"""Warning signs, and whom to ring about them."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programmes.admin.fields import Column, RecordField, rows
from programmes.admin.history import HistoryPages
from programmes.admin.library import LibraryAdmin, Shelf
from programmes.admin.sign_off import SignOff
from programmes.admin.site import workbench
from programmes.models import EmergencyServices, PatientFlag, RedFlag

WORDS = rows(
    Column("emergency", _("Emergency number")),
    Column("emergency department", _("Emergency department")),
    Column("urgent", _("Same day: whom to ring")),
    Column("urgent centre", _("Same day: where to go")),
    Column("doctor", _("Family doctor")),
    kind=RecordField,
)
ACTIONS = rows(
    Column("emergency", _("Emergency, now")),
    Column("same_day", _("Today")),
    Column("within_2_weeks", _("Within two weeks")),
    Column("tell_us", _("For somebody already seen here")),
    kind=RecordField,
)


@admin.register(RedFlag, site=workbench)
class RedFlagAdmin(HistoryPages, SignOff, LibraryAdmin):
    name_path = "title"
    list_display = ("title", "urgency", "line", "is_always_shown", "whose", "review_state")
    list_filter = (Shelf, "urgency", "is_always_shown")
    search_fields = ("title", "line", "plain", "screening_question", "slug")
    search_help_text = _("A title, a question or words of the sign.")
    autocomplete_fields = ("sources",)
    slug_columns = {"flag_slug": PatientFlag}
    readonly_fields = ("ours",)
    fieldsets = (
        (None, {"fields": ("title", "urgency", "screening_question", "flag_slug")}),
        (_("What the patient reads"), {"fields": ("line", "plain", "tell_us", "action_plain", "is_always_shown")}),
        (_("For the practitioner"), {"fields": ("think_of", "practitioner_note", "basis")}),
        (
            _("What it rests on"),
            {"fields": ("sources", "provenance", "is_from_seed", "seed_wording", "ours"), "classes": ("collapse",)},
        ),
    )


@admin.register(EmergencyServices, site=workbench)
class EmergencyServicesAdmin(HistoryPages, SignOff, LibraryAdmin):
    list_display = ("name", "slug", "whose", "review_state")
    search_help_text = _("A country.")
    json_fields = {"words": WORDS, "actions": ACTIONS}
    fieldsets = ((None, {"fields": ("name", "words", "actions")}),)
