"""The calendar file of a handout: its sessions and runs, and the runs of earlier versions that it gave up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone, translation

from programmes.handout.calendar import Sessions, calendar, planned, run_days
from programmes.handout.document import Document
from programmes.models import Handout


def calendar_file(handout: Handout, *, sessions: Sessions | None = None, address: str = "") -> bytes | None:
    """Return the file, in the handout's language and the clinic's time zone; None where no day is known for anything.

    *sessions* are those of the plan unless others are given. *address* is where the patient reads the plan. Queries
    once for what earlier versions said.
    """
    document = Document.from_plain(handout.document)
    sessions = planned(document) if sessions is None else sessions
    zone = handout.programme.clinic.time_zone
    with timezone.override(zone), translation.override(document.language):
        today = timezone.localdate()
        dropped = dropped_runs(handout, document, today)
        if not (sessions.weekdays or run_days(document) or dropped):
            return None
        uid = f"{handout.programme_id}@rehab-programmes"
        return calendar(document, sessions, uid=uid, zone=zone, today=today, address=address, dropped=dropped)


def dropped_runs(handout: Handout, document: Document, today: date) -> list[date]:
    """Return the days from *today* on with a run in an earlier version, withdrawn ones too, but not in this one."""
    earlier = Handout.objects.filter(programme=handout.programme_id, version__lt=handout.version)
    ladders = earlier.values_list("document__ladder", flat=True)
    days = {day for ladder in ladders if ladder for day in _days(ladder)}
    return sorted(day for day in days - {run.on for run in run_days(document)} if day >= today)


def _days(ladder: dict[str, Any]) -> set[date]:
    """Return the days of a stored ladder: read alone, as a whole document holds its pictures too."""
    with_runs = [*ladder["stages"], *ladder["weeks"]]
    return {date.fromisoformat(run["on"]) for each in with_runs for run in each["runs"]}
