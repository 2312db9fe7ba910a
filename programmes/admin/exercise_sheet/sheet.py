"""The sheet of one clinic: its exercises as rows, and a file compared with them. Stores nothing."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource

from programmes import side_words
from programmes.access import choices, clinic_of
from programmes.admin.exercise_sheet import columns
from programmes.admin.exercise_sheet.cells import folded, is_date, strange_sign
from programmes.admin.exercise_sheet.columns import KEY, Column, words_in
from programmes.admin.exercise_sheet.made import made_columns
from programmes.admin.exercise_sheet.reading import Table, Unreadable
from programmes.admin.own_pictures import ALT_FIELDS
from programmes.models import SOURCE_LANGUAGE, Exercise, ExercisePicture, ExerciseText, Language

# In the data set stands the row's number beside its cells.
NUMBER = "#"


@dataclass(frozen=True)
class Change:
    """A cell that differs, as the sheet writes it before and after. ``before`` is "" where there was nothing."""

    heading: str
    before: str
    after: str


@dataclass
class Entry:
    """A row of the file beside the exercise it is about; ``stored`` is None for a new one."""

    slug: str
    stored: Exercise | None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    # What the library's row results ask of an instance.
    pk: None = None

    def __str__(self) -> str:
        return str(self.stored) if self.stored is not None else self.slug


class Sheet(Resource):
    """The exercises a clinic works with. Each is a row, and for each language of the library there are its words."""

    class Meta:
        skip_diff = True  # Ours is told cell by cell.
        store_instance = True
        report_skipped = True
        # Rows are found by their short names in what was fetched for all of them.
        instance_loader_class = BaseInstanceLoader

    def __init__(self, page: Any, request: HttpRequest) -> None:
        super().__init__()
        self.clinic = clinic_of(request.user)
        self.request = request
        self.languages = _languages(self.clinic)
        self.columns: dict[str, Any] = made_columns(page, request, self.languages)
        self.side_words = {code: side_words.declared(code) for code in self.languages}
        self._stored: dict[str, Exercise] = {}
        self._seen: dict[str, int] = {}

    # Out

    def rows(self) -> QuerySet[Exercise]:
        """Return what the clinic works with, its own copies in place of shared rows, with all that a row shows."""
        rows = Exercise.objects.for_clinic(self.clinic).defer("figure").select_related("clinic")
        related = ("texts", "kit_needs__any_of", "purposes", "sources", "pictures")
        return rows.prefetch_related(*related).order_by("slug")

    def cells(self) -> Iterator[list[str]]:
        """Yield a row of texts for each exercise in use. Queries a fixed number of times."""
        for exercise in self.rows().in_use():  # type: ignore[attr-defined]
            yield [str(column.export(exercise)) for column in self.columns.values()]

    # In

    def compared(self, table: Table) -> list[Any]:
        """Return what each row of *table* changes, as row results. Raises Unreadable.

        Queries a fixed number of times.
        """
        self._refuse_headings(table.headers)
        data = tablib.Dataset(headers=[NUMBER, *table.headers])
        for row in table.rows:
            data.append([row.number, *row.cells])
        result = self.import_data(data, use_transactions=False)
        for each in (*result.base_errors, *(error for row in result.rows for error in row.errors)):
            raise each.error
        return list(result.rows)

    def _refuse_headings(self, headers: tuple[str, ...]) -> None:
        if KEY not in headers:
            raise Unreadable(_("There is no column “%(key)s”, by which an exercise is known.") % {"key": KEY})
        twice = sorted({each for each in headers if headers.count(each) > 1})
        if twice:
            raise Unreadable(_("There are two columns of the same name: %(names)s.") % {"names": ", ".join(twice)})
        unknown = [each for each in headers if each not in self.columns]
        if unknown:
            said = ", ".join(self._unknown(each) for each in unknown)
            raise Unreadable(_("These columns are not known: %(names)s. Delete or rename them.") % {"names": said})

    def _unknown(self, heading: str) -> str:
        near = get_close_matches(heading, list(self.columns), 1)
        words = {"name": heading or _("a column without a heading"), "near": near[0] if near else ""}
        return _("“%(name)s” (“%(near)s”?)") % words if near else _("“%(name)s”") % words

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self._stored = {row.slug: row for row in self.rows()}
        self._seen = {}
        known = {folded(slug) for slug in dataset[KEY]} | {
            row.slug for row in choices(Exercise, self.request.user).only("slug")
        }
        for heading in columns.SLUG_LISTS:
            self.columns[heading].widget.known = known
        self._given = [
            column for heading, column in self.columns.items() if heading in dataset.headers and not column.readonly
        ]  # A column that is missing stays as it is.

    def get_import_id_fields(self) -> list[str]:
        return []  # Whether there is the key is asked with the other headings.

    def get_or_init_instance(self, instance_loader: Any, row: Any) -> tuple[Entry, bool]:
        slug = folded(row[KEY])
        stored = self._stored.get(slug)
        problem = self._problem_of_key(slug, stored, row[NUMBER])
        if problem:
            raise ValidationError({KEY: problem})
        return Entry(slug, stored), stored is None

    def _problem_of_key(self, slug: str, stored: Exercise | None, number: int) -> str:
        first = self._seen.setdefault(slug, number)
        if not slug:
            return _("Give the exercise a short name.")
        if first != number:
            return _("This short name stands in row %(number)d already.") % {"number": first}
        if stored is not None and stored.is_retired:
            return _("This exercise is retired. Bring it back into use on its page first.")
        return ""

    def import_instance(self, instance: Entry, row: Any, **kwargs: Any) -> None:
        faults: dict[str, list[str]] = {}
        for column in self._given:
            try:
                _compare(instance, column, row[column.column_name])
            except ValidationError as error:
                faults[column.column_name] = error.messages
        if instance.stored is None or instance.changes:
            for heading, messages in self._faults_of_whole(instance).items():
                faults.setdefault(heading, messages)
        if faults:
            raise ValidationError(faults)

    def skip_row(self, instance: Entry, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return instance.stored is not None and not instance.changes and not import_validation_errors

    def save_instance(self, instance: Entry, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Store nothing: a file is taken whole or not at all, once somebody has looked at it."""

    def save_m2m(self, instance: Entry, row: Any, **kwargs: Any) -> None:
        """Links are stored with the rest."""

    # The whole of an exercise

    def _faults_of_whole(self, entry: Entry) -> dict[str, list[str]]:
        """Return what the model refuses of the exercise as it would be, by heading."""
        exercise = filled_exercise(entry, self.columns, self.clinic)
        plain = [column for column in self.columns.values() if not column.readonly and not column.about]
        named = {"slug": KEY, **{column.attribute: column.column_name for column in plain}}
        # A dose is many columns of the model, and one of the sheet.
        faults = _faults(
            exercise, {"clinic", "origin", "replaced_by", "figure"}, lambda name: named.get(name, columns.DOSE)
        )
        texts = filled_texts(entry, self.columns)
        for text in texts:
            faults.update(self._faults_of_words(text, entry.stored))
        if entry.stored is None and not texts:
            first = columns.words_heading("name", self.languages[0])
            faults.setdefault(first, [_("Give the new exercise a name.")])
        return faults

    def _faults_of_words(self, text: ExerciseText, stored: Exercise | None) -> dict[str, list[str]]:
        named = {attribute: heading for heading, attribute in columns.WORDS.items()}

        def place(name: str) -> str:
            return columns.words_heading(named.get(name, "name"), text.language)

        faults = _faults(text, {"exercise"}, place)
        words = self.side_words.get(text.language)
        for name in side_words.OF_AN_EXERCISE if words is not None else ():
            found = side_words.faults(getattr(text, name), words)
            if found:
                faults.setdefault(place(name), []).extend(found)
        for picture in stored.pictures.all() if stored is not None and not stored.is_shared else ():
            name = ALT_FIELDS[ExercisePicture.Frame(picture.frame)]
            if not getattr(text, name):
                faults.setdefault(place(name), []).append(_("Say what your picture shows, for whoever cannot see it."))
        return faults


