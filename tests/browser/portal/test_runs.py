"""The runs that a patient notes, on a telephone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from programmes.models import RunLog, RunningPlan, ShareLink
from tests.browser.portal.phone import RULES, TOO_WIDE, filled_in, run_filled_in
from tests.browser.watch import Watch


def test_a_run_is_kept_and_shown_and_deleted(telephone: Page, watch: Watch, address: str, plan: RunningPlan):
    telephone.goto(address)
    run_filled_in(telephone)
    expect(telephone.locator("#run-said")).to_have_text("Kept.")
    expect(telephone.locator("#ran")).to_contain_text("3.1 miles, pain 2, Blue pair")
    expect(telephone.locator("#entry-said")).to_be_empty()
    assert [(float(row.metres), row.pain, row.shoe) for row in RunLog.objects.all()] == [(4988.9664, 2, "Blue pair")]
    telephone.locator("#ran").get_by_role("button", name="Delete the run of").click()
    telephone.wait_for_load_state()
    expect(telephone.locator("#ran")).not_to_contain_text("miles")
    assert watch.errors == []


def test_runs_and_entries_without_a_signal_arrive_later_and_each_once(
    telephone: Page, context: BrowserContext, address: str, plan: RunningPlan
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    context.set_offline(True)
    run_filled_in(telephone)
    expect(telephone.locator("#run-said")).to_contain_text("sent when there is a signal")
    run_filled_in(telephone, "4")
    filled_in(telephone)
    expect(telephone.locator("#entry-said")).to_contain_text("sent when there is a signal")
    assert not RunLog.objects.exists()
    telephone.reload()
    for said in ("#run-said", "#entry-said"):
        expect(telephone.locator(said)).to_contain_text("sent when there is a signal")
    context.set_offline(False)
    expect(telephone.locator("#ran")).to_contain_text("4 miles")
    expect(telephone.locator("#ran")).to_contain_text("3.1 miles")
    expect(telephone.locator("#entries")).to_contain_text("Stairs hurt less")
    telephone.reload()
    assert (RunLog.objects.count(), plan.programme.session_logs.count()) == (2, 1)
    assert telephone.evaluate("Object.keys(localStorage)") == []


def test_a_run_that_is_refused_stands_in_the_form_again(telephone: Page, address: str, plan: RunningPlan):
    telephone.goto(address)
    run_filled_in(telephone, "")
    expect(telephone.locator("#run-said")).to_have_text("Say how far, or how long, or both.")
    expect(telephone.locator("#run input[name=pain]:checked")).to_have_value("2")
    expect(telephone.get_by_label("Which shoes?")).to_have_value("Blue pair")
    run_filled_in(telephone)
    expect(telephone.locator("#run-said")).to_have_text("Kept.")
    expect(telephone.locator("#run input[name=pain]:checked")).to_have_count(0)
    assert RunLog.objects.count() == 1


def test_a_run_waits_where_the_site_asks_for_something_first(telephone: Page, address: str, plan: RunningPlan):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    ShareLink.objects.update(asks_birth_year=True)
    run_filled_in(telephone)
    expect(telephone.locator("#run-said")).to_contain_text("Kept on this phone")
    ShareLink.objects.update(asks_birth_year=False)
    telephone.reload()
    expect(telephone.locator("#ran")).to_contain_text("3.1 miles")
    assert RunLog.objects.count() == 1


def test_a_page_that_lay_open_overnight_says_the_new_day(telephone: Page, address: str):
    telephone.goto(address)
    later = datetime.now() + timedelta(days=1)
    telephone.clock.set_fixed_time(later)
    telephone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(telephone.locator("#entry-on")).to_have_value(f"{later:%Y-%m-%d}")


def test_the_day_is_that_of_the_telephone_on_a_page_kept_for_days(
    telephone: Page, context: BrowserContext, address: str, plan: RunningPlan
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    context.set_offline(True)
    later = datetime.now() + timedelta(days=3)
    telephone.clock.set_fixed_time(later)
    telephone.reload()
    for day in ("#entry-on", "#run-on"):
        expect(telephone.locator(day)).to_have_value(f"{later:%Y-%m-%d}")
    context.set_offline(False)


@pytest.mark.once
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_form_for_runs_is_open_to_everybody(
    page: Page, watch: Watch, address: str, plan: RunningPlan, width: int, scheme: Any
):
    RunLog.objects.create(plan=plan, on=date(2026, 3, 2), metres=5000, seconds=1980, pain=2, shoe="Blue pair")
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    expect(page.get_by_role("region", name="After a run")).to_be_visible()
    assert Axe().run(page, options=RULES).response["violations"] == []
    for _time in range(3):
        page.get_by_role("button", name="Larger text").click()
    page.get_by_text("In my calendar").click()
    expect(page.get_by_text("Your runs come along")).to_be_visible()
    assert page.evaluate(TOO_WIDE) <= 0
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert watch.errors == []


def test_without_a_script_a_run_is_kept_too(
    browser: Browser, base_url: str, address: str, plan: RunningPlan, page: Page
):
    plain = browser.new_context(java_script_enabled=False, base_url=base_url)
    read = plain.new_page()
    read.goto(address)
    run_filled_in(read, "")
    expect(read.get_by_role("heading", name="Not kept yet")).to_be_visible()
    read.go_back()
    run_filled_in(read)
    expect(read.locator("#ran")).to_contain_text("3.1 miles, pain 2, Blue pair")
    read.locator("#ran").get_by_role("button", name="Delete").click()
    expect(read.locator("#ran")).not_to_contain_text("miles")
    plain.close()
