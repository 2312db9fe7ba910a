"""A programme as plain values: what its history keeps, and what the API shows of it."""

from __future__ import annotations

from typing import Any

from programmes.models.programme.phase import Phase
from programmes.models.programme.prescription import Prescription
from programmes.models.programme.programme import Programme

PROGRAMME_FIELDS = (
    "kind",
    "slug",
    "name",
    "plain_name",
    "side",
    "goal",
    "session_days",
    "time_of_day",
    "after_what",
    "where",
    "change_note",
    "starting_level",
    "adjuncts",
)
PHASE_FIELDS = (
    "slug",
    "name",
    "plain_name",
    "goal",
    "goal_plain",
    "weeks_min",
    "weeks_max",
    "sessions_per_week_min",
    "sessions_per_week_max",
    "running_guidance",
    "running_patient_text",
    "may_run",
    "criteria_to_progress",
    "step_back_if",
    "practitioner_notes",
    "long_session_reason",
)
LINE_FIELDS = (
    "side",
    "first_side",
    "why",
    "note",
    "practitioner_note",
    "is_optional",
)


def programme_as_plain(programme: Programme) -> dict[str, Any]:
    """Return *programme* with phases and lines as JSON-able values, library rows by slug.

    Queries, unless the programme came `with_rows` or `with_lines`.
    """
    phases = list(programme.phases.all())
    current = programme.phase_in_force()
    return {
        **{name: getattr(programme, name) for name in PROGRAMME_FIELDS},
        "condition": programme.condition.slug if programme.condition else None,
        "patient": str(programme.patient_id) if programme.patient_id else None,
        "template": programme.template.slug if programme.template else None,
        "template_version": programme.template_version,
        "start_date": _date(programme.start_date),
        "review_date": _date(programme.review_date),
        "practised_on": _date(programme.practised_on),
        "current_phase": current.position if current else None,
        "phases": [_phase(phase) for phase in phases],
    }


def _date(value: Any) -> str | None:
    return value.isoformat() if value else None


def _phase(phase: Phase) -> dict[str, Any]:
    return {
        **{name: getattr(phase, name) for name in PHASE_FIELDS},
        "pain_rule": phase.pain_rule.slug if phase.pain_rule else None,
        "running_pain_rule": phase.running_pain_rule.slug if phase.running_pain_rule else None,
        "advice": [line.advice.slug for line in phase.advice_lines.all()],
        "prescriptions": [_line(line) for line in phase.prescriptions.all()],
    }


def _line(line: Prescription) -> dict[str, Any]:
    return {
        "id": str(line.pk),
        "exercise": line.exercise.slug,
        "dose": line.dosage.as_plain(),
        "instead_of": str(line.instead_of_id) if line.instead_of_id else None,
        **{name: getattr(line, name) for name in LINE_FIELDS},
    }
