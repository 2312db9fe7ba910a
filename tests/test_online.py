"""The link on the printed sheet: read by a telephone, typed by a person, and set without a fault in every layout."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
import zxingcpp
from PIL import Image

from programmes import links
from programmes.handout import page, pdf
from programmes.handout.document import Document, Online
from programmes.handout.renditions import pdf_of
from programmes.models import Handout, Layout
from tests import aloud, pdfua, printed
from tests.documents import make_document
from tests.factories import make_handout, make_link, make_programme
from tests.scripts import ARABIC, make_sample

LINK = UUID("12345678123456781234567812345678")
ONLINE = Online(link=str(LINK), letters="ab12", until=date(2026, 5, 31))


@pytest.fixture(autouse=True)
def _site(settings):
    # As long as an address is likely to be.
    settings.SITE_URL = "https://programmes.riverside-physiotherapy.example.org"


def address() -> str:
    return links.address(links.token(LINK, "ab12"))


def scanned(content: bytes) -> list[str]:
    """Return what a telephone reads in the square codes of a PDF, at the size they are printed."""
    with TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", "-", f"{folder}/sheet"], input=content, check=True)
        sheets = [Image.open(path) for path in sorted(Path(folder).iterdir())]
        return [code.text for sheet in sheets for code in zxingcpp.read_barcodes(sheet)]


def letters(text: str) -> str:
    """Return a text without what a broken line adds: blanks, and marks of direction."""
    return re.sub("[\\s\u202a-\u202e]", "", text)


ENGLISH = make_document(online=ONLINE)
DOCUMENTS = {
    "en": ENGLISH,
    "pl": make_document(language="pl", online=ONLINE),
    "ar": make_sample(ARABIC, online=ONLINE),
}


@pytest.mark.parametrize("layout", Layout.values)
@pytest.mark.parametrize("language", DOCUMENTS)
def test_it_is_read_by_a_telephone_and_stands_in_letters_on_a_sheet_without_a_fault(language: str, layout: str):
    content = pdf.render(DOCUMENTS[language], layout)
    assert scanned(content) == [address()]
    place, secret = address().removeprefix("https://").split("/h/")
    text = " ".join(printed.pages(content))
    # The part that is typed letter by letter stands in one line; the rest may be broken where it is too long for one.
    assert secret in text
    assert all(piece in letters(text) for piece in place.split("-"))
    assert pdfua.failures(content) == []
    assert pdfua.orphans(content) == 0


def test_it_is_read_aloud_as_it_is_written():
    content = pdf.render(ENGLISH)
    assert aloud.of_pdf(content) == aloud.of_page(page.render(ENGLISH))


def test_it_says_how_long_it_opens_and_to_keep_it():
    text = " ".join(printed.pages(pdf.render(ENGLISH)))
    assert "Until 31 May 2026. Keep it to yourself." in text


def test_it_takes_no_side_of_its_own():
    for layout in (Layout.STANDARD, Layout.COMPACT):
        sides = len(printed.pages(pdf.render(ENGLISH, layout)))
        assert sides == len(printed.pages(pdf.render(replace(ENGLISH, online=None), layout))), layout


@pytest.fixture
def handout(db: None) -> Handout:
    """Return a handout with a link on it, of which only the layout it was issued in was made."""
    programme = make_programme()
    made = make_link(programme)
    online = Online(link=str(made.pk), letters=links.hint_of(programme.clinic), until=made.expires_at.date())
    return make_handout(programme, document=make_document(online=online).as_plain())


def test_a_sheet_made_later_holds_the_link_while_it_opens(handout: Handout):
    link = handout.programme.share_links.get()
    assert scanned(bytes(pdf_of(handout, Layout.ONE_SHEET).pdf)) == [links.address_of(link)]


def test_a_sheet_made_later_sends_nobody_to_a_link_that_was_revoked(handout: Handout):
    link = handout.programme.share_links.get()
    link.revoke(link.made_by)
    assert scanned(bytes(pdf_of(handout, Layout.ONE_SHEET).pdf)) == []
    assert Document.from_plain(handout.document).online is not None


def test_nor_to_one_whose_address_is_not_known_any_more(handout: Handout, settings):
    settings.LINK_KEY = "another"
    assert scanned(bytes(pdf_of(handout, Layout.ONE_SHEET).pdf)) == []
