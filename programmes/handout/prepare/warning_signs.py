"""When to stop and get help: the signs by urgency, with whom to ring where the clinic is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programmes.handout.document import Urgency, WarningBox
from programmes.handout.prepare import people
from programmes.handout.prepare.brief import Brief


def boxes(brief: Brief) -> tuple[WarningBox, ...]:
    """Return one box an urgency that has signs, the most urgent first."""
    signs = {urgency: _lines(brief, urgency) for urgency in Urgency}
    return tuple(
        WarningBox(urgency=urgency, heading=_heading(urgency), action=_action(brief, urgency), signs=lines)
        for urgency, lines in signs.items()
        if lines
    )


def _lines(brief: Brief, urgency: Urgency) -> tuple[str, ...]:
    return tuple(brief.wording.of_library(row, row.line) for row in brief.red_flags if row.urgency == urgency)


def _heading(urgency: Urgency) -> str:
    return {
        Urgency.EMERGENCY: _("Emergency"),
        Urgency.SAME_DAY: _("Today"),
        Urgency.WITHIN_2_WEEKS: _("Within two weeks"),
    }[urgency]


def _action(brief: Brief, urgency: Urgency) -> str:
    """Return what to do. Somebody who was seen here already tells the clinic about the least urgent signs."""
    if urgency is not Urgency.WITHIN_2_WEEKS:
        return _said(brief, urgency.value)
    return " ".join(part for part in (_said(brief, "tell_us"), people.ring(brief.programme.clinic)) if part)


def _said(brief: Brief, action: str) -> str:
    services = brief.emergency_services
    return brief.wording.of_library(services, services.actions.get(action, "")) if services else ""
