"""What is typed in the builder is kept: by two people, without a server, without a session."""

from __future__ import annotations

import errno
import re
from typing import Any
from unittest import mock

from playwright.sync_api import BrowserContext, Page, Route, expect

from programmes.models import Programme
from tests.browser.builder.screen import SignIn, names, opened, saved
from tests.browser.gate import Gate
from tests.browser.watch import Watch
from tests.cast import Cast
from tests.workbench import address

SAVE = "**/build/save/"


def test_two_tabs_in_conflict_lose_nothing(page: Page, context: BrowserContext, programme: Programme):
    opened(page, programme)
    other = context.new_page()
    opened(other, programme)
    other.get_by_label("Goal, in the patient's own words").fill("Theirs")
    saved(other)
    page.get_by_label("Goal, in the patient's own words").fill("Mine")
    dialog = page.get_by_role("dialog", name="Changed elsewhere")
    expect(dialog).to_be_visible()
    programme.refresh_from_db()
    assert programme.goal == "Theirs"
    dialog.get_by_role("button", name="Keep mine as a copy").click()
    expect(page.get_by_role("heading", name=f"{programme.name} (copy)")).to_be_visible()
    expect(page.get_by_label("Goal, in the patient's own words")).to_have_value("Mine")
    programme.refresh_from_db()
    assert programme.goal == "Theirs"
    other.close()


def test_who_looked_first_is_asked_again_and_keeps_all_that_was_typed(page: Page, programme: Programme):
    opened(page, programme)
    Programme.objects.get(pk=programme.pk).save()
    goal = page.get_by_label("Goal, in the patient's own words")
    goal.fill("Run")
    dialog = page.get_by_role("dialog", name="Changed elsewhere")
    dialog.get_by_role("button", name="Look first").click()
    expect(dialog).to_be_hidden()
    goal.press_sequentially(" again")
    expect(goal).to_have_value("Run again")
    page.keyboard.press("Control+s")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Choose which to keep").click()
    dialog.get_by_role("button", name="Keep mine as a copy").click()
    expect(page.get_by_role("heading", name=f"{programme.name} (copy)")).to_be_visible()
    expect(goal).to_have_value("Run again")
    expect(page.get_by_role("button", name="Choose which to keep")).to_be_hidden()


def test_their_version_is_loaded_instead_of_mine(page: Page, programme: Programme):
    opened(page, programme)
    page.get_by_role("link", name="Skip to main content").press("Enter")
    expect(page).to_have_url(re.compile("#content-start$"))
    Programme.objects.get(pk=programme.pk).save()
    page.get_by_label("Goal, in the patient's own words").fill("Mine")
    page.get_by_role("button", name="Load theirs").click()
    expect(page.get_by_label("Goal, in the patient's own words")).to_have_value(programme.goal)


def test_a_server_that_dies_and_comes_back_loses_nothing(
    page: Page, programme: Programme, live_server: Any, context: BrowserContext
):
    with Gate(live_server.url) as gate:
        session = next(each["value"] for each in context.cookies() if each["name"] == "sessionid")
        context.add_cookies([{"name": "sessionid", "value": session, "url": gate.url}])
        page.goto(f"{gate.url}{address('programme_build', programme)}")
        expect(page.locator("#hits li")).not_to_have_count(0)
        page.get_by_label("Goal, in the patient's own words").fill("Dance again")
        gate.shut()
        expect(page.locator("#saved")).to_have_text("Offline: kept here, will retry")
        programme.refresh_from_db()
        assert programme.goal != "Dance again"
        expect(page.get_by_label("Goal, in the patient's own words")).to_have_value("Dance again")
        gate.open()
        saved(page)
        programme.refresh_from_db()
        assert programme.goal == "Dance again"
        page.goto("about:blank")


def test_an_answer_that_is_none_is_asked_for_again(page: Page, watch: Watch, programme: Programme):
    opened(page, programme)
    goal = page.get_by_label("Goal, in the patient's own words")
    cut_off = ("application/json", "{")
    not_ours = (("application/json", "null"), ("application/json", "{}"), ("text/html", "<p>Pay for Wi-Fi</p>"))
    for kind, body in (cut_off, *not_ours):
        page.route(SAVE, lambda route, kind=kind, body=body: route.fulfill(content_type=kind, body=body), times=1)
        goal.fill(f"Dance after {body}")
        expect(page.locator("#saved")).to_have_attribute("data-state", "offline")
        saved(page)
        programme.refresh_from_db()
        assert programme.goal == f"Dance after {body}"
    assert watch.errors == []


def test_a_save_that_arrived_without_its_answer_is_no_conflict(page: Page, watch: Watch, programme: Programme):
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.fulfill(content_type="application/json", body="{")

    opened(page, programme)
    page.route(SAVE, lose_the_answer, times=1)
    page.keyboard.type("calf")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_have_attribute("data-state", "offline")
    page.get_by_label("Goal, in the patient's own words").fill("Dance again")
    saved(page)
    assert names(programme) == [["Clamshell", "Glute bridge", "Mini squat", "Calf raise"], ["Wall sit"]]
    programme.refresh_from_db()
    assert programme.goal == "Dance again"
    assert [error for error in watch.errors if "409" not in error] == []


def test_a_session_that_ends_keeps_what_was_typed(
    page: Page, context: BrowserContext, programme: Programme, cast: Cast, sign_in: SignIn
):
    opened(page, programme)
    context.clear_cookies(name="sessionid")
    page.get_by_label("Goal, in the patient's own words").fill("Dance again")
    expect(page.locator("#saved")).to_contain_text("Signed out: kept here")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    sign_in(cast.ana)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(page)
    programme.refresh_from_db()
    assert programme.goal == "Dance again"


def test_what_cannot_be_saved_is_named_and_leads_to_its_field(page: Page, programme: Programme):
    opened(page, programme)
    page.get_by_text("Weeks, pain, when to move on").first.click()
    page.get_by_label("From week").fill("9")
    page.get_by_label("To week").fill("3")
    problems = page.get_by_role("alert").filter(has_text="before this is saved")
    expect(problems).to_be_visible()
    expect(page.locator("#saved")).to_have_text("Not saved")
    problems.get_by_role("button").first.click()
    expect(page.get_by_label("From week")).to_be_focused()
    page.get_by_label("From week").fill("1")
    saved(page)
    expect(problems).to_be_hidden()


def test_a_full_disk_is_told_and_what_was_typed_is_saved_once_there_is_room(page: Page, programme: Programme):
    opened(page, programme)
    goal = page.get_by_label("Goal, in the patient's own words")
    with mock.patch("programmes.admin.builder.saving.change_programme", side_effect=OSError(errno.ENOSPC, "full")):
        goal.fill("Dance again")
        expect(page.locator("#problems")).to_contain_text("Not saved. The disk is full.")
        expect(page.locator("#saved")).to_have_attribute("data-state", "failed")
        expect(goal).to_have_value("Dance again")
    saved(page)
    expect(page.locator("#problems")).to_be_hidden()
    programme.refresh_from_db()
    assert programme.goal == "Dance again"
