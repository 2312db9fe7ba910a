"""When and where the exercises are done, as the clinician's copy words what was agreed."""

from __future__ import annotations

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from programmes.models import Programme


def when_and_where(programme: Programme) -> tuple[str, ...]:
    days = ", ".join(str(WEEKDAYS[day - 1]) for day in programme.session_days)
    after = _("After %(what)s") % {"what": programme.after_what} if programme.after_what else ""
    where = _("In %(where)s") % {"where": programme.where} if programme.where else ""
    return tuple(part for part in (days, programme.time_of_day, after, where) if part)
