"""The clinic's people and their log-ins. An owner manages the own clinic's; nobody becomes a superuser here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.html import format_html
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.deeds import deed, may_change
from programmes.admin.history import HistoryPages
from programmes.admin.own_clinic_form import OwnClinicForm
from programmes.admin.scoped import ScopedAdmin
from programmes.admin.site import workbench
from programmes.models import Practitioner


class PractitionerForm(OwnClinicForm):
    """With a log-in to make, for somebody who has none."""

    username = forms.CharField(
        label=gettext_lazy("Log-in name"),
        max_length=150,
        required=False,
        validators=[User.username_validator],
        help_text=gettext_lazy("Empty: no log-in. Saving shows a link with which they set their own password."),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.user_id is not None:
            # Not shown is not enough: sent by hand, a name would hand over a link to a log-in that is there.
            del self.fields["username"], self.fields["email"]

    def clean_username(self) -> str:
        username = User.normalize_username(self.cleaned_data["username"])
        if username and User.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("Somebody has this log-in name already. Choose another."), code="taken")
        return username

    def clean_role(self) -> str:
        role = self.cleaned_data["role"]
        if role != Practitioner.Role.OWNER and is_last_owner(self.instance):
            raise ValidationError(_("The clinic needs an owner. Make somebody else an owner first."), code="last-owner")
        return role


def is_last_owner(row: Practitioner) -> bool:
    """True when nobody else could run the clinic. Reads the stored role: a form may have changed the row."""
    owners = Practitioner.objects.filter(clinic=row.clinic_id, role=Practitioner.Role.OWNER, user__isnull=False)
    return not row._state.adding and owners.filter(pk=row.pk).exists() and owners.count() == 1


def may_manage_log_in(page: Any, request: HttpRequest, row: Practitioner) -> bool:
    """An owner must not take over, or lock out, whoever runs the machine."""
    is_beyond = row.user is not None and row.user.is_superuser and not request.user.is_superuser
    return may_change(page, request, row) and not is_beyond


def has_log_in(page: Any, request: HttpRequest, row: Practitioner) -> bool:
    return row.user_id is not None


@admin.register(Practitioner, site=workbench)
class PractitionerAdmin(HistoryPages, ScopedAdmin):
    form = PractitionerForm
    list_display = ("name", "role", "profession", "registration", "log_in")
    list_filter = ("role",)
    list_select_related = ("user",)
    search_fields = ("name", "profession", "registration_number")
    search_help_text = gettext_lazy("A name, a profession or a registration number.")
    readonly_fields = ("log_in",)

    def fieldsets_for(self, request: HttpRequest, obj: Any) -> Any:
        is_new_log_in = not self.is_only_shown(request, obj) and (obj is None or obj.user_id is None)
        log_in = (("username", "email"),) if is_new_log_in else ("log_in",)
        registration = (("registration_body", "registration_number"), "is_unregistered")
        return (
            (None, {"fields": ("name", "role", "profession", "qualifications")}),
            (gettext_lazy("Registration"), {"fields": registration}),
            (gettext_lazy("Log-in"), {"fields": log_in}),
        )

    def save_model(self, request: HttpRequest, obj: Practitioner, form: Any, change: bool) -> None:
        username = form.cleaned_data.get("username")
        if username and obj.user_id is None:
            obj.user = User.objects.create_user(username, form.cleaned_data["email"], is_staff=True)
        super().save_model(request, obj, form, change)
        if username:
            self._hand_over_link(request, obj)

    @admin.display(description=gettext_lazy("registration"))
    def registration(self, row: Practitioner) -> str:
        return f"{row.registration_body} {row.registration_number}".strip() or ("–" if row.is_unregistered else "")

    @admin.display(description=gettext_lazy("log-in"), empty_value=gettext_lazy("none"))
    def log_in(self, row: Practitioner) -> str | None:
        return row.user.username if row.user else None

    @deed(gettext_lazy("New password link"), allowed=may_manage_log_in, makes_sense=has_log_in)
    def password_link(self, request: HttpRequest, row: Practitioner) -> None:
        if row.user is None:
            raise ValidationError(_("%(name)s has no log-in.") % {"name": row})
        self.log_change(request, row, _("Made a link to set a new password."))
        self._hand_over_link(request, row)

    @deed(gettext_lazy("Remove log-in"), allowed=may_manage_log_in, makes_sense=has_log_in, has_form=True)
    def remove_log_in(self, request: HttpRequest, row: Practitioner) -> HttpResponse | None:
        if is_last_owner(row):
            raise ValidationError(_("The clinic needs an owner. Make somebody else an owner first."))
        if request.method == "GET":
            return self._ask_first(request, row)
        row.end_access()
        self.log_change(request, row, _("Removed the log-in."))
        words = _("%(name)s can no longer log in. The name stays on what they issued.")
        self.message_user(request, words % {"name": row}, messages.SUCCESS)
        return None

    def _ask_first(self, request: HttpRequest, row: Practitioner) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Remove the log-in of %(name)s?") % {"name": row},
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "words": _("They are logged out at once and cannot log in again. Their name stays on what they issued."),
            "button": _("Remove log-in"),
        }
        return TemplateResponse(request, "admin/ask_first.html", context)

    def _hand_over_link(self, request: HttpRequest, row: Practitioner) -> None:
        key = urlsafe_base64_encode(force_bytes(row.user.pk))
        address = reverse("admin:set_password", args=[key, default_token_generator.make_token(row.user)])
        words = _(
            "Give this link to {name}. It works once, within three days, and sets the password for “{log_in}”: {link}"
        )
        link = format_html('<code class="link">{}</code>', request.build_absolute_uri(address))
        self.message_user(
            request, format_html(words, name=row.name, log_in=row.user.username, link=link), messages.WARNING
        )
