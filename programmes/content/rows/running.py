"""Rows of the way back to running that a template holds: when to start, the stages and their rules."""

from __future__ import annotations

from typing import Any

from programmes.content.rows.table import Ids, Row, Table, made_id
from programmes.content.rows.templates import all_templates
from programmes.content.shelf import Item, Shelf
from programmes.models import PainRule, RunningPlan, Stage, Template


def running_plans(shelf: Shelf, ids: Ids) -> Table:
    rows = []
    for item in _with_stages(shelf):
        values = {
            "id": _plan_id(item),
            "programme_id": ids.of(Template, item.slug),
            "pain_rule_id": ids.of(PainRule, item.data["pain_rule"]),
            "warm_up_id": ids.of(Template, item.data["warm_up"]),
            "advice_slugs": item.data["running_advice_ids"],
            "entry_criteria": item.data["entry_criteria"],
            "stage_rules": item.data["stage_rules"],
        }
        rows.append(Row(item.slug, values))
    scope = RunningPlan.objects.filter(programme__in=all_templates(shelf, ids))
    return Table("templates", scope, ("id",), rows)


def stages(shelf: Shelf, ids: Ids) -> Table:
    rows = [_stage(item, stage) for item in _with_stages(shelf) for stage in item.data["stages"]]
    scope = Stage.objects.filter(plan__programme__in=all_templates(shelf, ids))
    return Table("templates", scope, ("plan_id", "number"), rows)


def _with_stages(shelf: Shelf) -> list[Item]:
    return [item for item in shelf.of("templates") if "stages" in item.data]


def _plan_id(item: Item) -> Any:
    return made_id("RunningPlan", item.slug)


def _stage(item: Item, stage: dict[str, Any]) -> Row:
    values = {
        "plan_id": _plan_id(item),
        "number": stage["stage"],
        "walk_seconds": stage["walk_s"],
        "run_seconds": stage["run_s"],
        "warm_up_walk_minutes": stage["warm_up_walk_min"],
        "cool_down_walk_minutes": stage["cool_down_walk_min"],
        "effort_low": stage["effort_rpe_0_10"][0],
        "effort_high": stage["effort_rpe_0_10"][1],
        "note": stage.get("patient_note", ""),
        **{name: stage[name] for name in ("name", "kind", "repeats", "total_minutes", "min_sessions")},
        **{name: stage[name] for name in ("rest_days_between", "surface")},
    }
    return Row(item.slug, values)
