"""The sessions for the patient's own calendar, on the days and at the time that suit them; with them the dated runs."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from programmes import links
from programmes.handout.calendar import Sessions, planned
from programmes.handout.calendar_file import calendar_file
from programmes.handout.document import Document
from programmes.models import Handout, ShareLink
from programmes.portal.door import opens
from programmes.portal.opened import token_of
from programmes.portal.told import told

WEEKDAYS = [(1, _("Mon")), (2, _("Tue")), (3, _("Wed")), (4, _("Thu")), (5, _("Fri")), (6, _("Sat")), (7, _("Sun"))]


class SessionsForm(forms.Form):
    """What was asked for in the address; what is left out is as planned."""

    day = forms.TypedMultipleChoiceField(choices=WEEKDAYS, coerce=int, required=False)
    at = forms.TimeField(required=False)

    def sessions(self, plan: Sessions) -> Sessions:
        return Sessions(tuple(self.cleaned_data["day"]) or plan.weekdays, self.cleaned_data["at"] or plan.at)


@opens
@require_safe
def ics(request: HttpRequest, link: ShareLink, handout: Handout) -> HttpResponse:
    document = Document.from_plain(handout.document)
    form = SessionsForm(request.GET)
    sessions = form.sessions(planned(document)) if form.is_valid() else None
    file = sessions and calendar_file(handout, sessions=sessions, address=links.address(token_of(request)))
    if not file:
        return told(request, "portal/no_day.html", link.programme.clinic, document.language, status=422)
    headers = {"Content-Disposition": 'attachment; filename="my-exercises.ics"'}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)
