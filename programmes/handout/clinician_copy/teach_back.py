"""What to ask, so that the patient shows and tells it in their own words. Made of the programme alone."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from programmes.handout.clinician_copy import dose
from programmes.handout.clinician_copy.agreed import when_and_where
from programmes.handout.clinician_copy.contents import Prompt
from programmes.handout.prepare.wording import Wording, for_patient
from programmes.models import SOURCE_LANGUAGE, Phase, Prescription, Programme, RedFlag
from programmes.sides import Side

MOST_MISTAKES = 2
URGENT = (RedFlag.Urgency.EMERGENCY, RedFlag.Urgency.SAME_DAY)


def prompts(programme: Programme) -> Iterator[Prompt]:
    """Yield a prompt an exercise that is printed, then those about pain, signs, days and what comes next.

    Queries the warning signs and the words for the working side.
    """
    in_force = programme.phase_in_force()
    if in_force is None:
        return
    wording = Wording(SOURCE_LANGUAGE, programme)
    phases = programme.phases.all() if programme.kind == Programme.Kind.WARM_UP else [in_force]
    for phase in phases:
        for line in phase.prescriptions.all():
            yield _of_line(line, wording)
    asked = (
        (_("How much pain is all right?"), _pain(in_force)),
        (_("What would make you stop and get help?"), _signs(programme)),
        (_("When will you do these?"), when_and_where(programme)),
        (_("How will you know that you are ready to move on?"), _all_of(in_force.criteria_to_progress)),
        (_("When would you go back a step?"), _all_of(in_force.step_back_if)),
    )
    yield from (Prompt(ask, expect) for ask, expect in asked if expect)


def _of_line(line: Prescription, wording: Wording) -> Prompt:
    text = line.exercise.text_in(SOURCE_LANGUAGE)
    mistakes = text.common_mistakes[:MOST_MISTAKES] if text else []
    said = [wording.for_side(mistake, Side(line.side), SOURCE_LANGUAGE) for mistake in mistakes]
    expect = [dose.in_a_line(line), *(_("Not: %(mistake)s") % {"mistake": mistake} for mistake in said)]
    ask = _("Show me how you will do “%(exercise)s”.") % {"exercise": line}
    return Prompt(ask, tuple(each for each in expect if each))


def _pain(phase: Phase) -> tuple[str, ...]:
    rule = phase.pain_rule
    if rule is None:
        return ()
    rows = tuple(_("%(when)s: %(word)s. %(do)s") % row for row in rule.rows)
    return rows or (rule.plain,)


def _signs(programme: Programme) -> tuple[str, ...]:
    """Return the signs that do not wait, as the sheet words them."""
    asked = RedFlag.objects.asked_about(programme.subject, programme.clinic).filter(urgency__in=URGENT)
    return tuple(row.line for row in sorted(asked, key=lambda row: (URGENT.index(row.urgency), row.slug)))


def _all_of(items: list[object]) -> tuple[str, ...]:
    return tuple(for_patient(item) for item in items)
