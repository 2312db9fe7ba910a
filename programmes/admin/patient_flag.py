"""Patient flags: what is asked, and what a yes means."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.history import HistoryPages
from programmes.admin.library import LibraryAdmin, Shelf
from programmes.admin.sign_off import SignOff
from programmes.admin.site import workbench
from programmes.models import PatientFlag


@admin.register(PatientFlag, site=workbench)
class PatientFlagAdmin(HistoryPages, SignOff, LibraryAdmin):
    name_path = "label"
    list_display = ("label", "group", "stops_exercise", "intake_question", "whose", "review_state")
    list_filter = (Shelf, "group")
    search_fields = ("label", "intake_question", "slug")
    search_help_text = gettext_lazy("A name or the question asked.")
    fieldsets = ((None, {"fields": ("label", "intake_question", "group", "scope", "is_global_stop")}),)

    def is_for_copying(self, row: PatientFlag) -> bool:
        """What stops all exercise stops it in every clinic: nothing stands in for it."""
        return not row.stops

    def shared_notice(self, row: PatientFlag) -> str:
        if row.stops:
            return _("It stops all exercise, in every clinic: nobody changes it.")
        return super().shared_notice(row)

    @admin.display(description=gettext_lazy("stops exercise"), boolean=True)
    def stops_exercise(self, row: PatientFlag) -> bool:
        return row.stops
