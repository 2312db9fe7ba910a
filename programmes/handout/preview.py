"""A programme or template as it would be printed, marked as not for the patient. Nothing is stored."""

from __future__ import annotations

from typing import Any

from programmes.handout import pdf
from programmes.handout.prepare import prepare
from programmes.models import Layout, Paper, Programme


def preview_pdf(programme: Programme, *, layout: str | None = None, paper: str | None = None, **asked: Any) -> bytes:
    """Return the PDF, "PREVIEW" on every page. *asked* goes to `prepare`: phase, side, language, practitioner."""
    patient, clinic = programme.patient, programme.clinic
    layout = layout or (patient.information_need if patient else Layout.STANDARD)
    paper = paper or (clinic.paper if clinic else Paper.A4)
    return pdf.render(prepare(programme, is_preview=True, **asked), layout, paper)
