"""Stored values as a person reads them, for pages that only show: lists as lists, records as tables, never JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programmes.access import clinic_of_row
from programmes.admin.fields import Column
from programmes.admin.titles import titles

NOTHING = "–"


def as_read(value: Any) -> Any:
    """Return a stored JSON value as safe HTML."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, dict):
        return _bullets(format_html("{}: {}", _words(key), as_read(item)) for key, item in value.items())
    if not isinstance(value, list | tuple):
        return str(value)
    if all(isinstance(item, int) for item in value):
        return ", ".join(str(item) for item in value)
    return _table(value) if all(isinstance(item, dict) for item in value) else _bullets(map(as_read, value))


def _by_columns(value: Any, columns: tuple[Column, ...], row: Any) -> Any:
    """Return the records with the headings of the form, and choices by what they are called."""
    readable = [column.for_clinic(clinic_of_row(row)) for column in columns]
    records = [
        {column.label: dict(column.choices).get(column.shown(record), column.shown(record)) for column in readable}
        for record in (value if isinstance(value, list) else [value])
    ]
    return records if isinstance(value, list) else records[0]


def _bullets(items: Any) -> Any:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((item,) for item in items)))


def _table(records: list[dict[str, Any]]) -> Any:
    keys = list(dict.fromkeys(key for record in records for key in record))
    head = format_html_join("", '<th scope="col">{}</th>', ((_words(key),) for key in keys))
    cells = (format_html_join("", "<td>{}</td>", ((as_read(record.get(key)),) for key in keys)) for record in records)
    rows = format_html_join("", "<tr>{}</tr>", ((row,) for row in cells))
    frame = '<table class="rows"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    return format_html(frame, head, rows)


def _words(key: Any) -> str:
    return capfirst(str(key).replace("_", " ").replace("-", " "))


@cache
def shown(field: Any, named: Any = None, columns: tuple[Column, ...] = ()) -> Callable[[Any], Any]:
    """Return what the admin takes for a read-only field: the stored value of *field*, as it is read.

    *named* is the model whose short names are stored; its titles are read instead. Of records, *columns* are read.
    """

    def contents(row: Any) -> Any:
        value = getattr(row, field.name)
        if field.many_to_many:
            return as_read([str(item) for item in value.all()])
        if named is not None:
            called = dict(titles(named.objects.for_clinic(row.clinic).filter(slug__in=value)))
            value = [called.get(slug, slug) for slug in value]
        if columns:
            return as_read(_by_columns(value, columns, row))
        return as_read(value)

    contents.__name__ = field.name
    contents.short_description = field.verbose_name  # type: ignore[attr-defined]
    return contents
