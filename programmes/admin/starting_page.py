"""The page that starts a patient's programme: from a template, from a copy, or empty."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from programmes.access import practitioner_of
from programmes.admin.deeds import Deeds
from programmes.admin.findings import asks_screening
from programmes.admin.start import StartForm
from programmes.editing import record
from programmes.handout.checks.known import latest_screening
from programmes.models import Programme


class Started(Deeds):
    """The page of programmes, which starts one by a form of its own. Stands before what makes one in another way."""

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Start a programme: patient, template and side, and it is there."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = StartForm(request, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            programme = form.start(practitioner_of(request.user))
            record(programme, request.user)
            self.log_addition(request, programme, [{"added": {}}])
            return redirect(self.first_page_of(programme))
        context = {
            **self.admin_site.each_context(request),
            "title": _("New programme"),
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
            "button": _("Start the programme"),
        }
        return TemplateResponse(request, "admin/programme_start.html", context)

    def first_page_of(self, programme: Programme) -> str:
        """Return where a new programme goes on: to the questions that were not asked yet, which lead to the builder."""
        if latest_screening(programme) is not None:
            return self.url_of("build", programme)
        return asks_screening(programme)
