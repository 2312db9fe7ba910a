"""The items of CERT as a table: which field fills each, what stands there, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.handout.checks.completeness import Asked
from programmes.handout.checks.known import latest_screening
from programmes.handout.clinician_copy.agreed import when_and_where
from programmes.handout.clinician_copy.contents import CertRow, Difference
from programmes.models import Practitioner, Prescription, Programme

# More of a list is named by its number.
MOST_NAMED = 3


def table(
    programme: Programme,
    practitioner: Practitioner | None,
    *,
    asked: Sequence[Asked],
    differences: Sequence[Difference],
    template_reviewed: str,
) -> tuple[CertRow, ...]:
    """Return the sixteen items of a programme fetched `with_lines`; 7 in its two parts. Queries the screening.

    *asked*: what the gate found there and missing. An item is filled unless something it asks for is missing.
    """
    rows = _rows(programme, practitioner, differences, template_reviewed)
    gaps = {number: tuple(each.gap.message for each in asked if each.gap and each.item == number) for number in _ITEMS}
    return tuple(
        CertRow(item, name, field, held, gaps.get(item) or (() if held else (_("Nothing is written."),)))
        for item, name, field, held in rows
    )


_ITEMS = ("1", "2", "4", "6", "7a", "7b", "8", "9", "10", "11", "13", "14", "16")

Row = tuple[str, str, str, str]


def _rows(
    programme: Programme, practitioner: Practitioner | None, differences: Sequence[Difference], reviewed: str
) -> Iterator[Row]:
    lines = [line for phase in programme.phases.all() for line in phase.prescriptions.all()]
    yield "1", _("Equipment"), _("kit of the exercises, load"), _kit(lines)
    yield "2", _("Who provides it"), _("practitioner; template reviewer"), _provider(practitioner, reviewed)
    yield "3", _("Delivery"), _("the usual; no field"), _("one to one")
    yield "4", _("Supervision"), _("practised together on"), _practised(programme)
    yield "5", _("Adherence"), _("diary on the handout"), _("a diary is printed; bring it to the review")
    yield "6", _("Motivation"), _("goal, when and where, why of each exercise"), _motivation(programme)
    yield "7a", _("When to move on"), _("move on when"), _criteria(programme)
    yield "7b", _("How to move on, when to go back"), _("go back if; harder exercise"), _step_back(programme)
    yield "8", _("Description"), _("start, steps, picture, side of each exercise"), _count(lines)
    yield "9", _("Home part"), _("sessions a week; days"), _sessions(programme)
    yield "10", _("Other parts"), _("advice of the phases"), _advice(programme)
    yield "11", _("Harms"), _("pain rule, warning signs, screening"), _harms(programme)
    yield "12", _("Setting"), _("the usual, home; where"), _setting(programme)
    yield "13", _("Dose"), _("dose of each line"), _doses(lines)
    yield "14", _("Tailoring"), _("differences from the template"), _tailoring(programme, differences)
    yield "15", _("Starting level"), _("how the starting level was chosen"), programme.starting_level.strip()
    yield "16", _("Fidelity"), _("practised together on; review date"), _fidelity(programme)


def _kit(lines: Sequence[Prescription]) -> str:
    needs = [need for line in lines for need in line.exercise.kit_needs.all() if not need.is_optional]
    names = dict.fromkeys([*map(str, needs), *(line.load.strip() for line in lines)])
    return ", ".join(name for name in names if name) or _("none")


def _provider(practitioner: Practitioner | None, reviewed: str) -> str:
    if practitioner is None:
        return ""
    number = f"{practitioner.registration_body} {practitioner.registration_number}".strip()
    parts = [practitioner.name, practitioner.profession, practitioner.qualifications]
    parts.append(_("no registration") if practitioner.is_unregistered else number)
    who = ", ".join(part for part in parts if part)
    by = reviewed or _("not signed off here")
    return _("%(who)s. Template: %(by)s") % {"who": who, "by": by}


def _practised(programme: Programme) -> str:
    day = programme.practised_on
    return _("with the patient on %(day)s, then alone") % {"day": date_format(day)} if day else ""


def _motivation(programme: Programme) -> str:
    return " · ".join(part for part in (programme.goal, *when_and_where(programme)) if part)


def _criteria(programme: Programme) -> str:
    return _by_phase((phase.name, len(phase.criteria_to_progress)) for phase in programme.phases.all())


def _step_back(programme: Programme) -> str:
    return _by_phase((phase.name, len(phase.step_back_if)) for phase in programme.phases.all())


def _by_phase(counted: Iterator[tuple[str, int]]) -> str:
    """Return how many signs each phase names; it may name none where each of its exercises has a harder one."""
    return "; ".join(_("%(phase)s: %(signs)s") % {"phase": name, "signs": _signs(count)} for name, count in counted)


def _signs(count: int) -> str:
    if not count:
        return _("no sign of its own")
    return ngettext("%(count)d sign", "%(count)d signs", count) % {"count": count}


def _count(lines: Sequence[Prescription]) -> str:
    count = len({line.exercise_id for line in lines})
    return ngettext("%(count)d exercise", "%(count)d exercises", count) % {"count": count} if count else ""


def _sessions(programme: Programme) -> str:
    phase = programme.phase_in_force()
    least, most = (phase.sessions_per_week_min, phase.sessions_per_week_max) if phase else (None, None)
    numbers = " – ".join(str(number) for number in dict.fromkeys((least, most)) if number is not None)
    if numbers:
        return _("%(phase)s: %(numbers)s a week") % {"phase": phase.name, "numbers": numbers}
    return _("as each dose says")


def _advice(programme: Programme) -> str:
    names = dict.fromkeys(str(line.advice) for phase in programme.phases.all() for line in phase.advice_lines.all())
    named = [*names][:MOST_NAMED]
    left = len(names) - len(named)
    more = [_("%(count)d more") % {"count": left}] if left else []
    return ", ".join([*named, *more]) or _("none")


def _harms(programme: Programme) -> str:
    phase, screening = programme.phase_in_force(), latest_screening(programme)
    parts = [phase.pain_rule.name] if phase and phase.pain_rule else []
    if screening is not None:
        words = {"name": screening.done_by.name, "day": date_format(timezone.localtime(screening.done_at))}
        parts.append(_("screened by %(name)s on %(day)s") % words)
    return ", ".join(parts)


def _setting(programme: Programme) -> str:
    return _("at home, in %(where)s") % {"where": programme.where} if programme.where else _("at home")


def _doses(lines: Sequence[Prescription]) -> str:
    whole = sum(not line.dosage.problems() for line in lines)
    return _("%(whole)d of %(count)d whole") % {"whole": whole, "count": len(lines)} if lines else ""


def _tailoring(programme: Programme, differences: Sequence[Difference]) -> str:
    if programme.template_id is None:
        return _("made from scratch for this patient")
    count = len(differences)
    if not count:
        return _("as the template has it")
    return ngettext("%(count)d difference, listed above", "%(count)d differences, listed above", count) % {
        "count": count
    }


def _fidelity(programme: Programme) -> str:
    if programme.review_date is None:
        return ""
    seen = (
        _("practised together on %(day)s") % {"day": date_format(programme.practised_on)}
        if programme.practised_on
        else ""
    )
    again = _("technique to be looked at again on %(day)s") % {"day": date_format(programme.review_date)}
    return capfirst(", ".join(part for part in (seen, again) if part))
