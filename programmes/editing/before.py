"""What a programme held before a change: its rows by id, and the rows of the library it points at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from programmes.models import Advice, Phase, PhaseAdvice, Prescription, Programme, RunningPlan, Template


@dataclass
class Before:
    """Empty for a new programme."""

    phases: dict[str, Phase] = field(default_factory=dict)
    lines: dict[str, Prescription] = field(default_factory=dict)
    plan: RunningPlan | None = None
    library: dict[tuple[type[Any], str], Any] = field(default_factory=dict)
    values: dict[Any, dict[str, Any]] = field(default_factory=dict)

    def is_as_it_was(self, row: Phase | Prescription) -> bool:
        """Say whether *row* still holds what is stored."""
        return self.values.get(row.pk) == _values(row)

    @classmethod
    def of(cls, programme: Programme, data: Mapping[str, Any]) -> Before:
        """Return what *programme* holds of what *data* can change. Queries; leaves *programme* without fetched rows."""
        lines = Prefetch("prescriptions", Prescription.objects.select_related("exercise", "instead_of"))
        rows = programme.phases.select_related("pain_rule", "running_pain_rule").prefetch_related(lines)
        phases = list(rows)
        held = [line for phase in phases for line in phase.prescriptions.all()]
        plans = RunningPlan.objects.filter(programme=programme).select_related("pain_rule", "warm_up")
        plan = plans.first() if "running_plan" in data else None
        return cls(
            phases={str(row.pk): row for row in phases},
            lines={str(row.pk): row for row in held},
            plan=plan,
            values={row.pk: _values(row) for row in (*phases, *held)},
            library={_key(row): row for row in _pointed_at(programme, phases, held, plan, data) if row is not None},
        )


def _values(row: Any) -> dict[str, Any]:
    return {column.attname: deepcopy(getattr(row, column.attname)) for column in row._meta.concrete_fields}


def _key(row: Any) -> tuple[type[Any], str]:
    return (Template if isinstance(row, Programme) else type(row), row.slug)


def _pointed_at(
    programme: Programme, phases: list[Phase], lines: list[Prescription], plan: Any, data: Mapping[str, Any]
) -> Iterator[Any]:
    yield from (programme.condition, programme.programme_kind, programme.template)
    for name in ("sources", "not_for_flags"):
        yield from getattr(programme, name).all() if name in data else ()
    for phase in phases:
        yield from (phase.pain_rule, phase.running_pain_rule)
    if plan is not None and plan.advice_slugs:
        yield from Advice.objects.for_clinic(programme.clinic).filter(slug__in=plan.advice_slugs)
    if any("advice" in phase for phase in data.get("phases", ())):
        held = PhaseAdvice.objects.filter(phase__in=phases)
        yield from Advice.objects.filter(pk__in=held.values("advice"))
    yield from (line.exercise for line in lines)
    yield from (plan.pain_rule, plan.warm_up) if plan else ()
