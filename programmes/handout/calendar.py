"""Sessions and runs of a document as a calendar file (RFC 5545): when, how long, a reminder; not what is treated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from programmes.handout.document import Document, Stage

if TYPE_CHECKING:
    from icalendar import Event

# Long enough to begin with, for a plan that says nothing of it.
MINUTES = 20
WEEKS = 6
REMIND_BEFORE = timedelta(minutes=-10)
# A whole day begins at midnight, when nobody is to be woken.
REMIND_IN_THE_MORNING = timedelta(hours=8)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# "7 am", "18:30", "at 6.45 pm": what else a plan says of the time of day ("before breakfast") is no time of the clock.
_CLOCK = re.compile(r"(?<![\d:.])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?(?![\d:])", re.I)


@dataclass(frozen=True)
class Sessions:
    """Which weekdays (Monday is 1), and at what time of the clock; None for the whole day."""

    weekdays: tuple[int, ...]
    at: time | None


def planned(document: Document) -> Sessions:
    """Return what the plan says; no weekdays where it leaves them to the patient."""
    schedule = document.schedule
    if schedule is None:
        return Sessions((), None)
    return Sessions(schedule.weekdays, clock_time(schedule.time_of_day))


@dataclass(frozen=True)
class RunDay:
    """A day with a run, and how long the plan says that it takes; None where it counts in something else."""

    on: date
    minutes: int | None


def run_days(document: Document) -> list[RunDay]:
    """Return the runs that have a day, by day."""
    if document.ladder is None:
        return []
    on_ladder = [RunDay(run.on, _minutes(stage)) for stage in document.ladder.stages for run in stage.runs]
    building_up = [RunDay(run.on, None) for week in document.ladder.weeks for run in week.runs]
    return sorted((*on_ladder, *building_up), key=lambda run: run.on)


def _minutes(stage: Stage) -> int | None:
    return int(stage.minutes) if stage.minutes.isdecimal() else None


def clock_time(words: str) -> time | None:
    """Return the time of the clock in *words*; None where there is none, or where it is not clear."""
    found = [each for each in _CLOCK.finditer(words) if each["minute"] or each["half"]]
    if len(found) != 1:
        return None
    hour, minute, half = int(found[0]["hour"]), int(found[0]["minute"] or 0), (found[0]["half"] or "")[:1].lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None


@dataclass(frozen=True)
class Revision:
    """Which state of a plan a file tells. A calendar takes the higher number for the newer."""

    number: int
    at: datetime


def calendar(
    document: Document,
    sessions: Sessions,
    *,
    uid: str,
    zone: str,
    today: date,
    address: str = "",
    dropped: Iterable[date] = (),
    revision: Revision | None = None,
) -> bytes:
    """Return the file: one event that comes again each week, until the review or for six weeks; and one for each run.

    *uid* is the same for each version of a plan, so that a calendar puts a new one in the place of the old. So is that
    of a run as long as it stays on its day. *dropped* are days on which another version had a run and this one has
    none: these runs are called off. *revision* is that of the version, unless another is given.
    """
    # Slow to load, and asked for by few.
    from icalendar import Calendar

    file = Calendar()
    file.add("prodid", "-//Rehab exercise programmes//EN")
    file.add("version", "2.0")
    if sessions.weekdays:
        file.add_component(_sessions(document, sessions, uid=uid, zone=ZoneInfo(zone), today=today, address=address))
    for event in _runs(document, sessions.at, uid=uid, zone=ZoneInfo(zone), address=address):
        file.add_component(event)
    for on in dropped:
        file.add_component(_called_off(on, uid=uid))
    revision = revision or Revision(document.version or 0, midnight(document.issued))
    for event in file.events:
        event.add("sequence", revision.number)
        event.add("dtstamp", revision.at)
    file.add_missing_timezones()
    return file.to_ical()


def midnight(on: date) -> datetime:
    return datetime.combine(on, time(), UTC)


def _sessions(document: Document, sessions: Sessions, *, uid: str, zone: ZoneInfo, today: date, address: str) -> Event:
    starts = document.schedule.starts if document.schedule else None
    first = _first_day(max(starts or today, today), sessions.weekdays)
    event = _event(document, _("My exercises"), uid, address)
    _set_times(event, first, sessions.at, zone, document.schedule.minutes if document.schedule else None)
    event.add("rrule", _rule(sessions, _last_day(document, first), zone))
    return event


def _runs(document: Document, at: time | None, *, uid: str, zone: ZoneInfo, address: str) -> Iterator[Event]:
    for run in run_days(document):
        event = _event(document, _("My run"), _run_uid(uid, run.on), address)
        _set_times(event, run.on, at, zone, run.minutes)
        yield event


def _called_off(on: date, *, uid: str) -> Event:
    """Return what tells a calendar that knows the run of that day to take it away."""
    event = _named_event(_("My run"), _run_uid(uid, on))
    event.add("status", "CANCELLED")
    event.add("dtstart", on)
    return event


def _run_uid(uid: str, on: date) -> str:
    plan, _at, site = uid.partition("@")
    return f"{plan}-run-{on.isoformat()}@{site}"


def _event(document: Document, summary: str, uid: str, address: str) -> Event:
    event = _named_event(summary, uid)
    event.add("description", " ".join(part for part in (document.clinic.name, address) if part))
    return event


def _named_event(summary: str, uid: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("summary", summary)
    return event


def _set_times(event: Event, first: date, at: time | None, zone: ZoneInfo, minutes: int | None) -> None:
    event.add_component(_reminder(event["summary"], REMIND_IN_THE_MORNING if at is None else REMIND_BEFORE))
    if at is None:
        event.add("dtstart", first)
        return
    event.add("dtstart", datetime.combine(first, at, zone))
    event.add("duration", timedelta(minutes=minutes or MINUTES))


def _first_day(since: date, weekdays: Sequence[int]) -> date:
    return next(day for day in (since + timedelta(days=ahead) for ahead in range(7)) if day.isoweekday() in weekdays)


def _last_day(document: Document, first: date) -> date:
    return document.review if document.review and document.review > first else first + timedelta(weeks=WEEKS)


def _rule(sessions: Sessions, last: date, zone: ZoneInfo) -> dict[str, object]:
    # As the standard asks: a moment in UTC for a time of the clock, a day for a whole day.
    until = last if sessions.at is None else datetime.combine(last, time(23, 59, 59), zone).astimezone(UTC)
    return {"freq": "weekly", "byday": [DAYS[day - 1] for day in sorted(sessions.weekdays)], "until": until}


def _reminder(summary: str, trigger: timedelta) -> Event:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", trigger)
    return alarm
