"""The page kept on a telephone for a place without a signal: when it is, what of it, and when it goes."""

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from programmes.models import ShareLink
from tests.browser.watch import Watch
from tests.documents import make_document
from tests.factories import make_handout

KEPT = """async () => {
  const requests = await (await caches.open(location.pathname)).keys();
  return requests.map((each) => new URL(each.url).pathname);
}"""
LEAVE = "([name, text]) => localStorage.setItem(name, text)"
# As on a telephone that is busy: an entry that waited has arrived by the time the page is kept.
SLOW_TO_REGISTER = """
const register = ServiceWorkerContainer.prototype.register;
const isSent = () => performance.getEntriesByType("resource").some((entry) => entry.name.endsWith("/diary/"));
ServiceWorkerContainer.prototype.register = async function (...args) {
  while (!isSent()) await new Promise((go) => setTimeout(go, 20));
  return register.apply(this, args);
};
"""


def test_the_page_opens_without_a_signal_after_the_first_visit(
    telephone: Page, context: BrowserContext, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    context.set_offline(True)
    telephone.reload()
    expect(telephone.locator("h1")).to_be_visible()
    telephone.get_by_role("button", name="Start today's exercises").click()
    expect(telephone.locator("#session-name")).to_have_text("Clamshell")
    context.set_offline(False)


def test_what_was_kept_goes_when_the_link_is_revoked(
    telephone: Page, context: BrowserContext, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    link.revoke(link.made_by)
    telephone.reload()
    expect(telephone.get_by_role("heading", name="This link opens nothing")).to_be_visible()
    assert telephone.evaluate("caches.keys()") == []


def left_waiting(page: Page, address: str, *forms: str) -> None:
    """Leave an entry of each form on the telephone, as after a page that was shut before there was a signal again."""
    entry = {"key": str(uuid4()), "on": date.today().isoformat(), "done": "all"}
    page.goto("/static/programmes/icon.svg")
    for form in forms:
        page.evaluate(LEAVE, [f"{form}:{address}", json.dumps([entry])])


def test_what_waits_goes_when_the_link_is_revoked_and_whoever_wrote_it_is_told(
    telephone: Page, watch: Watch, address: str, link: ShareLink
):
    left_waiting(telephone, address, "diary", "runs")
    link.revoke(link.made_by)
    telephone.goto(address)
    not_sent = telephone.get_by_text("Not sent: the link opens nothing any more. Ring us for a new one.")
    expect(not_sent).to_be_visible()
    assert telephone.evaluate("Object.keys(localStorage)") == []
    telephone.reload()
    expect(telephone.get_by_role("heading", name="This link opens nothing")).to_be_visible()
    expect(not_sent).to_have_count(0)
    assert [error for error in watch.errors if "CSP" in error] == []


def test_what_waits_for_a_link_stays_while_its_reader_is_locked_out_of_all(telephone: Page, address: str):
    """Somebody else tried links from the same address: the link itself is all right."""
    left_waiting(telephone, address, "diary")
    for number in range(20):
        Client().get(f"/h/{number:026}/")
    telephone.goto(address, wait_until="networkidle")
    expect(telephone.get_by_text("Wait ten minutes and try again.")).to_be_visible()
    assert telephone.evaluate("Object.keys(localStorage)") == [f"diary:{address}"]


def test_runs_that_wait_for_a_plan_that_has_none_any_more_go_and_it_is_told(telephone: Page, address: str):
    left_waiting(telephone, address, "runs")
    telephone.goto(address)
    expect(telephone.get_by_text("Your plan has no runs any more: tell us when we next talk.")).to_be_visible()
    assert telephone.evaluate("Object.keys(localStorage)") == []


def test_a_new_version_takes_the_place_of_the_kept_one(
    telephone: Page, context: BrowserContext, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    make_handout(link.programme, document=make_document(goal="Run again").as_plain())
    telephone.reload()
    expect(telephone.get_by_text("Changed on")).to_be_visible()
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    context.set_offline(True)
    telephone.reload()
    expect(telephone.get_by_text("Run again").first).to_be_visible()
    context.set_offline(False)


def test_the_question_for_the_year_of_birth_takes_no_place_of_the_kept_page(
    telephone: Page, context: BrowserContext, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    ShareLink.objects.update(asks_birth_year=True)
    telephone.reload()
    expect(telephone.get_by_role("heading", name="Your year of birth")).to_be_visible()
    context.set_offline(True)
    telephone.reload()
    expect(telephone.get_by_role("button", name="Start today's exercises")).to_be_visible()
    context.set_offline(False)


def test_the_kept_page_is_shown_while_the_site_has_a_fault(
    telephone: Page, address: str, link: ShareLink, monkeypatch: pytest.MonkeyPatch
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("programmes.portal.page.sheet", fail)
    telephone.reload()
    expect(telephone.get_by_role("button", name="Start today's exercises")).to_be_visible()


def test_the_clinics_colour_is_the_new_one_after_a_change(telephone: Page, address: str, link: ShareLink):
    shown_colour = "fetch('colours.css').then((answer) => answer.text())"
    for colour in ("#7a1f6d", "#2a4b8d"):
        clinic = replace(make_document().clinic, accent_colour=colour)
        make_handout(link.programme, document=make_document(clinic=clinic).as_plain())
        telephone.goto(address)
        expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
        assert colour in telephone.evaluate(shown_colour)


def test_nothing_is_kept_but_the_page_and_what_it_is_drawn_with(telephone: Page, address: str):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    kept = telephone.evaluate(KEPT)
    assert address in kept
    assert all(each.startswith(("/static/", address)) for each in kept)
    assert telephone.evaluate("Object.keys(localStorage)") == []


def test_the_page_is_kept_although_an_entry_was_sent_as_it_opened(telephone: Page, address: str, link: ShareLink):
    telephone.goto(address)
    waits = {"key": str(uuid4()), "on": date.today().isoformat(), "done": "all"}
    telephone.evaluate(LEAVE, [f"diary:{address}", json.dumps([waits])])
    telephone.add_init_script(SLOW_TO_REGISTER)
    telephone.reload()
    expect(telephone.locator("#entry-said")).to_have_text("Kept.")
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
