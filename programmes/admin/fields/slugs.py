"""Rows of the library that are stored by their short names: picked by title, never typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from programmes.admin.fields.rows import Column, RowsField

Titles = Iterable[tuple[str, str]]


class SlugField(forms.ChoiceField):
    """One short name. `before` is what is stored: it stays on offer."""

    def __init__(self, *, titles: Titles, **kwargs: Any) -> None:
        super().__init__(choices=[("", "---------"), *titles], **kwargs)

    @property
    def before(self) -> str:
        return ""

    @before.setter
    def before(self, stored: str) -> None:
        if stored and stored not in dict(self.choices):
            self.choices = [*self.choices, (stored, stored)]


class SlugsField(forms.MultipleChoiceField):
    """A JSON list of short names whose order nobody chooses: ticked ones keep their place, new ones follow.

    `before` is what is stored; the form that is shown sets it. A stored name that is no longer offered stays.
    """

    widget = forms.CheckboxSelectMultiple(attrs={"class": "columns"})

    def __init__(self, *, titles: Titles, **kwargs: Any) -> None:
        self.before: list[str] = []
        super().__init__(choices=list(titles), **kwargs)

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        offered = [slug for slug, _title in self.choices]
        kept = [slug for slug in self.before if slug in chosen or slug not in offered]
        return [*kept, *(slug for slug in offered if slug in chosen and slug not in kept)]


class OrderedSlugsField(RowsField):
    """A JSON list of short names in an order that matters: one a row, the first row first."""

    def __init__(self, *, titles: Titles, label: Any = "", **kwargs: Any) -> None:
        self._titles = list(titles)
        column = Column("slug", label, kind="choice", choices=self._titles)
        super().__init__(columns=(column,), label=label, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = [{"slug": item} for item in value]
        return super().prepare_value(value)

    def clean(self, value: Any) -> Any:
        known = {*self.before, *(slug for slug, _title in self._titles)}
        slugs = [record["slug"] for record in super().clean(value) if record["slug"] in known]
        return list(dict.fromkeys(slugs))

    def _stored(self, came_from: str) -> dict[str, Any]:
        return {}
