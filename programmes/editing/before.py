"""What a programme held before a change: its rows by id, and the rows of the library it points at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from programmes.models import Phase, Prescription, Programme, RunningPlan, Template


@dataclass
class Before:
    """Empty for a new programme."""

    phases: dict[str, Phase] = field(default_factory=dict)
    lines: dict[str, Prescription] = field(default_factory=dict)
    plan: RunningPlan | None = None
    library: dict[tuple[type[Any], str], Any] = field(default_factory=dict)

    @classmethod
    def of(cls, programme: Programme, data: Mapping[str, Any]) -> Before:
        """Return what *programme*, fetched `with_rows`, holds of what *data* can change. Queries for what it names."""
        phases = list(programme.phases.all())
        lines = [line for phase in phases for line in phase.prescriptions.all()]
        plans = RunningPlan.objects.filter(programme=programme).select_related("pain_rule")
        plan = plans.first() if "running_plan" in data else None
        return cls(
            phases={str(row.pk): row for row in phases},
            lines={str(row.pk): row for row in lines},
            plan=plan,
            library={_key(row): row for row in _pointed_at(programme, phases, lines, plan, data) if row is not None},
        )


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
        yield from (line.advice for line in phase.advice_lines.all())
    yield from (line.exercise for line in lines)
    yield plan.pain_rule if plan else None
