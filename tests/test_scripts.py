"""Other scripts: printed in the packaged fonts without a gap, and right to left as a whole page."""

import re
import subprocess
import sys
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from programmes.handout import isolates, page, pdf
from programmes.handout.fonts import FOLDER
from programmes.models import Layout
from tests import pdfua, printed
from tests.documents import make_card, make_document, make_drawn, make_image, make_part
from tests.scripts import ARABIC, HEBREW, HINDI, PHONE, SAMPLES, Sample, make_sample
from tests.translation import write_catalogue

every_script = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.language)
right_to_left = pytest.mark.parametrize("sample", [ARABIC, HEBREW], ids=lambda sample: sample.language)
ROOT = Path(__file__).resolve().parent.parent


def letters(text: str) -> str:
    """Return the letters of *text* in no order: how readers put joined ones together differs."""
    return "".join(sorted(char for char in text if unicodedata.category(char).startswith("L")))


# A letter that no font holds is logged, and every test fails on a word of the renderer.
@every_script
@pytest.mark.parametrize("layout", Layout.values)
def test_a_script_is_printed_in_its_packaged_fonts_and_tagged_without_a_fault(sample: Sample, layout: str):
    content = pdf.render(make_sample(sample), layout)
    assert printed.fonts(content) == sample.fonts
    assert pdfua.failures(content) == []
    assert pdfua.orphans(content) == 0


@pytest.mark.parametrize(
    "sample", [sample for sample in SAMPLES if sample != ARABIC], ids=lambda sample: sample.language
)
def test_a_script_can_be_copied_out_as_it_was_written(sample: Sample):
    text = " ".join(printed.pages(pdf.render(make_sample(sample))))
    plain = re.sub("[\u2066-\u2069\u202a-\u202e]", "", text)
    for words in (sample.title, sample.sign, sample.name):
        assert words in plain


def test_arabic_can_be_copied_out_letter_by_letter():
    text = " ".join(printed.pages(pdf.render(make_sample(ARABIC))))
    lines = [letters(word) for word in text.split()]
    for word in f"{ARABIC.title} {ARABIC.goal}".split():
        if letters(word):
            assert letters(word) in lines


def test_stacked_letters_are_said_as_they_were_written():
    said = [item["/ActualText"] for item in _spans(pdf.render(make_sample(HINDI))) if "/ActualText" in item]
    assert HINDI.title in {str(text) for text in said}


@every_script
def test_english_left_in_a_translation_says_that_it_is_english(sample: Sample):
    html = page.render(make_sample(sample))
    assert '<li><span lang="en" dir="ltr">Keep your feet touching.</span></li>' in html
    languages = [str(item["/Lang"]) for item in _spans(pdf.render(make_sample(sample))) if "/Lang" in item]
    assert set(languages) == {"en"}


def test_the_words_of_a_picture_left_in_english_say_that_they_are_english():
    picture = make_drawn(start=make_image(alt=isolates.english("Lying on your side")), end=make_image(alt=HEBREW.goal))
    card = make_card(picture=picture)
    with pikepdf.open(BytesIO(pdf.render(make_sample(HEBREW, parts=(make_part(cards=(card,)),))))) as file:
        figures = [element.data for element in pdfua.read(file).elements if element.role == "Figure"]
        languages = {str(figure.Alt): str(figure.get("/Lang", "")) for figure in figures}
    assert languages == {"Lying on your side": "en", HEBREW.goal: ""}


def test_a_handout_in_english_needs_no_spans():
    assert _spans(pdf.render(make_document())) == []


def _spans(content: bytes) -> list[pikepdf.Object]:
    """Return what the spans within the marked content say."""
    with pikepdf.open(BytesIO(content)) as file:
        found = [pikepdf.parse_content_stream(sheet) for sheet in file.pages]
        return [
            item.operands[1]
            for operations in found
            for item in operations
            if str(item.operator) == "BDC" and str(item.operands[0]) == "/Span" and "/MCID" not in item.operands[1]
        ]


@right_to_left
def test_a_page_from_right_to_left_keeps_a_telephone_number_together(sample: Sample):
    html = page.render(make_sample(sample))
    assert '<html lang="' + sample.language + '" dir="rtl"' in html
    assert html.count(f'<bdi dir="ltr">{PHONE}</bdi>') >= 3
    assert PHONE in " ".join(printed.pages(pdf.render(make_sample(sample))))


