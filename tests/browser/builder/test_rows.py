"""Rows of the builder: moved, doubled, removed, taken back, swapped."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from programmes.models import Exercise, Programme
from tests.browser.builder.screen import names, opened, saved, stands_still
from tests.browser.watch import Watch


def test_a_row_is_moved_doubled_removed_and_taken_back(page: Page, watch: Watch, programme: Programme):
    opened(page, programme)
    page.get_by_role("button", name="Mini squat up").click()
    expect(page.get_by_role("button", name="Mini squat up")).to_be_focused()
    expect(page.locator("#announced")).to_have_text("Mini squat: position 2 of 3, Settle")
    page.get_by_role("button", name="Mini squat once more").click()
    expect(page.locator("#phases .name")).to_have_count(5)
    page.get_by_role("button", name="Remove Clamshell").click()
    expect(page.get_by_text("Clamshell removed.")).to_be_visible()
    saved(page)
    assert names(programme) == [["Mini squat", "Mini squat", "Glute bridge"], ["Wall sit"]]
    page.locator("#told").get_by_role("button", name="Undo").click()
    saved(page)
    assert names(programme) == [["Clamshell", "Mini squat", "Mini squat", "Glute bridge"], ["Wall sit"]]
    page.locator("h1").click()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.locator("#phases .name")).to_have_count(4)
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("#phases .name")).to_have_count(5)
    assert watch.errors == []


def test_a_handle_moves_a_row_by_keyboard_across_phases(page: Page, programme: Programme):
    opened(page, programme)
    page.get_by_role("button", name="Move Mini squat, position 3 of 3").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#announced")).to_have_text("Mini squat: position 1 of 2, Later")
    expect(page.get_by_role("button", name="Move Mini squat, position 1 of 2")).to_be_focused()
    saved(page)
    assert names(programme) == [["Clamshell", "Glute bridge"], ["Mini squat", "Wall sit"]]


def test_a_row_is_dragged_by_mouse(page: Page, programme: Programme):
    page.set_viewport_size({"width": 1280, "height": 1400})
    opened(page, programme)
    stands_still(page)
    handle = page.get_by_role("button", name=re.compile("Move Clamshell"))
    handle.hover()
    page.mouse.down()
    target = page.get_by_role("button", name=re.compile("Move Mini squat")).bounding_box()
    page.mouse.move(target["x"] + 10, target["y"] + 40, steps=30)
    expect(page.locator("#phases .name").nth(2)).to_have_text("Clamshell")
    page.mouse.up()
    saved(page)
    assert names(programme)[0] == ["Glute bridge", "Mini squat", "Clamshell"]


def test_a_row_is_dragged_by_finger_on_a_small_screen(context: BrowserContext, page: Page, programme: Programme):
    page.set_viewport_size({"width": 390, "height": 1400})
    touch = context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    programme.phases.last().delete()  # wherever the finger ends below, it is this list that is dropped into
    opened(page, programme)
    stands_still(page)
    first = page.get_by_role("button", name=re.compile("Move Clamshell")).bounding_box()
    last = page.get_by_role("button", name=re.compile("Move Mini squat")).bounding_box()
    x, y = first["x"] + 15, first["y"] + 15
    to = last["y"] + last["height"]
    moves = [y + (to - y) * step / 8 for step in range(1, 9)]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    # To and fro at the end, until it stays: a row that is still moving out of the way takes no notice.
    settled = 0
    for place in [*moves, *(to + turn % 2 * 2 for turn in range(60))]:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": place}]})
        page.evaluate("new Promise(requestAnimationFrame)")
        there = page.locator("#phases section").first.locator(".name").all_inner_texts()
        settled = settled + 1 if there[2:] == ["Clamshell"] else 0
        if settled == 30:
            break
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    saved(page)
    assert names(programme)[0] == ["Glute bridge", "Mini squat", "Clamshell"]


def test_another_exercise_takes_the_place_of_one(page: Page, watch: Watch, programme: Programme):
    Exercise.objects.filter(slug="clamshell").update(progressions=["side-plank"])
    opened(page, programme)
    page.get_by_role("button", name="Swap Clamshell for another").click()
    dialog = page.get_by_role("dialog", name="Instead of Clamshell")
    expect(dialog.get_by_text("Harder")).to_be_visible()
    dialog.get_by_role("button", name="Use Side plank").click()
    expect(page.get_by_text("Clamshell was replaced by Side plank.")).to_be_visible()
    expect(page.get_by_role("button", name="Swap Side plank for another")).to_be_focused()
    assert watch.errors == []


def test_a_heading_says_what_is_typed_into_the_fields_below_it(page: Page, watch: Watch, programme: Programme):
    opened(page, programme)
    phase = page.locator("#phases section").first
    phase.get_by_text("Weeks, pain, when to move on").click()
    phase.get_by_label("Name", exact=True).fill("Calm it down")
    phase.get_by_label("To week").fill("3")
    expect(phase.get_by_role("heading")).to_have_text("1. Calm it down")
    expect(phase.locator(".weeks")).to_contain_text("3")
    expect(page.locator("#adds-to")).to_have_text("Adds to: Calm it down")
    page.get_by_text("When, where, and why it changes").click()
    page.get_by_label("Name of the programme").fill("Knee, first weeks")
    expect(page.get_by_role("heading", level=1)).to_have_text("Knee, first weeks")
    row = page.locator("#phases li", has_text="Clamshell")
    row.get_by_text("Note and more").click()
    row.get_by_label("Note for the patient").fill("Slowly.")
    row.get_by_text("Note and more").press("Enter")
    expect(row.locator(".note")).to_have_text("Slowly.")
    expect(row.get_by_text("Note and more")).to_be_focused()
    assert watch.errors == []


def test_the_focus_stays_at_a_phase_that_was_moved_or_removed(page: Page, watch: Watch, programme: Programme):
    opened(page, programme)
    page.get_by_role("button", name="Later up").press("Enter")
    expect(page.get_by_role("button", name="Add exercises to Later")).to_be_focused()
    expect(page.locator("#announced")).to_have_text("Later, position 1 of 2")
    page.get_by_role("button", name="Remove Later").press("Enter")
    expect(page.get_by_role("button", name="Add exercises to Settle")).to_be_focused()
    page.get_by_role("button", name="Remove Settle").press("Enter")
    expect(page.get_by_role("button", name="Add a phase")).to_be_focused()
    assert watch.errors == []


def test_the_way_back_is_offered_until_the_next_change(page: Page, watch: Watch, programme: Programme):
    opened(page, programme)
    told = page.locator("#told")
    page.get_by_role("button", name="Remove Clamshell").click()
    expect(told).to_contain_text("Clamshell removed.")
    page.fill("#search", "calf")
    page.keyboard.press("Enter")
    expect(page.locator("#phases .name")).to_have_count(4)
    expect(told).to_be_empty()
    page.get_by_role("button", name="Remove Later").click()
    expect(told).to_contain_text("Later removed.")
    page.get_by_label("Goal, in the patient's own words").press_sequentially("!")
    expect(told).to_be_empty()
    assert watch.errors == []


def test_the_focus_goes_from_one_way_back_to_the_other(page: Page, programme: Programme):
    opened(page, programme)
    page.get_by_role("button", name="Remove Clamshell").press("Enter")
    page.locator("#told").get_by_role("button", name="Undo").press("Enter")
    expect(page.locator("#phases .name").first).to_have_text("Clamshell")
    expect(page.locator("#told")).to_be_empty()
    expect(page.locator("#undo")).to_be_focused()
