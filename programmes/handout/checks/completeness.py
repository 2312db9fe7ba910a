"""What a patient's programme must hold before it is handed out, so that the sheet answers every question."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from programmes.handout.checks.gap import Gap
from programmes.models import Phase, Programme


def gaps(programme: Programme) -> Iterator[Gap]:
    """Yield what is missing. Uses a programme fetched `with_lines`."""
    if programme.patient is None:
        yield Gap("no-patient", "patient", _("This is a template. Start a programme for a patient from it."))
    if programme.kind == Programme.Kind.CONDITION and not programme.side:
        yield Gap("no-side", "side", _("Choose the sore side."))
    if not programme.goal.strip():
        yield Gap("no-goal", "goal", _("Write the patient's goal in their own words."))
    if programme.practised_on is None:
        yield Gap("not-practised", "practised_on", _("Say on which day you practised the exercises together."))
    if programme.review_date is None:
        yield Gap("no-review", "review_date", _("Set the day of the review."))
    if not any(phase.prescriptions.all() for phase in programme.phases.all()):
        yield Gap("no-exercise", "phases", _("Add at least one exercise."))
    lines = sum(len(phase.prescriptions.all()) for phase in programme.phases.all())
    if lines > Programme.MOST_EXERCISES:
        words = {"count": lines, "most": Programme.MOST_EXERCISES}
        yield Gap("too-many", "phases", _("There are %(count)d exercises. Leave %(most)d at most.") % words)
    for each in programme.phases.all():
        yield from _dose_gaps(each)


def _dose_gaps(phase: Phase) -> Iterator[Gap]:
    for line in phase.prescriptions.all():
        for problem in line.dosage.problems():
            words = {"exercise": line.exercise, "phase": phase.name, "problem": problem.message}
            yield Gap("dose", f"prescription:{line.pk}", _("%(exercise)s (%(phase)s): %(problem)s") % words)
