"""The sheet to fill in at home."""

from __future__ import annotations

from django.utils.dates import WEEKDAYS_ABBR

from programmes.handout.document import Diary
from programmes.handout.prepare import week
from programmes.handout.prepare.brief import Brief

FEWEST_WEEKS, MOST_WEEKS = 4, 6


def diary(brief: Brief) -> Diary:
    """Return as many weeks as the phase lasts, at least four and at most six; a warm-up has no end to count to."""
    first, last = brief.phase.weeks_min, brief.phase.weeks_max
    weeks = FEWEST_WEEKS if brief.is_warm_up or first is None or last is None else last - first + 1
    weekdays = tuple(str(WEEKDAYS_ABBR[day]) for day in week.days())
    return Diary(weeks=min(MOST_WEEKS, max(FEWEST_WEEKS, weeks)), weekdays=weekdays)
