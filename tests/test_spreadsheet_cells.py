"""Cells on their way through a spreadsheet and back: nothing runs, nothing is lost, and what it mangled is told."""

import csv
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.admin.exercise_sheet import reading, writing
from programmes.admin.exercise_sheet.cells import escaped, folded, is_date, unescaped
from programmes.admin.exercise_sheet.reading import Unreadable, read
from programmes.admin.exercise_sheet.writing import Format, TooLong, write

HEADERS = ("short name", "name (en)", "dose")
NASTY = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "''=x", "'tis", "it's", "= 1"),
    *('say "hello"', "a,b", "a;b", "one\ntwo", "one\r\ntwo", "a\u00a0b", "żółw", "3-1-2", " spaced ", "", "_x0041_"),
    *("<b>&amp;</b>", "TRUE", "007", "1e5", "sep=;"),
]
texts = st.one_of(st.sampled_from(NASTY), st.text(st.characters(blacklist_categories=["Cs"]), max_size=30))
every_format = pytest.mark.parametrize("kind", list(Format))


def written(rows: list[list[str]], kind: Format = Format.CSV, headers: tuple[str, ...] = HEADERS) -> bytes:
    return write(headers, rows, kind)


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read(content, HEADERS).rows]


@given(texts)
def test_no_cell_begins_as_a_formula_and_each_comes_back(text: str):
    assert escaped(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize("text", ["'tis", "it's", "'", "plain", ""])
def test_an_apostrophe_of_ones_own_is_left_alone(text: str):
    assert escaped(text) == text == unescaped(text)


@every_format
@settings(max_examples=40)
@given(rows=st.lists(st.lists(texts, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_is_written_is_read_again(kind: Format, rows: list[list[str]]):
    rows = [[f"row-{number}", *row] for number, row in enumerate(rows)]
    found = cells(written(rows, kind))
    assert [[folded(cell) for cell in row] for row in found] == [[folded(cell) for cell in row] for row in rows]


@every_format
def test_no_file_holds_a_formula(kind: Format):
    content = written([["a", "=HYPERLINK(1)", "-5"]], kind)
    if kind is Format.XLSX:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            sheet = packed.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "'=HYPERLINK" in sheet
    else:
        assert b'"\'=HYPERLINK(1)"' in content
        assert b'"\'-5"' in content


def test_every_cell_of_an_xlsx_is_text_so_that_typing_3_5_makes_no_date():
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(written([["a", "b", "c"]], Format.XLSX))).active
    assert {cell.number_format for row in sheet.iter_rows() for cell in row} == {"@"}


def test_a_csv_tells_excel_that_it_is_utf_8():
    assert written([]).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_usual_csv_is_read(separator: str, end: str, encoding: str):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator, lineterminator=end).writerows(
        [["Short Name", " NAME (en) ", "dose"], ["clam", 'Say "ah", then; stop', "3x12\nd3"]]
    )
    table = read(file.getvalue().encode(encoding), HEADERS)
    assert table.headers == HEADERS
    assert table.rows[0].cells == ("clam", 'Say "ah", then; stop', "3x12\nd3")


def test_the_line_that_names_the_separator_is_taken_at_its_word():
    assert cells(b"sep=;\r\nshort name;name (en);dose\r\na;b,c;d\r\n") == [("a", "b,c", "d")]


def test_rows_have_the_numbers_of_the_spreadsheet():
    content = b'short name,name (en),dose\n"a\nb",c,d\n,,\n\ne,f,g\n'
    assert [(row.number, row.cells[0]) for row in read(content, HEADERS).rows] == [(2, "a\nb"), (5, "e")]


def test_empty_columns_at_the_end_are_no_columns():
    assert cells(b"short name,name (en),dose,,\na,b,c,,\n") == [("a", "b", "c")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "first row is empty"),
        (b",,\na,b,c\n", "first row is empty"),
        ("short name,name (en)\na,ł\n".encode("cp1250"), "CSV UTF-8"),
        (b"\xff\xfea", "CSV UTF-8"),
        (b"short name,name (en),dose\na,b\n", "Row 2 has 2 cells and there are 3 headings"),
        (b"short name,name (en),dose\na,b,c\nd,e,f,g\n", "Row 3 has 4 cells"),
        (b'short name,name (en),dose\na,"b"c,d\n', "Row 2 cannot be read"),
        (b'short name,name (en),dose\na,"b,c\n', "Row 2 cannot be read"),
        (b"PK\x03\x04 nothing", "no XLSX that can be read"),
        (b"PK", "no XLSX that can be read"),
        (b"short name,name (en),dose\na,b," + b"x" * 100_001, "too long|cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(content: bytes, words: str):
    with pytest.raises(Unreadable, match=words):
        read(content, HEADERS)


def test_limits_are_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(Unreadable, match="larger than 10 MB"):
        read(b"x" * 10_000_001, HEADERS)
    rows = [[f"row-{number}", "b", "c"] for number in range(4)]
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    for kind in Format:
        with pytest.raises(Unreadable, match="more than 3 rows"):
            read(written(rows, kind), HEADERS)
    monkeypatch.setattr(reading, "MOST_COLUMNS", 2)
    for kind in Format:
        with pytest.raises(Unreadable, match="more than 2 columns|far too long"):
            read(written(rows[:1], kind), HEADERS)
    monkeypatch.setattr(reading, "MOST_UNPACKED", 100)
    with pytest.raises(Unreadable, match="far too large"):
        read(written(rows, Format.XLSX), HEADERS)


def packed(**parts: str) -> bytes:
    """Return an XLSX with some of its parts replaced: dots in names as double underscores."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written([["a", "b", "c"]], Format.XLSX))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0], old.read(name)))
    return file.getvalue()


def test_an_xlsx_that_unfolds_for_ever_is_refused():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    sheet = (
        f"<!DOCTYPE x [{laughs}]><worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
        "<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>&l8;</t></is></c></row></sheetData></worksheet>"
    )
    with pytest.raises(Unreadable, match="no XLSX"):
        read(packed(sheet1=sheet), HEADERS)


def test_a_row_far_below_ends_in_a_sentence():
    sheet = (
        "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
        "<row r='1'><c r='A1' t='inlineStr'><is><t>short name</t></is></c></row>"
        "<row r='1048576'><c r='A1048576' t='inlineStr'><is><t>a</t></is></c></row></sheetData></worksheet>"
    )
    with pytest.raises(Unreadable, match="empty ones counted"):
        read(packed(sheet1=sheet), HEADERS)


def test_what_excel_itself_calls_a_date_or_a_number_is_told_apart():
    from datetime import date, time

    from openpyxl import Workbook

    book = Workbook()
    book.active.append([*HEADERS, "n", "f", "t"])
    book.active.append(["a", date(2026, 5, 3), time(1, 30), 3, 3.0, True])
    file = io.BytesIO()
    book.save(file)
    (row,) = read(file.getvalue(), HEADERS).rows
    assert [is_date(cell) for cell in row.cells] == [False, True, True, False, False, False]
    assert row.cells[3:] == ("3", "3", "True")


@pytest.mark.parametrize(
    "text",
    ["03-May", "3-May", "May-26", "3 May", "2026-05-03", "2026-05-03 00:00:00", "03/05/2026", "3.5.26", "01:30:00"],
)
def test_a_date_in_a_csv_is_noticed(text: str):
    assert is_date(text)


@pytest.mark.parametrize("text", ["3x12", "3-1-2", "3-5", "1:30", "e4-6", "May", "10 to 30 cm", "Marching", "", "20"])
def test_what_is_no_date_is_left_alone(text: str):
    assert not is_date(text)


def test_a_text_that_excel_would_cut_is_said():
    with pytest.raises(TooLong, match="Take the CSV"):
        written([["a", "x" * (writing.LONGEST_OF_EXCEL + 1), "c"]], Format.XLSX)
