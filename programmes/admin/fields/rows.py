"""A list of small records as a table: a row each, a column for each part, and empty rows to add more.

What a record holds besides the columns stays with its row for as long as the words it belongs to stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from programmes.admin.fields.ranges import as_words, read_range

Options = Iterable[tuple[Any, Any]]
Maker = Callable[[Any, dict[str, Any]], forms.Field]
SPARE_ROWS = 2


@dataclass(frozen=True)
class Column:
    """One part of a record. `kind` is text, number, tick, range or choice; `choices` may differ by clinic."""

    key: str
    label: Any
    kind: str = "text"
    choices: Options | Callable[[Any], Options] = ()

    def for_clinic(self, clinic: Any) -> Column:
        return replace(self, choices=tuple(self.choices(clinic))) if callable(self.choices) else self

    @property
    def options(self) -> list[tuple[Any, Any]]:
        return [("", "---------"), *self.choices]

    def shown(self, record: Mapping[str, Any]) -> Any:
        value = record.get(self.key)
        if self.kind == "range":
            return as_words(value or [])
        return "" if value is None else value

    def read(self, text: Any) -> Any:
        """Return what was written; None for nothing. Raises ValidationError."""
        if self.kind == "tick":
            return bool(text)
        words = (text or "").replace("\r\n", "\n").strip()
        if not words:
            return None
        if self.kind == "range":
            return read_range(words)
        return self._number(words) if self.kind == "number" else words

    def _number(self, words: str) -> int:
        try:
            return int(words)
        except ValueError:
            message = _("%(column)s: write a whole number, not “%(text)s”.")
            raise ValidationError(message % {"column": self.label, "text": words}, code="number") from None


class RowsWidget(forms.Widget):
    """The table of a RowsField. Each row carries which stored record it came from, as a number."""

    template_name = "admin/widgets/rows.html"
    columns: tuple[Column, ...] = ()
    spare_rows = SPARE_ROWS

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> Any:
        # The form renderer knows the templates of apps only; this one stands with the site's.
        return render_to_string(template_name, context)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [*(value or []), *({} for _spare in range(self.spare_rows))]
        options = {column.key: column.options for column in self.columns if column.kind == "choice"}
        context["widget"]["columns"] = self.columns
        context["widget"]["rows"] = [self._row(name, place, row, options) for place, row in enumerate(rows)]
        return context

    def _row(self, name: str, place: int, row: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
        marker, typed = f"{name}-{place}", row.get("_raw")
        cells = []
        for column in self.columns:
            value = column.shown(row) if typed is None else typed[column.key]
            offered = options.get(column.key, ())
            # What is stored and no longer offered stays until somebody picks another.
            offered = offered if not offered or value in dict(offered) else [*offered, (value, value)]
            cell = {"name": f"{marker}-{column.key}", "kind": column.kind, "label": column.label}
            cells.append({**cell, "value": value, "options": offered})
        return {"marker": marker, "came_from": row.get("_came_from", ""), "number": place + 1, "cells": cells}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        rows = []
        while (marker := f"{name}-{len(rows)}") in data:
            raw = {column.key: data.get(f"{marker}-{column.key}", "") for column in self.columns}
            rows.append({"_came_from": data[marker], "_raw": raw})
        return rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-0" not in data

    def id_for_label(self, id_: str) -> str:
        return ""


class RowsField(forms.Field):
    """A JSON list of records. `before` is what is stored; the form that is shown sets it.

    `bound_to` names the columns whose words the other parts of a record belong to: when one of them is
    rewritten, what no column shows (a measure, a source) is let go. All columns of words, unless given.
    `fresh` is what a new record holds besides the columns.
    """

    widget = RowsWidget

    def __init__(
        self,
        *,
        columns: tuple[Column, ...],
        bound_to: tuple[str, ...] | None = None,
        fresh: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.columns = columns
        self.fresh = fresh or {}
        self.bound_to = bound_to or tuple(column.key for column in columns if column.kind == "text")
        self.before: list[dict[str, Any]] = []
        super().__init__(**kwargs)
        self.widget.columns = columns

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list) or any("_raw" in row for row in value):
            return value
        return [{**row, "_came_from": place} for place, row in enumerate(value)]

    def clean(self, value: Any) -> list[dict[str, Any]]:
        records = [self._record(row) for row in value or []]
        found = [record for record in records if record]
        if self.required and not found:
            raise ValidationError(self.error_messages["required"], code="required")
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial if initial is not None else []) != self.clean(data))
        except ValidationError:
            return True

    def _record(self, row: Mapping[str, Any]) -> dict[str, Any]:
        stored = self._stored(row["_came_from"])
        written = {column.key: column.read(row["_raw"][column.key]) for column in self.columns}
        if self._is_empty(written):
            return {}
        kept = stored if stored and self._words_stay(stored, written) else self.fresh
        others = {key: value for key, value in kept.items() if key not in written}
        return {**others, **self._parts(stored, written)}

    def _is_empty(self, written: Mapping[str, Any]) -> bool:
        """A row without words counts as removed, ticked or not."""
        words = [written[column.key] for column in self.columns if column.kind != "tick"]
        return all(value is None or value == [] for value in words)

    def _stored(self, came_from: str) -> dict[str, Any]:
        place = int(came_from) if came_from.isdecimal() else len(self.before)
        return self.before[place] if place < len(self.before) else {}

    def _words_stay(self, stored: Mapping[str, Any], written: Mapping[str, Any]) -> bool:
        return all((stored.get(key) or None) == written[key] for key in self.bound_to)

    def _parts(self, stored: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
        """Return the columns to store. What was empty or missing before and still is stays exactly as it was."""
        parts = {}
        for key, value in written.items():
            if stored and _is_blank(value) and _is_blank(stored.get(key)):
                parts.update({key: stored[key]} if key in stored else {})
            elif value is not None:
                parts[key] = value
        return parts


class RecordField(RowsField):
    """One record, stored as a JSON object: a table of a single row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.before: Any = {}
        self.widget.spare_rows = 0

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value([value] if isinstance(value, dict) else value)

    def clean(self, value: Any) -> Any:
        records = super().clean(value)
        return records[0] if records else {}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial or {}, data)

    def _stored(self, came_from: str) -> dict[str, Any]:
        return self.before


def _is_blank(value: Any) -> bool:
    """0 is a value."""
    return value is None or value is False or value == "" or value == []


def rows(*columns: Column, kind: type[RowsField] = RowsField, **options: Any) -> Maker:
    """Return what makes the field of a clinic's form; its `columns` say how a record is read where it is only shown."""

    def make(clinic: Any, words: dict[str, Any]) -> RowsField:
        return kind(columns=tuple(column.for_clinic(clinic) for column in columns), **options, **words)

    make.columns = columns  # type: ignore[attr-defined]
    return make
