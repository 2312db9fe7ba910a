"""What it is called, what it is, and what helps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from programmes import running
from programmes.handout.document import Advice, ConditionSection, Title
from programmes.handout.prepare.brief import FLARE_PLAN, Brief
from programmes.models import Advice as AdviceRow
from programmes.models import Condition, Programme

MOST_ADVICE = 6


def title(brief: Brief) -> Title:
    condition = brief.programme.condition
    if condition is None:
        return Title(_name(brief))
    words = brief.wording.of_library(condition, condition.patient_title)
    explained = brief.wording.of_library(condition, condition.clinical_term_plain)
    return Title(words=_with_side(words, brief.sore_side), explained=explained)


def why(brief: Brief) -> tuple[str, ...]:
    """Return what the programme is for now, in one or two sentences."""
    subject = brief.programme.subject
    if brief.programme.condition is None and subject is not None:
        return (brief.wording.of_library(subject, subject.summary_plain),)
    return (brief.wording.of_programme(brief.phase.goal_plain),) if brief.phase.goal_plain else ()


def section(brief: Brief) -> ConditionSection | None:
    condition = brief.programme.condition
    if condition is None:
        return None
    causes = [cause["patient_text"] for cause in condition.causes if cause.get("tell_patient")]
    return ConditionSection(
        heading=_about(condition),
        summary=brief.wording.of_library(condition, condition.summary_plain),
        symptoms=tuple(brief.wording.of_library(condition, text) for text in condition.symptoms),
        causes=tuple(brief.wording.of_library(condition, text) for text in causes),
        time_course=brief.wording.of_library(condition, condition.time_course.get("patient_text", "")),
    )


def advice(brief: Brief) -> tuple[Advice, ...]:
    """Return what helps in the phases printed."""
    return tuple(_plain(brief, row) for row in advice_rows(brief))


def flare_up(brief: Brief) -> tuple[str, ...]:
    row = brief.subject_advice.get(FLARE_PLAN)
    if row is None or brief.is_warm_up:
        return ()
    return tuple(brief.wording.of_library(row, step) for step in row.steps)


def _name(brief: Brief) -> str:
    """Return what a programme is called that is for no condition."""
    programme, subject = brief.programme, brief.programme.subject
    if programme.plain_name or subject is None:
        return brief.wording.of_programme(programme.plain_name or programme.name)
    return brief.wording.of_library(subject, subject.plain_name)


def _with_side(words: str, side: str) -> str:
    if side == Programme.SoreSide.LEFT:
        return _("%(condition)s, left") % {"condition": words}
    if side == Programme.SoreSide.RIGHT:
        return _("%(condition)s, right") % {"condition": words}
    if side == Programme.SoreSide.BOTH:
        return _("%(condition)s, both sides") % {"condition": words}
    return words


def _about(condition: Condition) -> str:
    return _("About your knee") if condition.body_region == "knee" else _("About it")


def advice_rows(brief: Brief) -> list[Any]:
    """Return the advice of the phases printed, each once; the subject's own when they have none. At most six.

    What a running plan says itself is left to it.
    """
    left_out = {FLARE_PLAN, *(running.LEFT_TO_THE_PLAN if brief.running_plan else ())}
    rows = {line.advice.slug: line.advice for phase in brief.phases for line in phase.advice_lines.all()}
    rows.pop(FLARE_PLAN, None)
    subject = brief.programme.subject
    found = rows or brief.subject_advice
    wanted = list(rows) or (subject.advice_slugs if subject else [])
    return [found[slug] for slug in wanted if slug in found and slug not in left_out][:MOST_ADVICE]


def _plain(brief: Brief, row: AdviceRow) -> Advice:
    title, text = (brief.wording.of_library(row, said) for said in (row.patient_title or row.title, row.plain))
    return Advice(code=row.slug, title=title, text=text)
