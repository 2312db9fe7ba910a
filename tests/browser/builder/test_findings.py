"""What the builder finds wrong or missing stands where it is mended."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from programmes.models import Programme
from programmes.starting import start_from
from tests.browser.builder.screen import opened, saved
from tests.browser.watch import Watch
from tests.cast import Cast
from tests.factories import make_patient, make_patient_flag, make_rule, make_template


def test_gaps_are_counted_on_the_button_and_lead_to_their_field(page: Page, programme: Programme):
    Programme.objects.update(goal="", review_date=None)
    opened(page, programme)
    button = page.get_by_role("button", name="2 things to finish")
    button.click()
    page.locator("#to-finish").get_by_role("button", name="Write the patient's goal").click()
    expect(page.get_by_label("Goal, in the patient's own words")).to_be_focused()
    page.keyboard.type("Run")
    page.get_by_role("button", name="in 4 weeks").click()
    expect(page.get_by_role("button", name="Issue handout")).to_be_visible()


def test_what_was_found_stands_at_its_row_and_takes_a_reason(page: Page, watch: Watch, programme: Programme):
    programme.patient.flags.add(make_patient_flag(slug="flag", label="Thin bones"))
    tests = [{"attr": "slug", "op": "eq", "value": "clamshell"}]
    make_rule(slug="SR-B", tests=tests, suggest=["heel-slide"], reason_plain="Too much turning.")
    opened(page, programme)
    row = page.locator("#phases li", has_text="Clamshell")
    expect(row).to_contain_text("Too much turning.")
    row.get_by_text("Use anyway").click()
    row.get_by_role("button", name="Keep this reason").click()
    expect(row.get_by_role("alert")).to_contain_text("Say why")
    row.get_by_role("textbox").fill("Her surgeon agrees.")
    row.get_by_role("button", name="Keep this reason").click()
    expect(row).to_contain_text("Reason given: Her surgeon agrees.")
    row.get_by_role("button", name="Use Heel slide").click()
    expect(page.locator("#phases .name").first).to_have_text("Heel slide")
    saved(page)
    line = programme.phases.first().prescriptions.first()
    assert (line.exercise.slug, line.replaces) == ("heel-slide", "clamshell")
    assert watch.errors == []


def test_the_focus_stays_in_the_list_of_what_is_to_be_finished(page: Page, programme: Programme):
    Programme.objects.update(goal="", review_date=None)
    opened(page, programme)
    expect(page.get_by_role("button", name="2 things to finish")).to_be_visible()
    page.get_by_label("Goal, in the patient's own words").fill("Run")
    left = page.locator("#to-finish").get_by_role("button").last
    left.focus()
    expect(page.get_by_role("button", name="1 thing to finish")).to_be_visible()
    expect(page.locator("#to-finish li")).to_have_count(1)
    expect(left).to_be_focused()
    left.press("Enter")
    expect(page.get_by_label("Review on")).to_be_focused()


def test_the_focus_stays_at_what_was_found_when_it_is_answered_by_keyboard(
    page: Page, watch: Watch, programme: Programme
):
    programme.patient.flags.add(make_patient_flag(slug="flag", label="Thin bones"))
    tests = [{"attr": "slug", "op": "eq", "value": "clamshell"}]
    make_rule(slug="SR-B", tests=tests, suggest=["heel-slide"], reason_plain="Too much turning.")
    opened(page, programme)
    row = page.locator("#phases li", has_text="Clamshell")
    row.get_by_text("Use anyway").press("Enter")
    row.get_by_role("textbox").fill("Her surgeon agrees.")
    row.get_by_role("button", name="Keep this reason").press("Enter")
    expect(row.get_by_text("Reason given: Her surgeon agrees.")).to_be_focused()
    row.get_by_role("button", name="Use Heel slide").press("Enter")
    handle = page.get_by_role("button", name=re.compile("Move Heel slide"))
    expect(handle).to_be_focused()
    saved(page)
    expect(page.get_by_text("Too much turning.")).to_have_count(0)
    expect(handle).to_be_focused()
    assert watch.errors == []


@pytest.mark.parametrize("deed", ["Add", "Use instead of"])
def test_the_focus_goes_to_the_offer_that_was_taken_up(page: Page, watch: Watch, cast: Cast, library: None, deed: str):
    template = make_template(clinic=cast.clinic)
    offered = template.phases.get().prescriptions.last()
    programme = start_from(template, patient=make_patient(clinic=cast.clinic), practitioner=cast.ana.practitioner)
    opened(page, programme)
    page.locator(".offers").get_by_role("button", name=deed).press("Enter")
    handle = page.get_by_role("button", name=f"Move {offered.exercise},")
    expect(handle).to_be_focused()
    saved(page)
    expect(page.get_by_text("The template offers")).to_have_count(0)
    expect(handle).to_be_focused()
    assert watch.errors == []