@right_to_left
def test_the_start_of_an_exercise_is_pictured_to_the_right_of_its_end(sample: Sample):
    english, turned = pdf.render(make_sample(SAMPLES[2])), pdf.render(make_sample(sample))
    assert across(english, "Start") < across(english, "End")
    assert across(turned, "End") < across(turned, "Start")


@right_to_left
def test_what_stands_at_the_end_of_the_foot_is_on_the_left(sample: Sample):
    assert across(pdf.render(make_sample(sample)), "Version") < 300 < across(pdf.render(make_document()), "Version")


def test_the_page_number_stands_before_the_number_of_pages_when_read_leftwards(tmp_path: Path, settings: Any):
    english = 'Page <b class="page-number"></b> of <b class="page-count"></b>'
    hebrew = 'עמוד <b class="page-number"></b> מתוך <b class="page-count"></b>'
    write_catalogue(tmp_path, "he", {english: hebrew})
    settings.LOCALE_PATHS = [tmp_path]
    content = pdf.render(make_sample(HEBREW))
    assert across(content, "דומע|עמוד") > across(content, "ךותמ|מתוך")


def across(content: bytes, word: str) -> float:
    """Return how far to the right *word* stands where it is first found, in points."""
    command = ["pdftotext", "-bbox", "-enc", "UTF-8", "-", "-"]
    words = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    return float(re.findall(rf'xMin="([\d.]+)"[^>]*>(?:{word})<', words)[0])


def test_styles_name_no_side_that_would_not_turn_round():
    styles = (FOLDER.parent / "handout.css").read_text()
    physical = r"(?:float|text-align|clear): (?:left|right)|(?:margin|padding|border)-(?:left|right)"
    found = [line.strip() for line in styles.splitlines() if re.search(physical, line)]
    assert all(line.startswith("@bottom-") for line in found)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ttf")), ids=lambda path: path.name)
def test_a_packaged_font_has_a_name_of_its_own_and_a_licence(path: Path):
    font = TTFont(path)
    family, weight = path.stem.split("-")
    assert str(font["name"].getName(1, 3, 1)).replace(" ", "") == family
    assert str(font["name"].getName(2, 3, 1)) == weight
    assert not {16, 17} & {record.nameID for record in font["name"].names}
    assert "fpgm" not in font
    assert f"`{family}-Regular.ttf`" in (FOLDER / "README.md").read_text()
    assert f"fonts/{path.name}" in (FOLDER.parent / "fonts.css").read_text()
    assert path.stat().st_size < 200_000


@pytest.mark.parametrize("family", ["Arabic", "Hebrew", "Devanagari", "Signs"])
def test_the_faces_beside_the_latin_one_hold_no_latin_letter_or_figure(family: str):
    letters = TTFont(FOLDER / f"HandoutNoto{family}-Regular.ttf").getBestCmap()
    assert not [chr(code) for code in letters if chr(code).isascii() and chr(code) != " "]


def test_arrows_and_comparisons_are_printed():
    content = pdf.render(make_document(goal="Stairs → run, pain ≤ 3, ✓"))
    assert "Handout-Noto-Signs" in {name.removesuffix("-Regular") for name in printed.fonts(content)}


SCRIPT = """
import sys, django
django.setup()
from programmes.handout import pdf
from tests.documents import make_card, make_document, make_drawn, make_image, make_part
sys.stdout.buffer.write(pdf.render(make_document(goal="\u0ba4\u0bae\u0bbf\u0bb4\u0bcd")))
"""


def test_a_clinic_can_add_a_font_of_its_own(tmp_path: Path):
    """With the Hebrew face as the one that was added: its letters under the code points of Tamil."""
    font = TTFont(FOLDER / "HandoutNotoHebrew-Regular.ttf")
    for table in font["cmap"].tables:
        table.cmap = {0x0B80 + place: glyph for place, glyph in enumerate([".notdef", *table.cmap.values()][1:80])}
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = "AddedFace"
    font.save(tmp_path / "added.ttf")
    surroundings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "FONTS_DIR": str(tmp_path), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=surroundings, capture_output=True, check=True, cwd=ROOT)
    assert "AddedFace" in printed.fonts(done.stdout)


def test_a_folder_of_fonts_that_is_not_there_stops_the_start():
    surroundings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "FONTS_DIR": "/nowhere", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"], env=surroundings, capture_output=True
    )
    assert b"FONTS_DIR is /nowhere, which is no folder." in done.stderr
