"""What it is called, what it is, and what helps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from programmes.handout.document import Advice, ConditionSection, Title
from programmes.handout.prepare.brief import FLARE_PLAN, Brief
from programmes.models import Advice as AdviceRow
from programmes.models import Condition, Programme

MOST_ADVICE = 6


def title(brief: Brief) -> Title:
    condition = brief.programme.condition
    if condition is None:
        subject = brief.programme.subject
        return Title(brief.programme.plain_name or (subject.plain_name if subject else brief.programme.name))
    return Title(words=_with_side(condition.patient_title, brief.sore_side), explained=condition.clinical_term_plain)


def why(brief: Brief) -> tuple[str, ...]:
    """Return what the programme is for now, in one or two sentences."""
    subject = brief.programme.subject
    if brief.programme.condition is None and subject is not None:
        return (subject.summary_plain,)
    return (brief.phase.goal_plain,) if brief.phase.goal_plain else ()


def section(brief: Brief) -> ConditionSection | None:
    condition = brief.programme.condition
    if condition is None:
        return None
    return ConditionSection(
        heading=_about(condition),
        summary=condition.summary_plain,
        symptoms=tuple(condition.symptoms),
        causes=tuple(cause["patient_text"] for cause in condition.causes if cause.get("tell_patient")),
        time_course=condition.time_course.get("patient_text", ""),
    )


def advice(brief: Brief) -> tuple[Advice, ...]:
    """Return what helps in the phases printed, at most six."""
    return tuple(_plain(row) for row in _phase_advice(brief)[:MOST_ADVICE])


def flare_up(brief: Brief) -> tuple[str, ...]:
    row = brief.subject_advice.get(FLARE_PLAN)
    return tuple(row.steps) if row is not None and not brief.is_warm_up else ()


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


def _phase_advice(brief: Brief) -> list[Any]:
    """Return the advice of the phases printed, each once; the subject's own when they have none."""
    rows = {line.advice.slug: line.advice for phase in brief.phases for line in phase.advice_lines.all()}
    rows.pop(FLARE_PLAN, None)
    if rows:
        return list(rows.values())
    subject = brief.programme.subject
    found = brief.subject_advice
    return [found[slug] for slug in (subject.advice_slugs if subject else []) if slug in found and slug != FLARE_PLAN]


def _plain(row: AdviceRow) -> Advice:
    return Advice(code=row.slug, title=row.patient_title or row.title, text=row.plain)
