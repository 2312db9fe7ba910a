"""Rows filled from plain values and held against their own rules, each fault at the path it stands at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from programmes.dosage import Dosage, DosageError
from programmes.editing.problem import Problem
from programmes.models import Prescription
from programmes.models.dose import Dosed
from programmes.shapes.paths import joined, path_of

DOSE_COLUMNS = tuple(field.name for field in Dosed._meta.get_fields())


def fill(row: Model, plain: Mapping[str, Any], names: Iterable[str]) -> None:
    """Set what *plain* says; a name it leaves out stays as it is."""
    for name in names:
        if name in plain:
            setattr(row, name, plain[name])


def fill_dates(row: Model, plain: Mapping[str, Any], names: Iterable[str], path: str = "") -> Iterator[Problem]:
    for name in names:
        if name not in plain:
            continue
        try:
            setattr(row, name, None if plain[name] is None else date.fromisoformat(plain[name]))
        except ValueError:
            yield Problem(joined(path, name), _("write the day as year, month and day, such as 2026-03-02"))


def fill_dose(line: Prescription, plain: Any, path: str) -> Iterator[Problem]:
    """Give *line* the dose, unless it is one that no line can have."""
    try:
        dosage = Dosage.from_plain(plain)
    except DosageError as error:
        yield Problem(joined(path, _dose_key(error.field)), error.reason)
        return
    faults = dosage.faults()
    yield from (Problem(joined(path, _dose_key(fault.field)), fault.message) for fault in faults)
    if not faults:
        line.dosage = dosage


def faults(row: Any, path: str, told: Collection[str] = ()) -> Iterator[Problem]:
    """Yield what the fields and `clean` of *row* refuse, but for fields already *told* about.

    What it points at is left out: that was looked up, and asking again would query for each row.
    """
    exclude = {*told, *(field.name for field in row._meta.fields if field.is_relation)}
    for ask in (lambda: row.clean_fields(exclude), row.clean):
        try:
            ask()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                yield from (Problem(joined(path, name), message) for message in messages)


def twice(values: Iterable[tuple[str, Any]]) -> Iterator[Problem]:
    """Yield each path whose value stood at another before; None is no value."""
    seen = set()
    for path, value in values:
        if value in seen and value is not None:
            yield Problem(path, _("“%(value)s” stands twice; each needs its own") % {"value": value})
        seen.add(value)


def unstorable(data: Any, *steps: Any) -> Iterator[Problem]:
    """Yield each text that no database keeps: with a null character, or half of a character."""
    if isinstance(data, dict | list):
        for step, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from unstorable(inner, *steps, step)
    elif isinstance(data, str) and ("\0" in data or any("\ud800" <= letter <= "\udfff" for letter in data)):
        yield Problem(path_of(steps), _("holds a character that cannot be stored"))


def _dose_key(field: str) -> str:
    return "effort" if field in ("effort_low", "effort_high") else field
