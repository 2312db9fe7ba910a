"""Log-ins as whoever runs the machine sees them. Practitioners manage their clinic's people, never these."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from programmes.admin.site import workbench


class LogInForm(UserChangeForm):
    def clean_is_active(self) -> bool:
        is_active = self.cleaned_data["is_active"]
        practitioner = getattr(self.instance, "practitioner", None)
        if not is_active and practitioner is not None and practitioner.is_last_owner():
            words = _("%(clinic)s needs an owner. Make somebody else an owner first.")
            raise ValidationError(words % {"clinic": practitioner.clinic}, code="last-owner")
        return is_active


@admin.register(User, site=workbench)
class LogInAdmin(UserAdmin):
    """For superusers alone: whoever can change users can make superusers."""

    form = LogInForm
    show_facets = admin.ShowFacets.NEVER
    list_display = ("username", "email", "practitioner", "is_active", "is_superuser", "last_login")
    list_select_related = ("practitioner",)
    list_filter = ("is_active", "is_superuser")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "email", "first_name", "last_name")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def get_urls(self) -> list[Any]:
        """Leave out the page that sets somebody's password: whoever has the log-in chooses it."""
        return [
            address for address in super().get_urls() if getattr(address, "name", "") != "auth_user_password_change"
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # By invitation, or by the command `createsuperuser`.

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # A log-in is switched off: its name stands in every history.

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser
