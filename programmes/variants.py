"""A template's variants: another way through some of its phases, such as heavy slow resistance.

Chosen at the start of a programme. Nothing is invented: doses are the variant's schedule over the exercise's own.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programmes.dosage import Dosage, Part, summary
from programmes.models import Exercise, PainRule, Phase, Prescription, Programme
from programmes.sides import Side


def variant_of(template: Programme, code: str) -> dict[str, Any]:
    """Return the variant of *template* with this id. Raises ValidationError."""
    for variant in template.variants:
        if variant["id"] == code:
            return variant
    raise ValidationError(_("This template has no variant “%(code)s”.") % {"code": code}, code="no-variant")


def follow(programme: Programme, variant: dict[str, Any]) -> None:
    """Put the variant's exercises in the place of the lines of the phases it replaces."""
    for phase in programme.phases.filter(slug__in=variant["replaces_phases"]):
        _word(phase, variant)
        phase.prescriptions.all().delete()
        exercises = {row.slug: row for row in Exercise.objects.for_clinic(programme.clinic)}
        for position, slug in enumerate(variant["exercises"], start=1):
            _line(phase, position, exercises[slug], variant).save()


def _word(phase: Phase, variant: dict[str, Any]) -> None:
    phase.name = variant["name"]
    phase.plain_name = variant.get("plain_name", "")
    phase.goal_plain = variant.get("patient_text", phase.goal_plain)
    phase.sessions_per_week_min = phase.sessions_per_week_max = variant["sessions_per_week"]
    phase.practitioner_notes = variant.get("note", "")
    phase.long_session_reason = ""  # It was given for the exercises that are replaced.
    rules = PainRule.objects.for_clinic(phase.programme.clinic)
    phase.pain_rule = rules.filter(slug=variant.get("pain_rule", "")).first() or phase.pain_rule
    phase.save()


def _line(phase: Phase, position: int, exercise: Exercise, variant: dict[str, Any]) -> Prescription:
    first, *later = variant["schedule"]
    line = Prescription(phase=phase, position=position, exercise=exercise, side=exercise.default_side)
    line.dosage = _dosage(exercise, first)
    line.note = " ".join(_later_weeks(step, exercise) for step in later)
    return line


def _dosage(exercise: Exercise, step: dict[str, Any]) -> Dosage:
    """Return the step's dose; what it leaves open (effort, times a day) is the exercise's own."""
    return Dosage.from_plain({**exercise.dosage.as_plain(), **step["dose"]})


def _later_weeks(step: dict[str, Any], exercise: Exercise) -> str:
    first, last = step["weeks"]
    side, part = Side(exercise.default_side), Part(exercise.part)
    words = {"first": first, "last": last, "amount": summary(_dosage(exercise, step), side, part)}
    frame = _("Week %(first)d: %(amount)s.") if first == last else _("Weeks %(first)d to %(last)d: %(amount)s.")
    return frame % words
