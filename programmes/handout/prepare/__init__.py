"""From rows to document: everything a patient is told is worded here, for one language, side and phase.

A file a section. Queries a fixed number of times for a programme fetched `with_lines`.
"""

from __future__ import annotations

from dataclasses import replace
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
    review,
    runner,
    schedule,
    small_print,
    stopping,
    terms,
    warning_signs,
)
from programmes.handout.prepare.brief import Brief, CannotPrepare
from programmes.handout.prepare.wording import Gap
from programmes.handout.printable import printable
from programmes.models import SOURCE_LANGUAGE, Practitioner, Programme

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
    the patient's or clinic's where it was reviewed, else English, unless named. Raises CannotPrepare with a sentence
    for the person who asked.
    """
    brief = Brief.of(programme, practitioner=practitioner, phase=phase, side=side, language=language)
    issued = issued or timezone.localdate()
    document = _document(brief, version=version, issued=issued, is_preview=is_preview)
    if language is None and brief.wording.all_gaps:
        brief = replace(brief, language=SOURCE_LANGUAGE)
        document = _document(brief, version=version, issued=issued, is_preview=is_preview)
    return printable(document)


def _document(brief: Brief, *, version: int | None, issued: date, is_preview: bool) -> Document:
    """Return the document in the language of *brief*, with a note at its top where anything was not reviewed."""
    with translation.override(brief.language):
        document = _worded(brief, version=version, issued=issued, is_preview=is_preview)
        return replace(document, review_note=_review_note(brief))


def _worded(brief: Brief, *, version: int | None, issued: date, is_preview: bool) -> Document:
    programme = brief.programme
    stop_rule, told = stopping.said_once(parts.parts(brief))
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
        stop_rule=stop_rule,
        parts=told,
        ladder=ladder.ladder(brief),
        runner=runner.runner(brief),
        next_part=parts.next_part(brief),
        running=parts.running(brief),
        flare_up=condition.flare_up(brief),
        diary=diary.diary(brief),
        other_formats=small_print.other_formats(programme.clinic),
        credits=small_print.credits(brief),
        terms=terms.plan(brief),
    )


def _review_note(brief: Brief) -> tuple[str, ...]:
    """Return the lines at the top of a translation in which anything was not reviewed."""
    if Gap.NOT_REVIEWED not in brief.wording.all_gaps:
        return ()
    clinic = brief.programme.clinic
    return review.in_both_languages(review.SHEET, clinic=clinic.name if clinic else people.ANY_CLINIC)
