"""The sessions as a calendar file, read by two programs that have nothing to do with each other."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.rrule import rrulestr
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programmes import links
from programmes.handout.calendar import Sessions, calendar, clock_time, planned
from programmes.handout.document import PlannedRun, RunWeek, Schedule, Stage
from programmes.models import ShareLink
from tests.documents import make_document, make_ladder
from tests.factories import make_clinic, make_handout, make_link, make_patient, make_programme

LONDON, NEW_YORK = "Europe/London", "America/New_York"
# Clocks go back on 25 October 2026 in London, on 1 November in New York, and forward on 28 March 2027.
AUTUMN, SPRING = date(2026, 10, 20), date(2027, 3, 20)
TUESDAY_THURSDAY = Sessions((2, 4), time(18, 30))


def made(sessions: Sessions = TUESDAY_THURSDAY, *, zone: str = LONDON, today: date = AUTUMN, **kwargs: Any) -> bytes:
    schedule = Schedule(days="Tuesday and Thursday", minutes=25, **kwargs.pop("schedule", {}))
    document = make_document(**{"schedule": schedule, "review": None, **kwargs})
    return calendar(document, sessions, uid="plan@example", zone=zone, today=today, address="https://example.org/h/x/")


def by_icalendar(file: bytes) -> list[datetime]:
    event = icalendar.Calendar.from_ical(file).events[0]
    rule = event["RRULE"].to_ical().decode()
    return list(rrulestr(rule, dtstart=event.start))


def by_vobject(file: bytes) -> list[datetime]:
    event = vobject.readOne(file.decode()).vevent
    return list(event.getrruleset(addRDate=True))


@pytest.mark.parametrize("zone", [LONDON, NEW_YORK])
@pytest.mark.parametrize("today", [AUTUMN, SPRING])
@pytest.mark.parametrize("read", [by_icalendar, by_vobject])
def test_sessions_keep_their_local_time_when_the_clocks_change(read: Any, today: date, zone: str):
    starts = read(made(zone=zone, today=today))
    assert {(start.hour, start.minute) for start in starts} == {(18, 30)}
    assert {start.isoweekday() for start in starts} == {2, 4}
    assert len(starts) == 12 or len(starts) == 13
    offsets = [start.replace(tzinfo=ZoneInfo(zone)).utcoffset() for start in starts]
    assert len(set(offsets)) == 2 or (zone == NEW_YORK and today == SPRING)


def test_both_readers_name_the_same_moments():
    file = made()
    assert [f"{start:%F %R}" for start in by_icalendar(file)] == [f"{start:%F %R}" for start in by_vobject(file)]


def test_the_file_brings_its_time_zone_a_length_and_a_reminder():
    file = icalendar.Calendar.from_ical(made())
    event = file.events[0]
    assert [str(zone["TZID"]) for zone in file.walk("VTIMEZONE")] == [LONDON]
    assert event.duration.total_seconds() == 25 * 60
    assert event.walk("VALARM")[0].TRIGGER.total_seconds() == -600


def test_a_new_version_takes_the_place_of_the_old_one():
    first, second = (icalendar.Calendar.from_ical(made(version=version)).events[0] for version in (1, 2))
    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (1, 2)
    assert made(version=1) == made(version=1)


def test_sessions_begin_on_the_first_day_of_the_plan_and_end_with_the_review():
    starts = by_icalendar(made(schedule={"starts": date(2026, 11, 1)}, review=date(2026, 11, 12)))
    assert [start.date() for start in starts] == [date(2026, 11, day) for day in (3, 5, 10, 12)]


def test_without_a_time_the_whole_day_is_meant():
    event = icalendar.Calendar.from_ical(made(Sessions((1,), None))).events[0]
    assert event.start == date(2026, 10, 26)
    assert not isinstance(event.start, datetime)


def test_the_reminder_of_a_whole_day_comes_in_its_morning():
    """Ten minutes before a whole day is ten to midnight."""
    file = icalendar.Calendar.from_ical(made(Sessions((1,), None), **with_runs()))
    assert [event.walk("VALARM")[0].TRIGGER.total_seconds() / 3600 for event in file.events] == [8] * 4


def test_nothing_in_the_file_tells_what_is_treated():
    text = made().decode().lower()
    for word in ("knee", "pain", "clamshell", "sam"):
        assert word not in text


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("18:30", time(18, 30)),
        ("at 7 am, before work", time(7)),
        ("6.45 pm", time(18, 45)),
        ("12 pm", time(12)),
        ("12am", time(0)),
        ("7:05 a.m.", time(7, 5)),
        ("before breakfast", None),
        ("in the morning", None),
        ("", None),
        ("7", None),
        ("25:00", None),
        ("13 pm", None),
        ("9:75", None),
        ("7 am and 7 pm", None),
        ("2026.10", None),
    ],
)
def test_a_time_of_the_clock_is_found_only_where_it_is_clear(words: str, at: time | None):
    assert clock_time(words) == at


# The last summer days and the first winter ones in London: 24 October, then 26 October and later.
RUNS = (date(2026, 10, 24), date(2026, 10, 26), date(2026, 11, 2))


def with_runs(**kwargs: Any) -> dict[str, Any]:
    """Return what a document says of two runs on the ladder, and of one from stage 9 on."""
    words = {"number": 1, "name": "Walk 4, run 1", "what": "", "minutes": "25", "effort": "3", "sessions": 2}
    stage = Stage(**{**words, "runs": tuple(PlannedRun(on) for on in RUNS[:2]), **kwargs})
    week = RunWeek(RUNS[2], 9, (PlannedRun(RUNS[2], "8.8 km"),))
    return {"ladder": make_ladder(stages=(stage,), weeks=(week,))}


def runs_by_icalendar(file: bytes) -> list[tuple[str, date]]:
    events = icalendar.Calendar.from_ical(file).events
    return [(event["UID"], event.start) for event in events if event["SUMMARY"] == "My run"]


def runs_by_vobject(file: bytes) -> list[tuple[str, date]]:
    events = vobject.readOne(file.decode()).vevent_list
    return [(event.uid.value, event.dtstart.value) for event in events if event.summary.value == "My run"]


@pytest.mark.parametrize("read", [runs_by_icalendar, runs_by_vobject])
def test_each_dated_run_is_an_event_at_its_local_time_when_the_clocks_change(read: Any):
    file = made(**with_runs())
    starts = [start for _uid, start in read(file)]
    assert [start.date() for start in starts] == list(RUNS)
    assert {(start.hour, start.minute) for start in starts} == {(18, 30)}
    # vobject reads only the first change of a time zone, so that each moment is asked of the zone's name.
    moments = [start.replace(tzinfo=ZoneInfo(LONDON)) for start in starts]
    assert [moment.utcoffset().total_seconds() for moment in moments] == [3600, 0, 0]
    assert file.count(b"DTSTART;TZID=Europe/London:") == len(RUNS) + 1


@pytest.mark.parametrize("read", [runs_by_icalendar, runs_by_vobject])
def test_without_a_time_a_run_is_for_the_whole_day(read: Any):
    starts = [start for _uid, start in read(made(Sessions((), None), **with_runs()))]
    assert starts == list(RUNS)
    assert not any(isinstance(start, datetime) for start in starts)


def test_sessions_are_there_beside_the_runs():
    events = icalendar.Calendar.from_ical(made(**with_runs())).events
    assert [event["SUMMARY"] for event in events] == ["My exercises", *["My run"] * 3]
    assert len({event["UID"] for event in events}) == 4
    assert len(by_icalendar(made(**with_runs()))) == len(by_icalendar(made()))


def test_a_run_keeps_its_name_over_the_versions_as_long_as_it_keeps_its_day():
    moved = tuple(PlannedRun(on) for on in (RUNS[0], date(2026, 10, 28)))
    first = dict(map(reversed, runs_by_icalendar(made(version=1, **with_runs()))))
    second = dict(map(reversed, runs_by_icalendar(made(version=2, **with_runs(runs=moved, number=2)))))
    kept = set(first) & set(second)
    assert {start.date() for start in kept} == {RUNS[0], RUNS[2]}
    assert all(first[start] == second[start] for start in kept)
    assert len({*first.values(), *second.values()}) == 4
    events = icalendar.Calendar.from_ical(made(version=2, **with_runs())).events
    assert {event["SEQUENCE"] for event in events} == {2}


def test_a_run_has_the_length_that_its_stage_says_and_a_reminder():
    runs = icalendar.Calendar.from_ical(made(**with_runs())).events[1:]
    assert [event.duration.total_seconds() / 60 for event in runs] == [25, 25, 20]
    assert {event.walk("VALARM")[0]["DESCRIPTION"] for event in runs} == {"My run"}


def test_a_run_tells_nothing_of_what_is_treated_or_how_far_it_is():
    text = made(**with_runs()).decode().lower()
    for word in ("knee", "pain", "walk", "8.8", "stage"):
        assert word not in text


def test_a_plan_without_days_gets_its_runs_alone():
    file = icalendar.Calendar.from_ical(made(Sessions((), time(7)), **with_runs()))
    assert [event["SUMMARY"] for event in file.events] == ["My run"] * 3
    assert [str(zone["TZID"]) for zone in file.walk("VTIMEZONE")] == [LONDON]


def test_the_plan_says_which_days_and_when():
    schedule = Schedule(days="Monday", weekdays=(1,), time_of_day="7 am")
    assert planned(make_document(schedule=schedule)) == Sessions((1,), time(7))
    assert planned(make_document(schedule=None)) == Sessions((), None)


@pytest.fixture
def link(db: None) -> ShareLink:
    programme = make_programme(patient=make_patient(clinic=make_clinic(time_zone="Europe/Warsaw")))
    schedule = Schedule(days="Monday", weekdays=(1,), time_of_day="7 am")
    make_handout(programme, document=make_document(schedule=schedule).as_plain())
    return make_link(programme)


def ask(link: ShareLink, query: str = "") -> Any:
    return Client().get(f"{reverse('portal:calendar', args=[links.token_of(link)])}{query}")


def test_the_file_is_behind_the_link_in_the_clinics_time_zone(link: ShareLink):
    answer = ask(link)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    event = icalendar.Calendar.from_ical(answer.content).events[0]
    assert (event.start.hour, str(event.start.tzinfo)) == (7, "Europe/Warsaw")


def test_the_file_leads_back_to_the_page_that_was_opened_though_the_key_was_changed(link: ShareLink, settings: Any):
    settings.SITE_URL = "https://rehab.example.org"
    ics, page = (reverse(f"portal:{name}", args=[links.token_of(link)]) for name in ("calendar", "page"))
    settings.LINK_KEY = "another"
    (event,) = icalendar.Calendar.from_ical(Client().get(ics).content).events
    assert event["DESCRIPTION"].endswith(f" https://rehab.example.org{page}")
    assert Client().get(page).status_code == 200


def test_the_patient_takes_other_days_and_another_time(link: ShareLink):
    event = icalendar.Calendar.from_ical(ask(link, "?day=2&day=5&at=18:30").content).events[0]
    assert event["RRULE"]["BYDAY"] == ["TU", "FR"]
    assert (event.start.hour, event.start.minute) == (18, 30)


@pytest.mark.parametrize("query", ["?day=8", "?at=soon", "?day=x"])
def test_a_day_or_time_that_is_none_is_said(link: ShareLink, query: str):
    answer = ask(link, query)
    assert answer.status_code == 422
    assert "at least one day" in answer.content.decode()


def test_runs_are_behind_the_link_where_no_day_is_planned_in_words_of_the_sheet(link: ShareLink):
    document = make_document(language="pl", schedule=None, **with_runs())
    make_handout(link.programme, document=document.as_plain(), language="pl")
    page = Client().get(reverse("portal:page", args=[links.token_of(link)])).content.decode()
    assert 'action="calendar.ics"' in page
    events = icalendar.Calendar.from_ical(ask(link).content).events
    assert [(event["SUMMARY"], event.start) for event in events] == [("Mój bieg", on) for on in RUNS]
    timed = icalendar.Calendar.from_ical(ask(link, "?at=18:30").content).events
    assert {str(event.start.tzinfo) for event in timed} == {"Europe/Warsaw"}
    assert ask(link, "?at=soon").status_code == 422


def give_runs(link: ShareLink, version: int, *days: date) -> None:
    document = make_document(version=version, schedule=None, **with_runs(runs=tuple(PlannedRun(on) for on in days)))
    document = replace(document, ladder=replace(document.ladder, weeks=()))
    make_handout(link.programme, version=version, document=document.as_plain())


def test_a_new_version_calls_off_the_runs_to_come_that_it_gave_up(link: ShareLink):
    past, kept, given_up = (timezone.localdate() + timedelta(days=days) for days in (-3, 4, 6))
    give_runs(link, 2, past, kept, given_up)
    before = {event.start: event for event in icalendar.Calendar.from_ical(ask(link).content).events}
    give_runs(link, 3, kept)
    file = ask(link).content
    stays, goes = icalendar.Calendar.from_ical(file).events
    assert [(each.start, each.get("STATUS")) for each in (stays, goes)] == [(kept, None), (given_up, "CANCELLED")]
    assert (goes["UID"], stays["UID"]) == (before[given_up]["UID"], before[kept]["UID"])
    assert goes["SEQUENCE"] > before[given_up]["SEQUENCE"]
    read = vobject.readOne(file.decode()).vevent_list[1]
    assert (read.status.value, read.dtstart.value) == ("CANCELLED", given_up)


def withdraw_last(link: ShareLink) -> None:
    link.programme.handouts.last_given().withdraw(link.made_by, "Wrong days")


def test_the_runs_of_a_version_that_was_withdrawn_are_called_off(link: ShareLink):
    kept, taken_back = (timezone.localdate() + timedelta(days=days) for days in (4, 6))
    give_runs(link, 2, kept)
    give_runs(link, 3, kept, taken_back)
    before = {event.start: event for event in icalendar.Calendar.from_ical(ask(link).content).events}
    withdraw_last(link)
    events = icalendar.Calendar.from_ical(ask(link).content).events
    assert [(each.start, each.get("STATUS")) for each in events] == [(kept, None), (taken_back, "CANCELLED")]
    for each in events:
        assert each["UID"] == before[each.start]["UID"]
        assert each["SEQUENCE"] > before[each.start]["SEQUENCE"] >= 3
        assert each["DTSTAMP"].dt > before[each.start]["DTSTAMP"].dt
    give_runs(link, 4, taken_back)
    again = {event.start: event for event in icalendar.Calendar.from_ical(ask(link).content).events}
    assert (again[taken_back].get("STATUS"), again[kept].get("STATUS")) == (None, "CANCELLED")
    assert min(each["SEQUENCE"] for each in again.values()) > max(each["SEQUENCE"] for each in events)


def test_a_plan_that_only_calls_off_runs_offers_the_file_too(link: ShareLink):
    make_handout(link.programme, document=make_document(version=2, schedule=None).as_plain())
    page = reverse("portal:page", args=[links.token_of(link)])
    assert 'action="calendar.ics"' not in Client().get(page).content.decode()
    taken_back = timezone.localdate() + timedelta(days=6)
    give_runs(link, 3, taken_back)
    withdraw_last(link)
    html = Client().get(page).content.decode()
    assert 'action="calendar.ics"' in html
    assert "Runs that are not in your plan any more are called off." in html
    (event,) = icalendar.Calendar.from_ical(ask(link).content).events
    assert (event.start, event["STATUS"]) == (taken_back, "CANCELLED")


def test_the_page_says_that_runs_come_along_only_where_some_have_a_day(link: ShareLink):
    def page() -> str:
        return Client().get(reverse("portal:page", args=[links.token_of(link)])).content.decode()

    assert "Your runs come along" not in page()
    make_handout(link.programme, document=make_document(**with_runs()).as_plain())
    assert "Your runs come along" in page()
