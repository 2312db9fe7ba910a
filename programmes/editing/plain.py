"""A programme as one JSON document, whole: `add_programme` makes an equal one of it.

Says nothing of the patient, and names everything of the library by its short name.
"""

from __future__ import annotations

from typing import Any

from programmes.models import Phase, Programme, RunningPlan, Stage
from programmes.models.programme.plain import programme_as_plain

FORMAT = 1
# What the history of a programme does not keep, and a copy needs.
MORE_FIELDS = (
    *("adjuncts_plain", "total_weeks_min", "total_weeks_max", "evidence_certainty", "evidence_statement"),
    *("provenance", "ours", "variants"),
)
STAGE_FIELDS = (
    *("number", "name", "kind", "walk_seconds", "run_seconds", "repeats", "total_minutes", "warm_up_walk_minutes"),
    *("cool_down_walk_minutes", "effort_low", "effort_high", "min_sessions", "rest_days_between", "surface", "note"),
)


def programme_as_json(programme: Programme) -> dict[str, Any]:
    """Return the document of *programme*. Queries, fewer times for one fetched `with_lines`."""
    plain = programme_as_plain(programme)
    del plain["patient"]
    phases = list(programme.phases.all())
    return {
        "format": FORMAT,
        **plain,
        **{name: getattr(programme, name) for name in MORE_FIELDS},
        "programme_kind": programme.programme_kind.slug if programme.programme_kind else None,
        "template": plain["template"] or None,
        "current_phase": _number_of(programme.current_phase_id, phases),
        "sources": sorted(row.slug for row in programme.sources.all()),
        "not_for_flags": sorted(row.slug for row in programme.not_for_flags.all()),
        "phases": [{"id": str(row.pk), **phase} for row, phase in zip(phases, plain["phases"], strict=True)],
        "running_plan": _running_plan(programme),
    }


def _number_of(key: Any, phases: list[Phase]) -> int | None:
    """Return the number of the phase, counted from 1; None for the first by default."""
    return next((number for number, phase in enumerate(phases, start=1) if phase.pk == key), None)


def _running_plan(programme: Programme) -> dict[str, Any] | None:
    rows = RunningPlan.objects.filter(programme=programme).select_related("pain_rule")
    plan = rows.prefetch_related("stages").first()
    if plan is None:
        return None
    return {
        "pain_rule": plan.pain_rule.slug if plan.pain_rule else None,
        "entry_criteria": plan.entry_criteria,
        "stage_rules": plan.stage_rules,
        "stages": [_stage(stage) for stage in plan.stages.all()],
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {name: getattr(stage, name) for name in STAGE_FIELDS}
