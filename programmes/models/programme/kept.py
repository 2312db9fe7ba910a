"""A programme as its history keeps it: the plain values, and what else can be changed of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Value

from programmes.models.programme.plain import programme_as_plain
from programmes.models.programme.programme import Programme

MORE_FIELDS = (
    *("adjuncts_plain", "total_weeks_min", "total_weeks_max", "evidence_certainty", "evidence_statement"),
    *("provenance", "variants", "is_retired", "version"),
)
STAGE_FIELDS = (
    *("number", "name", "kind", "walk_seconds", "run_seconds", "repeats", "total_minutes"),
    *("warm_up_walk_minutes", "cool_down_walk_minutes", "effort_low", "effort_high", "min_sessions"),
    *("rest_days_between", "surface", "note"),
)
LADDER_FIELDS = ("entry_criteria", "stage_rules", "advice_slugs")
# What a plan says of one runner. A template, and a copy for somebody else, has none of it.
RUNNER_FIELDS = (
    *("longest_run_metres", "longest_run_seconds", "longest_run_on", "weekly_metres", "weekly_seconds"),
    *("usual_weekly_metres", "usual_weekly_seconds", "steps_per_minute", "run_days", "starts_on", "stage_number"),
    *("sessions_done", "weeks", "runs_per_week", "rise_percent", "unit", "aimed_steps_per_minute"),
    *("planned_runs", "shoes"),
)
PLAN_FIELDS = (*LADDER_FIELDS, *RUNNER_FIELDS)


def programme_as_kept(programme: Programme) -> dict[str, Any]:
    """Return *programme* as JSON-able values. Queries for its way back to running; of a template, for its links."""
    return {
        **programme_as_plain(programme),
        **{name: getattr(programme, name) for name in MORE_FIELDS},
        "programme_kind": programme.programme_kind.slug if programme.programme_kind else None,
        "running_plan": _running_plan(programme),
        **(_links(programme) if programme.is_template else {}),
    }


def _running_plan(programme: Programme) -> dict[str, Any] | None:
    """Return the plan with its stages: one query, as each save asks it."""
    plans = type(programme).running_plan.related.related_model.objects.filter(programme_id=programme.pk)
    columns = ("pain_rule__slug", "warm_up__slug", *PLAN_FIELDS, *(f"stages__{name}" for name in STAGE_FIELDS))
    rows = list(plans.order_by("stages__number").values(*columns))
    if not rows:
        return None
    stages = [{name: row[f"stages__{name}"] for name in STAGE_FIELDS} for row in rows]
    head = rows[0]
    return {
        "pain_rule": head["pain_rule__slug"],
        "warm_up": head["warm_up__slug"],
        **{name: as_plain(head[name]) for name in PLAN_FIELDS},
        "stages": [stage for stage in stages if stage["number"] is not None],
    }


def as_plain(value: Any) -> Any:
    """Return a day or a decimal as its text, and whatever else JSON holds as it is."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _links(programme: Programme) -> dict[str, list[str]]:
    """Return the short names of what a template points at. Those of a patient's programme came from its template."""
    names = ("sources", "not_for_flags")
    first, second = (getattr(programme, name).order_by().values_list(Value(name), "slug") for name in names)
    found = sorted(first.union(second, all=True))
    return {name: [slug for kind, slug in found if kind == name] for name in names}
