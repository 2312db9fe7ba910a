"""The codes and numbers behind the words, for whoever reads the plan back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from programmes.handout.checks.stops import not_for_flags
from programmes.handout.prepare import condition
from programmes.handout.prepare.brief import Brief
from programmes.handout.terms import LineTerms, MoveTerms, PartTerms, PlanTerms, StageTerms
from programmes.models import PainRule, Phase, Prescription, Stage


def plan(brief: Brief) -> PlanTerms:
    programme = brief.programme
    return PlanTerms(
        title=programme.condition.patient_title if programme.condition else condition.title(brief).words,
        condition=programme.condition.slug if programme.condition else "",
        programme_kind=programme.programme_kind.slug if programme.programme_kind else "",
        side=brief.sore_side,
        not_for_flags=tuple(sorted(not_for_flags(programme))),
    )


def part(phase: Phase) -> PartTerms:
    return PartTerms(
        name=phase.plain_name or phase.name,
        goal=phase.goal_plain,
        weeks_min=phase.weeks_min,
        weeks_max=phase.weeks_max,
        sessions_per_week_min=phase.sessions_per_week_min,
        sessions_per_week_max=phase.sessions_per_week_max,
        pain_rule=_slug(phase.pain_rule),
        running_pain_rule=_slug(phase.running_pain_rule),
        running=phase.running_patient_text,
        may_run=phase.may_run,
        advice=tuple(line.advice.slug for line in phase.advice_lines.all()),
    )


def line(row: Prescription, rows: Sequence[Prescription]) -> LineTerms:
    places = {other.pk: place for place, other in enumerate(rows)}
    return LineTerms(
        first_side=row.first_side,
        why=row.why,
        instead_of=places.get(row.instead_of_id),
        version=row.exercise.version,
    )


def move(row: Prescription) -> MoveTerms:
    exercise = row.exercise
    return MoveTerms(exercise.slug, exercise.version, row.side, row.first_side, is_noted=bool(row.note))


def stage(row: Stage) -> StageTerms:
    return StageTerms(**{field.name: getattr(row, field.name) for field in fields(StageTerms)})


def _slug(rule: PainRule | None) -> str:
    return rule.slug if rule else ""
