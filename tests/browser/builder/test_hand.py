"""What comes by itself moves nothing away from under a hand, and no press or word of anybody is lost by it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from programmes.models import Programme
from tests.browser.builder.screen import names, opened, saved, stands_still
from tests.browser.watch import Watch
from tests.factories import make_patient_flag, make_rule

WEIGHED = "**/build/weighed/"
REASON = "Too much turning."


@pytest.fixture
def found(programme: Programme) -> Programme:
    """Return a programme with a finding on its first row, and two gaps that stand above all rows."""
    programme.patient.flags.add(make_patient_flag(slug="flag", label="Thin bones"))
    tests = [{"attr": "slug", "op": "eq", "value": "clamshell"}]
    make_rule(slug="SR-B", tests=tests, reason_plain=REASON)
    Programme.objects.update(goal="", review_date=None)
    return programme


class Held:
    """Answers of the gate that are kept back until they are let go."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.kept: list[Route] = []
        self.is_open = False
        page.route(WEIGHED, self.answered)

    def answered(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.kept.append(route)

    def let_go(self) -> None:
        self.is_open = True
        with self.page.expect_response(WEIGHED):
            self.kept[-1].continue_()


def is_under(page: Page, button: Locator, place: tuple[float, float]) -> bool:
    return button.evaluate("(button, [x, y]) => button.contains(document.elementFromPoint(x, y))", list(place))


def middle(button: Locator) -> tuple[float, float]:
    box = button.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("width", [1440, 390])
def test_what_was_found_moves_nothing_away_from_under_the_mouse(page: Page, found: Programme, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    answers = Held(page)
    opened(page, found)
    button = page.get_by_role("button", name="Remove Glute bridge")
    button.hover()
    place = middle(button)
    answers.let_go()
    expect(page.get_by_text(REASON)).to_be_visible()
    assert is_under(page, button, place)


def test_a_field_stays_where_it_is_while_somebody_types_in_it(page: Page, found: Programme):
    answers = Held(page)
    opened(page, found)
    page.locator("#phases li", has_text="Mini squat").get_by_text("Note and more").click()
    field = page.get_by_label("Note for the patient")
    field.press_sequentially("Slow")
    before = middle(field)
    answers.let_go()
    expect(page.get_by_text(REASON)).to_be_visible()
    assert middle(field) == pytest.approx(before, abs=1)
    expect(field).to_be_focused()


def test_a_press_is_heard_though_what_was_found_arrives_meanwhile(page: Page, found: Programme):
    answers = Held(page)
    opened(page, found)
    page.get_by_role("button", name="Mini squat up").hover()
    page.mouse.down()
    answers.let_go()
    page.evaluate("new Promise(requestAnimationFrame)")
    page.mouse.up()
    expect(page.locator("#announced")).to_have_text("Mini squat: position 2 of 3, Settle")
    expect(page.get_by_text(REASON)).to_be_visible()


def test_a_press_is_heard_though_the_dose_before_is_taken_meanwhile(page: Page, programme: Programme):
    opened(page, programme)
    stands_still(page)
    page.get_by_role("button", name=re.compile(r"Clamshell: .*Change the dose")).click()
    page.get_by_label("Dose of Clamshell, in short").fill("4x8")
    page.get_by_role("button", name="Mini squat up").hover()
    with page.expect_response(re.compile("build/dose/.*")):
        page.mouse.down()
    page.evaluate("new Promise(requestAnimationFrame)")
    page.mouse.up()
    expect(page.locator("#phases .name").nth(1)).to_have_text("Mini squat")
    expect(page.locator("#phases li").first).to_contain_text("4 sets of 8")
    saved(page)
    assert names(programme)[0] == ["Clamshell", "Mini squat", "Glute bridge"]
    assert programme.phases.first().prescriptions.first().dosage.sets == 4


def test_a_press_is_heard_though_its_row_is_stored_meanwhile(page: Page, programme: Programme):
    opened(page, programme)
    stands_still(page)
    page.fill("#search", "calf raise")
    with page.expect_response("**/build/save/"):
        page.keyboard.press("Enter")
        page.get_by_role("button", name=re.compile(r"Calf raise: .*Change the dose")).hover()
        page.mouse.down()
    saved(page)
    page.mouse.up()
    expect(page.get_by_label("Dose of Calf raise, in short")).to_be_focused()


def test_a_finger_presses_nothing_that_has_only_just_come_there(context: BrowserContext, page: Page, found: Programme):
    page.set_viewport_size({"width": 390, "height": 900})
    touch = context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    answers = Held(page)
    opened(page, found)
    title = middle(page.locator("h1"))
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": title[0], "y": title[1]}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.evaluate(
        """() => {
             window.heard = new Promise((tell) => {
               const heard = [];
               new MutationObserver(() => {
                 const button = document.querySelector("#phases .acts button");
                 const { x, y, width, height } = button.getBoundingClientRect();
                 heard.push(button.contains(document.elementFromPoint(x + width / 2, y + height / 2)));
                 if (heard.length === 2) tell(heard);
               }).observe(document.querySelector(".plan"), { attributes: true });
             });
           }"""
    )
    answers.let_go()
    assert page.evaluate("window.heard") == [False, True]


def test_a_reason_that_was_begun_stays_when_the_rows_are_drawn_anew(page: Page, watch: Watch, found: Programme):
    opened(page, found)
    row = page.locator("#phases li", has_text="Clamshell")
    row.get_by_text("Use anyway").click()
    row.get_by_role("textbox").fill("Her surgeon")
    page.get_by_role("button", name="Mini squat up").click()
    expect(page.locator("#announced")).to_have_text("Mini squat: position 2 of 3, Settle")
    expect(row.get_by_role("textbox")).to_have_value("Her surgeon")
    saved(page)
    expect(row.get_by_role("textbox")).to_have_value("Her surgeon")
    assert watch.errors == []


def test_what_was_removed_and_taken_back_is_weighed_as_before(page: Page, found: Programme):
    opened(page, found)
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_role("button", name="Remove Clamshell").click()
    saved(page)
    expect(page.get_by_text(REASON)).to_have_count(0)
    page.locator("#told").get_by_role("button", name="Undo").click()
    saved(page)
    row = page.locator("#phases li", has_text="Clamshell")
    expect(row).to_contain_text(REASON)
    row.get_by_text("Use anyway").click()
    row.get_by_role("textbox").fill("Her surgeon agrees.")
    row.get_by_role("button", name="Keep this reason").click()
    expect(row).to_contain_text("Reason given: Her surgeon agrees.")
    line = found.phases.first().prescriptions.first().pk
    page.get_by_role("button", name="Mini squat up").click()
    saved(page)
    assert found.phases.first().prescriptions.first().pk == line


def test_what_was_found_stays_on_its_row_while_another_is_added(page: Page, found: Programme):
    opened(page, found)
    expect(page.get_by_text(REASON)).to_be_visible()
    Held(page)
    page.fill("#search", "calf raise")
    page.keyboard.press("Enter")
    saved(page)
    expect(page.get_by_text(REASON)).to_be_visible()


def test_a_row_that_is_saved_while_it_is_dragged_lands_where_it_is_dropped(
    page: Page, watch: Watch, programme: Programme
):
    page.set_viewport_size({"width": 1280, "height": 1400})
    opened(page, programme)
    stands_still(page)
    page.fill("#search", "calf raise")
    with page.expect_response("**/build/save/"):
        page.keyboard.press("Enter")
        page.get_by_role("button", name=re.compile("Move Calf raise")).hover()
        page.mouse.down()
        over = middle(page.get_by_role("button", name=re.compile("Move Glute bridge")))
        page.mouse.move(over[0], over[1] + 10, steps=20)
    saved(page)
    there = page.locator("#phases section").first.locator(".name")
    expect(there.nth(1)).to_have_text("Calf raise")
    page.mouse.up()
    expect(page.locator("#announced")).to_have_text("Calf raise: position 2 of 4, Settle")
    saved(page)
    assert names(programme)[0] == ["Clamshell", "Calf raise", "Glute bridge", "Mini squat"]
    assert watch.errors == []
