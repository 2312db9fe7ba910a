"""A programme as the builder shows it: what `editing` takes back, and beside each line how it reads."""

from __future__ import annotations

from typing import Any

from programmes.admin.doses import dose_in_a_line
from programmes.admin.pictures import picture_address
from programmes.dosage import Dosage, as_shorthand
from programmes.models import Exercise, Phase, Prescription, Programme
from programmes.models.programme.plain import LINE_FIELDS
from programmes.pictures import Look
from programmes.sides import Side

FIELDS = (
    *("name", "plain_name", "side", "goal", "session_days", "time_of_day", "after_what", "where", "change_note"),
    "starting_level",
)
DATES = ("start_date", "review_date", "practised_on")
PHASE_FIELDS = (
    *("name", "plain_name", "goal_plain", "weeks_min", "weeks_max", "sessions_per_week_min", "sessions_per_week_max"),
    *("criteria_to_progress", "step_back_if", "long_session_reason"),
)
# What the words of a line and its picture are made from, beside `with_rows`.
WORDS = ("phases__prescriptions__exercise__texts", "phases__prescriptions__exercise__pictures")


def programme_shown(programme: Programme, look: Look) -> dict[str, Any]:
    """Return what the screen starts with. Uses a programme fetched `with_rows` and `WORDS`; queries nothing."""
    return {
        **{name: getattr(programme, name) for name in FIELDS},
        **{name: day.isoformat() if (day := getattr(programme, name)) else None for name in DATES},
        "current": str(programme.current_phase_id) if programme.current_phase_id else None,
        "phases": [_phase(phase, look) for phase in programme.phases.all()],
    }


def _phase(phase: Phase, look: Look) -> dict[str, Any]:
    return {
        "id": str(phase.pk),
        **{name: getattr(phase, name) for name in PHASE_FIELDS},
        "pain_rule": phase.pain_rule.slug if phase.pain_rule else None,
        "pain_rule_called": str(phase.pain_rule) if phase.pain_rule else "",
        "prescriptions": [_line(line, look) for line in phase.prescriptions.all()],
    }


def _line(line: Prescription, look: Look) -> dict[str, Any]:
    return {
        "id": str(line.pk),
        **{name: getattr(line, name) for name in LINE_FIELDS},
        "instead_of": str(line.instead_of_id) if line.instead_of_id else None,
        **exercise_shown(line.exercise, line.dosage, line.side, look),
    }


def exercise_shown(exercise: Exercise, dosage: Dosage, side: str, look: Look) -> dict[str, Any]:
    """Return an exercise with its dose, as a line holds and shows it. Uses prefetched `texts` and `pictures`."""
    return {
        "exercise": exercise.slug,
        "dose": dosage.as_plain(),
        "side": str(side),
        "shown": {
            "name": str(exercise),
            "key": str(exercise.pk),
            "picture": picture_address(exercise, look, side),
            "has_sides": exercise.is_unilateral,
            **dose_shown(dosage, exercise, side),
        },
    }


def dose_shown(dosage: Dosage, exercise: Exercise, side: str) -> dict[str, str]:
    """Return the dose as the patient's sheet sums it up, and in short as it is typed."""
    return {"words": dose_in_a_line(dosage, exercise, side), "short": as_shorthand(dosage, Side(side))}
