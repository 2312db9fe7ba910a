"""Log-ins as whoever runs the machine sees them. Practitioners manage their clinic's people, never these."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

from programmes.admin.site import workbench


@admin.register(User, site=workbench)
class LogInAdmin(UserAdmin):
    """For superusers alone: whoever can change users can make superusers."""

    show_facets = admin.ShowFacets.NEVER
    list_display = ("username", "email", "practitioner", "is_active", "is_superuser", "last_login")
    list_select_related = ("practitioner",)
    list_filter = ("is_active", "is_superuser")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "email", "first_name", "last_name")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # A log-in is switched off: its name stands in every history.

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser
