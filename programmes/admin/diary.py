"""The diary's page of a programme: everything written, and what stands on the paper sheet typed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.access import practitioner_of
from programmes.admin.deeds import Deeds, always, deed
from programmes.admin.diary_shown import shown
from programmes.admin.scoped import uuids
from programmes.diary import EntryForm, keep
from programmes.handout.document import Document
from programmes.models import Programme


def may_look(page: Any, request: HttpRequest, row: Programme) -> bool:
    return bool(page.has_view_permission(request, row))


class WithDiary(Deeds):
    """A programme whose patient writes a diary."""

    @deed(gettext_lazy("Diary"), allowed=may_look, makes_sense=always, has_form=True)
    def diary(self, request: HttpRequest, row: Programme) -> HttpResponse | None:
        """Show what was written; keep what is copied from paper; delete what was copied wrongly."""
        may_write = self.has_change_permission(request, row) and practitioner_of(request.user) is not None
        form = _form(row, request.POST if request.method == "POST" and may_write else None)
        if may_write and "delete" in request.POST:
            return self._delete(request, row)
        if form is not None and form.is_bound and form.is_valid():
            keep(form, row, entered_by=practitioner_of(request.user))
            self.log_change(
                request, row, _("Copied the diary of %(day)s from paper.") % {"day": form.cleaned_data["on"]}
            )
            self.message_user(request, _("Kept. The next line of the sheet?"), messages.SUCCESS)
            return redirect(self.url_of("diary", row))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Diary: %(patient)s") % {"patient": row.patient},
            "subtitle": row.name,
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "diary": shown(row),
            "form": form if may_write else None,
            "may_write": may_write,
            "today": timezone.localdate(),
        }
        return TemplateResponse(request, "admin/diary.html", context)

    def _delete(self, request: HttpRequest, row: Programme) -> HttpResponse:
        """Only what a practitioner typed in: the patient's own words are the patient's."""
        for entry in row.session_logs.filter(pk__in=uuids(request.POST["delete"]), entered_by__isnull=False):
            entry.delete()
            words = _("Deleted what was copied from paper: %(entry)s, pain %(pain)s, effort %(effort)s.")
            self.log_change(request, row, words % {"entry": entry, "pain": entry.pain, "effort": entry.effort})
        self.message_user(request, _("Deleted."), messages.SUCCESS)
        return redirect(self.url_of("diary", row))


def _form(row: Programme, data: Any) -> EntryForm | None:
    """Return the form to copy an entry with the signs of the sheet in use; None where none was given."""
    handout = row.handouts.last_given()
    return EntryForm(Document.from_plain(handout.document).warnings, data) if handout is not None else None
