"""The phases in full, and the one to come. The blocks of a warm-up are parts too."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programmes.handout.document import ExerciseCard, NextPart, Part
from programmes.handout.prepare import pain, terms
from programmes.handout.prepare.brief import Brief
from programmes.handout.prepare.exercises import cards
from programmes.models import Phase


def parts(brief: Brief) -> tuple[Part, ...]:
    made: list[Part] = []
    told: list[ExerciseCard] = []
    for phase in brief.phases:
        part = _part(brief, phase, told)
        made.append(part)
        told += part.cards
    return tuple(made)


def running(brief: Brief) -> tuple[str, ...]:
    """Return what to do about running in the phases printed, each text once; a running plan speaks for itself."""
    if brief.has_running_beside:
        return ()
    said = dict.fromkeys(phase.running_patient_text for phase in brief.phases if phase.running_patient_text)
    return tuple(brief.wording.of_programme(text) for text in said)


def next_part(brief: Brief) -> NextPart | None:
    """Return the phase after the one printed; None when all are, or none follows."""
    phases = list(brief.programme.phases.all())
    if len(brief.phases) == len(phases) or brief.phases[-1] == phases[-1]:
        return None
    following = phases[phases.index(brief.phases[-1]) + 1]
    criteria = brief.wording.of_programmes(brief.phases[-1].criteria_to_progress)
    goal = brief.wording.of_programme(following.goal_plain)
    return NextPart(heading=_heading(brief, following), goal=goal, start_when=criteria)


def _part(brief: Brief, phase: Phase, told: list[ExerciseCard]) -> Part:
    is_block = brief.is_warm_up
    return Part(
        code=phase.slug,
        heading=_heading(brief, phase),
        goal=_goal(brief, phase),
        cards=cards(brief, list(phase.prescriptions.all()), told),
        when="" if is_block else _weeks(phase),
        pain=pain.unlike_the_first(brief, phase.pain_rule),
        move_on_when=() if is_block else brief.wording.of_programmes(phase.criteria_to_progress),
        is_first=phase.pk == brief.programme.phases.all()[0].pk,
        go_back_if=() if is_block else brief.wording.of_programmes(phase.step_back_if),
        number=phase.position,
        name=_name(brief, phase),
        terms=terms.part(phase),
    )


def _goal(brief: Brief, phase: Phase) -> str:
    """Return the goal, unless the plan says it at the top or the heading says the same."""
    says_the_same = phase.goal_plain.rstrip(".") == phase.plain_name
    return "" if len(brief.phases) == 1 or says_the_same else brief.wording.of_programme(phase.goal_plain)


def _heading(brief: Brief, phase: Phase) -> str:
    words = {"number": phase.position, "name": _name(brief, phase)}
    return (_("Part %(number)d: %(name)s") if brief.is_warm_up else _("Phase %(number)d: %(name)s")) % words


def _name(brief: Brief, phase: Phase) -> str:
    return brief.wording.of_programme(phase.plain_name or phase.name)


def _weeks(phase: Phase) -> str:
    first, last = phase.weeks_min, phase.weeks_max
    if first is None or last is None:
        return ""
    if first == last:
        return _("about week %(week)d") % {"week": first}
    return _("about weeks %(first)d to %(last)d") % {"first": first, "last": last}