def _languages(clinic: Any) -> list[str]:
    """Return the languages of the library and those the clinic wrote words in; English first, as it is everywhere."""
    written = ExerciseText.objects.filter(exercise__clinic=clinic, exercise__clinic__isnull=False)
    found = {SOURCE_LANGUAGE, *Language.objects.values_list("code", flat=True)}
    found.update(written.order_by().values_list("language", flat=True).distinct())
    return sorted(found, key=lambda code: (code != SOURCE_LANGUAGE, code))


def _compare(entry: Entry, column: Column, given: str) -> None:
    """Put down the value of a cell that differs. Raises ValidationError for what cannot stand there."""
    value_before = column.get_value(entry.stored) if entry.stored is not None else None
    before = column.widget.render(value_before) if entry.stored is not None else ""
    if folded(given) == folded(before):
        return
    if is_date(given):
        words = _("“%(text)s”: the spreadsheet made a date of it. Format the column as text and write it again.")
        raise ValidationError(words % {"text": given})
    if strange_sign(given):
        raise ValidationError(_("There is a sign in it that cannot be stored. Type the text anew."))
    value = column.widget.clean(given, before=() if value_before is None else value_before)
    after = column.widget.render(value)
    if entry.stored is None or folded(after) != folded(before):
        entry.values[column.column_name] = value
        entry.changes.append(Change(column.column_name, before, after))


def filled_exercise(entry: Entry, known: dict[str, Any], clinic: Any) -> Exercise:
    """Return the exercise with the plain values of *entry*. A copy: what is stored stays as it is."""
    exercise = copy(entry.stored) if entry.stored is not None else Exercise(clinic=clinic, slug=entry.slug)
    put_plain(exercise, entry, known)
    return exercise


def put_plain(exercise: Exercise, entry: Entry, known: dict[str, Any]) -> None:
    """Set what of *entry* stands in columns of the exercise itself."""
    for heading, value in entry.values.items():
        column = known[heading]
        if not column.about and not column.is_link:
            setattr(exercise, column.attribute, value)


def filled_texts(entry: Entry, known: dict[str, Any]) -> list[ExerciseText]:
    """Return the words that change, with their changes, unsaved. Nobody has reviewed them."""
    found: dict[str, ExerciseText] = {}
    for heading, value in entry.values.items():
        column = known[heading]
        if column.about:
            text = found.setdefault(column.about, _text_of(entry.stored, column.about))
            setattr(text, column.attribute, value)
    return list(found.values())


def _text_of(exercise: Exercise | None, language: str) -> ExerciseText:
    stored = words_in(exercise, language) if exercise is not None else None
    text = copy(stored) if stored is not None else ExerciseText(language=language)
    text.reviewed_by, text.reviewed_on = "", None
    return text


def _faults(row: Any, exclude: set[str], place: Any) -> dict[str, list[str]]:
    try:
        # Nothing is asked of the database: what must be there once is told by the sheet itself.
        row.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        found: dict[str, list[str]] = {}
        for name, messages in error.message_dict.items():
            found.setdefault(place(name), []).extend(messages)
        return found
    return {}
