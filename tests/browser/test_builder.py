"""The builder in a real browser: a programme made, changed, lost sight of and found again, and handed out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from programmes.models import Exercise, Handout, Patient, Prescription, Programme, Template
from programmes.screening import begin
from tests.browser.gate import Gate
from tests.browser.keystrokes import Person
from tests.browser.watch import Watch
from tests.cast import Cast, make_cast
from tests.factories import (
    make_exercise,
    make_language,
    make_patient,
    make_patient_flag,
    make_phase,
    make_prescription,
    make_programme,
    make_rule,
    make_template,
)
from tests.figures import plain_figure
from tests.workbench import address

SignIn = Callable[[User], None]
NAMES = ("Clamshell", "Glute bridge", "Mini squat", "Wall sit", "Heel slide", "Calf raise", "Step-up", "Side plank")
LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


@pytest.fixture
def cast(sign_in: SignIn) -> Cast:
    make_language()
    cast = make_cast()
    sign_in(cast.ana)
    return cast


@pytest.fixture
def library(cast: Cast) -> None:
    for name in NAMES:
        make_exercise(slug=name.lower().replace(" ", "-"), name=name)
    Exercise.objects.update(figure=plain_figure())


@pytest.fixture
def programme(cast: Cast, library: None) -> Programme:
    """Return a programme with two phases that lacks nothing."""
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    by_slug = Exercise.objects.in_bulk(field_name="id")
    rows = {row.slug: row for row in by_slug.values()}
    programme.phases.get().prescriptions.all().delete()
    for slug in ("clamshell", "glute-bridge", "mini-squat"):
        make_prescription(programme.phases.get(), exercise=rows[slug])
    make_prescription(make_phase(programme, name="Later"), exercise=rows["wall-sit"])
    begin(programme.patient, programme.condition, cast.ana.practitioner, answer="no")
    return programme


def opened(page: Page, programme: Programme) -> None:
    kind = "template" if programme.is_template else "programme"
    page.goto(address(f"{kind}_build", programme))
    expect(page.locator("#hits li")).not_to_have_count(0)


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_attribute("data-state", "clean")


def names(programme: Programme) -> list[list[str]]:
    phases = programme.phases.all()
    return [[str(line.exercise) for line in phase.prescriptions.all()] for phase in phases]


def shown_names(page: Page) -> list[str]:
    return page.locator("#phases .name").all_inner_texts()


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


def test_a_dose_without_a_name_adds_nothing(page: Page, programme: Programme):
    opened(page, programme)
    page.keyboard.type("4x6")
    page.keyboard.press("Enter")
    expect(page.locator("#search-note")).to_contain_text("Nothing is called “4x6”")
    expect(page.locator("#hits li").first).to_contain_text("4 sets of 6")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#phases .name")).to_have_count(5)


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


def test_what_nobody_finds_is_said_and_nothing_is_added(page: Page, programme: Programme):
    opened(page, programme)
    page.keyboard.type("xyzzyq")
    page.keyboard.press("Enter")
    expect(page.locator("#search-note")).to_contain_text("Nothing is called “xyzzyq”")
    expect(page.locator("#search")).to_have_value("xyzzyq")
    page.keyboard.press("Enter")
    expect(page.locator("#phases .name")).to_have_count(4)


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

    page.route("**/build/search/**", held_back)
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
    page.route("**/build/search/**", lambda route: held.append(route))
    page.keyboard.type("calf")
    page.keyboard.press("Enter")
    page.keyboard.type("heel")
    expect(page.locator("#phases .name")).to_have_count(4)
    for route in held:
        route.continue_()
    expect(page.locator("#phases .name")).to_have_count(5)
    assert shown_names(page)[3] == "Calf raise"
    expect(page.locator("#search")).to_have_value("heel")


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


def test_their_version_is_loaded_instead_of_mine(page: Page, programme: Programme):
    opened(page, programme)
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


def test_paper_never_differs_from_the_screen(page: Page, programme: Programme):
    opened(page, programme)
    issue = page.get_by_role("button", name="Issue handout")
    expect(issue).to_have_attribute("aria-disabled", "false")
    page.route("**/build/save/", lambda route: route.abort())
    page.get_by_label("Goal, in the patient's own words").fill("Dance again")
    expect(issue).to_have_attribute("aria-disabled", "true")
    issue.click(force=True)
    expect(page.get_by_text("Finish what you are typing")).to_be_visible()
    assert not Handout.objects.exists()


def test_the_sheet_beside_the_plan_follows_each_save(page: Page, watch: Watch, programme: Programme):
    page.set_viewport_size({"width": 1440, "height": 900})
    opened(page, programme)
    sheet = page.frame_locator("#sheet")
    expect(sheet.get_by_text("PREVIEW, not for the patient")).to_be_visible()
    page.get_by_label("Goal, in the patient's own words").fill("Dance again")
    expect(sheet.get_by_text("Dance again")).to_be_visible()
    assert watch.errors == []


def test_a_template_of_the_clinic_is_made_in_the_same_screen(page: Page, watch: Watch, cast: Cast, library: None):
    template = make_template(clinic=cast.clinic)
    opened(page, template)
    expect(page.get_by_role("button", name="Issue handout")).to_have_count(0)
    page.keyboard.type("calf")
    page.keyboard.press("Enter")
    row = page.locator("#phases li", has_text="Calf raise")
    row.get_by_text("Note and more").click()
    row.get_by_label("Optional: waits as an offer").check()
    saved(page)
    assert Prescription.objects.get(exercise__slug="calf-raise").is_optional
    assert watch.errors == []


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


@pytest.fixture
def runner(cast: Cast) -> Patient:
    """Return a patient who was asked the questions of runner's knee, in the shipped library."""
    call_command("load_library", verbosity=0)
    patient = make_patient(clinic=cast.clinic, name="Maya Okafor")
    template = Template.objects.get(slug="tpl-patellofemoral-pain")
    begin(patient, template.condition, cast.ana.practitioner, answer="no")
    return patient


