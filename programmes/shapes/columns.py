"""What the JSON columns of a programme hold: when to move on, the rules of stages, and variants."""

from __future__ import annotations

from programmes.models import Programme
from programmes.shapes.parts import BOOLEAN, DOSE, SLUG, SOME_SLUGS, TEXT, column, listing, one_of, pair, record, whole

MEASURED = {
    "measure": SLUG,
    "op": one_of("<", "<=", "==", ">=", ">"),
    "value": {"type": ["number", "boolean"]},
    "unit": TEXT,
    "both_sides": BOOLEAN,
}
CRITERION = record({"text": TEXT, "patient_text": TEXT}, MEASURED)
STAGE_RULE = record({"when": TEXT, "then": TEXT, "patient_when": TEXT, "patient_then": TEXT})
VARIANT = record(
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
