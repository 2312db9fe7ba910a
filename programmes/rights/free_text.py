"""What is made empty where a patient is made anonymous: whatever somebody typed, as a name may stand in any of it."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Model, QuerySet, Value
from django.db.models.functions import Concat

from programmes.models import Phase, Prescription, Programme, RunningPlan, Screening, Stage

EMPTY: dict[type[Model], dict[str, Any]] = {
    Screening: {"seen_and_dealt_with": ""},
    Programme: {
        **dict.fromkeys(("plain_name", "goal", "time_of_day", "after_what", "where", "change_note"), ""),
        **dict.fromkeys(("starting_level", "evidence_certainty", "evidence_statement"), ""),
        **{"name": F("kind"), "adjuncts": [], "adjuncts_plain": [], "variants": [], "ours": {}},
    },
    Phase: {
        **dict.fromkeys(("slug", "plain_name", "goal", "goal_plain", "running_guidance", "running_patient_text"), ""),
        **dict.fromkeys(("long_session_reason", "practitioner_notes"), ""),
        **{"name": Concat(Value("Phase "), F("position")), "criteria_to_progress": [], "step_back_if": []},
    },
    Prescription: dict.fromkeys(("why", "note", "practitioner_note", "load"), ""),
    # Its numbers tell nobody who it was; days and shoes might.
    RunningPlan: {
        **dict.fromkeys(("entry_criteria", "stage_rules", "planned_runs", "shoes"), []),
        **dict.fromkeys(("longest_run_on", "starts_on"), None),
    },
    Stage: {"name": Concat(Value("Stage "), F("number")), "surface": "", "note": ""},
}


def make_empty(model: type[Model], rows: QuerySet[Any]) -> None:
    rows.update(**EMPTY[model])
