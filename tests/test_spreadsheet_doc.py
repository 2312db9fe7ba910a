"""docs/spreadsheet.md and docs/record-note.md say what is so."""

import re
from pathlib import Path

import pytest

from programmes.admin.exercise_sheet import looked_at, reading
from programmes.dosage import parse_shorthand
from programmes.handout import on_record, text
from tests.cast import make_cast
from tests.factories import make_exercise, make_language
from tests.spreadsheets import faults, sheet_of, taken_out

DOCS = Path(__file__).resolve().parent.parent / "docs"
SHEET = (DOCS / "spreadsheet.md").read_text()
NOTE = (DOCS / "record-note.md").read_text()


@pytest.mark.django_db
def test_the_headings_of_the_table_are_headings_of_the_sheet():
    make_language()
    make_language(code="pl")
    headings = set(sheet_of(make_cast().ana).columns)
    rows = re.findall(r"^\| (`.+?) \| ", SHEET, flags=re.MULTILINE)
    told = {heading for row in rows for heading in re.findall(r"`([^`]+)`", row)}
    assert len(told) > 25
    assert told - headings == set()
    assert {"name (en)", "steps (pl)"} <= headings


def test_the_limits_are_those_that_hold():
    assert f"{reading.MOST_BYTES // 1_000_000} MB and {reading.MOST_ROWS:,} rows" in SHEET
    assert f"at most {looked_at.MOST_CHANGED} new or changed exercises at once" in SHEET
    assert looked_at.SECONDS_TO_LOOK == 60 * 60


def test_the_dose_of_the_example_is_understood():
    (example,) = re.findall(r"builder's shorthand: `([^`]+)`", SHEET)
    assert parse_shorthand(example).unknown == ()


@pytest.mark.django_db
def test_the_refusals_read_as_the_table_says():
    make_language()
    make_exercise(slug="squat")
    ana = make_cast().ana
    (row,) = taken_out(ana)
    wrong = {"dose": "3x900 d3", "harder": "sqat"}
    said = {heading: why for _number, heading, why in faults(ana, [{**row, **wrong}])}
    assert re.findall(r"^\| \d+ \| `(.+)` \| (.+) \|$", SHEET, flags=re.MULTILINE) == [*said.items()]


def test_the_note_is_made_by_the_functions_that_are_named():
    for name in ("note", "short_note"):
        assert callable(getattr(text, name))
        assert name in NOTE
    assert callable(on_record.record_of)
    assert text.ascii_only("ł×") == "lx"
