"""The page from which a clinic's new name, look or contacts go out on every sheet that patients hold."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programmes import batches
from programmes.access import practitioner_for
from programmes.admin.batch import begun
from programmes.admin.deeds import Deeds, deed
from programmes.admin.held_exercise import ReasonForm
from programmes.handout.prepare import CannotPrepare
from programmes.models import Clinic


def may_rebrand(page: Any, request: HttpRequest, row: Clinic) -> bool:
    return bool(page.has_change_permission(request, row)) and practitioner_for(request.user, row) is not None


class RebrandPages(Deeds):
    """A clinic whose block stands on patients' sheets."""

    @deed(gettext_lazy("Sheets with our old name or look"), allowed=may_rebrand, has_form=True)
    def rebrand(self, request: HttpRequest, row: Clinic) -> HttpResponse | None:
        """Say how many sheets have another block than now; begin to re-issue them, once it is said why."""
        form = ReasonForm(request.POST if request.method == "POST" else None)
        try:
            if form.is_valid():
                by = practitioner_for(request.user, row)
                return begun(self, request, batches.begin_rebrand(row, reason=form.cleaned_data["reason"], by=by))
            count = batches.outdated_blocks(row)
        except CannotPrepare as error:
            raise ValidationError(str(error)) from error
        if not count:
            return self._nothing_to_do(request, row)
        words = ngettext(
            "%(count)d current handout has another name, logo, colour or contacts than the clinic has now.",
            "%(count)d current handouts have another name, logo, colour or contacts than the clinic has now.",
            count,
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Give the sheets the clinic’s name and look of now?"),
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "words": words % {"count": count},
            "button": _("Re-issue them"),
            "form": form,
        }
        return TemplateResponse(request, "admin/ask_first.html", context)

    def _nothing_to_do(self, request: HttpRequest, row: Clinic) -> HttpResponse:
        words = _("Every current handout has the clinic’s name, logo, colour and contacts of now: nothing to re-issue.")
        self.message_user(request, words, messages.INFO)
        return self.to_page_of(row)
