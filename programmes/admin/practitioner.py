"""The clinic's people and their log-ins. An owner manages the own clinic's; nobody becomes a superuser here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.deeds import deed, may_change
from programmes.admin.history import HistoryPages
from programmes.admin.invitation import invite_url
from programmes.admin.own_clinic_form import OwnClinicForm
from programmes.admin.scoped import ScopedAdmin
from programmes.admin.site import workbench
from programmes.models import Practitioner
from programmes.signing_in.second_factor import has_second_factor, remove_second_factor


class PractitionerForm(OwnClinicForm):
    def clean_role(self) -> str:
        role = self.cleaned_data["role"]
        if role != Practitioner.Role.OWNER and self.instance.is_last_owner():
            raise ValidationError(_("The clinic needs an owner. Make somebody else an owner first."), code="last-owner")
        return role


def may_manage_log_in(page: Any, request: HttpRequest, row: Practitioner) -> bool:
    """An owner must not take over, or lock out, whoever runs the machine."""
    is_beyond = row.user is not None and row.user.is_superuser and not request.user.is_superuser
    return may_change(page, request, row) and not is_beyond


def has_log_in(page: Any, request: HttpRequest, row: Practitioner) -> bool:
    return row.user_id is not None


def has_factor(page: Any, request: HttpRequest, row: Practitioner) -> bool:
    return row.user is not None and has_second_factor(row.user)


@admin.register(Practitioner, site=workbench)
class PractitionerAdmin(HistoryPages, ScopedAdmin):
    form = PractitionerForm
    list_display = ("name", "role", "profession", "registration", "log_in")
    list_filter = ("role",)
    list_select_related = ("user",)
    search_fields = ("name", "profession", "registration_number")
    search_help_text = gettext_lazy("A name, a profession or a registration number.")
    readonly_fields = ("log_in",)

    fieldsets = (
        (None, {"fields": ("name", "role", "profession", "qualifications")}),
        (
            gettext_lazy("Registration"),
            {"fields": (("registration_body", "registration_number"), "is_unregistered")},
        ),
        (gettext_lazy("Log-in"), {"fields": ("log_in",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # People come by invitation.

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        links = []
        if request.user.has_perm("programmes.add_invitation"):
            waiting = reverse("admin:programmes_invitation_changelist")
            links = [{"label": _("Invitations"), "url": waiting}, {"label": _("Invite"), "url": invite_url()}]
        return super().changelist_view(request, {"links": links, **(extra_context or {})})

    def links(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        if row.user_id is not None or not request.user.has_perm("programmes.change_practitioner", row):
            return []
        return [{"label": _("Invite"), "url": invite_url(practitioner=row)}]

    @admin.display(description=gettext_lazy("registration"))
    def registration(self, row: Practitioner) -> str:
        return f"{row.registration_body} {row.registration_number}".strip() or ("–" if row.is_unregistered else "")

    @admin.display(description=gettext_lazy("log-in"), empty_value=gettext_lazy("none"))
    def log_in(self, row: Practitioner) -> str | None:
        return row.user.username if row.user else None

    @deed(gettext_lazy("Remove second factor"), allowed=may_manage_log_in, makes_sense=has_factor, has_form=True)
    def remove_second_factor(self, request: HttpRequest, row: Practitioner) -> HttpResponse | None:
        if row.user is None:
            raise ValidationError(_("%(name)s has no log-in.") % {"name": row})
        if request.method == "GET":
            words = _("For somebody who lost their telephone or key. Be sure that it is they who ask: ring them up.")
            return self._ask_first(request, row, _("Remove the second factor of %(name)s?"), words)
        remove_second_factor(row.user)
        self.log_change(request, row, _("Removed the second factor."))
        words = _("%(name)s is logged out, and logs in with the password alone until they set up another.")
        self.message_user(request, words % {"name": row}, messages.SUCCESS)
        return None

    @deed(gettext_lazy("Remove log-in"), allowed=may_manage_log_in, makes_sense=has_log_in, has_form=True)
    @transaction.atomic
    def remove_log_in(self, request: HttpRequest, row: Practitioner) -> HttpResponse | None:
        if row.is_last_owner():
            raise ValidationError(_("The clinic needs an owner. Make somebody else an owner first."))
        if request.method == "GET":
            words = _("They are logged out at once and cannot log in again. Their name stays on what they issued.")
            return self._ask_first(request, row, _("Remove the log-in of %(name)s?"), words)
        row.end_access()
        self.log_change(request, row, _("Removed the log-in."))
        words = _("%(name)s can no longer log in. The name stays on what they issued.")
        self.message_user(request, words % {"name": row}, messages.SUCCESS)
        return None

    def _ask_first(self, request: HttpRequest, row: Practitioner, question: str, words: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": question % {"name": row},
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "words": words,
            "button": _("Remove"),
        }
        return TemplateResponse(request, "admin/ask_first.html", context)
