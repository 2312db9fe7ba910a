"""The patient's page for everybody: large text, other scripts, no scripts, a slow connection."""

import gzip
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect

from programmes import links
from programmes.handout.document import PlannedRun, RunWeek
from programmes.models import RunningPlan, ShareLink
from tests.browser.portal.phone import RULES, TOO_WIDE
from tests.browser.watch import Watch
from tests.documents import make_document
from tests.documents import make_ladder as make_ladder_of_sheet
from tests.factories import make_handout
from tests.scripts import ARABIC, make_sample

NARROW_CELLS = """() => [...document.querySelectorAll("main :is(th, td)")]
  .filter((cell) => cell.offsetWidth && cell.offsetWidth < 0.8 * document.querySelector("main").offsetWidth)
  .map((cell) => cell.textContent)"""
CUT_OFF = """() => {
  const edge = document.querySelector(".clinic").getBoundingClientRect().right + 1;
  const inside = [...document.querySelectorAll(".clinic *")];
  return inside.filter((each) => each.getBoundingClientRect().right > edge).map((each) => each.textContent);
}"""
SESSION_TOO_WIDE = "(box => box.scrollWidth - box.clientWidth)(document.getElementById('session'))"
# gzip, without fonts: a first visit over a slow connection.
MOST_BYTES = 100_000
MOST_REQUESTS = 20
MOST_SCRIPT_BYTES = 12_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390])
def test_text_twice_as_large_fits_and_is_kept(telephone: Page, watch: Watch, address: str, width: int, scheme: Any):
    telephone.set_viewport_size({"width": width, "height": 844})
    telephone.emulate_media(color_scheme=scheme)
    telephone.goto(address)
    for _time in range(3):
        telephone.get_by_role("button", name="Larger text").click()
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert telephone.evaluate(size) == pytest.approx(2 * 14 * 96 / 72, rel=0.01)
    telephone.reload()
    assert telephone.evaluate(size) == pytest.approx(2 * 14 * 96 / 72, rel=0.01)
    assert telephone.evaluate(TOO_WIDE) <= 0
    telephone.get_by_role("button", name="Start today's exercises").click()
    assert telephone.evaluate(SESSION_TOO_WIDE) <= 0
    assert watch.errors == []


@pytest.mark.parametrize("width", [320, 390])
def test_text_twice_as_large_breaks_no_table_into_half_words_and_no_number(
    telephone: Page, address: str, link: ShareLink, plan: RunningPlan, width: int
):
    clinic = replace(make_document().clinic, phone="01632 960 100", email="hello@riverside-knee.example")
    runs = make_ladder_of_sheet(weeks=(RunWeek(date(2026, 3, 2), 9, (PlannedRun(date(2026, 3, 2), "5 miles"),)),))
    document = make_document(clinic=clinic, ladder=runs, parts=make_document().parts)
    make_handout(link.programme, document=document.as_plain())
    telephone.set_viewport_size({"width": width, "height": 844})
    telephone.goto(address)
    for _time in range(3):
        telephone.get_by_role("button", name="Larger text").click()
    assert telephone.evaluate(NARROW_CELLS) == []
    number = telephone.locator(".contact a").first
    assert number.evaluate("(each) => each.getClientRects().length") == 1
    assert telephone.evaluate(CUT_OFF) == []
    assert telephone.evaluate(TOO_WIDE) <= 0


def test_what_is_for_a_pen_is_left_to_paper(telephone: Page, address: str):
    telephone.goto(address)
    expect(telephone.get_by_role("heading", name="Your diary")).to_be_hidden()
    expect(telephone.get_by_role("heading", name="After a session")).to_be_visible()
    telephone.emulate_media(media="print")
    expect(telephone.get_by_role("heading", name="Your diary")).to_be_visible()
    expect(telephone.get_by_role("heading", name="After a session")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390])
def test_a_page_that_is_read_from_right_to_left_fits_too(page: Page, watch: Watch, link: ShareLink, width: int):
    make_handout(link.programme, document=make_sample(ARABIC).as_plain(), language="ar")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(reverse("portal:page", args=[links.token_of(link)]))
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.evaluate(TOO_WIDE) <= 0
    page.get_by_text("In my calendar").click()
    page.get_by_text("Any warning sign?").click()
    assert page.evaluate(TOO_WIDE) <= 0
    page.get_by_role("button", name="Start today's exercises").click()
    expect(page.locator("#session-name")).to_have_text(ARABIC.title)
    assert page.evaluate(SESSION_TOO_WIDE) <= 0
    assert watch.errors == []


@pytest.mark.once
@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_and_the_session_are_open_to_everybody(page: Page, watch: Watch, address: str, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate(TOO_WIDE) <= 0
    page.get_by_role("button", name="Start today's exercises").click()
    expect(page.locator("#session-name")).to_be_focused()
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert watch.errors == []


@pytest.mark.once
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_link_that_opens_nothing_is_a_page_for_everybody(telephone: Page, address: str, link: ShareLink, scheme: Any):
    telephone.emulate_media(color_scheme=scheme)
    link.revoke(link.made_by)
    telephone.goto(address)
    assert Axe().run(telephone, options=RULES).response["violations"] == []
    assert telephone.evaluate(TOO_WIDE) <= 0


def test_without_a_script_it_is_a_page_to_read(browser: Browser, base_url: str, address: str, page: Page):
    plain = browser.new_context(java_script_enabled=False, base_url=base_url)
    read = plain.new_page()
    read.goto(address)
    expect(read.locator("article.card h3").first).to_contain_text("Clamshell")
    expect(read.get_by_role("button")).to_have_text(["Keep it"])
    read.get_by_text("As a PDF").click()
    expect(read.get_by_role("link", name="Large letters", exact=True)).to_be_visible()
    plain.close()


def test_a_first_visit_is_light(telephone: Page, address: str):
    """Lighthouse's budgets: bytes over the wire, requests, script."""
    seen: dict[str, bytes] = {}

    def look(route: Route) -> None:
        answer = route.fetch()
        seen[route.request.url] = answer.body()
        route.fulfill(response=answer)

    telephone.route("**/*", look)
    telephone.goto(address, wait_until="networkidle")
    sizes = {url: len(gzip.compress(body)) for url, body in seen.items() if not url.endswith((".ttf", ".woff2"))}
    scripts = sum(size for url, size in sizes.items() if url.endswith(".js"))
    print(f"\nfirst visit: {sum(sizes.values())} bytes in {len(sizes)} answers, {scripts} of them script")
    assert sum(sizes.values()) <= MOST_BYTES
    assert len(sizes) <= MOST_REQUESTS
    assert 1_000 < scripts <= MOST_SCRIPT_BYTES
