"""A programme as one JSON document, whole: `add_programme` makes an equal one of it.

Says nothing of the patient, and names everything of the library by its short name.
"""

from __future__ import annotations

from typing import Any

from programmes.models import Phase, Programme, RunningPlan, Stage, running_plan_of
from programmes.models.programme.kept import PLAN_FIELDS, STAGE_FIELDS, as_plain
from programmes.models.programme.plain import programme_as_plain

FORMAT = 1
# What the history of a programme does not keep, and a copy needs.
MORE_FIELDS = (
    *("adjuncts_plain", "total_weeks_min", "total_weeks_max", "evidence_certainty", "evidence_statement"),
    *("provenance", "ours", "variants"),
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
    plan: Any = (
        running_plan_of(programme) if "running_plan" in programme._state.fields_cache else _fetched_plan(programme)
    )
    if plan is None:
        return None
    return {
        "pain_rule": plan.pain_rule.slug if plan.pain_rule else None,
        "warm_up": plan.warm_up.slug if plan.warm_up else None,
        **{name: as_plain(getattr(plan, name)) for name in PLAN_FIELDS},
        "stages": [_stage(stage) for stage in plan.stages.all()],
    }


def _fetched_plan(programme: Programme) -> Any:
    rows = RunningPlan.objects.filter(programme=programme).select_related("pain_rule", "warm_up")
    return rows.prefetch_related("stages").first()


def _stage(stage: Stage) -> dict[str, Any]:
    return {name: getattr(stage, name) for name in STAGE_FIELDS}
