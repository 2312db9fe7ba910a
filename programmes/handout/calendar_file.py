"""The calendar file of a handout: its sessions and runs, and the runs of other versions that it does not have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone, translation

from programmes.handout.calendar import Revision, Sessions, calendar, midnight, planned, run_days
from programmes.handout.document import Document
from programmes.models import Handout


def calendar_file(handout: Handout, *, sessions: Sessions | None = None, address: str = "") -> bytes | None:
    """Return the file, in the handout's language and the clinic's time zone; None where no day is known for anything.

    *sessions* are those of the plan unless others are given. *address* is where the patient reads the plan. Queries
    once for what other versions said.
    """
    document = Document.from_plain(handout.document)
    sessions = planned(document) if sessions is None else sessions
    zone = handout.programme.clinic.time_zone
    others = _also_known(handout)
    with timezone.override(zone), translation.override(document.language):
        today = timezone.localdate()
        dropped = _dropped(others, document, today)
        if not (sessions.weekdays or run_days(document) or dropped):
            return None
        return calendar(
            document,
            sessions,
            uid=f"{handout.programme_id}@rehab-programmes",
            zone=zone,
            today=today,
            address=address,
            dropped=dropped,
            revision=_revision(handout, document, others),
        )


def dropped_runs(handout: Handout, document: Document, today: date) -> list[date]:
    """Return the days from *today* on with a run that a calendar may know from another version. Queries."""
    return _dropped(_also_known(handout), document, today)


@dataclass(frozen=True)
class _Given:
    """What another version may have left in a calendar."""

    version: int
    withdrawn_at: datetime | None
    days: set[date]


def _also_known(handout: Handout) -> list[_Given]:
    """Return the versions before *handout*, and those after it that were withdrawn."""
    others = Handout.objects.filter(programme=handout.programme_id).exclude(pk=handout.pk)
    rows = others.filter(Q(version__lt=handout.version) | Q(withdrawn_at__isnull=False))
    columns = rows.values_list("version", "withdrawn_at", "document__ladder")
    return [_Given(version, withdrawn_at, _days(ladder)) for version, withdrawn_at, ladder in columns]


def _dropped(others: Sequence[_Given], document: Document, today: date) -> list[date]:
    days = {day for each in others for day in each.days}
    return sorted(day for day in days - {run.on for run in run_days(document)} if day >= today)


def _revision(handout: Handout, document: Document, others: Sequence[_Given]) -> Revision:
    """Return a number that rises with each version given, and with each one taken back."""
    withdrawn = [each.withdrawn_at for each in others if each.withdrawn_at]
    highest = max([handout.version, *(each.version for each in others)])
    return Revision(highest + len(withdrawn), max([midnight(document.issued), *withdrawn]))


def _days(ladder: dict[str, Any] | None) -> set[date]:
    """Return the days of a stored ladder: read alone, as a whole document holds its pictures too."""
    with_runs = [*ladder["stages"], *ladder["weeks"]] if ladder else []
    return {date.fromisoformat(run["on"]) for each in with_runs for run in each["runs"]}
