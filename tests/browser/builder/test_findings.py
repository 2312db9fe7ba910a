"""What the builder finds wrong or missing stands where it is mended."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from programmes.models import Programme
from tests.browser.builder.screen import opened, saved
from tests.browser.watch import Watch
from tests.factories import make_patient_flag, make_rule


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
