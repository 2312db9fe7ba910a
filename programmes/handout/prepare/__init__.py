"""From rows to document: everything a patient is told is worded here, for one language, side and phase.

A file a section. Queries a fixed number of times for a programme fetched `with_lines`.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone, translation

from programmes.handout.document import Document, Kind
from programmes.handout.prepare import (
    condition,
    diary,
    kit,
    ladder,
    pain,
    parts,
    people,
    schedule,
    small_print,
    warning_signs,
)
from programmes.handout.prepare.brief import Brief, CannotPrepare
from programmes.handout.printable import printable
from programmes.models import Practitioner, Programme

__all__ = ["CannotPrepare", "prepare"]


def prepare(
    programme: Programme,
    *,
    practitioner: Practitioner | None = None,
    version: int | None = None,
    issued: date | None = None,
    is_preview: bool = True,
    phase: str | None = None,
    side: str | None = None,
    language: str | None = None,
) -> Document:
    """Return the document of *programme*, a preview unless said otherwise.

    *phase* is a number or "all", else the current one; *side* the sore side, else the programme's; *language*
    the patient's or clinic's, unless named. Raises CannotPrepare with a sentence for the person who asked.
    """
    brief = Brief.of(programme, practitioner=practitioner, phase=phase, side=side, language=language)
    with translation.override(brief.language):
        return printable(
            _document(brief, version=version, issued=issued or timezone.localdate(), is_preview=is_preview)
        )


def _document(brief: Brief, *, version: int | None, issued: date, is_preview: bool) -> Document:
    programme = brief.programme
    return Document(
        kind=Kind(programme.kind),
        language=brief.language,
        direction="rtl" if translation.get_language_bidi() else "ltr",
        programme=str(programme.pk),
        version=version,
        is_preview=is_preview,
        issued=issued,
        review=programme.review_date,
        practised_on=programme.practised_on,
        clinic=people.clinic(programme.clinic),
        practitioner=people.practitioner(brief.practitioner),
        patient=people.patient(programme.patient),
        title=condition.title(brief),
        goal=programme.goal,
        why=condition.why(brief),
        schedule=schedule.schedule(brief),
        kit=kit.kit(brief),
        pain_rule=pain.pain_rule(brief),
        warnings=warning_signs.boxes(brief),
        condition=condition.section(brief),
        advice=condition.advice(brief),
        parts=parts.parts(brief),
        ladder=ladder.ladder(brief),
        next_part=parts.next_part(brief),
        running=parts.running(brief),
        flare_up=condition.flare_up(brief),
        diary=diary.diary(brief),
        other_formats=small_print.other_formats(programme.clinic),
        credits=small_print.credits(brief),
    )
