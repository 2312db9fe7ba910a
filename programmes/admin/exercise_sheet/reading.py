"""A file that somebody's spreadsheet wrote, as rows of texts: CSV of any usual kind, or XLSX. Knows no exercise."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _

from programmes.admin.exercise_sheet.cells import Dated, folded, unescaped

MOST_BYTES = 10_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 400
# An XLSX is packed: what comes out of it may be so many times larger.
MOST_UNPACKED = 100_000_000
LONGEST_CELL = 100_000
SEPARATORS = (",", ";", "\t")


class Unreadable(Exception):
    """There is no table to be had; the message says why and what to do."""


@dataclass(frozen=True)
class Row:
    """``number`` is the one that the spreadsheet shows at its edge: the headings are row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def read(content: bytes, known: Collection[str]) -> Table:
    """Return the table in *content*; *known* headings tell by what its cells are separated. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(
            _("The file is larger than %(most)d MB. Cut it into several.") % {"most": MOST_BYTES // 1_000_000}
        )
    rows = _of_xlsx(content) if content[:2] == b"PK" else _of_csv(content, known)
    return _table(rows)


def _table(rows: Iterable[tuple[int, list[str]]]) -> Table:
    numbered = iter(rows)
    headers = tuple(folded(cell).casefold() for cell in _without_empty_end(next(numbered, (1, []))[1]))
    if not headers:
        raise Unreadable(_("The first row is empty. It holds the headings, as in an export."))
    if len(headers) > MOST_COLUMNS:
        raise Unreadable(_("There are more than %(most)d columns.") % {"most": MOST_COLUMNS})
    found = []
    for number, cells in numbered:
        if not any(cell.strip() for cell in cells):
            continue
        found.append(Row(number, _fitted(number, cells, len(headers))))
        if len(found) > MOST_ROWS:
            raise Unreadable(_("There are more than %(most)d rows. Cut the file into several.") % {"most": MOST_ROWS})
    return Table(headers, tuple(found))


def _fitted(number: int, cells: list[str], width: int) -> tuple[str, ...]:
    """Return as many cells as there are headings. One too few or too many is a text that was torn."""
    cells = _without_empty_end(cells, width)
    if len(cells) != width:
        words = {"number": number, "count": len(cells), "width": width}
        raise Unreadable(
            _(
                "Row %(number)d has %(count)d cells and there are %(width)d headings: a text was torn apart, or cells"
                " are missing. Save the file again from the spreadsheet."
            )
            % words
        )
    return tuple(cell if isinstance(cell, Dated) else unescaped(cell) for cell in cells)


def _without_empty_end(cells: list[str], width: int = 0) -> list[str]:
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _of_csv(content: bytes, known: Collection[str]) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    told, text = _told_separator(text)
    separator = told or max(SEPARATORS, key=lambda sign: len(set(known).intersection(_first_row(text, sign))))
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            if len(cells) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in cells):
                raise Unreadable(_("Row %(number)d is far too long for an exercise.") % {"number": number})
            yield number, cells
    except csv.Error as error:
        words = {"number": number + 1, "reason": error}
        raise Unreadable(_("Row %(number)d cannot be read: %(reason)s.") % words) from error


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        words = _("The letters of this file cannot be read. In Excel, save it as “CSV UTF-8” or as XLSX.")
        raise Unreadable(words) from error


def _told_separator(text: str) -> tuple[str, str]:
    """Return the separator that a first line "sep=;" names, "" for none, and the text without it."""
    first, _end, rest = text.partition("\n")
    told = first.strip().strip('"')
    return (told[4], rest) if told.startswith("sep=") and told[4:] in SEPARATORS else ("", text)


def _first_row(text: str, separator: str) -> list[str]:
    try:
        row = next(csv.reader(StringIO(text[:LONGEST_CELL], newline=""), delimiter=separator), [])
    except csv.Error:
        return []
    return [folded(cell).casefold() for cell in row]


def _of_xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # slow to load, and only needed here

    damaged = _("This is no XLSX that can be read. Save it again from the spreadsheet, or as CSV.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            # What a part unpacks to never exceeds what is stated here: reading stops there.
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("Unpacked, the file is far too large for a library of exercises."))
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), start=1):
            if number > MOST_ROWS + 1:
                words = _("There are more than %(most)d rows, empty ones counted. Delete what is below the last one.")
                raise Unreadable(words % {"most": MOST_ROWS})
            yield number, [_text(cell) for cell in cells]
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken file makes the reader stumble over
        raise Unreadable(damaged) from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date | time | timedelta):
        return Dated(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
