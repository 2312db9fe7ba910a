"""The safety rules asked about a programme: its rows made into plain values, and the findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from programmes import precautions as pure
from programmes.handout.checks.known import Known
from programmes.handout.checks.screening import signs_of
from programmes.models import Exercise, Phase, Prescription, Programme, Rule, running_plan_of
from programmes.precautions import AFFECTED_ONLY, ExerciseFacts, ExerciseRule, Finding, Level, Line, Plan
from programmes.sides import Side


def findings(programme: Programme, known: Known) -> Iterator[Finding]:
    """Yield what the rules say of a programme fetched `with_lines`. Queries the rules, and what they suggest."""
    yield from of_plan(_plan(programme, known), programme, known)


def of_plan(plan: Plan, programme: Programme, known: Known) -> Iterator[Finding]:
    """Yield what the rules say of *plan* for the patient of *programme*. Queries as `findings` does."""
    rules = rules_for(programme.clinic)
    library = _library(rules, known, plan, programme.clinic)
    for finding in pure.findings(rules, known.flags, plan, library):
        yield _of_this_screening(_stopped(finding, known), known)


def passing(programme: Programme, known: Known) -> Callable[[Exercise], bool]:
    """Return what says whether an exercise draws no warning for this patient, in its usual dose.

    Asked as in the first phase, where the rules are strictest. Queries the rules when first asked.
    """

    @cache
    def strict() -> list[ExerciseRule]:
        condition = programme.condition.slug if programme.condition else None
        rules = [rule for rule in rules_for(programme.clinic) if isinstance(rule, ExerciseRule)]
        return [rule for rule in rules if rule.level >= Level.WARN and rule.concerns(known.flags, condition)]

    return lambda row: not any(rule.fits(facts_of(row, row.hold_seconds), 1) for rule in strict())


def rules_for(clinic: Any) -> list[pure.Rule]:
    """Return the shipped rules and the clinic's own. A shipped rule is in force whatever a clinic's row says."""
    rows = Rule.objects.in_use().filter(Q(clinic=None) | Q(clinic=clinic) if clinic else Q(clinic=None))
    by_slug = {row.slug: row for row in sorted(rows.prefetch_related("sources"), key=lambda row: row.clinic_id is None)}
    return [_rule(by_slug[slug]) for slug in sorted(by_slug)]


def _rule(row: Rule) -> pure.Rule:
    return pure.rule_from(
        row.slug,
        row.condition,
        level=row.level,
        reason=row.reason_plain,
        level_by_urgency=row.level_by_urgency,
        suggest=row.suggest,
        sources=[source.slug for source in row.sources.all()],
    )


def _plan(programme: Programme, known: Known) -> Plan:
    phases = enumerate(programme.phases.all(), start=1)
    return Plan(
        condition=programme.condition.slug if programme.condition else None,
        lines=(
            *(_line(line, phase, order, programme) for order, phase in phases for line in phase.prescriptions.all()),
            *_warm_up(programme),
        ),
        weekdays=tuple(sorted(programme.session_days)),
        given=given_of(programme, known),
    )


def _warm_up(programme: Programme) -> Iterator[Line]:
    """Yield what stands on the warm-up card of a running plan: done on the days of runs, as one session of its own.

    Its blocks are no phases: what a rule says of the first ones is asked of the phase that the patient is in.
    """
    plan = running_plan_of(programme)
    if plan is None or plan.warm_up is None:
        return
    order = _order_in_force(programme)
    for block in plan.warm_up.phases.all():
        for line in block.prescriptions.all():
            if not line.is_optional:
                yield _line(line, block, order, plan.warm_up)


def _order_in_force(programme: Programme) -> int:
    """Return which phase the patient is in, counted from 1; without any the first, where the rules are strictest."""
    phases, now = list(programme.phases.all()), programme.phase_in_force()
    return phases.index(now) + 1 if now in phases else 1


def _line(line: Prescription, phase: Phase, order: int, programme: Programme) -> Line:
    # The phases of a warm-up are blocks of one session.
    is_one_session = programme.kind == Programme.Kind.WARM_UP
    return Line(
        where=f"prescription:{line.pk}",
        exercise=facts_of(line.exercise, line.hold_seconds),
        session=pure.PROGRAMME if is_one_session else f"phase:{phase.pk}",
        phase_order=order,
        is_optional=line.is_optional,
        sides=_sides(line, programme),
        sets=line.sets,
        reps=line.reps,
        duration_s=line.duration_seconds,
        distance_m=line.distance_metres,
        days_per_week=line.days_per_week,
    )


def facts_of(exercise: Exercise, hold_seconds: int | None) -> ExerciseFacts:
    return ExerciseFacts(
        slug=exercise.slug,
        category=exercise.category,
        tags=frozenset(exercise.tags),
        weight_bearing=exercise.weight_bearing or None,
        impact=exercise.impact or None,
        contraction=exercise.contraction or None,
        balance_demand=exercise.balance_demand,
        max_loaded_knee_flexion_deg=exercise.max_loaded_knee_flexion_degrees,
        hold_s=hold_seconds,
    )


def _sides(line: Prescription, programme: Programme) -> str | None:
    if line.side == Side.TOGETHER:
        return None
    return AFFECTED_ONLY if line.side == programme.side else line.side


def given_of(programme: Programme, known: Known) -> dict[str, Any]:
    """Return what is stored of the values the rules ask for; what nobody asked is left out."""
    given: dict[str, Any] = {}
    if programme.patient is not None:
        given["review_date"] = days_until(programme.review_date, programme)
    if known.screening is not None:
        given["red_flags_present"] = {slug: sign.urgency for slug, sign in signs_of(known.screening).items()}
    return given


def days_until(day: date | None, programme: Programme) -> int | None:
    """Return how many days it is until *day* where the clinic is; None for no day."""
    return None if day is None else (day - timezone.localdate(timezone=ZoneInfo(programme.clinic.time_zone))).days


def _library(rules: list[pure.Rule], known: Known, plan: Plan, clinic: Any) -> dict[str, ExerciseFacts]:
    """Return the exercises that may be offered instead, each with its usual dose."""
    concerned = (
        rule for rule in rules if isinstance(rule, ExerciseRule) and rule.concerns(known.flags, plan.condition)
    )
    slugs = {slug for rule in concerned for slug in rule.suggest}
    rows = Exercise.objects.for_clinic(clinic).in_use().filter(slug__in=slugs) if slugs else ()
    return {row.slug: facts_of(row, row.hold_seconds) for row in rows}


def _stopped(finding: Finding, known: Known) -> Finding:
    """Raise what fires for a flag that stops all exercise: no reason answers it."""
    return replace(finding, level=Level.STOP) if known.stopping & set(finding.because) else finding


def _of_this_screening(finding: Finding, known: Known) -> Finding:
    """Name the signs. What was said of an earlier screening's signs does not answer for this one's."""
    if finding.where != pure.SCREENING or known.screening is None:
        return finding
    signs = signs_of(known.screening)
    titles = "; ".join(signs[slug].title for slug in finding.because)
    because = (*finding.because, str(known.screening.pk))
    return replace(finding, reason=f"{titles}. {finding.reason}", because=because)
