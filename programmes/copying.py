"""Copying rows: one row with changes, and the phases of a programme with all that hangs on them.

Copies are rows of their own, never links: a later change of the original alters nobody's copy.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from programmes.models import (
    Advice,
    Exercise,
    PainRule,
    Phase,
    PhaseAdvice,
    Prescription,
    Programme,
    RunningPlan,
    Stage,
)


class StandIns:
    """The clinic's own copies of library rows, which take the place of the shared ones."""

    def __init__(self, clinic: Any) -> None:
        self._rows = {
            (model, row.slug): row
            for model in (Exercise, Advice, PainRule)
            for row in model.objects.filter(clinic=clinic)
        }

    def of(self, row: Any) -> Any:
        return None if row is None else self._rows.get((type(row), row.slug), row)


def copy_row(row: Any, **changes: Any) -> Any:
    """Return a saved copy of *row* with *changes*; its many-to-many and child rows are left to the caller."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not isinstance(field, models.DateTimeField)
    }
    copy = row._meta.concrete_model(**values)
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy


def phases_of(programme: Programme) -> list[Phase]:
    """Return the phases with lines, their exercises' words and pictures, and advice fetched along."""
    exercises = ("prescriptions__exercise__texts", "prescriptions__exercise__pictures")
    others = ("prescriptions__instead_of__exercise__texts", "advice_lines__advice")
    rules = programme.phases.select_related("pain_rule", "running_pain_rule")
    return list(rules.prefetch_related(*exercises, *others))


def copy_phases(template: Programme, programme: Programme, *, with_optional: bool) -> None:
    """Give *programme* the phases, lines, advice and running plan of *template*, by its clinic's own library."""
    clinics_own = StandIns(programme.clinic)
    for phase in phases_of(template):
        _copy_phase(phase, programme, clinics_own, with_optional)
    _copy_running_plan(template, programme, clinics_own)


def _copy_phase(phase: Phase, programme: Programme, clinics_own: StandIns, with_optional: bool) -> None:
    copy = copy_row(
        phase,
        programme=programme,
        pain_rule=clinics_own.of(phase.pain_rule),
        running_pain_rule=clinics_own.of(phase.running_pain_rule),
    )
    PhaseAdvice.objects.bulk_create(
        PhaseAdvice(phase=copy, advice=clinics_own.of(line.advice), position=line.position)
        for line in phase.advice_lines.all()
    )
    copies: dict[Any, Prescription] = {}
    for line in phase.prescriptions.all():
        if with_optional or not line.is_optional:
            copies[line.pk] = copy_row(line, phase=copy, exercise=clinics_own.of(line.exercise), instead_of=None)
    _copy_alternatives(phase, copies)


def _copy_alternatives(phase: Phase, copies: dict[Any, Prescription]) -> None:
    """A line that stands in for another points at the copy of that other line."""
    for line in phase.prescriptions.all():
        if line.pk in copies and line.instead_of_id in copies:
            copies[line.pk].instead_of = copies[line.instead_of_id]
            copies[line.pk].save(update_fields=["instead_of"])


def _copy_running_plan(template: Programme, programme: Programme, clinics_own: StandIns) -> None:
    plan = RunningPlan.objects.filter(programme=template).select_related("pain_rule").first()
    if plan is None:
        return
    copy = copy_row(plan, programme=programme, pain_rule=clinics_own.of(plan.pain_rule))
    for stage in Stage.objects.filter(plan=plan):
        copy_row(stage, plan=copy)
