"""The PDF: tagged, in the packaged fonts, the same bytes every time, and open to nothing outside."""

import os
import subprocess
import sys
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from programmes.handout import page, pdf
from programmes.handout.document import Change, ChangeKind, Clinic, Document, Kind
from programmes.handout.job import RefusedAddress
from programmes.models import Layout, Paper
from tests import pdfua, printed
from tests.documents import make_card, make_document, make_drawn, make_image, make_ladder, make_part, make_photo

ATKINSON = {"Handout-Atkinson", "Handout-Atkinson-Bold"}
NOTO = {"Handout-Noto", "Handout-Noto-Bold"}
A4, LETTER = (595, 842), (612, 792)

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


@pytest.mark.parametrize("paper", Paper.values)
@pytest.mark.parametrize("layout", Layout.values)
def test_version_date_initials_and_page_stand_on_every_page(layout: str, paper: str):
    pages = printed.pages(pdf.render(make_document(), layout, paper))
    assert pages
    # A line of large print has no room for all of it.
    between = " " if layout == Layout.EXTRA_LARGE else " · "
    initials = "EH" if layout in (Layout.LARGE_PRINT, Layout.EXTRA_LARGE) else "EH · Riverside Physio"
    for number, text in enumerate(pages, 1):
        assert f"Version 2 · 2 March 2026{between}Page {number} of {len(pages)}" in text
        assert initials in text


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


def test_the_bytes_depend_on_nothing_but_the_document():
    script = (
        "import sys, django; django.setup();"
        "from tests.test_pdf import everything; from programmes.handout import pdf;"
        "sys.stdout.buffer.write(pdf.render(everything()))"
    )
    surroundings = {
        "PYTHONHASHSEED": "77",
        "TZ": "Pacific/Chatham",
        "LC_ALL": "C",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    elsewhere = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, **surroundings}, capture_output=True, check=True
    )
    assert elsewhere.stdout == pdf.render(everything())


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


def damaged(damage: Any) -> bytes:
    """Return a sound handout after *damage* was done to the open file."""
    clinic = Clinic(name="Riverside Physio", logo=make_photo("Riverside Physio"))
    with opened(pdf.render(make_document(clinic=clinic))) as file:
        elements = [item for item in file.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        damage(file, lambda role: next(item for item in elements if role == item.S))
        out = BytesIO()
        file.save(out)
        return out.getvalue()


@pytest.mark.parametrize(
    ("code", "damage"),
    [
        ("01-tags", lambda file, first: file.Root.MarkInfo.__setitem__("/Marked", False)),
        ("01-tags", lambda file, first: file.Root.__delitem__("/StructTreeRoot")),
        ("01-owner", lambda file, first: first("/P").__setitem__("/K", pikepdf.Array())),
        ("02-001", lambda file, first: first("/P").__setitem__("/S", pikepdf.Name("/Paragraph"))),
        ("06-001", lambda file, first: file.Root.__delitem__("/Metadata")),
        ("07-001", lambda file, first: file.Root.__delitem__("/ViewerPreferences")),
        ("09-004", lambda file, first: first("/TR").__setitem__("/S", pikepdf.Name("/P"))),
        ("09-005", lambda file, first: first("/LI").__setitem__("/S", pikepdf.Name("/P"))),
        ("11-006", lambda file, first: file.Root.__delitem__("/Lang")),
        ("13-004", lambda file, first: first("/Figure").__delitem__("/Alt")),
        ("13-box", lambda file, first: first("/Figure").A.__setitem__("/BBox", pikepdf.Array([0, 0, 9, 9999]))),
        ("14-002", lambda file, first: first("/H1").__setitem__("/S", pikepdf.Name("/H2"))),
        ("14-003", lambda file, first: first("/H2").__setitem__("/S", pikepdf.Name("/H4"))),
        ("15-003", lambda file, first: first("/TH").__delitem__("/ID")),
    ],
)
def test_the_checker_sees_what_is_broken(code: str, damage: Any):
    assert code in {failure.partition(":")[0] for failure in pdfua.failures(damaged(damage))}


def test_the_checker_finds_nothing_in_a_sound_file():
    assert pdfua.failures(damaged(lambda file, first: None)) == []
