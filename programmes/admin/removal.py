"""Programmes that were deleted, as they were: the end of a history. Only looked at, never brought back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programmes.admin.scoped import ScopedAdmin
from programmes.admin.site import workbench
from programmes.models import Removal


@admin.register(Removal, site=workbench)
class RemovalAdmin(ScopedAdmin):
    list_display = ("name", "patient", "removed_at", "removed_by_name")
    list_select_related = ("patient",)
    search_fields = ("name", "patient__name", "patient__reference", "removed_by_name")
    search_help_text = _("Programme, patient, record number or who deleted it.")
    date_hierarchy = "removed_at"
    fieldsets = (
        (None, {"fields": ("name", "patient", "removed_at", "removed_by_name")}),
        (_("As it was"), {"fields": ("data",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
