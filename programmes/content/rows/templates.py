"""Rows of templates: programmes without a patient, their phases, lines and advice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from programmes.content.rows.doses import dose_columns, side_of
from programmes.content.rows.table import Ids, Row, Table, made_id, shared, version_of
from programmes.content.shelf import Item, Shelf
from programmes.models import (
    Advice,
    Condition,
    Exercise,
    PainRule,
    PatientFlag,
    Phase,
    PhaseAdvice,
    Prescription,
    ProgrammeKind,
    Source,
    Template,
)


def templates(shelf: Shelf, ids: Ids) -> Table:
    kinds = {item.data["template_slug"]: item.slug for item in shelf.of("programme_kinds")}
    rows = [_template(item, kinds.get(item.slug), ids) for item in shelf.of("templates")]
    return Table("templates", shared(Template), ("slug",), rows, is_retired_when_gone=True)


def phases(shelf: Shelf, ids: Ids) -> Table:
    rows = [_phase(item, phase, ids) for item, phase in _phases(shelf)]
    return Table("templates", Phase.objects.filter(programme__in=all_templates(shelf, ids)), ("id",), rows)


def phase_advice(shelf: Shelf, ids: Ids) -> Table:
    rows = []
    for item, phase in _phases(shelf):
        for position, slug in enumerate(phase["advice_ids"]):
            values = {"phase_id": _phase_id(item, phase), "advice_id": ids.of(Advice, slug), "position": position}
            rows.append(Row(item.slug, values))
    scope = PhaseAdvice.objects.filter(phase__programme__in=all_templates(shelf, ids))
    return Table("templates", scope, ("phase_id", "advice_id"), rows)


def prescriptions(shelf: Shelf, ids: Ids) -> Table:
    rows = [row for item, phase in _phases(shelf) for row in _lines(item, phase, ids)]
    scope = Prescription.objects.filter(phase__programme__in=all_templates(shelf, ids))
    return Table("templates", scope, ("id",), rows)


def all_templates(shelf: Shelf, ids: Ids) -> list[Any]:
    return [ids.of(Template, item.slug) for item in shelf.of("templates")]


def _template(item: Item, programme_kind: str | None, ids: Ids) -> Row:
    data, evidence = item.data, item.data["evidence"]
    condition = data["condition"]
    values = {
        "id": ids.of(Template, item.slug),
        "slug": item.slug,
        "version": version_of(data),
        "is_retired": False,
        "condition_id": ids.of(Condition, condition) if condition else None,
        "programme_kind_id": ids.of(ProgrammeKind, programme_kind) if programme_kind else None,
        "total_weeks_min": data["total_weeks"][0],
        "total_weeks_max": data["total_weeks"][1],
        "evidence_certainty": evidence["certainty"],
        "evidence_statement": evidence["statement"],
        "provenance": evidence["provenance"],
        "variants": data.get("variants", []),
        **{name: data[name] for name in ("kind", "name", "plain_name", "ours", "adjuncts", "adjuncts_plain")},
    }
    links = {
        "sources": ids.many(Source, evidence["sources"]),
        "not_for_flags": ids.many(PatientFlag, data["not_for_flags"]),
    }
    return Row(item.slug, values, links)


def _phases(shelf: Shelf) -> Iterator[tuple[Item, dict[str, Any]]]:
    for item in shelf.of("templates"):
        for phase in item.data["phases"]:
            yield item, phase


def _phase_id(item: Item, phase: dict[str, Any]) -> Any:
    return made_id("Phase", item.slug, phase["slug"])


def _phase(item: Item, phase: dict[str, Any], ids: Ids) -> Row:
    running = phase["running_pain_rule"]
    same = ("slug", "name", "plain_name", "goal", "goal_plain", "criteria_to_progress", "step_back_if")
    values = {
        "id": _phase_id(item, phase),
        "programme_id": ids.of(Template, item.slug),
        "position": phase["order"],
        "weeks_min": phase["typical_weeks"][0],
        "weeks_max": phase["typical_weeks"][1],
        "sessions_per_week_min": phase["sessions_per_week"][0],
        "sessions_per_week_max": phase["sessions_per_week"][1],
        "pain_rule_id": ids.of(PainRule, phase["pain_rule"]),
        "running_pain_rule_id": ids.of(PainRule, running) if running else None,
        "running_guidance": phase["running_guidance"] or "",
        "running_patient_text": phase.get("running_patient_text", ""),
        "may_run": phase.get("may_run", True),
        "practitioner_notes": phase["practitioner_notes"] or "",
        "long_session_reason": phase.get("long_session_reason", ""),
        **{name: phase[name] for name in same},
    }
    return Row(item.slug, values)


def _lines(item: Item, phase: dict[str, Any], ids: Ids) -> Iterator[Row]:
    seen: Counter[str] = Counter()
    made: dict[str, Any] = {}
    lines = []
    for position, line in enumerate(phase["exercises"]):
        seen[line["slug"]] += 1
        line_id = made_id("Prescription", item.slug, phase["slug"], line["slug"], str(seen[line["slug"]]))
        if not line["optional"]:
            made[line["slug"]] = line_id
        lines.append((position, line, line_id))
    for position, line, line_id in lines:
        values = {
            "id": line_id,
            "phase_id": _phase_id(item, phase),
            "position": position,
            "exercise_id": ids.of(Exercise, line["slug"]),
            "side": side_of(line["dose"]),
            "note": line.get("patient_note", ""),
            "practitioner_note": line.get("note", ""),
            "is_optional": line["optional"],
            "instead_of_id": made[line["instead_of"]] if "instead_of" in line else None,
            **dose_columns(line["dose"]),
        }
        yield Row(item.slug, values)
