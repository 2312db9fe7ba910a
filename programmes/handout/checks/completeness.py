"""What a plan must hold so that its sheet answers every question: the items of CERT, as fields of ours.

CERT is the Consensus on Exercise Reporting Template (16 items). Two lists: what a template must hold, and what a
programme must hold before it is handed out. What no field holds is not asked: delivery and setting (one person, at
home), adherence (each handout has a diary), tailoring (a dose far from the usual asks why by itself).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programmes.handout.checks.gap import Gap
from programmes.models import Exercise, ExerciseText, Phase, Practitioner, Prescription, Programme, RedFlag


@dataclass(frozen=True)
class Asked:
    """One thing that must be there, by its CERT item; `gap` is None when it is."""

    item: str
    gap: Gap | None = None


@dataclass(frozen=True)
class Completeness:
    """Everything that was asked, in the order of the page."""

    asked: tuple[Asked, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return tuple(each.gap for each in self.asked if each.gap is not None)

    @property
    def percent(self) -> int:
        """Return how much of it is there, rounded down: 100 means all of it."""
        held = len(self.asked) - len(self.gaps)
        return 100 * held // len(self.asked) if self.asked else 100

    def item(self, number: str) -> tuple[Asked, ...]:
        return tuple(each for each in self.asked if each.item == number)


def of_template(programme: Programme) -> Completeness:
    """Return what a template holds and lacks. Uses one fetched `with_lines`, and queries the warning signs."""
    return Completeness((*_of_both(programme), *_of_template(programme)))


def of_programme(
    programme: Programme, *, screening: Iterable[Gap] = (), practitioner: Practitioner | None = None
) -> Completeness:
    """Return what a patient's programme holds and lacks before it is handed out. Uses one fetched `with_lines`.

    *screening*: what its own check misses. *practitioner*: who would issue it; None leaves out what they need.
    """
    own = (*_of_programme(programme), *_of_practitioner(practitioner), *_of_screening(screening))
    return Completeness((*own, *_of_both(programme)))


def _asked(item: str, is_there: Any, code: str, field: str, message: str) -> Asked:
    return Asked(item, None if is_there else Gap(code, field, message))


def _of_programme(programme: Programme) -> Iterator[Asked]:
    message = _("This is a template. Start a programme for a patient from it.")
    yield _asked("14", programme.patient is not None, "no-patient", "patient", message)
    if programme.kind == Programme.Kind.CONDITION:
        yield _asked("8", programme.side, "no-side", "side", _("Choose the sore side."))
    message = _("Write the patient's goal in their own words.")
    yield _asked("6", programme.goal.strip(), "no-goal", "goal", message)
    message = _("Say on which day you practised the exercises together.")
    yield _asked("4", programme.practised_on is not None, "not-practised", "practised_on", message)
    yield _asked("16", programme.review_date is not None, "no-review", "review_date", _("Set the day of the review."))


def _of_practitioner(practitioner: Practitioner | None) -> Iterator[Asked]:
    if practitioner is None:
        return
    field, words = f"practitioner:{practitioner.pk}", {"name": practitioner.name}
    message = _("Write the profession of %(name)s, which stands on the sheet.") % words
    yield _asked("2", practitioner.profession.strip(), "no-profession", field, message)
    message = _("Write the registration of %(name)s, or tick that there is none.") % words
    is_said = practitioner.is_unregistered or practitioner.registration_number.strip()
    yield _asked("2", is_said, "no-registration", field, message)


def _of_screening(missing: Iterable[Gap]) -> Iterator[Asked]:
    found = [Asked("11", gap) for gap in missing]
    yield from found or [Asked("11")]


def _of_both(programme: Programme) -> Iterator[Asked]:
    phases = list(programme.phases.all())
    lines = [line for phase in phases for line in phase.prescriptions.all()]
    yield _asked("8", lines, "no-exercise", "phases", _("Add at least one exercise."))
    words = {"count": len(lines), "most": Programme.MOST_EXERCISES}
    message = _("There are %(count)d exercises. Leave %(most)d at most.") % words
    yield _asked("8", len(lines) <= Programme.MOST_EXERCISES, "too-many", "phases", message)
    for phase in phases:
        yield from _of_phase(phase)
        for line in phase.prescriptions.all():
            yield from _of_line(line, phase)
    for exercise in _once(lines):
        yield from _of_exercise(exercise)


def _of_phase(phase: Phase) -> Iterator[Asked]:
    field, words = f"phase:{phase.pk}", {"phase": phase.name}
    lines = phase.prescriptions.all()
    leads_on = bool(lines) and all(line.exercise.progressions for line in lines)
    message = _("%(phase)s: say when to move on.") % words
    yield _asked("7a", phase.criteria_to_progress or leads_on, "no-criteria", field, message)
    message = _("%(phase)s: say when to go back.") % words
    yield _asked("7b", phase.step_back_if or leads_on, "no-step-back", field, message)
    message = _("%(phase)s: choose how much pain is all right.") % words
    yield _asked("11", phase.pain_rule_id, "no-pain-rule", field, message)


def _of_line(line: Prescription, phase: Phase) -> Iterator[Asked]:
    field, words = f"prescription:{line.pk}", {"exercise": line.exercise, "phase": phase.name}
    problems = line.dosage.problems()
    for problem in problems:
        message = _("%(exercise)s (%(phase)s): %(problem)s") % {**words, "problem": problem.message}
        yield Asked("13", Gap("dose", field, message))
    if not problems:
        yield Asked("13")
    why = line.why or any(text.why for text in line.exercise.texts.all())
    yield _asked("6", why, "no-why", field, _("%(exercise)s (%(phase)s): say why it is done.") % words)


def _of_exercise(exercise: Exercise) -> Iterator[Asked]:
    field, words = f"exercise:{exercise.pk}", {"exercise": exercise}
    message = _("%(exercise)s: write how to start.") % words
    yield _asked("8", _any(exercise, "setup"), "no-start", field, message)
    message = _("%(exercise)s: write the steps.") % words
    yield _asked("8", _any(exercise, "steps"), "no-steps", field, message)


def _of_template(programme: Programme) -> Iterator[Asked]:
    phases = list(programme.phases.all())
    for phase in phases:
        message = _("%(phase)s: add at least one exercise.") % {"phase": phase.name}
        yield _asked("8", phase.prescriptions.all(), "empty-phase", f"phase:{phase.pk}", message)
        is_planned = phase.sessions_per_week_min and phase.sessions_per_week_max
        message = _("%(phase)s: say how many sessions a week.") % {"phase": phase.name}
        yield _asked("9", is_planned, "no-sessions", f"phase:{phase.pk}", message)
        for line in phase.prescriptions.all():
            words = {"exercise": line.exercise, "phase": phase.name}
            message = _("%(exercise)s (%(phase)s): say the load or band; body weight is an answer.") % words
            yield _asked("1", line.load.strip(), "no-load", f"prescription:{line.pk}", message)
    for exercise in _once([line for phase in phases for line in phase.prescriptions.all()]):
        yield from _of_templates_exercise(exercise)
    has_advice = any(phase.advice_lines.all() for phase in phases)
    yield _asked("10", has_advice, "no-advice", "phases", _("Choose what else helps, for at least one phase."))
    yield _asked("11", _has_warning_signs(programme), "no-signs", "condition", _("List the warning signs."))


def _of_templates_exercise(exercise: Exercise) -> Iterator[Asked]:
    field, words = f"exercise:{exercise.pk}", {"exercise": exercise}
    has_picture = exercise.figure or exercise.pictures.all()
    yield _asked("8", has_picture, "no-picture", field, _("%(exercise)s: add a picture.") % words)
    message = _("%(exercise)s: write a common mistake.") % words
    yield _asked("8", _any(exercise, "common_mistakes"), "no-mistakes", field, message)


def _has_warning_signs(programme: Programme) -> bool:
    if programme.subject is not None and programme.subject.red_flag_slugs:
        return True
    return RedFlag.objects.for_clinic(programme.clinic).in_use().filter(is_always_shown=True).exists()


def _once(lines: Iterable[Prescription]) -> list[Exercise]:
    return list({line.exercise.pk: line.exercise for line in lines}.values())


def _any(exercise: Exercise, name: str) -> bool:
    texts: Iterable[ExerciseText] = exercise.texts.all()
    return any(getattr(text, name) for text in texts)
