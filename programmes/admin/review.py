"""Sign-offs: who stood by which version of what, and until when. Made on the content's page, shown here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from programmes.admin.scoped import ScopedAdmin
from programmes.admin.site import workbench
from programmes.models import Review


@admin.register(Review, site=workbench)
class ReviewAdmin(ScopedAdmin):
    list_display = ("slug", "kind", "version", "reviewed_by", "reviewed_on", "next_due_on")
    list_filter = ("kind", "next_due_on")
    list_select_related = ("reviewed_by",)
    search_fields = ("slug", "reviewed_by__name")
    date_hierarchy = "reviewed_on"
    name_path = "slug"
    fields = ("kind", "slug", "version", "reviewed_by", "reviewed_on", "next_due_on")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