def test_from_a_template_with_two_doses_changed_to_the_sheet(page: Page, watch: Watch, runner: Patient):
    """At most 5 clicks: from the list of patients to a sheet to print. The waits depend on the machine."""
    page.goto(address("patient_changelist"))
    person = Person(page)
    person.decide()
    person.click(page.get_by_role("link", name="New programme for Maya Okafor"))
    person.wait(lambda: expect(page.get_by_label("right")).to_be_visible())
    person.click(page.get_by_label("right"))
    person.press("Tab")
    person.decide()
    person.type("run again")
    person.press("Tab")
    person.press("Space")
    person.press("Enter")
    person.wait(lambda: expect(page.locator("#search")).to_be_focused())
    doses = page.locator("#phases button.dose")
    person.decide()
    person.click(doses.first)
    person.type("2x12")
    person.press("ArrowDown")
    person.decide()
    person.type("2x10")
    person.press("Enter")
    person.wait(lambda: expect(page.locator("#issue")).to_have_attribute("aria-disabled", "false"))
    person.decide()
    person.click(page.get_by_role("button", name="Issue handout"))
    person.decide()
    person.press("Space")
    person.press("Enter")
    person.wait(lambda: expect(page.get_by_role("link", name="Open the PDF to print")).to_be_focused())
    handout = Handout.objects.get()
    lines = handout.programme.phases.first().prescriptions.all()
    assert [(line.sets, line.reps) for line in lines][:2] == [(2, 12), (2, 10)]
    print(f"\nTemplate and two doses to a sheet: {person.in_words}")
    assert person.clicks <= 5
    # Of 25 seconds; the rest is for the waits, which are printed.
    assert person.seconds_of_work <= 20
    assert watch.errors == []


def test_six_exercises_from_nothing_by_keyboard(page: Page, watch: Watch, runner: Patient):
    programme = Programme.objects.create(patient=runner, clinic=runner.clinic, name="New", side="left")
    programme.phases.create(name="Phase 1")
    opened(page, programme)
    person = Person(page)
    wanted = ["clam 3x12", "glute b 3x10", "wall sit 4x30s", "calf r", "step-up 2x8", "side pl 3x20s"]
    person.press("#")
    person.type("Weeks 0-2")
    person.press("Enter")
    for text in wanted:
        person.decide()
        person.type(text)
        person.press("Enter")
    person.wait(lambda: saved(page))
    expect(page.locator("#phases .name")).to_have_count(6)
    print(f"\nSix exercises from nothing: {person.in_words}")
    assert person.clicks == 0
    assert person.seconds_of_work <= 45
    assert watch.errors == []
