"""The shape of a template file: phases with their lines, variants, and the way back to running."""

from __future__ import annotations

from programmes.models import Phase, Programme, Stage
from programmes.shapes.columns import CRITERION, STAGE_RULE, VARIANT
from programmes.shapes.parts import (
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
        "criteria_to_progress": listing(CRITERION, 1),
        "step_back_if": listing(TEXT, 1),
        "advice_ids": SLUGS,
        "practitioner_notes": or_null(TEXT),
    },
    {"running_patient_text": TEXT, "may_run": BOOLEAN, "long_session_reason": TEXT},
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
        "variants": listing(VARIANT),
        "entry_criteria": listing(CRITERION, 1),
        "pain_rule": SLUG,
        "warm_up": SLUG,
        "running_advice_ids": SLUGS,
        "stages": listing(_STAGE, 1),
        "stage_rules": listing(STAGE_RULE, 1),
    },
)
