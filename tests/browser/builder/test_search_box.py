"""The builder's search box: what is typed there becomes a line with a dose, or a phase."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from programmes.models import Programme
from tests.browser.builder.screen import NAMES, names, opened, saved, shown_names
from tests.browser.watch import Watch

SEARCH = "**/build/search/**"


def test_an_exercise_is_added_with_its_dose_and_stays(page: Page, watch: Watch, programme: Programme):
    opened(page, programme)
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("heel slide 4x8 L")
    expect(page.locator("#hits li").first).to_contain_text("4 sets of 8 on your left leg")
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_be_focused()
    saved(page)
    line = programme.phases.first().prescriptions.last()
    assert (str(line.exercise), line.sets, line.reps, line.side) == ("Heel slide", 4, 8, "left")
    page.reload()
    expect(page.locator("#phases .name")).to_have_count(5)
    assert watch.errors == []


def test_a_phase_is_named_or_opened_from_the_search_box(page: Page, programme: Programme):
    opened(page, programme)
    page.keyboard.type("#Weeks 2-6")
    page.keyboard.press("Enter")
    page.keyboard.type("step-up")
    page.keyboard.press("Enter")
    page.keyboard.type("#settle")
    page.keyboard.press("Enter")
    page.keyboard.type("calf")
    page.keyboard.press("Enter")
    expect(page.locator("#phases .name")).to_have_count(6)
    saved(page)
    assert names(programme) == [["Clamshell", "Glute bridge", "Mini squat", "Calf raise"], ["Wall sit"], ["Step-up"]]
    phase = programme.phases.last()
    assert (phase.name, phase.weeks_min, phase.weeks_max) == ("Weeks 2-6", 2, 6)


def test_the_last_row_is_moved_from_the_search_box(page: Page, programme: Programme):
    opened(page, programme)
    page.keyboard.type("calf")
    page.keyboard.press("Enter")
    expect(page.locator("#phases .name")).to_have_count(5)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#phases .name").nth(2)).to_have_text("Calf raise")
    expect(page.locator("#search")).to_be_focused()


def test_ctrl_enter_opens_the_dose_of_what_was_added(page: Page, programme: Programme):
    opened(page, programme)
    page.keyboard.type("calf")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Dose of Calf raise, in short")).to_be_focused()


def test_a_phase_that_is_opened_with_ctrl_enter_leaves_the_box_as_it_was(page: Page, programme: Programme):
    opened(page, programme)
    page.keyboard.type("#Later")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("calf")
    page.keyboard.press("Enter")
    expect(page.locator("#phases .name")).to_have_count(5)
    assert shown_names(page)[-1] == "Calf raise"


def test_a_dose_without_a_name_adds_nothing(page: Page, programme: Programme):
    opened(page, programme)
    page.keyboard.type("4x6")
    page.keyboard.press("Enter")
    expect(page.locator("#search-note")).to_contain_text("Nothing is called “4x6”")
    expect(page.locator("#hits li").first).to_contain_text("4 sets of 6")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#phases .name")).to_have_count(5)


def test_what_nobody_finds_is_said_and_nothing_is_added(page: Page, programme: Programme):
    opened(page, programme)
    page.keyboard.type("xyzzyq")
    page.keyboard.press("Enter")
    expect(page.locator("#search-note")).to_contain_text("Nothing is called “xyzzyq”")
    expect(page.locator("#search")).to_have_value("xyzzyq")
    page.keyboard.press("Enter")
    expect(page.locator("#phases .name")).to_have_count(4)


def test_what_nobody_finds_keeps_nothing_else_from_being_added(page: Page, watch: Watch, programme: Programme):
    held: list[Route] = []
    opened(page, programme)
    page.route(SEARCH, lambda route: held.append(route), times=1)
    page.fill("#search", "xyzzyq")
    with page.expect_request(SEARCH):
        page.keyboard.press("Enter")
    page.fill("#search", "clam")
    page.keyboard.press("Control+Enter")
    held[0].continue_()
    box = page.get_by_label("Dose of Clamshell, in short")
    expect(box).to_be_focused()
    expect(box).to_have_value(re.compile("^3x10"))
    expect(page.get_by_text("Nothing is called “xyzzyq”")).to_be_visible()
    page.fill("#search", "calf")
    page.keyboard.press("Enter")
    expect(page.locator("#phases .name")).to_have_count(6)
    assert watch.errors == []


def test_a_search_that_was_not_answered_is_asked_again(page: Page, programme: Programme):
    opened(page, programme)
    page.route(SEARCH, lambda route: route.abort(), times=1)
    page.fill("#search", "calf")
    with page.expect_request(SEARCH):
        page.keyboard.press("Enter")
    expect(page.locator("#search-note")).to_have_text("The search was not answered. Try again.")
    expect(page.locator("#announced")).to_have_text("The search was not answered. Try again.")
    expect(page.locator("#search")).to_have_value("calf")
    page.keyboard.press("Enter")
    expect(page.locator("#phases .name")).to_have_count(5)
    assert shown_names(page)[3] == "Calf raise"


@pytest.mark.parametrize("pause", [0, 50, 150, 300])
def test_a_fast_enter_never_adds_a_wrong_exercise(page: Page, programme: Programme, pause: int):
    """Twenty-five tries a pause, each over the list of the name before, one answer in three held back."""
    opened(page, programme)
    count = 0

    def held_back(route: Route) -> None:
        nonlocal count
        count += 1
        if count % 3 == 0:
            page.wait_for_timeout(120)
        route.continue_()

    page.route(SEARCH, held_back)
    wanted = [NAMES[number % len(NAMES)] for number in range(25)]
    for name in wanted:
        page.keyboard.type(name.lower())
        if pause:
            page.wait_for_timeout(pause)
        page.keyboard.press("Enter")
    expect(page.locator("#phases .name")).to_have_count(4 + len(wanted))
    first_phase = page.locator("#phases section").first.locator(".name").all_inner_texts()
    assert first_phase[3:] == wanted


def test_an_answer_that_comes_late_adds_what_was_typed_for_it(page: Page, programme: Programme):
    held: list[Route] = []
    opened(page, programme)
    page.route(SEARCH, lambda route: held.append(route))
    page.keyboard.type("calf")
    page.keyboard.press("Enter")
    page.keyboard.type("heel")
    expect(page.locator("#phases .name")).to_have_count(4)
    for route in held:
        route.continue_()
    expect(page.locator("#phases .name")).to_have_count(5)
    assert shown_names(page)[3] == "Calf raise"
    expect(page.locator("#search")).to_have_value("heel")
