"""The page of a clinician's copy: of a programme as it stands, or of a handout as it was issued."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from programmes.access import practitioner_of
from programmes.admin.deeds import Deeds
from programmes.admin.site import workbench
from programmes.handout.clinician_copy import clinician_copy
from programmes.handout.gate import judge

NAME = "programmes_programme_clinician-copy"


class WithClinicianCopy(Deeds):
    """The page of programmes, with what a colleague needs to know of one."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.clinician_copy)
        return [path("<path:object_id>/clinician-copy/", view, name=NAME), *super().get_urls()]

    def links(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        return [
            *super().links(request, row),
            {"label": _("Clinician's copy"), "url": self.url_of("clinician-copy", row)},
        ]

    def clinician_copy(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what a colleague needs to know of the programme as it stands. The patient is never given it."""
        row = self.get_object(request, object_id)
        practitioner = practitioner_of(request.user) or row.created_by
        contents = clinician_copy(row, judge(row, practitioner=practitioner), practitioner)
        return page_of(request, row, contents.as_plain(), self.url_of("change", row))


def page_of(request: HttpRequest, row: Any, contents: dict[str, Any] | None, back: str) -> HttpResponse:
    """Show *contents*, plain values; None where none were kept. *row* is the programme or handout they are of."""
    context = {
        **workbench.each_context(request),
        "title": _("Clinician's copy, not for the patient"),
        "subtitle": str(row),
        "opts": row._meta,
        "original": row,
        "back": back,
        "copy": contents,
    }
    return TemplateResponse(request, "admin/clinician_copy.html", context)
