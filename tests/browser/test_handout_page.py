"""A handout as a web page in a real browser: read at any size, by anybody, with the clinic's own colour."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.db import transaction
from playwright.sync_api import Page

from programmes.handout import isolates
from programmes.handout.document import Document
from programmes.handout.prepare import prepare
from programmes.management import demo
from programmes.models import Layout, Programme
from tests import printed, shipped
from tests.browser.watch import Watch
from tests.cast import make_cast
from tests.documents import make_card, make_document, make_drawn, make_ladder, make_part
from tests.factories import make_handout, make_patient, make_programme
from tests.scripts import ARABIC, make_sample
from tests.workbench import address

pytestmark = pytest.mark.once

Open = Callable[..., None]

LOOKS = [("light", 1440), ("dark", 390)]
# The templates take turns, the others have both: axe takes seconds for a long page.
SHEETS = [(name, *LOOKS[place % 2]) for place, name in enumerate(shipped.ids("templates"))]
SHEETS += [(name, *look) for name in ("polish", "arabic", "with everything") for look in LOOKS]
# axe leaves this one out unless it is asked: WCAG 2.2, success criterion 2.5.8.
RULES = {"rules": {"target-size": {"enabled": True}}}
# WCAG 2.2, success criterion 1.4.12.
SPACED_OUT = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
# The site's policy refuses styles in the page; a sheet made by a script is none.
ADD_STYLES = (
    "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }"
)
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture(scope="module")
def sheets(django_db_setup: None, django_db_blocker: Any) -> Mapping[str, Document]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_library", verbosity=0)
        practitioner = demo.demo_practitioner("not a secret")
        found = {person.template: _document(person, practitioner, "en") for person in demo.PEOPLE}
        found["polish"] = _document(demo.PEOPLE[0], practitioner, "pl")
        transaction.set_rollback(True)
    found["arabic"] = make_sample(ARABIC)
    card = make_card(picture=make_drawn(), side_words="Left leg")
    found["with everything"] = make_document(parts=(make_part(cards=(card,)),), ladder=make_ladder())
    return found


def _document(person: demo.Person, practitioner: Any, language: str) -> Document:
    programme = demo._programme_for(person, practitioner, date(2026, 11, 25))
    return prepare(
        Programme.objects.with_lines().get(pk=programme.pk),
        practitioner=practitioner,
        version=12,
        issued=date(2026, 11, 25),
        is_preview=False,
        language=language,
    )


@pytest.fixture
def open_sheet(page: Page, watch: Watch, sign_in: Callable[[Any], None]) -> Open:
    cast = make_cast()
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    sign_in(cast.ana)

    def open_sheet(document: Document, layout: str = Layout.STANDARD) -> None:
        handout = make_handout(programme, document=document.as_plain(), language=document.language, layout=layout)
        page.goto(address("handout_web", handout))
        assert watch.errors == []

    return open_sheet


def faults(page: Page) -> list[str]:
    violations = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']} x{len(each['nodes'])}: {each['nodes'][0]['html'][:160]}" for each in violations]


@pytest.mark.parametrize(("name", "scheme", "width"), SHEETS)
def test_every_sheet_is_open_to_everybody(
    page: Page, open_sheet: Open, sheets: Mapping[str, Document], name: str, scheme: str, width: int
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    open_sheet(sheets[name])
    assert faults(page) == []
    assert page.evaluate(TOO_WIDE) <= 0
    # WCAG 2.2, success criteria 1.4.10 and 1.4.12.
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate(TOO_WIDE) <= 0
    page.evaluate(ADD_STYLES, SPACED_OUT)
    assert page.evaluate(TOO_WIDE) <= 0
    assert page.evaluate(CUT_OFF) == []


# What does not fit its box and is hidden or painted over its neighbour.
CUT_OFF = """
[...document.querySelectorAll("main :is(p, li, h1, h2, h3, th, td)")]
  .filter((each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline")
  .map((each) => each.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize("name", ["tpl-patellofemoral-pain", "polish", "arabic"])
def test_it_says_what_it_is_and_in_which_language(
    page: Page, open_sheet: Open, sheets: Mapping[str, Document], name: str
):
    document = sheets[name]
    open_sheet(document)
    assert page.title() == f"{isolates.without(document.title.words)} – {document.clinic.name}"
    assert page.evaluate("[document.documentElement.lang, document.dir]") == [document.language, document.direction]
    assert page.locator("main").count() == page.locator("h1").count() == 1
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map((each) => Number(each.tagName[1]))")
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
    assert str(document.version) in page.get_by_role("contentinfo").inner_text()
    assert page.evaluate("document.getAnimations().length") == 0


def test_the_clinic_is_a_tap_away_and_the_focus_is_seen(page: Page, open_sheet: Open):
    open_sheet(make_document())
    ring = page.get_by_role("link", name="01234 567 890")
    assert ring.get_attribute("href") == "tel:01234567890"
    page.keyboard.press("Tab")
    assert ring.evaluate("each => each === document.activeElement && getComputedStyle(each).outlineStyle") == "solid"


@pytest.mark.parametrize("colour", ["#ffe600", "#ff6f91", "#101010"])
def test_in_a_clinics_own_colour_every_word_can_be_read(page: Page, open_sheet: Open, colour: str):
    document = make_document()
    open_sheet(replace(document, clinic=replace(document.clinic, accent_colour=colour)))
    brand = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--brand')")
    assert brand not in ("", "#1a655f")
    assert faults(page) == []


def test_large_print_is_large_on_a_screen_too(page: Page, open_sheet: Open):
    sizes = []
    for layout in ("standard", "large-print", "extra-large"):
        open_sheet(make_document(), layout)
        sizes.append(float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('.why')).fontSize)")))
        page.set_viewport_size({"width": 320, "height": 900})
        assert page.evaluate(TOO_WIDE) <= 0
    assert sizes == [18, 24, 32]


def test_printed_from_the_browser_it_is_the_sheet_without_stray_page_numbers(page: Page, open_sheet: Open):
    open_sheet(make_document())
    pages = printed.pages(page.pdf(prefer_css_page_size=True))
    text = " ".join(pages)
    assert "Page" not in text
    assert text.count("Version 2") == 1
    assert "1 Clamshell" in text
