"""The PDF: tagged, in the packaged fonts, the same bytes every time, and open to nothing outside."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from fontTools.misc.timeTools import timestampNow, timestampSinceEpoch
from pikepdf import Name

from programmes.handout import page, pdf
from programmes.handout.document import Change, ChangeKind, Clinic, Document, Kind
from programmes.handout.job import RefusedAddress
from programmes.models import Layout, Paper
from tests import aloud, pdfua, printed
from tests.documents import make_card, make_document, make_drawn, make_image, make_ladder, make_part, make_photo

ATKINSON = {"Handout-Atkinson", "Handout-Atkinson-Bold"}
NOTO = {"Handout-Noto", "Handout-Noto-Bold"}
A4, LETTER = (595, 842), (612, 792)
ENLARGED = {Layout.LARGE_PRINT, Layout.EXTRA_LARGE}

HANDOUTS = {
    "condition": make_document(parts=(make_part(cards=tuple(make_card(number=number) for number in range(1, 6))),)),
    "warm-up": make_document(
        kind=Kind.WARM_UP,
        parts=(
            make_part(heading="Part 1: Get warm"),
            make_part(heading="Part 2: Loosen up", cards=(make_card(number=3),)),
        ),
    ),
    "return-to-running": make_document(kind=Kind.RETURN_TO_RUNNING, ladder=make_ladder(), condition=None),
    "preview": make_document(is_preview=True, version=None, patient=None, practitioner=None),
}


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


EVERY_SHAPE = [("condition", layout, paper) for layout in Layout.values for paper in Paper.values]
OTHER_KINDS = [(kind, layout, Paper.A4) for kind in list(HANDOUTS)[1:] for layout in ("standard", "extra-large")]


@pytest.mark.parametrize(("kind", "layout", "paper"), EVERY_SHAPE + OTHER_KINDS)
def test_every_layout_on_both_papers_is_tagged_without_a_fault(kind: str, layout: str, paper: str):
    content = pdf.render(HANDOUTS[kind], layout, paper)
    assert pdfua.failures(content) == []
    assert pdfua.orphans(content) == 0
    assert printed.fonts(content) == ATKINSON


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, A4), (Paper.LETTER, LETTER)])
def test_pages_have_the_size_of_the_paper(paper: str, size: tuple[int, int]):
    with opened(pdf.render(make_document(), paper=paper)) as file:
        assert {tuple(round(float(edge)) for edge in sheet.mediabox[2:]) for sheet in file.pages} == {size}


@pytest.mark.parametrize(
    ("layout", "points"),
    [("compact", 12), ("standard", 14), ("one-sheet", 14), ("large-print", 18), ("extra-large", 24)],
)
def test_the_text_has_the_size_of_the_layout(layout: str, points: int):
    sizes = []
    with opened(pdf.render(make_document(), layout)) as file:
        for operands, operator in pikepdf.parse_content_stream(file.pages[0]):
            if str(operator) == "Tf":
                sizes.append(float(operands[1]))
            if str(operator) == "Tm" and sizes:
                sizes[-1] = max(sizes[-1], abs(float(operands[3])))
    # Positions are in CSS pixels, three quarters of a point.
    assert round(max(set(sizes), key=sizes.count) * 0.75, 1) == points


def test_title_language_author_and_date_come_from_the_document():
    with opened(pdf.render(make_document())) as file:
        assert str(file.docinfo["/Title"]) == "Runner's knee, left – Riverside Physio"
        assert str(file.docinfo["/Author"]) == "Ana Brook"
        assert str(file.docinfo["/CreationDate"]).startswith("D:20260302")
        assert str(file.Root.Lang) == "en"


def test_the_headings_are_its_bookmarks():
    with opened(pdf.render(make_document())) as file, file.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Runner's knee, left"]
        assert "Your plan" in [item.title for item in outline.root[0].children]


def test_lists_tables_and_paragraphs_are_tagged_as_what_they_are():
    roles = pdfua.roles(pdf.render(make_document(ladder=make_ladder())))
    assert roles.count("Table") >= 5
    assert {"H1", "H2", "H3", "P", "L", "LI", "LBody", "Lbl", "Table", "THead", "TR", "TH", "TD"} <= set(roles)
    assert "Figure" not in roles


@pytest.mark.parametrize("layout", Layout.values)
def test_it_is_read_aloud_as_the_page_is_written(layout: str):
    """Word for word, in the same order: what a line or a page breaks in two is one list, table or sentence."""
    cards = tuple(make_card(number=number, picture=make_drawn(), note="Slowly. " * 20) for number in range(1, 9))
    handout = make_document(parts=(make_part(cards=cards),), ladder=make_ladder(stages=make_ladder().stages * 30))
    content = pdf.render(handout, layout)
    assert aloud.of_pdf(content) == aloud.of_page(page.render(handout, layout))
    assert pdfua.failures(content) == []


def test_a_day_of_the_diary_is_read_out_under_its_week_its_line_and_its_own_name():
    content = pdf.render(make_document())
    assert aloud.headers(content)[-7:] == [["4", "Effort", day] for day in make_document().diary.weekdays]


@pytest.mark.parametrize("paper", Paper.values)
@pytest.mark.parametrize("layout", Layout.values)
def test_version_date_initials_and_page_stand_on_every_page(layout: str, paper: str):
    cards = tuple(make_card(number=number) for number in range(1, 8))
    pages = printed.pages(pdf.render(make_document(parts=(make_part(cards=cards),)), layout, paper))
    assert len(pages) > 1
    for number, text in enumerate(pages, 1):
        between = " " if layout == "extra-large" else " · "  # There the page has a line of its own.
        assert f"Version 2 · 2 March 2026{between}Page {number} of {len(pages)}" in text
        # In large print there is no room for the clinic's name, which stands on the first page.
        assert re.search(r"\bEH\b", text) if layout in ENLARGED else "EH · Riverside Physio" in text


@pytest.mark.parametrize("layout", Layout.values)
def test_a_preview_says_so_on_every_page(layout: str):
    pages = printed.pages(pdf.render(make_document(is_preview=True), layout))
    assert all("PREVIEW, not for the patient" in text for text in pages)


def test_an_issued_handout_is_no_preview_on_any_page():
    assert "PREVIEW" not in " ".join(printed.pages(pdf.render(make_document())))


def test_each_dose_can_be_copied_out_whole():
    text = " ".join(printed.pages(pdf.render(make_document())))
    for line in make_card().dose:
        assert f"{line.label}: {line.text}" in text


def test_four_exercises_with_their_diary_take_six_sides_at_most():
    steps = (
        "Keep your feet touching.",
        "Lift your left knee like a clam.",
        "Stop before you roll back.",
        "Lower slowly.",
    )
    standing = make_drawn(start=make_image(box="0 0 75 105"), end=make_image(box="0 0 75 105"))
    cards = tuple(make_card(number=number, steps=steps, picture=standing) for number in range(1, 5))
    handout = make_document(parts=(make_part(cards=cards),))
    assert len(printed.pages(pdf.render(handout))) <= 6
    assert len(printed.pages(pdf.render(handout, Layout.ONE_SHEET))) <= 2


def lone_small_prints() -> int:
    """Return how many of some handouts of growing length end in a page that holds the small print alone."""
    bare = {"parts": (), "warnings": (), "condition": None, "advice": (), "diary": None, "pain_rule": None}
    bare |= {"changes": (), "change_reason": ""}
    handouts = [make_document(questions=("Can I?",) * count, next_part=None, **bare) for count in range(10, 17)]
    ends = [printed.pages(pdf.render(handout))[-1] for handout in handouts]
    return sum(text.startswith("Ask us for this in larger print.") for text in ends)


def test_pages_are_set_closer_where_that_spares_one_for_the_small_print(monkeypatch: pytest.MonkeyPatch):
    spared = lone_small_prints()
    monkeypatch.setattr("programmes.handout.engine.TOP_OF_PAGE", 0)
    assert spared < lone_small_prints()


def test_what_changed_costs_the_one_sheet_no_third_side():
    cards = tuple(make_card(number=number) for number in range(1, 6))
    lines = tuple(Change(kind, f"Move {kind}: 3 sets of 12, was 2 sets of 12.") for kind in ChangeKind)
    handout = make_document(parts=(make_part(cards=cards),), changes=lines)
    assert len(printed.pages(pdf.render(handout, Layout.ONE_SHEET))) <= 2


@pytest.mark.parametrize("layout", Layout.values)
def test_what_changed_is_printed_in_words_whatever_the_shapes_and_colours(layout: str):
    lines = tuple(Change(kind, "Clamshell.") for kind in ChangeKind)
    text = " ".join(printed.pages(pdf.render(make_document(changes=lines), layout)))
    for kind in ChangeKind:
        assert f"{kind.label}: Clamshell." in text


def test_a_card_stays_on_one_page():
    cards = tuple(make_card(number=number, name=f"Move {number}", feel=f"Feeling {number}.") for number in range(1, 12))
    pages = printed.pages(pdf.render(make_document(parts=(make_part(cards=cards),))))
    for number in range(1, 12):
        assert [f"{number} Move {number} Left leg" in text for text in pages] == [
            f"Feel it: Feeling {number}." in text for text in pages
        ]


def test_a_long_note_is_printed_to_its_last_word():
    note = "Keep going. " * 160 + "The last word."
    content = pdf.render(make_document(parts=(make_part(cards=(make_card(note=note),)),)))
    assert "The last word." in " ".join(printed.pages(content))
    assert pdfua.orphans(content) == 0


def test_sixty_exercises_are_printed():
    cards = tuple(make_card(number=number, name=f"Move {number}") for number in range(1, 61))
    assert "60 Move 60" in " ".join(printed.pages(pdf.render(make_document(parts=(make_part(cards=cards),)))))


def test_a_word_without_end_is_broken():
    assert pdfua.failures(pdf.render(make_document(goal="ha" * 2000))) == []


@pytest.mark.parametrize("name", ["Zdeněk Čermák", "Łucja Żółć", "Олена Їжак", "Ελένη Φως", "Nguyễn Thị Ánh"])
def test_names_of_many_countries_are_printed_in_the_packaged_fonts(name: str):
    handout = make_document(title=make_document().title, goal=name)
    content = pdf.render(handout)
    assert printed.fonts(content) <= ATKINSON | NOTO
    assert name in " ".join(printed.pages(content))


def test_the_plan_travels_inside_as_data():
    handout = make_document()
    with opened(pdf.render(handout)) as file:
        attached = file.attachments["plan.json"]
        assert Document.from_json(attached.get_file().read_bytes()) == handout
        assert attached.get_file().creation_date.date() == date(2026, 3, 2)
        assert attached.get_file().mime_type == "application/json"


def test_the_clinics_colour_is_printed():
    plain = pdf.render(make_document())
    assert pdf.render(make_document(clinic=Clinic(name="Riverside Physio", accent_colour="#7a1fa2"))) != plain


def test_the_same_document_gives_the_same_bytes():
    assert pdf.render(make_document()) == pdf.render(make_document())


def everything() -> Document:
    cards = (make_card(picture=make_drawn()), make_card(number=2, picture=make_drawn(end=make_photo())))
    return make_document(ladder=make_ladder(), parts=(make_part(cards=cards),))


ELSEWHERE = {
    "another seed and zone": {"PYTHONHASHSEED": "77", "TZ": "Pacific/Chatham", "PYTHONUTF8": "1"},
    "no encoding known": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "0"},
    "another time and language": {"AT": "4102444800", "IN": "pl", "TZ": "America/St_Johns", "LANG": "de_DE.UTF-8"},
}
SCRIPT = """
import os, sys, time
if at := os.environ.get("AT"):
    import datetime
    start = time.time
    time.time = lambda: float(at)
    time.localtime, real = (lambda seconds=None: real(float(at) if seconds is None else seconds)), time.localtime
    class Later(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(float(at), tz)
    datetime.datetime = Later
import django
django.setup()
from django.utils import translation
from tests.test_pdf import everything, make_document
from programmes.handout import pdf
pdf.render(make_document(goal="Another one first"), "large-print")
document = everything()
with translation.override(os.environ.get("IN", "en-gb")):
    sys.stdout.buffer.write(pdf.render(document))
"""


@pytest.mark.parametrize("where", ELSEWHERE)
def test_the_bytes_depend_on_nothing_but_the_document(where: str):
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **ELSEWHERE[where]}
    elsewhere = subprocess.run([sys.executable, "-c", SCRIPT], env=surroundings, capture_output=True, check=True)
    assert elsewhere.stdout == pdf.render(everything())


def test_no_clock_is_read_and_nothing_drawn_by_lot(monkeypatch: pytest.MonkeyPatch):
    before = pdf.render(everything())

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the bytes would depend on it")

    for name in ("time.time", "time.localtime", "time.gmtime", "random.random", "uuid.uuid4", "uuid.uuid1"):
        monkeypatch.setattr(name, refuse)
    monkeypatch.setattr("secrets.token_bytes", refuse)
    monkeypatch.setattr("weasyprint.datetime", SimpleNamespace(now=refuse))
    assert pdf.render(everything()) == before
    # Asked for fonts that have to be changed, which are none of the packaged ones.
    assert timestampNow() == timestampSinceEpoch(0)


def test_another_document_has_another_identifier():
    with opened(pdf.render(make_document())) as one, opened(pdf.render(make_document(goal="Swim"))) as other:
        assert one.trailer.ID[0] != other.trailer.ID[0]


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<img src="data:image/png;base64,AAAA" alt="x">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<link rel="stylesheet" href="https://127.0.0.1:9/x.css">',
        '<style>@import "file:///etc/passwd";</style>',
        '<style>@font-face { font-family: x; src: url("file:///etc/passwd") }</style>',
        '<style>body { background: url("file:///etc/passwd") }</style>',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="file:///etc/passwd">',
    ],
)
def test_no_other_address_is_ever_fetched(markup: str):
    handout = make_document()
    html = page.render(handout).replace("<main>", f"<main>{markup}")
    with pytest.raises(RefusedAddress):
        pdf.from_html(html, handout)


def test_hostile_notes_are_printed_as_they_were_written():
    note = '<link rel="attachment" href="file:///etc/passwd">'
    content = pdf.render(make_document(parts=(make_part(cards=(make_card(note=note),)),)))
    assert note in " ".join(printed.pages(content))
    with opened(content) as file:
        assert list(file.attachments) == ["plan.json"]


@cache
def sound() -> bytes:
    clinic = Clinic(name="Riverside Physio", logo=make_photo("Riverside Physio"))
    return pdf.render(make_document(clinic=clinic))


def damaged(damage: Any) -> bytes:
    """Return a sound handout after *damage* was done to the open file."""
    with opened(sound()) as file:
        elements = [item for item in file.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        damage(file, lambda role: next(item for item in elements if role == item.S))
        out = BytesIO()
        file.save(out)
        return out.getvalue()


def put(key: str, value: Any) -> Callable[[Any], None]:
    return lambda item: item.__setitem__(key, value)


def drop(key: str) -> Callable[[Any], None]:
    return lambda item: item.__delitem__(key)


def in_file(damage: Callable[[Any], None]) -> Any:
    return lambda file, first: damage(file.Root)


def in_first(role: str, damage: Callable[[Any], None]) -> Any:
    return lambda file, first: damage(first(f"/{role}"))


def in_font(kind: str, damage: Callable[[Any], None]) -> Any:
    def damage_font(file: pikepdf.Pdf, first: Any) -> None:
        fonts = [item for item in file.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item]
        damage(next(font for font in fonts if font.Subtype == f"/{kind}"))

    return damage_font


def painting(words: bytes, *, first: bool = False) -> Any:
    """Return a damage that paints *words* on the first page, after all or before."""
    return lambda file, _first: file.pages[0].contents_add(words, prepend=first)


def with_annotation(kind: str, **keys: Any) -> Any:
    def annotate(file: pikepdf.Pdf, first: Any) -> None:
        values = {"/Type": Name.Annot, "/Subtype": Name(f"/{kind}"), "/Rect": [0, 0, 9, 9], **keys}
        annotation = file.make_indirect(pikepdf.Dictionary(values))
        file.pages[0].obj.Annots = pikepdf.Array([annotation])
        file.Root.AcroForm = pikepdf.Dictionary({"/Fields": pikepdf.Array([annotation] if kind == "Widget" else [])})
        file.pages[0].obj.Tabs = Name.S

    return annotate


def rename(role: str) -> Callable[[Any], None]:
    return put("/S", Name(f"/{role}"))


def with_metadata(old: bytes, new: bytes) -> Any:
    def rewrite(file: pikepdf.Pdf, first: Any) -> None:
        file.Root.Metadata.write(file.Root.Metadata.read_bytes().replace(old, new))

    return rewrite


EMPTY = pikepdf.Array()
NO_SUCH_HEADER = pikepdf.Array([pikepdf.String("nobody")])
OFF_THE_PAGE = pikepdf.Array([0, 0, 9, 9999])


@pytest.mark.parametrize(
    ("code", "damage"),
    [
        ("01-tags", in_file(lambda root: put("/Marked", False)(root.MarkInfo))),
        ("01-tags", in_file(drop("/StructTreeRoot"))),
        ("01-suspects", in_file(lambda root: put("/Suspects", True)(root.MarkInfo))),
        ("01-003", painting(b"/P <</MCID 999>> BDC /Artifact BMC EMC EMC")),
        ("01-005", painting(b"0 0 9 9 re f")),
        ("01-marks", painting(b"/Artifact BMC")),
        ("01-marks", painting(b"EMC")),
        ("01-mcid", painting(b"/P <</MCID 0>> BDC EMC")),
        ("01-owner", painting(b"/P <</MCID 999>> BDC EMC")),
        ("01-owner", in_first("P", put("/K", EMPTY))),
        ("01-parent", lambda file, first: put("/P", first("/H2"))(first("/Span"))),
        ("01-id", lambda file, first: put("/ID", first("/TH").ID)(first("/P"))),
        ("01-empty", in_first("P", put("/K", EMPTY))),
        ("01-empty", in_first("Span", put("/K", EMPTY))),
        ("01-empty", in_first("LI", put("/K", EMPTY))),
        ("01-empty", in_first("TH", put("/K", EMPTY))),
        ("01-empty", in_first("TD", put("/K", EMPTY))),
        ("02-001", in_first("P", rename("Paragraph"))),
        ("06-001", in_file(drop("/Metadata"))),
        ("06-002", with_metadata(b"www.aiim.org", b"example.org")),
        ("06-003", with_metadata(b"dc:title", b"dc:label")),
        ("07-001", in_file(drop("/ViewerPreferences"))),
        ("09-004", in_first("TR", rename("P"))),
        ("09-005", in_first("LI", rename("P"))),
        ("11-002", in_first("P", put("/Lang", "in English"))),
        ("11-006", in_file(drop("/Lang"))),
        ("13-004", in_first("Figure", drop("/Alt"))),
        ("13-box", in_first("Figure", lambda figure: put("/BBox", OFF_THE_PAGE)(figure.A))),
        ("13-box", in_first("Figure", lambda figure: drop("/BBox")(figure.A))),
        ("14-002", in_first("H1", rename("H2"))),
        ("14-003", in_first("H2", rename("H4"))),
        ("14-007", in_first("H3", rename("H"))),
        ("15-003", in_first("TH", drop("/ID"))),
        ("15-003", in_first("TH", lambda cell: drop("/Scope")(cell.A))),
        ("15-003", in_first("TD", lambda cell: drop("/Headers")(cell.A))),
        ("15-headers", in_first("TD", lambda cell: put("/Headers", NO_SUCH_HEADER)(cell.A))),
        ("15-place", in_first("TD", lambda cell: put("/Headers", pikepdf.Array(list(cell.A.Headers)[:1]))(cell.A))),
        ("17-002", in_first("P", rename("Formula"))),
        ("19-003", in_first("P", rename("Note"))),
        ("21-001", lambda file, first: drop("/UF")(file.Root.Names.EmbeddedFiles.Names[1])),
        ("25-001", in_file(put("/AcroForm", pikepdf.Dictionary({"/XFA": pikepdf.String("")})))),
        ("28-002", with_annotation("Text")),
        ("28-004", with_annotation("Text")),
        ("28-005", with_annotation("Widget")),
        ("28-007", with_annotation("TrapNet")),
        ("28-008", lambda file, first: with_annotation("Link")(file, first) or drop("/Tabs")(file.pages[0].obj)),
        ("28-010", with_annotation("Widget")),
        ("28-011", with_annotation("Link")),
        ("28-012", with_annotation("Link")),
        ("31-005", in_font("CIDFontType2", drop("/CIDToGIDMap"))),
        ("31-009", in_font("CIDFontType2", lambda font: drop("/FontFile2")(font.FontDescriptor))),
        ("31-027", in_font("Type0", drop("/ToUnicode"))),
        ("31-028", in_font("Type0", lambda font: font.ToUnicode.write(b"<0001> <0000>\n"))),
    ],
)  # fmt: skip
def test_the_checker_sees_what_is_broken(code: str, damage: Any):
    assert code in {failure.partition(":")[0] for failure in pdfua.failures(damaged(damage))}


def test_the_checker_finds_nothing_in_a_sound_file():
    assert pdfua.failures(damaged(lambda file, first: None)) == []
