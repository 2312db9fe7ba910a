"""How long sessions are, in one line beside the phase they belong to."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programmes.dosage import DayKind
from programmes.handout.checks.budget import Budget

_DAYS = {
    DayKind.HEAVY: gettext_lazy("heavy days %(minutes)d"),
    DayKind.JUMPS: gettext_lazy("days of jumps %(minutes)d"),
    DayKind.HOLDS: gettext_lazy("days of holds %(minutes)d"),
    DayKind.ANY: gettext_lazy("other days %(minutes)d"),
}


def minutes_in_words(budget: Budget) -> str:
    """Return the exercises and minutes of a session and the minutes of a week; "" when there is nothing to do."""
    if not budget.exercises:
        return ""
    count = ngettext("%(count)d exercise", "%(count)d exercises", budget.exercises) % {"count": budget.exercises}
    if budget.minutes is None:
        return _("A session: %(exercises)s. A dose is missing, so that the minutes cannot be told.") % {
            "exercises": count
        }
    words = {"exercises": count, "minutes": budget.minutes, "week": budget.minutes_a_week}
    said = _("A session: %(exercises)s, about %(minutes)d minutes. A week: about %(week)d minutes.") % words
    if not budget.by_kind:
        return said
    kinds = ", ".join(str(_DAYS[kind]) % {"minutes": minutes} for kind, minutes in budget.by_kind)
    return f"{said} {_('By day: %(kinds)s.') % {'kinds': kinds}}"
