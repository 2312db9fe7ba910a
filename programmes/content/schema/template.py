"""The shape of a template file: phases with their lines, variants, and the way back to running."""

from __future__ import annotations

from programmes.content.schema.parts import (
    BOOLEAN,
    DOSE,
    OURS,
    SLUG,
    SLUGS,
    SOME_SLUGS,
    TEXT,
    TEXTS,
    column,
    listing,
    or_null,
    pair,
    record,
    whole,
)
from programmes.models import Phase, Programme, Stage

_CRITERION = record(
    {"text": TEXT, "patient_text": TEXT},
    {
        "measure": SLUG,
        "op": {"type": "string", "enum": ["<", "<=", "==", ">=", ">"]},
        "value": {"type": ["number", "boolean"]},
        "unit": TEXT,
        "both_sides": BOOLEAN,
    },
)
_LINE = record(
    {"slug": SLUG, "optional": BOOLEAN, "dose": DOSE}, {"instead_of": SLUG, "note": TEXT, "patient_note": TEXT}
)
_PHASE = record(
    {
        "order": whole(1),
        "slug": SLUG,
        "name": column(Phase, "name"),
        "plain_name": column(Phase, "plain_name"),
        "goal": TEXT,
        "goal_plain": TEXT,
        "typical_weeks": pair(1),
        "sessions_per_week": pair(1, 28),
        "pain_rule": SLUG,
        "running_pain_rule": or_null(SLUG),
        "running_guidance": or_null(TEXT),
        "exercises": listing(_LINE, 1),
        "criteria_to_progress": listing(_CRITERION, 1),
        "step_back_if": listing(TEXT, 1),
        "advice_ids": SLUGS,
        "practitioner_notes": or_null(TEXT),
    },
    {"running_patient_text": TEXT, "may_run": BOOLEAN},
)
_VARIANT = record(
    {
        "id": SLUG,
        "name": TEXT,
        "plain_name": TEXT,
        "replaces_phases": SOME_SLUGS,
        "sessions_per_week": whole(1, 28),
        "rest_between_sets_s": whole(),
        "tempo": record({"lower_s": whole(), "pause_s": whole(), "lift_s": whole()}),
        "exercises": SOME_SLUGS,
        "schedule": listing(record({"weeks": pair(1), "sets": whole(1), "reps_max_load": TEXT, "dose": DOSE}), 1),
        "pain_rule": SLUG,
        "sources": SOME_SLUGS,
        "patient_text": TEXT,
        "provenance": column(Programme, "provenance"),
    },
    {"note": TEXT},
)
_STAGE = record(
    {
        "stage": whole(1),
        "name": column(Stage, "name"),
        "kind": column(Stage, "kind"),
        "walk_s": or_null(whole()),
        "run_s": or_null(whole()),
        "repeats": or_null(whole(1)),
        "total_minutes": or_null(whole(1)),
        "warm_up_walk_min": or_null(whole()),
        "cool_down_walk_min": or_null(whole()),
        "effort_rpe_0_10": pair(0, 10),
        "min_sessions": or_null(whole(1)),
        "rest_days_between": or_null(whole()),
        "surface": column(Stage, "surface"),
        "note": or_null(TEXT),
    },
    {"patient_note": TEXT},
)
_STAGE_RULE = record({"when": TEXT, "then": TEXT, "patient_when": TEXT, "patient_then": TEXT})

TEMPLATE = record(
    {
        "slug": SLUG,
        "kind": column(Programme, "kind"),
        "condition": or_null(SLUG),
        "name": column(Programme, "name"),
        "plain_name": column(Programme, "plain_name"),
        "total_weeks": pair(1),
        "evidence": record(
            {
                "certainty": column(Programme, "evidence_certainty"),
                "statement": TEXT,
                "sources": SOME_SLUGS,
                "provenance": column(Programme, "provenance"),
            }
        ),
        "not_for_flags": SLUGS,
        "adjuncts": TEXTS,
        "adjuncts_plain": TEXTS,
        "phases": listing(_PHASE, 1),
        "ours": OURS,
    },
    {
        "variants": listing(_VARIANT),
        "entry_criteria": listing(_CRITERION, 1),
        "pain_rule": SLUG,
        "stages": listing(_STAGE, 1),
        "stage_rules": listing(_STAGE_RULE, 1),
    },
)
