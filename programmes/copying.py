"""Copying rows: one row with changes, and the phases of a programme with all that hangs on them.

Copies are rows of their own, never links: a later change of the original alters nobody's copy.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    Template,
)
from programmes.models.programme.kept import LADDER_FIELDS


class StandIns:
    """The clinic's own copies of library rows, which take the place of the shared ones."""

    def __init__(self, clinic: Any) -> None:
        self._rows = {
            (model, row.slug): row
            for model in (Exercise, Advice, PainRule, Template)
            for row in model.objects.filter(clinic=clinic)
        }

    def of(self, row: Any) -> Any:
        return None if row is None else self._rows.get((type(row), row.slug), row)


def copy_row(row: Any, **changes: Any) -> Any:
    """Return a saved copy of *row* with *changes*; its many-to-many and child rows are left to the caller."""
    copy = _copied(row, **changes)
    copy.save(force_insert=True)
    return copy


def _copied(row: Any, **changes: Any) -> Any:
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not isinstance(field, models.DateTimeField)
    }
    copy = row._meta.concrete_model(**values)
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy


def phases_of(programme: Programme) -> list[Phase]:
    """Return the phases with lines, their exercises' words and pictures, and advice fetched along."""
    exercises = ("prescriptions__exercise__texts", "prescriptions__exercise__pictures")
    others = ("prescriptions__instead_of__exercise__texts", "advice_lines__advice")
    rules = programme.phases.select_related("pain_rule", "running_pain_rule")
    return list(rules.prefetch_related(*exercises, *others))


def copy_phases(template: Programme, programme: Programme, *, with_optional: bool) -> None:
    """Give *programme* the phases, lines, advice and running plan of *template*, by its clinic's own library.

    All rows of a kind at once: a long programme asks no more of the database than a short one.
    """
    clinics_own = StandIns(programme.clinic)
    phases = phases_of(template)
    copies = [_copied_phase(phase, programme, clinics_own) for phase in phases]
    both = list(zip(phases, copies, strict=True))
    Phase.objects.bulk_create(copies)
    PhaseAdvice.objects.bulk_create(
        PhaseAdvice(phase=copy, advice=clinics_own.of(line.advice), position=line.position)
        for phase, copy in both
        for line in phase.advice_lines.all()
    )
    Prescription.objects.bulk_create(
        line for phase, copy in both for line in _copied_lines(phase, copy, clinics_own, with_optional=with_optional)
    )
    copy_running_plan(template, programme, clinics_own)


def _copied_phase(phase: Phase, programme: Programme, clinics_own: StandIns) -> Phase:
    rules = {name: clinics_own.of(getattr(phase, name)) for name in ("pain_rule", "running_pain_rule")}
    return _copied(phase, programme=programme, **rules)


def _copied_lines(phase: Phase, copy: Phase, clinics_own: StandIns, *, with_optional: bool) -> Iterable[Prescription]:
    """Return copies of the lines. One that stands in for another points at the copy of that other line."""
    lines = [line for line in phase.prescriptions.all() if with_optional or not line.is_optional]
    copies = {
        line.pk: _copied(line, phase=copy, exercise=clinics_own.of(line.exercise), instead_of=None) for line in lines
    }
    for line in lines:
        copies[line.pk].instead_of = copies.get(line.instead_of_id)
    return copies.values()


def copy_running_plan(template: Programme, programme: Programme, clinics_own: StandIns) -> RunningPlan | None:
    """Return the ladder of *template*, given to *programme*; what its plan says of one runner stays behind."""
    plan = RunningPlan.objects.filter(programme=template).select_related("pain_rule", "warm_up").first()
    if plan is None:
        return None
    ladder = {name: getattr(plan, name) for name in LADDER_FIELDS}
    ladder |= {name: clinics_own.of(getattr(plan, name)) for name in ("pain_rule", "warm_up")}
    copy = RunningPlan.objects.create(programme=programme, **ladder)
    Stage.objects.bulk_create(_copied(stage, plan=copy) for stage in Stage.objects.filter(plan=plan))
    return copy
