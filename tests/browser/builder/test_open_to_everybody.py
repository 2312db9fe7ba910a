"""The builder for everybody: on a telephone, enlarged, in the dark, by keyboard, without a script, to read only."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from programmes.models import Handout, Programme
from tests.browser.builder.screen import SignIn, opened
from tests.browser.watch import Watch
from tests.cast import Cast
from tests.factories import make_patient_flag, make_rule
from tests.workbench import address

pytestmark = pytest.mark.once

LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


def test_all_of_it_is_done_by_keyboard_alone(page: Page, watch: Watch, programme: Programme):
    opened(page, programme)
    page.keyboard.type("heel slide 2x8")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("4x6")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Heel slide: 4 sets of 6"))).to_be_focused()
    expect(page.locator("#issue")).to_have_attribute("aria-disabled", "false")
    tab_to(page, "#issue")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Before it is handed out")
    expect(dialog.get_by_label("take responsibility")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Open the PDF to print")).to_be_focused()
    assert [card["dosage"]["sets"] for card in Handout.objects.get().document["parts"][0]["cards"]][-1] == 4
    assert watch.errors == []


def tab_to(page: Page, selector: str) -> None:
    """Go to an element with the tab key alone, backwards, as that is nearer to the top of the page."""
    for _press in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Shift+Tab")
    raise AssertionError(f"The tab key does not reach {selector}")


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_the_builder_is_open_to_everybody(page: Page, watch: Watch, programme: Programme, scheme: Any, width: int):
    programme.patient.flags.add(make_patient_flag(slug="flag", label="Thin bones"))
    for level in ("info", "warn", "block"):
        tests = [{"attr": "slug", "op": "eq", "value": "clamshell"}]
        make_rule(slug=f"sr-{level}", level=level, tests=tests, suggest=["heel-slide"])
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    opened(page, programme)
    expect(page.get_by_text("Squats are too much now.").first).to_be_visible()
    for each in page.locator("details > summary").all():
        if each.is_visible():
            each.click()
    page.get_by_role("button", name=re.compile("^Glute bridge: .*Change the dose")).click()
    assert watch.errors == []
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.get_by_label("Dose of Glute bridge, in short").press("Escape")
    page.get_by_role("button", name="Swap Glute bridge").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert Axe().run(page).response["violations"] == []


def test_at_four_hundred_per_cent_all_of_it_can_be_used(page: Page, watch: Watch, programme: Programme):
    page.set_viewport_size({"width": 320, "height": 256})
    opened(page, programme)
    page.locator("#search").fill("calf")
    expect(page.get_by_role("option", name=re.compile("Calf raise"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#phases .name")).to_have_count(5)
    page.get_by_role("button", name=re.compile("^Calf raise: .*Change the dose")).click()
    box = page.get_by_label("Dose of Calf raise, in short")
    expect(box).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert watch.errors == []


def test_without_a_script_the_plan_is_there_to_read(
    browser: Browser, context: BrowserContext, base_url: str, programme: Programme
):
    plain = browser.new_context(java_script_enabled=False, base_url=base_url)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(address("programme_build", programme))
    for name in ("Clamshell", "Glute bridge", "Mini squat", "Wall sit"):
        expect(page.locator("#phases")).to_contain_text(name)
    expect(page.get_by_role("link", name="Preview")).to_be_visible()
    plain.close()


def test_a_reader_sees_the_plan_and_no_way_to_change_it(
    page: Page, watch: Watch, programme: Programme, cast: Cast, sign_in: SignIn
):
    sign_in(cast.rita)
    page.goto(address("programme_build", programme))
    expect(page.locator("#phases .name").first).to_have_text("Clamshell")
    expect(page.get_by_label("Add an exercise")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("Remove"))).to_have_count(0)
    page.get_by_text("Weeks, pain, when to move on").first.click()
    expect(page.get_by_label("From week")).to_be_disabled()
    page.get_by_text("When, where, and why it changes").click()
    expect(page.get_by_label("Time of day")).to_be_disabled()
    assert Axe().run(page).response["violations"] == []
    assert watch.errors == []
