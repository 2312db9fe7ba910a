"""Patient flags: what is asked, and what a yes means."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programmes.admin.history import HistoryPages
from programmes.admin.library import LibraryAdmin, Shelf
from programmes.admin.site import workbench
from programmes.models import PatientFlag


@admin.register(PatientFlag, site=workbench)
class PatientFlagAdmin(HistoryPages, LibraryAdmin):
    name_path = "label"
    list_display = ("label", "group", "stops_exercise", "intake_question", "whose")
    list_filter = (Shelf, "group")
    search_fields = ("label", "intake_question", "slug")
    fieldsets = ((None, {"fields": ("label", "intake_question", "group", "scope", "is_global_stop")}),)

    @admin.display(description=_("stops exercise"), boolean=True)
    def stops_exercise(self, row: PatientFlag) -> bool:
        return row.stops
