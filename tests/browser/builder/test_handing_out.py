"""From the builder to the sheet, and how long a practitioner needs."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, Route, expect

from programmes.models import Handout, Patient, Prescription, Programme, Template
from programmes.screening import begin
from tests.browser.builder.screen import opened, saved
from tests.browser.keystrokes import Person
from tests.browser.watch import Watch
from tests.cast import Cast
from tests.factories import make_patient, make_patient_flag, make_rule, make_template, sign_off_everything
from tests.workbench import address


def ready_to_issue(page: Page, programme: Programme) -> Locator:
    """Open the programme, and return the button once it would issue."""
    opened(page, programme)
    issue = page.get_by_role("button", name="Issue handout")
    expect(issue).to_have_attribute("aria-disabled", "false")
    return issue


def test_paper_never_differs_from_the_screen(page: Page, programme: Programme):
    issue = ready_to_issue(page, programme)
    page.route("**/build/save/", lambda route: route.abort())
    page.get_by_label("Goal, in the patient's own words").fill("Dance again")
    expect(issue).to_have_attribute("aria-disabled", "true")
    issue.click(force=True)
    expect(page.get_by_text("Finish what you are typing")).to_be_visible()
    assert not Handout.objects.exists()


def about(slug: str) -> list[dict[str, str]]:
    return [{"attr": "slug", "op": "eq", "value": slug}]


@pytest.fixture
def warned(cast: Cast, programme: Programme) -> Programme:
    """Return the programme with all signed off, and rules that warn of a clamshell and of a calf raise."""
    sign_off_everything(cast.ana.practitioner)
    programme.patient.flags.add(make_patient_flag(slug="flag"))
    for slug in ("clamshell", "calf-raise"):
        make_rule(slug=f"SR-{slug}", level="warn", reason_plain=f"Mind the {slug}.", tests=about(slug))
    return programme


def test_a_warning_that_is_not_shown_yet_is_not_weighed(page: Page, watch: Watch, warned: Programme):
    """Pressed before the rules were asked about the last save, it asks them and goes on by itself."""
    issue = ready_to_issue(page, warned)
    page.route("**/build/weighed/", lambda route: None, times=1)
    page.keyboard.type("calf")
    page.keyboard.press("Enter")
    saved(page)
    issue.click(force=True)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Mind the calf-raise.")).to_be_visible()
    expect(dialog.get_by_text("Mind the clamshell.")).to_be_visible()
    dialog.get_by_label("I have weighed these warnings").check()
    dialog.get_by_role("button", name="Issue handout").click()
    expect(page.get_by_role("link", name="Open the PDF to print")).to_be_focused()
    assert watch.errors == []


def test_a_warning_that_came_up_elsewhere_is_asked_before_the_sheet_is_made(page: Page, warned: Programme):
    issue = ready_to_issue(page, warned)
    issue.click()
    dialog = page.get_by_role("dialog")
    make_rule(slug="SR-B", level="block", reason_plain="Too deep for her.", tests=about("mini-squat"))
    dialog.get_by_label("I have weighed these warnings").check()
    dialog.get_by_role("button", name="Issue handout").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Something else is to be weighed by now.")
    expect(dialog.get_by_text("Too deep for her.")).to_be_visible()
    expect(dialog.get_by_label("I have weighed these warnings")).not_to_be_checked()
    assert not Handout.objects.exists()
    dialog.get_by_label("Why go on all the same?").fill("Discussed.")
    dialog.get_by_label("I have weighed these warnings").check()
    dialog.get_by_role("button", name="Issue handout").click()
    expect(page.get_by_role("link", name="Open the PDF to print")).to_be_focused()


def test_a_weighing_that_does_not_arrive_is_said_and_asked_again(page: Page, warned: Programme):
    issue = ready_to_issue(page, warned)
    page.route("**/build/weighed/", lambda route: route.abort())
    page.get_by_label("Goal, in the patient's own words").fill("Dance again")
    saved(page)
    issue.click(force=True)
    expect(page.get_by_text("The server was not reached. Try again.")).to_be_visible()
    page.unroute("**/build/weighed/")
    issue.click(force=True)
    expect(page.get_by_role("dialog").get_by_text("Mind the clamshell.")).to_be_visible()


def test_why_it_changes_is_told_on_one_sheet_alone(page: Page, watch: Watch, programme: Programme):
    opened(page, programme)
    page.get_by_text("When, where, and why it changes").click()
    note = page.get_by_label("Why it changes, for the patient")
    note.fill("stairs no longer hurt")
    saved(page)
    expect(page.locator("#issue")).to_have_attribute("aria-disabled", "false")
    page.get_by_role("button", name="Issue handout").click()
    dialog = page.get_by_role("dialog", name="Before it is handed out")
    dialog.get_by_label("take responsibility").check()
    dialog.get_by_role("button", name="Issue handout").click()
    expect(page.get_by_role("link", name="Open the PDF to print")).to_be_focused()
    expect(note).to_have_value("")
    saved(page)
    page.get_by_label("Goal, in the patient's own words").fill("Dance again")
    saved(page)
    programme.refresh_from_db()
    assert (programme.goal, programme.change_note) == ("Dance again", "")
    page.locator("h1").click()
    page.keyboard.press("Control+z")
    expect(page.get_by_label("Goal, in the patient's own words")).not_to_have_value("Dance again")
    expect(note).to_have_value("")
    saved(page)
    programme.refresh_from_db()
    assert programme.goal != "Dance again"
    assert programme.change_note == ""
    assert watch.errors == []


def test_a_save_on_its_way_does_not_write_back_why_it_changed(page: Page, programme: Programme):
    Programme.objects.update(change_note="stairs no longer hurt")
    opened(page, programme)
    expect(page.locator("#issue")).to_have_attribute("aria-disabled", "false")
    page.get_by_role("button", name="Remove Clamshell").click()
    saved(page)
    expect(page.locator("#issue")).to_have_attribute("aria-disabled", "false")
    page.get_by_role("button", name="Issue handout").click()
    dialog = page.get_by_role("dialog", name="Before it is handed out")
    dialog.get_by_label("take responsibility").check()
    issued: list[Route] = []
    saves: list[Route] = []
    page.route("**/build/issue/", lambda route: issued.append(route))
    page.route("**/build/save/", lambda route: saves.append(route), times=1)
    with page.expect_request("**/build/issue/"):
        dialog.get_by_role("button", name="Issue handout").click()
    answer = issued[0].fetch()
    with page.expect_request("**/build/save/"):
        page.keyboard.press("Control+z")
    issued[0].fulfill(response=answer)
    expect(page.get_by_role("link", name="Open the PDF to print")).to_be_focused()
    saves[0].continue_()
    saved(page)
    programme.refresh_from_db()
    assert programme.phases.first().prescriptions.count() == 3
    assert programme.change_note == ""


def test_what_is_to_be_finished_is_shown_once_the_rules_were_asked(page: Page, programme: Programme):
    issue = ready_to_issue(page, programme)
    page.route("**/build/weighed/", lambda route: None, times=1)
    page.get_by_label("Goal, in the patient's own words").fill("")
    saved(page)
    issue.click(force=True)
    expect(page.get_by_role("button", name="1 thing to finish")).to_be_visible()
    expect(page.locator("#to-finish button").first).to_be_focused()
    expect(page.locator("#told")).to_be_empty()


def test_an_issue_whose_answer_is_lost_is_not_done_twice_unseen(page: Page, cast: Cast, programme: Programme):
    sign_off_everything(cast.ana.practitioner)
    issue = ready_to_issue(page, programme)

    def lost(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/build/issue/", lost, times=1)
    issue.click()
    expect(page.get_by_text("The server was not reached. Try again.")).to_be_visible()
    issue.click()
    expect(page.get_by_text("Version 1 was issued meanwhile, by Ana.")).to_be_visible()
    expect(page.get_by_role("link", name="Open the PDF to print")).to_be_focused()
    assert Handout.objects.count() == 1
    issue.click()
    expect(page.get_by_text("Version 2 is issued.")).to_be_visible()


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
