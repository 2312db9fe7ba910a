"""A programme as its JSON document, and beside it what the document does not say: together every column of every row.

What a reading of the document would give is worked out, held against the rows, and only what differs stands beside it.
A programme that is no document of the kind (an earlier version of the product may have stored one) stands beside it
whole.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from programmes.dosage import Dosage, DosageError
from programmes.editing import programme_as_json
from programmes.editing.rows import DOSE_COLUMNS, unstorable
from programmes.editing.shape import NEW
from programmes.exchange.row import Names, Plain, plain_of
from programmes.exchange.shape import shape_of
from programmes.models import Phase, Prescription, Programme, RunningPlan, Stage
from programmes.models.programme.kept import PLAN_FIELDS, STAGE_FIELDS
from programmes.models.programme.plain import LINE_FIELDS, PHASE_FIELDS, PROGRAMME_FIELDS
from programmes.shapes.faults import faults

MORE_FIELDS = (
    *("adjuncts_plain", "total_weeks_min", "total_weeks_max", "evidence_certainty", "evidence_statement"),
    *("provenance", "ours", "variants", "template_version", "condition", "programme_kind", "template"),
    *("start_date", "review_date", "practised_on", "sources", "not_for_flags"),
)
PHASE_SHAPE = shape_of(Phase, frozenset({"programme"}))
LINE_SHAPE = shape_of(Prescription, frozenset({"phase"}))
PLAN_SHAPE = shape_of(RunningPlan, frozenset({"programme"}))
STAGE_SHAPE = shape_of(Stage, frozenset({"plan"}))
LINKS = ("sources", "not_for_flags")


@dataclass
class Rows:
    """Every row of a programme as plain values: lines by their phase's id, stages in their order."""

    programme: Plain
    phases: dict[str, Plain] = field(default_factory=dict)
    lines: dict[str, dict[str, Plain]] = field(default_factory=dict)
    plan: Plain | None = None
    stages: dict[str, Plain] = field(default_factory=dict)


def document_of(programme: Programme) -> Plain | None:
    """Return the document; None where it would not be taken back. Queries nothing for a row fetched `whole`."""
    plain: Plain = json.loads(json.dumps(programme_as_json(programme)))
    if next(faults(NEW, plain), None) is not None or next(unstorable(plain), None) is not None:
        return None
    try:
        rows_said(plain)
    except DosageError:
        return None
    return plain


def rows_of(programme: Programme, names: Names) -> Rows:
    """Return the rows there are. Queries nothing for a row fetched `whole`."""
    rows = Rows(plain_of(programme, shape_of(Programme), names))
    for name in LINKS:
        link = Programme._meta.get_field(name)
        rows.programme[name] = sorted(str(names.of(link, row.pk)) for row in getattr(programme, name).all())
    rows.programme = lean(rows.programme)
    for phase in programme.phases.all():
        key = str(phase.pk)
        advice = [
            {"advice": names.of(_ADVICE, line.advice_id), "position": line.position}
            for line in phase.advice_lines.all()
        ]
        rows.phases[key] = lean({**plain_of(phase, PHASE_SHAPE, names), "advice": advice})
        rows.lines[key] = {str(line.pk): plain_of(line, LINE_SHAPE, names) for line in phase.prescriptions.all()}
    plan = getattr(programme, "running_plan", None)
    if plan is not None:
        rows.plan = plain_of(plan, PLAN_SHAPE, names)
        rows.stages = {str(stage.number): plain_of(stage, STAGE_SHAPE, names) for stage in plan.stages.all()}
    return rows


def rows_said(document: Plain) -> Rows:
    """Return the rows as the document says them. Raises DosageError."""
    phases = document["phases"]
    rows = Rows(_picked(document, (*PROGRAMME_FIELDS, *MORE_FIELDS)))
    number = document.get("current_phase")
    if number is not None and int(number) <= len(phases) and "id" in phases[int(number) - 1]:
        rows.programme["current_phase"] = phases[int(number) - 1]["id"]
    for at, phase in enumerate(phases):
        key = phase.get("id", str(at))
        advice = [{"advice": slug, "position": place} for place, slug in enumerate(phase.get("advice", ()))]
        said = _picked(phase, ("id", *PHASE_FIELDS, "pain_rule", "running_pain_rule"))
        rows.phases[key] = lean({**said, "position": at + 1, "advice": advice})
        rows.lines[key] = {
            line.get("id", str(place)): _line(line, place + 1) for place, line in enumerate(phase["prescriptions"])
        }
    plan = document.get("running_plan")
    if plan is not None:
        rows.plan = _picked(plan, (*PLAN_FIELDS, "pain_rule", "warm_up"))
        rows.stages = {
            str(stage.get("number", at + 1)): {"number": at + 1, **_picked(stage, STAGE_FIELDS)}
            for at, stage in enumerate(plan["stages"])
        }
    return rows


def _line(plain: Plain, position: int) -> Plain:
    row = Prescription()
    row.dosage = Dosage.from_plain(plain["dose"])
    dose = {name: getattr(row, name) for name in DOSE_COLUMNS}
    said = _picked(plain, ("id", "exercise", "instead_of", "replaces", *LINE_FIELDS))
    return lean({**said, **dose, "position": position})


def _picked(plain: Plain, names: tuple[str, ...]) -> Plain:
    return lean({name: plain[name] for name in names if name in plain})


def lean(plain: Plain) -> Plain:
    """Return *plain* without what is empty; 0 and false are values."""
    return {name: value for name, value in plain.items() if value is not None and value != "" and value not in ([], {})}


def beside(rows: Rows, document: Plain | None) -> Plain:
    """Return what *document* does not say of *rows*: of the programme, and of its parts by their ids."""
    said = rows_said(document) if document is not None else Rows({})
    phases = {}
    for key, phase in rows.phases.items():
        lines = _differing(rows.lines[key], said.lines.get(key, {}))
        more = {**_differs(phase, said.phases.get(key, {})), **({"lines": lines} if lines else {})}
        if more or document is None:
            phases[key] = more
    plain = {**_differs(rows.programme, said.programme), **({"phases": phases} if phases else {})}
    if rows.plan is not None:
        stages = _differing(rows.stages, said.stages)
        plain["running_plan"] = {**_differs(rows.plan, said.plan or {}), **({"stages": stages} if stages else {})}
    return plain


def _differing(rows: dict[str, Plain], said: dict[str, Plain]) -> dict[str, Plain]:
    found = {key: _differs(row, said.get(key, {})) for key, row in rows.items()}
    return {key: more for key, more in found.items() if more}


def _differs(row: Plain, said: Plain) -> Plain:
    """Return what *row* says otherwise; None for what only *said* has."""
    return {name: row.get(name) for name in sorted({*row, *said}) if row.get(name) != said.get(name)}


_ADVICE: Any = Phase.advice.through._meta.get_field("advice")
