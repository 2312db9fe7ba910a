"""When to stop and get help: the signs by urgency, with whom to ring where the clinic is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programmes.handout.document import Urgency, WarningBox
from programmes.handout.prepare.brief import Brief


def boxes(brief: Brief) -> tuple[WarningBox, ...]:
    """Return one box an urgency that has signs, the most urgent first."""
    signs = {urgency: tuple(row.line for row in brief.red_flags if row.urgency == urgency) for urgency in Urgency}
    return tuple(
        WarningBox(urgency=urgency, heading=_heading(urgency), action=_action(brief, urgency), signs=lines)
        for urgency, lines in signs.items()
        if lines
    )


def _heading(urgency: Urgency) -> str:
    return {
        Urgency.EMERGENCY: _("Emergency"),
        Urgency.SAME_DAY: _("Today"),
        Urgency.WITHIN_2_WEEKS: _("Within two weeks"),
    }[urgency]


def _action(brief: Brief, urgency: Urgency) -> str:
    """Return what to do. Somebody who was seen here already tells the clinic about the least urgent signs."""
    actions = brief.emergency_services.actions if brief.emergency_services else {}
    if urgency is not Urgency.WITHIN_2_WEEKS:
        return actions.get(urgency.value, "")
    clinic = brief.programme.clinic
    ring = _("Ring %(phone)s.") % {"phone": clinic.phone} if clinic is not None and clinic.phone else ""
    return " ".join(part for part in (actions.get("tell_us", ""), ring) if part)
