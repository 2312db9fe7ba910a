"""When an exercise is done, as a Timing: what of a dose FHIR can count. Its words go along, and say the rest."""

from __future__ import annotations

from programmes.dosage import Dosage, Kind
from programmes.handout.document import ExerciseCard, Schedule
from programmes.handout.fhir.plain import Plain, filled
from programmes.sides import Side

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def timing(card: ExerciseCard, schedule: Schedule | None) -> Plain:
    """Return the Timing of a card; {} when its dose says nothing of the kind."""
    days = _weekdays(card.dosage, schedule)
    starts = schedule.starts.isoformat() if schedule and schedule.starts else None
    often = next((line.text for line in card.dose if line.name == "often"), "")
    repeat = filled(**_duration(card), **_frequency(card.dosage, is_on_known_days=bool(days)), dayOfWeek=days)
    if repeat and starts:
        repeat = {"boundsPeriod": {"start": starts}, **repeat}
    return filled(repeat=repeat, code=filled(text=often))


def _weekdays(dosage: Dosage, schedule: Schedule | None) -> list[str]:
    """Return the weekdays of a card. One that is done on fewer days than the others leaves them to the patient."""
    days = schedule.weekdays if schedule else ()
    return [WEEKDAYS[day - 1] for day in days] if days and len(days) == dosage.days_per_week else []


def _frequency(dosage: Dosage, *, is_on_known_days: bool) -> Plain:
    """Return how often. A dose that does not say how many times a day does not have it counted for it."""
    times, days = dosage.times_per_day, dosage.days_per_week
    if not times:
        return {}
    if days in (None, len(WEEKDAYS)) or is_on_known_days:
        return {"frequency": times, "period": 1, "periodUnit": "d"}
    return {"frequency": times * days, "period": 1, "periodUnit": "wk"} if days else {}


def _duration(card: ExerciseCard) -> Plain:
    """Return how long it takes, where that is one time: not several goes, and not one for each side."""
    seconds = card.dosage.duration_seconds
    if not is_one_go(card) or card.dosage.kind is not Kind.TIME or not seconds:
        return {}
    if seconds % 60:
        return {"duration": seconds, "durationUnit": "s"}
    return {"duration": seconds // 60, "durationUnit": "min"}


def is_one_go(card: ExerciseCard) -> bool:
    return card.dosage.sets in (None, 1) and card.side != Side.EACH
