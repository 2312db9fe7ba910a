"""A dose in the builder, changed in short."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from programmes.models import Programme
from tests.browser.builder.screen import opened, saved
from tests.browser.watch import Watch


def test_a_dose_is_changed_in_short_and_reads_as_a_sentence(page: Page, watch: Watch, programme: Programme):
    opened(page, programme)
    page.get_by_role("button", name=re.compile("^Clamshell: .*Change the dose")).click()
    page.keyboard.type("5x6")
    expect(page.locator(".dose-box")).to_contain_text("5 sets of 6")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Clamshell: 5 sets of 6"))).to_be_focused()
    saved(page)
    line = programme.phases.first().prescriptions.first()
    assert (line.sets, line.reps, line.rest_seconds) == (5, 6, 60)
    assert watch.errors == []


def test_a_dose_is_kept_when_the_next_one_is_opened_before_its_answer(page: Page, programme: Programme):
    held: list[Route] = []
    opened(page, programme)
    page.route("**/build/dose/**", lambda route: held.append(route))
    page.get_by_role("button", name=re.compile("^Clamshell: .*Change the dose")).click()
    page.keyboard.type("5x6")
    page.get_by_role("button", name=re.compile("^Glute bridge: .*Change the dose")).click()
    expect(page.get_by_label("Dose of Glute bridge, in short")).to_be_focused()
    expect(page.locator("#issue")).to_have_attribute("aria-disabled", "true")
    for route in held:
        route.continue_()
    expect(page.get_by_role("button", name=re.compile("^Clamshell: 5 sets of 6"))).to_be_visible()
    expect(page.get_by_label("Dose of Glute bridge, in short")).to_be_focused()


def test_a_dose_that_is_not_understood_stays_until_it_is(page: Page, programme: Programme):
    opened(page, programme)
    page.get_by_role("button", name=re.compile("^Clamshell: .*Change the dose")).click()
    page.keyboard.type("5xsoon")
    page.keyboard.press("Enter")
    box = page.get_by_label("Dose of Clamshell, in short")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".dose-box")).to_contain_text("“5xsoon” is not understood.")
    page.locator("h1").click()
    expect(box).to_be_visible()
    page.get_by_label("Dose of Clamshell, in short").press("Escape")
    expect(page.get_by_role("button", name=re.compile("^Clamshell: 3 sets of 10"))).to_be_focused()
