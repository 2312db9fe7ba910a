"""A programme on its way to the patient: asked what is still to be weighed, issued, or told why it was not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programmes.access import practitioner_of
from programmes.admin.called import called
from programmes.admin.deeds import Deeds, deed, never_shown
from programmes.admin.findings import VerdictShown, verdict_shown
from programmes.admin.issuing import NotIssued, issue_from, may_issue
from programmes.admin.other_language import OtherLanguageForm, languages_to_look_at, missed_language
from programmes.admin.weigh import WeighForm
from programmes.handout.checks.signed import NOT_SIGNED
from programmes.handout.gate import judge
from programmes.handout.issue import NotReady
from programmes.links import can_be_made
from programmes.models import Handout, Language, Programme


def is_for_issuing(page: Any, request: HttpRequest, row: Programme) -> bool:
    return may_issue(request, row)


def there_are_others(page: Any, request: HttpRequest, row: Programme) -> bool:
    return Language.objects.count() > 1


class HandedOut(Deeds):
    """A page of programmes that are issued from it."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().changeform_view(request, *args, **kwargs)
        if "_issue" in request.POST and hasattr(request, "saved_programme"):
            # Here, and not while saving: setting pages must not hold the database.
            return self._issue(request, request.saved_programme) or response
        return response

    def response_change(self, request: HttpRequest, obj: Programme) -> HttpResponse:
        request.saved_programme = obj
        if "_issue" in request.POST:
            return self.to_page_of(obj)
        if "_preview" in request.POST:
            return redirect(self.url_of("preview", obj))
        return super().response_change(request, obj)

    @deed(gettext_lazy("Issue"), allowed=is_for_issuing, makes_sense=never_shown, has_form=True)
    def weigh(self, request: HttpRequest, row: Programme) -> HttpResponse | None:
        """Show what was found, and issue once each block has its reason and the warnings were weighed."""
        practitioner = practitioner_of(request.user)
        verdict = verdict_shown(judge(row, practitioner=practitioner), row)
        form = WeighForm(verdict, practitioner, request.POST if request.method == "POST" else None)
        if form.is_valid():
            return self._issue(request, row, **form.answers)
        return self._ask(request, row, verdict, form, _("Issue"))

    @deed(
        gettext_lazy("Issue in another language"), allowed=is_for_issuing, makes_sense=there_are_others, has_form=True
    )
    def issue_in_another_language(self, request: HttpRequest, row: Programme) -> HttpResponse | None:
        """Ask for the language, and for a reason where its translation was not reviewed; then issue."""
        practitioner = practitioner_of(request.user)
        verdict = verdict_shown(judge(row, practitioner=practitioner), row)
        form = OtherLanguageForm(row, verdict, practitioner, request.POST if request.method == "POST" else None)
        if form.is_valid():
            return self._issue(request, row, **form.answers)
        words = languages_to_look_at(self.url_of("preview", row))
        return self._ask(request, row, verdict, form, _("Issue in another language"), words=words)

    def _ask(
        self, request: HttpRequest, row: Programme, verdict: VerdictShown, form: WeighForm, title: str, **more: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"{title}: {called(row.patient)}",
            "subtitle": row.name,
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "preview_url": self.url_of("preview", row),
            "copy_url": self.url_of("clinician-copy", row),
            "button": _("Issue"),
            "verdict": verdict,
            "form": form,
            **more,
        }
        return TemplateResponse(request, "admin/issue_page.html", context)

    def _issue(self, request: HttpRequest, row: Programme, **asked: Any) -> HttpResponse | None:
        """Issue, or say why not; return the page that asks what is still to be weighed, if that is all."""
        try:
            handout = issue_from(self, request, row, **asked)
        except NotReady as not_ready:
            return self._say_not_ready(request, row, not_ready)
        except NotIssued as not_issued:
            self.message_user(request, str(not_issued), messages.ERROR)
        else:
            self.message_user(request, self._words(row, handout), messages.SUCCESS)
            if "language" not in asked and (missed := missed_language(handout)):
                self.message_user(request, missed, messages.WARNING)
        return None

    def _words(self, row: Programme, handout: Handout) -> SafeString:
        """Return what is said of *handout*, with the pages that come next."""
        page = reverse("admin:programmes_handout_pdf", args=[handout.pk])
        note = f"{reverse('admin:programmes_handout_change', args=[handout.pk])}#record-note"
        words = [
            _("Version %(number)d is issued.") % {"number": handout.version},
            format_html('<a class="button" href="{}">{}</a>', page, _("Download to print")),
            format_html('<a href="{}">{}</a>', note, _("Note for the record")),
        ]
        if can_be_made(row):
            words.append(format_html('<a href="{}">{}</a>', self.url_of("share", row), _("Link for the patient")))
        return format_html_join(" ", "{}", ((each,) for each in words))

    def _say_not_ready(self, request: HttpRequest, row: Programme, not_ready: NotReady) -> HttpResponse | None:
        if not_ready.is_stopped:
            words = _("Not issued, and it cannot be: %(why)s")
            self.message_user(request, words % {"why": not_ready.findings[0].reason}, messages.ERROR)
        elif count := len(not_ready.gaps):
            words = ngettext("Not issued: %(count)d thing to finish.", "Not issued: %(count)d things to finish.", count)
            self.message_user(request, words % {"count": count}, messages.ERROR)
        else:
            only = not_ready.findings[0] if len(not_ready.findings) == 1 else None
            words = _("Not issued yet: weigh what was found first.")
            if only is not None and only.code == NOT_SIGNED:
                words = _("Not issued yet. %(why)s") % {"why": only.reason}
            self.message_user(request, words, messages.WARNING)
            return redirect(self.url_of("weigh", row))
        return None
