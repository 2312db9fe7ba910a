"""A programme or template as it would be printed, marked as not for the patient. Nothing is stored."""

from __future__ import annotations

from typing import Any

from programmes.handout import page, pdf
from programmes.handout.document import Document
from programmes.handout.last_given import beside_last_given
from programmes.handout.prepare import prepare
from programmes.models import Layout, Paper, Programme


def preview_pdf(programme: Programme, *, layout: str | None = None, paper: str | None = None, **asked: Any) -> bytes:
    """Return the PDF, "PREVIEW" on every page. *asked* goes to `prepare`: phase, side, language, practitioner.

    It tells what changed since the last handout, as the next one will.
    """
    patient, clinic = programme.patient, programme.clinic
    layout = layout or (patient.information_need if patient else Layout.STANDARD)
    paper = paper or (clinic.paper if clinic else Paper.A4)
    return pdf.render(_document(programme, **asked), layout, paper)


def preview_page(programme: Programme, **asked: Any) -> str:
    """Return the same as a web page, marked as a preview at its top. *asked* goes to `prepare`."""
    return page.render(_document(programme, **asked), Layout.STANDARD, for_web=True)


def _document(programme: Programme, **asked: Any) -> Document:
    document = prepare(programme, is_preview=True, **asked)
    # All phases at once are never given to a patient: beside one phase they would all look new.
    return document if programme.is_template or asked.get("phase") == "all" else beside_last_given(document, programme)
