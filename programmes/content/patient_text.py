"""Which fields a patient reads. The one place that decides it; every check of words asks here."""

from __future__ import annotations

from collections.abc import Iterator

from programmes.content.shelf import Item
from programmes.shapes.paths import values_at

PATIENT_TEXT: dict[str, tuple[str, ...]] = {
    "exercises": (
        *("why", "setup", "steps[]", "cues[]", "common_mistakes[]", "feel_it", "stop_if[]", "precautions[].text"),
        *("start_alt", "end_alt"),
    ),
    "conditions": (
        *("summary_plain", "clinical_term_plain", "symptoms[]", "causes[].patient_text"),
        "time_course.patient_text",
    ),
    "programme_kinds": ("summary_plain",),
    "templates": (
        *("adjuncts_plain[]", "entry_criteria[].patient_text", "stages[].patient_note"),
        *("stage_rules[].patient_when", "stage_rules[].patient_then", "variants[].patient_text"),
        *("phases[].goal_plain", "phases[].running_patient_text", "phases[].criteria_to_progress[].patient_text"),
        *("phases[].step_back_if[]", "phases[].exercises[].patient_note"),
    ),
    "advice": ("plain", "steps[]"),
    "pain_rules": ("plain", "rows[].when", "rows[].do"),
    "red_flags": ("plain", "screening_question", "action_plain", "tell_us"),
    "patient_flags": ("intake_question",),
    "exercise_rules": ("reason_plain",),
    "programme_rules": ("reason_plain",),
    "red_flags.yaml": ("urgency_actions.*", "tell_us_action"),
}
# Names and lines of a few words: too short to have a reading grade, but no place for jargon.
PATIENT_LABELS: dict[str, tuple[str, ...]] = {
    "conditions": ("patient_title",),
    "programme_kinds": ("patient_title",),
    "templates": ("plain_name", "phases[].plain_name", "variants[].plain_name"),
    "pain_rules": ("rows[].word",),
    "red_flags": ("line",),
}


def patient_texts(item: Item) -> Iterator[tuple[str, str]]:
    """Yield path and text of every sentence in *item* that is worded for the patient."""
    for pattern in PATIENT_TEXT.get(item.kind, ()):
        yield from values_at(item.data, pattern)
    if item.data.get("dose_note_for") == "patient":
        yield "dose_note", item.data["dose_note"]


def patient_labels(item: Item) -> Iterator[tuple[str, str]]:
    """Yield path and text of every name or short line in *item* that a patient reads."""
    for pattern in PATIENT_LABELS.get(item.kind, ()):
        yield from values_at(item.data, pattern)
    if item.kind == "advice":
        name = "patient_title" if "patient_title" in item.data else "title"
        yield name, item.data[name]
