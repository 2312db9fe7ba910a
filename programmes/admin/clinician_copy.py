"""The page of a clinician's copy: of a programme as it stands, or of a handout as it was issued. It only lays out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from programmes.admin.site import workbench


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
