"""What a programme as JSON may say, as a JSON schema. A key that is left out keeps what is there, or its default."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

from programmes.editing.plain import FORMAT
from programmes.models import Phase, Prescription, Programme, RunningPlan, Stage
from programmes.shapes.columns import MEASURED, VARIANT
from programmes.shapes.parts import (
    BOOLEAN,
    DOSE,
    OURS,
    TEXTS,
    Schema,
    column,
    distinct,
    listing,
    or_empty,
    or_null,
    record,
    whole,
)

MOST_PHASES = 40
MOST_LINES = 120
MOST_RUNS = 366
ANY_TEXT: Schema = {"type": "string", "maxLength": 10_000}
NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 80}
DATE: Schema = or_null({"type": "string"})
# As much as a column for small numbers holds.
COUNT: Schema = or_null(whole(0, 32_767))
CRITERION = record({"text": ANY_TEXT}, {"patient_text": ANY_TEXT, **MEASURED})
STAGE_RULE = record({"when": ANY_TEXT, "then": ANY_TEXT}, {"patient_when": ANY_TEXT, "patient_then": ANY_TEXT})


def _of(model: Any, *names: str) -> dict[str, Schema]:
    """Return the shapes of columns that may be empty, by their names."""
    return {name: or_empty(column(model, name)) for name in names}


def _each(shape: Schema, *names: str) -> dict[str, Schema]:
    return dict.fromkeys(names, shape)


LINE = record(
    {"exercise": NAME, "dose": DOSE},
    {
        **_of(Prescription, "first_side", "why", "note", "practitioner_note", "replaces"),
        "id": NAME,
        "side": column(Prescription, "side"),
        "is_optional": BOOLEAN,
        "instead_of": or_null(NAME),
    },
)
PHASE = record(
    {"name": column(Phase, "name"), "prescriptions": listing(LINE, 0, MOST_LINES)},
    {
        **_of(Phase, "slug", "plain_name", "goal", "goal_plain", "running_guidance", "running_patient_text"),
        **_of(Phase, "practitioner_notes", "long_session_reason"),
        **_each(COUNT, "weeks_min", "weeks_max", "sessions_per_week_min", "sessions_per_week_max"),
        "id": NAME,
        "may_run": BOOLEAN,
        "pain_rule": or_null(NAME),
        "running_pain_rule": or_null(NAME),
        "advice": distinct(NAME),
        "criteria_to_progress": listing(CRITERION),
        "step_back_if": TEXTS,
    },
)
STAGE = record(
    {"name": column(Stage, "name"), "kind": column(Stage, "kind")},
    {
        **_of(Stage, "surface", "note"),
        **_each(COUNT, "walk_seconds", "run_seconds", "repeats", "total_minutes", "warm_up_walk_minutes"),
        **_each(COUNT, "cool_down_walk_minutes", "min_sessions", "rest_days_between"),
        **_each(or_null(whole(0, 10)), "effort_low", "effort_high"),
        "number": whole(1, 32_767),
    },
)
# What they hold is asked by `running`, which alone knows what a run and a pair of shoes are.
PLANNED_RUN = record(
    {"on": NAME, "stage": whole(1, 32_767)}, {"metres": {"type": ["string", "number"]}, "seconds": whole(1)}
)
SHOE = record({"name": NAME, "worn_from": NAME}, {"metres_before": {"type": ["string", "number"]}})
METRES: Schema = {"type": ["string", "number", "null"]}
RUNNING_PLAN = record(
    {"stages": listing(STAGE, 0, MOST_LINES)},
    {
        **_each(METRES, "longest_run_metres", "weekly_metres", "usual_weekly_metres"),
        **_each(COUNT, "longest_run_seconds", "weekly_seconds", "usual_weekly_seconds"),
        **_each(COUNT, "steps_per_minute", "aimed_steps_per_minute", "stage_number"),
        **_each(whole(0, 32_767), "sessions_done", "weeks", "runs_per_week", "rise_percent"),
        **_each(DATE, "longest_run_on", "starts_on"),
        "unit": column(RunningPlan, "unit"),
        "run_days": distinct(whole(1, 7)),
        "planned_runs": listing(PLANNED_RUN, 0, MOST_RUNS),
        "shoes": listing(SHOE, 0, MOST_LINES),
        "advice_slugs": distinct(NAME),
        **_each(or_null(NAME), "pain_rule", "warm_up"),
        "entry_criteria": listing(CRITERION),
        "stage_rules": listing(STAGE_RULE),
    },
)
_NEEDED = {
    "kind": column(Programme, "kind"),
    "name": column(Programme, "name"),
    "phases": listing(PHASE, 0, MOST_PHASES),
}
_OPTIONAL = {
    **_of(Programme, "slug", "plain_name", "side", "goal", "time_of_day", "after_what", "where", "starting_level"),
    **_of(Programme, "evidence_certainty", "evidence_statement", "provenance", "template_version", "change_note"),
    **_each(DATE, "start_date", "review_date", "practised_on"),
    **_each(COUNT, "total_weeks_min", "total_weeks_max"),
    **_each(or_null(NAME), "condition", "programme_kind", "template"),
    **_each(distinct(NAME), "sources", "not_for_flags"),
    **_each(TEXTS, "adjuncts", "adjuncts_plain"),
    "format": {"enum": [FORMAT]},
    "session_days": distinct(whole(1, 7)),
    "current_phase": or_null(whole(1, MOST_PHASES)),
    "ours": OURS,
    "variants": listing(VARIANT),
    "running_plan": or_null(RUNNING_PLAN),
}
NEW = Draft202012Validator(record(_NEEDED, _OPTIONAL))
CHANGE = Draft202012Validator(record({}, {**_NEEDED, **_OPTIONAL}))
