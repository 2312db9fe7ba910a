"""When to exercise, and how long a session takes."""

from __future__ import annotations

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.handout.checks.budget import minutes_of_session
from programmes.handout.document import Schedule
from programmes.handout.prepare import week
from programmes.handout.prepare.brief import Brief
from programmes.handout.prose import joined
from programmes.models import Phase, Programme

ROUND_TO_MINUTES = 5


def schedule(brief: Brief) -> Schedule:
    programme, minutes = brief.programme, _minutes(brief)
    return Schedule(
        days=_days(programme, brief.phase),
        time_of_day=programme.time_of_day,
        duration=_duration(minutes),
        plan=_plan(programme),
        starts=programme.start_date,
        weekdays=tuple(programme.session_days),
        minutes=minutes,
    )


def _days(programme: Programme, phase: Phase) -> str:
    chosen = [str(WEEKDAYS[day]) for day in week.days() if day + 1 in programme.session_days]
    if len(chosen) == 7:
        return _("Every day")
    if chosen:
        return joined(chosen)
    if programme.kind == Programme.Kind.WARM_UP:
        return _("Before each run")
    return _days_a_week(phase.sessions_per_week_min, phase.sessions_per_week_max)


def _days_a_week(least: int | None, most: int | None) -> str:
    low, high = least or most, most or least
    if low is None or high is None:
        return ""
    if high == 7 == low:
        return _("Every day")
    if low == high:
        return ngettext("%(days)d day a week", "%(days)d days a week", low) % {"days": low}
    return _("%(low)d to %(high)d days a week") % {"low": low, "high": high}


def _plan(programme: Programme) -> str:
    """Return "After ___ I will do these in ___", when somebody has filled it in."""
    after, where = programme.after_what, programme.where
    if after and where:
        return _("After %(after)s I will do these in %(where)s.") % {"after": after, "where": where}
    return _("After %(after)s I will do these.") % {"after": after} if after else ""


def _minutes(brief: Brief) -> int | None:
    """Return about how long one session takes, to the nearest five minutes; None when a dose cannot be timed."""
    minutes = minutes_of_session(brief.phases if brief.is_warm_up else brief.phases[:1], brief.programme)
    return None if minutes is None else max(1, round(minutes / ROUND_TO_MINUTES)) * ROUND_TO_MINUTES


def _duration(minutes: int | None) -> str:
    return _("About %(minutes)d minutes each time") % {"minutes": minutes} if minutes is not None else ""
