"""The short lists of the library: kit, purposes, outcome measures and sources."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programmes.admin.fields import RangeField
from programmes.admin.fields.ranges import as_words
from programmes.admin.history import HistoryPages
from programmes.admin.library import LibraryAdmin, Shelf
from programmes.admin.sign_off import SignOff
from programmes.admin.site import workbench
from programmes.models import Kit, Measure, Purpose, Source


@admin.register(Kit, site=workbench)
class KitAdmin(HistoryPages, LibraryAdmin):
    list_display = ("name", "substitute", "is_everyday", "whose")
    search_fields = ("name", "substitute", "slug")
    search_help_text = _("A name, or what does instead.")
    fieldsets = ((None, {"fields": ("name", "substitute", "is_everyday")}),)


@admin.register(Purpose, site=workbench)
class PurposeAdmin(HistoryPages, LibraryAdmin):
    list_display = ("name", "other_ways", "whose")
    search_fields = ("name", "aliases", "slug")
    search_help_text = _("A name or another name.")
    fieldsets = ((None, {"fields": ("name", "aliases")}),)

    @admin.display(description=_("other ways to say it"))
    def other_ways(self, row: Purpose) -> str:
        return ", ".join(row.aliases)


def _score_range(clinic: Any, words: dict[str, Any]) -> RangeField:
    return RangeField(**{**words, "help_text": _("Such as: 0 to 100; 0 or more.")})


@admin.register(Measure, site=workbench)
class MeasureAdmin(HistoryPages, SignOff, LibraryAdmin):
    list_display = ("name", "score", "better", "meaningful_change", "whose", "review_state")
    search_fields = ("name", "slug")
    search_help_text = _("A name.")
    autocomplete_fields = ("sources",)
    json_fields = {"score_range": _score_range}
    readonly_fields = ("ours",)
    fieldsets = (
        (None, {"fields": ("name", "items", "score_range", "better", "meaningful_change")}),
        (_("Licence"), {"fields": ("licence", "ships_items")}),
        (_("What it rests on"), {"fields": ("certainty", "sources", "provenance", "ours"), "classes": ("collapse",)}),
    )

    @admin.display(description=_("score"))
    def score(self, row: Measure) -> str:
        return as_words(row.score_range)


@admin.register(Source, site=workbench)
class SourceAdmin(HistoryPages, LibraryAdmin):
    name_path = "title"
    list_display = ("title", "authors", "year", "kind", "provenance", "whose")
    list_filter = (Shelf, "kind", "provenance", "content_was_seen")
    search_fields = ("title", "authors", "journal", "doi", "slug")
    search_help_text = _("A title, an author, a journal or a DOI.")
    fieldsets = (
        (None, {"fields": ("title", "authors", ("year", "kind"), "journal", ("doi", "doi_status"), "url")}),
        (
            _("How far it was seen"),
            {"fields": ("provenance", "found_at", "what_was_seen", "content_was_seen", "certainty", "used_for")},
        ),
    )
