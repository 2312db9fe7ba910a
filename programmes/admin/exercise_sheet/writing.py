"""Rows of texts as a file that spreadsheets open: CSV for any of them, or XLSX in which nothing turns into a date."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.exercise_sheet.cells import escaped, without_strange_signs

LONGEST_OF_EXCEL = 32_767
# In the unit of spreadsheets: letters of the usual size.
WIDTH = 28
AS_TEXT = "@"


class Format(TextChoices):
    XLSX = "xlsx", gettext_lazy("Excel (XLSX)")
    CSV = "csv", gettext_lazy("CSV, with commas")
    SEMICOLONS = "csv-semicolons", gettext_lazy("CSV, with semicolons")

    @property
    def suffix(self) -> str:
        return "xlsx" if self is Format.XLSX else "csv"

    @property
    def content_type(self) -> str:
        if self is Format.XLSX:
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return "text/csv; charset=utf-8"


class TooLong(Exception):
    """A cell holds more than Excel takes: it would be cut without a word."""


def write(headers: Sequence[str], rows: Iterable[Sequence[str]], kind: Format) -> bytes:
    """Return the file. Raises TooLong for an XLSX with a cell that Excel would cut."""
    safe = [[escaped(without_strange_signs(cell)) for cell in row] for row in rows]
    return _xlsx(headers, safe) if kind is Format.XLSX else _csv(headers, safe, kind)


def _csv(headers: Sequence[str], rows: Sequence[Sequence[str]], kind: Format) -> bytes:
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";" if kind is Format.SEMICOLONS else ",", quoting=csv.QUOTE_ALL)
    writer.writerow(headers)
    writer.writerows(rows)
    # By this mark Excel knows that it is UTF-8.
    return file.getvalue().encode("utf-8-sig")


def _xlsx(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook  # slow to load, and only needed here
    from openpyxl.styles import Alignment, Font, NamedStyle

    # Asked first: a sheet that is begun must be ended.
    if any(len(cell) > LONGEST_OF_EXCEL for row in rows for cell in row):
        raise TooLong(_("A text is longer than a cell of Excel holds, and would be cut. Take the CSV."))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Exercises")
    sheet.freeze_panes = "B2"
    words = NamedStyle("words", number_format=AS_TEXT, alignment=Alignment(wrap_text=True, vertical="top"))
    heading = NamedStyle("heading", number_format=AS_TEXT, font=Font(bold=True))
    for style in (words, heading):
        book.add_named_style(style)
    for number in range(1, len(headers) + 1):
        dimension = sheet.column_dimensions[_letters(number)]
        dimension.width = WIDTH
    sheet.append([_cell(sheet, text, "heading") for text in headers])
    for row in rows:
        sheet.append([_cell(sheet, text, "words") for text in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, text: str, style: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.style = style
    return cell


def _letters(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number))
