"""The exercises of somebody's clinic as a spreadsheet: taken out, changed cell by cell, and brought back."""

import re
from html import unescape
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from programmes.admin.exercise_sheet.looked_at import Compared, compared
from programmes.admin.exercise_sheet.reading import read
from programmes.admin.exercise_sheet.sheet import Sheet
from programmes.admin.exercise_sheet.writing import Format, write
from programmes.admin.site import workbench
from programmes.models import Exercise
from tests.workbench import at

EXPORT, IMPORT = (reverse(f"admin:programmes_exercise_{name}") for name in ("export", "import"))
Rows = list[dict[str, str]]


def sheet_of(user: User) -> Sheet:
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=user.pk)
    return Sheet(workbench._registry[Exercise], request)


def taken_out(user: User, *slugs: str) -> Rows:
    """Return the rows of an export as heading and cell; those of *slugs* alone, in that order, if any are named."""
    sheet = sheet_of(user)
    rows = {cells[0]: dict(zip(sheet.columns, cells, strict=True)) for cells in sheet.cells()}
    return [rows[slug] for slug in slugs] if slugs else list(rows.values())


def as_file(rows: Rows, kind: Format = Format.CSV) -> bytes:
    headers = list(rows[0])
    return write(headers, [[row[heading] for heading in headers] for row in rows], kind)


def differences(user: User, content: bytes) -> Compared:
    sheet = sheet_of(user)
    table = read(content, sheet.columns)
    return compared(sheet.compared(table), table)


def faults(user: User, rows: Rows) -> list[tuple[int, str, str]]:
    """Return row, column and reason of each refusal."""
    return [(each.number, each.heading, each.reason) for each in differences(user, as_file(rows)).refused]


def look(user: User, content: bytes, name: str = "exercises.csv") -> Any:
    return at(user).post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def sealed_on(answer: Any) -> str:
    found = re.search(r'name="rows" value="([^"]+)"', answer.content.decode())
    assert found, answer.content.decode()
    return unescape(found[1])


def take(user: User, sealed: str) -> Any:
    return at(user).post(IMPORT, {"rows": sealed})


def brought_back(user: User, rows: Rows) -> Any:
    """Look at *rows* and import them."""
    return take(user, sealed_on(look(user, as_file(rows))))
