"""Inviting people: who was asked, by whom, and whether they came. The link itself is only ever in the e-mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.access import practitioner_of
from programmes.admin.deeds import deed
from programmes.admin.own_clinic_form import OwnClinicForm
from programmes.admin.scoped import ScopedAdmin, uuids
from programmes.admin.site import workbench
from programmes.inviting import deliver
from programmes.models import Clinic, Invitation, Practitioner

ON_SCREEN = "django.core.mail.backends.console.EmailBackend"


class InvitationForm(OwnClinicForm):
    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        email, clinic = cleaned.get("email"), cleaned.get("clinic") or self.own_clinic
        here = Practitioner.objects.filter(clinic=clinic, user__is_active=True, user__email__iexact=email)
        if email and here.exists():
            self.add_error("email", ValidationError(_("This person has a log-in here already."), code="taken"))
        waiting = Invitation.objects.filter(clinic=clinic, email__iexact=email, accepted_at=None, revoked_at=None)
        if email and waiting.exists():
            words = _("This person is invited already. Open that invitation to send it again.")
            self.add_error("email", ValidationError(words, code="invited"))
        back = cleaned.get("practitioner")
        if back is not None and back.clinic != clinic:
            self.add_error(
                "practitioner", ValidationError(_("This person worked at another clinic."), code="elsewhere")
            )
        return cleaned


def may_manage(page: Any, request: HttpRequest, row: Invitation) -> bool:
    return request.user.has_perm("programmes.manage_invitation", row)


def is_open(page: Any, request: HttpRequest, row: Invitation) -> bool:
    return row.is_open


@admin.register(Invitation, site=workbench)
class InvitationAdmin(ScopedAdmin):
    form = InvitationForm
    change_form_template = "admin/invite_page.html"
    list_display = ("name", "email", "role", "how_it_stands", "expires_at", "invited_by_name")
    search_fields = ("name", "email")
    search_help_text = gettext_lazy("A name or an e-mail.")
    readonly_fields = ("how_it_stands", "sent_at", "expires_at", "invited_by_name")

    def fieldsets_for(self, request: HttpRequest, obj: Any) -> Any:
        asked: tuple[str, ...] = ("name", "email", "role")
        if obj.practitioner if obj else Practitioner.objects.visible_to(request.user).filter(user=None).exists():
            asked = (*asked, "practitioner")
        if obj is None:
            return ((None, {"fields": asked}),)
        return ((None, {"fields": (*asked, "how_it_stands", "invited_by_name", "sent_at", "expires_at")}),)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # One that was wrong is revoked, and another sent.

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill in what the address asks for: a clinic's first owner, or somebody who comes back."""
        rows = Practitioner.objects.visible_to(request.user).filter(pk__in=uuids(request.GET.get("practitioner")))
        back = rows.first()
        asked = {name: request.GET[name] for name in ("clinic", "role") if name in request.GET}
        known = (
            {"practitioner": back.pk, "name": back.name, "role": back.role, "clinic": back.clinic_id} if back else {}
        )
        return {**asked, **known}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "practitioner":
            field.queryset = field.queryset.filter(user=None)
            field.empty_label = _("Nobody: this person is new")
        return field

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return super().add_view(request, form_url, {"title": _("Invite somebody"), **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        by = practitioner_of(request.user)
        obj.invited_by_name = by.name if by else request.user.get_full_name() or request.user.get_username()
        self._send(request, obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return redirect("admin:programmes_invitation_changelist")

    @admin.display(description=gettext_lazy("state"))
    def how_it_stands(self, row: Invitation) -> Any:
        kind = {Invitation.State.ACCEPTED: "good", Invitation.State.WAITING: "open"}.get(row.state, "bad")
        return format_html('<span class="state {}">{}</span>', kind, row.state.label)

    @deed(gettext_lazy("Send again"), allowed=may_manage, makes_sense=is_open)
    def send_again(self, request: HttpRequest, row: Invitation) -> None:
        self._refuse_if_over(row)
        self._send(request, row)
        self.log_change(request, row, _("Sent again."))

    @deed(gettext_lazy("Revoke"), allowed=may_manage, makes_sense=is_open, has_form=True)
    def revoke(self, request: HttpRequest, row: Invitation) -> HttpResponse | None:
        self._refuse_if_over(row)
        if request.method == "GET":
            return self._ask_first(request, row)
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        self.log_change(request, row, _("Revoked."))
        self.message_user(request, _("The link sent to %(name)s no longer works.") % {"name": row}, messages.SUCCESS)
        return None

    def _refuse_if_over(self, row: Invitation) -> None:
        if not row.is_open:
            words = _("This invitation is %(state)s. Make a new one.") % {"state": row.state.label}
            raise ValidationError(words)

    def _ask_first(self, request: HttpRequest, row: Invitation) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Revoke the invitation of %(name)s?") % {"name": row},
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "words": _("The link in the e-mail stops working at once."),
            "button": _("Revoke"),
        }
        return TemplateResponse(request, "admin/ask_first.html", context)

    def _send(self, request: HttpRequest, row: Invitation) -> None:
        """Save *row* with a new link, and mail it once it is stored: a slow mail server holds up nobody's saving."""
        link = request.build_absolute_uri(reverse("invitation", args=[row.renew()]))
        row.save()
        transaction.on_commit(lambda: self._deliver(request, row, link))

    def _deliver(self, request: HttpRequest, row: Invitation, link: str) -> None:
        if not deliver(row, link):
            words = _("The mail server did not take the e-mail. Ask whoever runs this site, then press “Send again”.")
            self.message_user(request, words, messages.ERROR)
        elif settings.EMAIL_BACKEND == ON_SCREEN:
            words = _(
                "This site has no mail server. Give {name} this link yourself. It works once, for seven days: {link}"
            )
            shown = format_html('<code class="link">{}</code>', link)
            self.message_user(request, format_html(words, name=row.name, link=shown), messages.WARNING)
        else:
            words = _("An e-mail with the link was sent to %(email)s. It works once, for seven days.")
            self.message_user(request, words % {"email": row.email}, messages.SUCCESS)


def invite_url(*, clinic: Clinic | None = None, practitioner: Practitioner | None = None, role: str = "") -> str:
    """Return the page to invite somebody, filled in as far as it is known."""
    asked = {"clinic": clinic and clinic.pk, "practitioner": practitioner and practitioner.pk, "role": role}
    query = "&".join(f"{name}={value}" for name, value in asked.items() if value)
    return reverse("admin:programmes_invitation_add") + (f"?{query}" if query else "")
