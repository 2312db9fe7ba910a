"""What a file changes, written: shared exercises become the clinic's own copies, new ones its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from programmes.admin.exercise_sheet.sheet import Entry, Sheet, filled_exercise, put_plain
from programmes.models import Clinic, Exercise, ExerciseText, KitNeed
from programmes.models.library.search.indexing import indexed_together
from programmes.own_copy import next_version, own_copy


def lock(clinic: Clinic) -> None:
    """Let whoever imports at the same moment, or changes one of the clinic's exercises, wait until this is done."""
    list(Clinic.objects.select_for_update(no_key=True).filter(pk=clinic.pk).values_list("pk"))
    list(Exercise.objects.select_for_update(no_key=True).filter(clinic=clinic).order_by("pk").values_list("pk"))


@transaction.atomic
def store(page: Any, request: HttpRequest, sheet: Sheet, entries: Iterable[Entry]) -> None:
    """Write all of *entries*. What changes is a new version, which nobody has signed off."""
    with indexed_together() as written:
        for entry in entries:
            exercise = _stored(entry, sheet)
            written.append(exercise.pk)
            said = ", ".join(change.heading for change in entry.changes)
            log = page.log_addition if entry.stored is None else page.log_change
            log(request, exercise, _("Imported from a spreadsheet: %(columns)s.") % {"columns": said})


def _stored(entry: Entry, sheet: Sheet) -> Exercise:
    exercise = _row(entry, sheet)
    exercise.version = next_version(exercise.version)
    exercise.save()
    _put_links(exercise, entry, sheet)
    _put_words(exercise, entry, sheet)
    return exercise


def _row(entry: Entry, sheet: Sheet) -> Exercise:
    if entry.stored is None:
        return filled_exercise(entry, sheet.columns, sheet.clinic)
    # Fetched again: what was compared lacks its figure.
    stored = Exercise.objects.get(pk=entry.stored.pk)
    exercise: Exercise = own_copy(stored, sheet.clinic) if stored.is_shared else stored
    put_plain(exercise, entry, sheet.columns)
    return exercise


def _put_links(exercise: Exercise, entry: Entry, sheet: Sheet) -> None:
    for heading, value in entry.values.items():
        column = sheet.columns[heading]
        if column.is_kit:
            _put_kit(exercise, value)
        elif column.is_link:
            getattr(exercise, column.attribute).set(value)


def _put_kit(exercise: Exercise, needs: list[Any]) -> None:
    """Fill in the lines that there are, so that their history goes on; add what is more, take away what is left."""
    stored = list(KitNeed.objects.filter(exercise=exercise))
    for position, (wanted, kit) in enumerate(needs):
        need = stored[position] if position < len(stored) else KitNeed(exercise=exercise)
        need.position, need.is_optional, need.detail = position, wanted.is_optional, wanted.detail
        need.save()
        need.any_of.set(kit)
    for need in stored[len(needs) :]:
        need.delete()


def _put_words(exercise: Exercise, entry: Entry, sheet: Sheet) -> None:
    """Nobody has reviewed the words that come in."""
    by_language: dict[str, dict[str, Any]] = {}
    for heading, value in entry.values.items():
        column = sheet.columns[heading]
        if column.about:
            by_language.setdefault(column.about, {})[column.attribute] = value
    stored = {text.language: text for text in ExerciseText.objects.filter(exercise=exercise)} if by_language else {}
    for language, values in by_language.items():
        text = stored.get(language) or ExerciseText(exercise=exercise, language=language)
        for name, value in {**values, "reviewed_by": "", "reviewed_on": None}.items():
            setattr(text, name, value)
        text.save()
