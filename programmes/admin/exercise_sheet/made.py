"""The columns for one person: what their clinic may choose from, asked once, with the fields of the form they know."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.http import HttpRequest

from programmes.access import choices
from programmes.admin.exercise_sheet import columns
from programmes.admin.exercise_sheet.columns import Column
from programmes.admin.fields import LinesField
from programmes.models import ExerciseText, Kit, PatientFlag


def made_columns(page: Any, request: HttpRequest, languages: Collection[str]) -> dict[str, Any]:
    """Return the columns by their headings, in the order of the sheet. Queries a fixed number of times."""
    return {column.column_name: column for column in _columns(page, request, languages)}


def _columns(page: Any, request: HttpRequest, languages: Collection[str]) -> Iterator[Any]:
    asked = page.get_form(request, None).base_fields
    yield columns.ReadOnlyColumn(columns.KEY, lambda row: row.slug)
    yield columns.ReadOnlyColumn(columns.WHOSE, page.whose)
    words = {language: list(_of_words(page, request, language)) for language in languages}
    # What people look for first stands first.
    yield from (column for language in languages for column in words[language][:1])
    yield from _plain(columns.PLAIN, asked)
    yield _links("purposes", asked)
    yield columns.DoseColumn(attribute="dosage", column_name=columns.DOSE, widget=columns.DoseCell())
    yield from _plain(columns.ABOUT_THE_DOSE, asked)
    kit = columns.KitCell(choices(Kit, request.user))
    yield columns.KitColumn(attribute="kit_needs", column_name=columns.KIT, widget=kit)
    for heading, attribute in columns.SLUG_LISTS.items():
        yield Column(attribute=attribute, column_name=heading, widget=columns.SlugsCell(asked[attribute], ()))
    yield from _plain(columns.OF_THE_BODY, asked)
    yield _links("sources", asked)
    yield from _plain(columns.FROM_WHERE, asked)
    yield from (column for language in languages for column in words[language][1:])


def _plain(headings: dict[str, str], asked: dict[str, forms.Field]) -> Iterator[Column]:
    for heading, attribute in headings.items():
        yield Column(attribute=attribute, column_name=heading, widget=_cell(asked[attribute]))


def _links(name: str, asked: dict[str, forms.Field]) -> Column:
    return columns.LinksColumn(attribute=name, column_name=name, widget=columns.LinksCell(asked[name]))


def _of_words(page: Any, request: HttpRequest, language: str) -> Iterator[Column]:
    inline = next(each for each in page.get_inline_instances(request, None) if each.model is ExerciseText)
    asked = inline.get_formset(request, None).form.base_fields
    flags = set(choices(PatientFlag, request.user).values_list("slug", flat=True))
    for heading, attribute in columns.WORDS.items():
        if attribute == "precautions":
            widget: Any = columns.PrecautionsCell(LinesField(required=False), flags)
        else:
            widget = _cell(asked[attribute])
        name = columns.words_heading(heading, language)
        yield columns.WordsColumn(language, attribute=attribute, column_name=name, widget=widget)


def _cell(field: forms.Field) -> columns.Cell:
    if isinstance(field, LinesField):
        return columns.LinesCell(field)
    if isinstance(field, forms.BooleanField):
        return columns.TickCell(field)
    if isinstance(field, forms.ChoiceField):
        return columns.ChoiceCell(field)
    return columns.NumberCell(field) if isinstance(field, forms.IntegerField) else columns.Cell(field)
