"""The patient's link, on a page of the programme: shown to be scanned there and then, sent, renewed and revoked."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.widgets import AdminEmailInputWidget
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import links
from programmes.access import practitioner_of
from programmes.admin.deeds import Deeds, deed
from programmes.handout.online import code
from programmes.models import Programme, ShareLink


class LinkForm(forms.Form):
    asks_birth_year = forms.BooleanField(
        label=gettext_lazy("Ask for the year of birth first"),
        required=False,
        help_text=gettext_lazy("So that a link that got lost tells a stranger less."),
    )


class MailForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Send it to"),
        widget=AdminEmailInputWidget(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "The mail holds the link and your number, nothing of the plan. The address is not kept."
        ),
    )


def may_share(page: Any, request: HttpRequest, row: Programme) -> bool:
    return page.has_change_permission(request, row) and practitioner_of(request.user) is not None


def was_issued(page: Any, request: HttpRequest, row: Programme) -> bool:
    return any(not handout.is_withdrawn for handout in row.handouts.all())


def was_issued_or_linked(page: Any, request: HttpRequest, row: Programme) -> bool:
    """A link outlives the sheets that were withdrawn: it is there to be revoked."""
    return was_issued(page, request, row) or row.share_links.live().exists()


def sends_mail() -> bool:
    """Say whether mail goes off. Printed where the site runs, a link would stand in its log."""
    return settings.DEBUG or "console" not in settings.EMAIL_BACKEND


class SharedByLink(Deeds):
    """A programme that its patient may open by a link."""

    @deed(gettext_lazy("Link for the patient"), allowed=may_share, makes_sense=was_issued_or_linked, has_form=True)
    def share(self, request: HttpRequest, row: Programme) -> HttpResponse | None:
        """Show the link that there is; make, renew, send or revoke it when a button says so."""
        mail = MailForm(request.POST if request.POST.get("do") == "send" else None)
        if request.method == "POST" and (mail.is_valid() or not mail.is_bound):
            self._do(request, row, mail)
            return redirect(self.url_of("share", row))
        return self._link_page(request, row, mail)

    def _do(self, request: HttpRequest, row: Programme, mail: MailForm) -> None:
        asked = request.POST.get("do", "")
        if asked == "revoke":
            self._revoke(request, row)
        does = {"make": self._make, "send": self._send}.get(asked)
        if does is not None and links.can_be_made(row):
            does(request, row, mail)

    def _make(self, request: HttpRequest, row: Programme, mail: MailForm) -> None:
        asks = LinkForm(request.POST)
        asks_year = asks.is_valid() and asks.cleaned_data["asks_birth_year"] and row.patient.date_of_birth is not None
        links.make(row, practitioner_of(request.user), asks_birth_year=asks_year)
        self.log_change(request, row, _("Made or renewed the patient's link."))

    def _revoke(self, request: HttpRequest, row: Programme) -> None:
        for link in row.share_links.live():
            link.revoke(practitioner_of(request.user))
            self.log_change(request, row, _("Revoked the patient's link."))
        self.message_user(request, _("Revoked: the link opens nothing any more."), messages.SUCCESS)

    def _send(self, request: HttpRequest, row: Programme, mail: MailForm) -> None:
        link = row.share_links.live().first()
        if link is None or not links.is_ours(link) or not sends_mail():
            return
        try:
            _message(link, mail.cleaned_data["email"]).send()
        except (SMTPException, OSError):
            self.message_user(request, _("Not sent: the mail server did not take it. Try again later."), messages.ERROR)
            return
        self.log_change(request, row, _("Sent the patient's link by e-mail."))
        self.message_user(request, _("Sent."), messages.SUCCESS)

    def _link_page(self, request: HttpRequest, row: Programme, mail: MailForm) -> HttpResponse:
        link = row.share_links.live().select_related("programme__clinic").first()
        is_ours = link is not None and links.is_ours(link)
        address = links.address_of(link) if link is not None and is_ours else ""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Link for the patient: %(patient)s") % {"patient": row.patient},
            "subtitle": row.name,
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "knows_its_address": bool(settings.SITE_URL),
            "was_issued": was_issued(self, request, row),
            "link": link,
            "address": address,
            "code": code(address) if address else None,
            "has_birth_date": row.patient.date_of_birth is not None,
            "form": LinkForm(initial={"asks_birth_year": link is not None and link.asks_birth_year}),
            "mail": mail,
            "sends_mail": sends_mail(),
        }
        return TemplateResponse(request, "admin/share_link.html", context)


def _message(link: ShareLink, to: str) -> EmailMessage:
    clinic = link.programme.clinic
    with translation.override(links.language_of(link)):
        words = render_to_string("portal/mail.txt", {"clinic": clinic, "link": link, "address": links.address_of(link)})
        subject = render_to_string("portal/mail_subject.txt", {"clinic": clinic}).strip()
    return EmailMessage(subject, words, to=[to], reply_to=[clinic.email] if clinic.email else None)
