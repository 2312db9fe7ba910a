"""Posing in a real browser: from the nearest exercise to a saved picture, by mouse, by finger and by keyboard."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from programmes.figures import read
from programmes.models import Exercise
from programmes.own_copy import own_copy
from tests import shipped
from tests.browser.watch import Watch
from tests.cast import make_cast
from tests.factories import make_exercise, make_language
from tests.workbench import address

pytestmark = pytest.mark.once

SignIn = Callable[[User], None]
LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


@dataclass
class Editor:
    page: Page
    exercise: Exercise

    def open(self) -> None:
        self.page.goto(address("exercise_pose", self.exercise))
        self.handle("Right hand").wait_for()

    def handle(self, name: str) -> Locator:
        return self.page.locator("#pose-handles").get_by_role("button", name=name, exact=True)

    def middle(self, name: str) -> tuple[float, float]:
        self.settle()
        box = self.handle(name).bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self, name: str, across: float, down: float) -> None:
        x, y = self.middle(name)
        mouse, shown = self.page.mouse, self.picture
        mouse.move(x, y)
        mouse.down()
        for step in range(1, 6):
            mouse.move(x + across * step / 5, y + down * step / 5)
        mouse.up()
        # The browser may hand on the last move a frame later.
        drawn_anew = "shown => document.querySelector('#pose-drawn').innerHTML !== shown"
        self.page.wait_for_function(drawn_anew, arg=shown)
        self.settle()

    def settle(self) -> None:
        """Wait until the last picture is drawn."""
        expect(self.page.locator("#pose-stage")).to_have_attribute("aria-busy", "false")

    def start_from(self, name: str) -> None:
        panel = self.page.get_by_role("region", name="Start from the picture of another exercise")
        panel.get_by_role("searchbox").fill(name)
        panel.get_by_role("button", name=name).click()
        expect(panel).to_be_hidden()

    def save(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.state).to_have_text("Saved")
        self.exercise.refresh_from_db()

    @property
    def state(self) -> Locator:
        return self.page.locator("#pose-state")

    @property
    def picture(self) -> str:
        self.settle()
        return self.page.locator("#pose-drawn").inner_html()


@pytest.fixture
def editor(page: Page, watch: Watch, sign_in: SignIn) -> Editor:
    make_language()
    cast = make_cast()
    for slug in ("squat", "bridge"):
        make_exercise(slug=slug, name=slug.capitalize(), figure=shipped.read(f"exercises/{slug}.yaml")["figure"])
    own = own_copy(make_exercise(slug="box", name="Squat to a box"), cast.clinic)
    sign_in(cast.ana)
    editor = Editor(page, own)
    editor.open()
    return editor


@pytest.fixture
def posed(editor: Editor) -> Editor:
    """Return the editor with a squat saved."""
    editor.start_from("Squat")
    expect(editor.state).to_have_text("Not saved yet")
    editor.save()
    return editor


def test_from_a_squat_to_a_picture_of_ones_own(editor: Editor, page: Page, watch: Watch):
    editor.start_from("Squat")
    page.get_by_role("button", name="End", exact=True).click()
    expect(editor.state).to_have_text("Not saved yet")
    before = editor.middle("Right hand")
    editor.drag("Right hand", -10, -60)
    assert editor.middle("Right hand")[1] < before[1] - 20
    page.get_by_text("Whole body").click()
    lean = page.get_by_role("slider", name="Trunk lean forwards")
    lean.fill("20")
    expect(page.get_by_role("spinbutton", name="Trunk lean forwards")).to_have_value("20")
    editor.settle()
    editor.save()
    assert read(editor.exercise.figure).end.root.pitch == 20
    shown = editor.picture
    editor.open()
    page.get_by_role("button", name="End", exact=True).click()
    expect(page.get_by_role("spinbutton", name="Trunk lean forwards")).to_have_value("20")
    assert editor.picture == shown
    assert watch.errors == []


def test_by_keyboard_alone(posed: Editor, page: Page, watch: Watch):
    posed.open()
    posed.handle("Body").focus()
    before = posed.middle("Body")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowDown")
    posed.settle()
    expect(posed.handle("Body")).to_be_focused()
    assert posed.middle("Body")[1] != before[1]
    page.keyboard.press("Control+s")
    expect(posed.state).to_have_text("Saved")
    height = read(Exercise.objects.get(pk=posed.exercise.pk).figure).start.root.at[1]
    assert height == pytest.approx(read(posed.exercise.figure).start.root.at[1] - 6, abs=0.3)
    page.get_by_text("Whole body").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("slider", name="Height of the hips")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(posed.state).to_have_text("Not saved yet")
    assert watch.errors == []


def test_what_was_done_is_undone_and_done_again(posed: Editor, page: Page):
    expect(page.get_by_role("button", name="Redo")).to_be_disabled()
    shown = posed.picture
    posed.drag("Body", 0, 40)
    expect(posed.state).to_have_text("Not saved yet")
    dragged = posed.picture
    assert dragged != shown
    page.keyboard.press("Control+z")
    expect(posed.state).to_have_text("Saved")
    posed.settle()
    assert posed.picture == shown
    page.keyboard.press("Control+Shift+z")
    expect(posed.state).to_have_text("Not saved yet")
    posed.settle()
    assert posed.picture == dragged


def test_one_drag_is_one_step_back(posed: Editor, page: Page):
    posed.drag("Body", 0, 40)
    posed.drag("Body", 10, 0)
    page.get_by_role("button", name="Undo").click()
    expect(posed.state).to_have_text("Not saved yet")
    page.get_by_role("button", name="Undo").click()
    expect(posed.state).to_have_text("Saved")


def test_what_is_not_answered_yet_is_what_an_undo_takes_back(posed: Editor, page: Page):
    held: list[Route] = []
    posed.drag("Body", 0, 40)
    dragged = posed.picture
    page.route("**/pose/draw/", lambda route: route.continue_() if held else held.append(route))
    page.get_by_role("button", name="Mirror left/right").click()
    page.wait_for_timeout(100)
    page.get_by_role("button", name="Undo").click()
    held[0].continue_()
    posed.settle()
    assert posed.picture == dragged
    page.get_by_role("button", name="Undo").click()
    expect(posed.state).to_have_text("Saved")


def test_a_pose_no_body_can_take_is_said(posed: Editor, page: Page):
    expect(page.locator("#pose-problems")).to_have_text("The pose is sound.")
    page.get_by_text("Trunk and head").click()
    number = page.get_by_role("spinbutton", name="Spine rounded")
    number.fill("110")
    number.press("Tab")
    expect(page.locator("#pose-problems")).to_contain_text("spine is at 110 degrees")
    number.fill("5000")
    number.press("Tab")
    expect(page.locator("#pose-problems")).to_contain_text("start.spine: must be between -1000 and 1000")
    expect(number).to_have_value("110")


def test_a_colleagues_change_is_not_saved_over(posed: Editor, page: Page):
    Exercise.objects.filter(pk=posed.exercise.pk).update(version="7")
    page.get_by_role("button", name="Mirror left/right").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(posed.state).to_contain_text("Somebody changed this exercise")


def test_leaving_with_a_pose_that_is_not_saved_asks_first(posed: Editor, page: Page):
    posed.drag("Body", 0, 40)
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Home").click()
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]


def test_things_muscles_and_the_camera_are_chosen(posed: Editor, page: Page):
    page.get_by_text("Things in the picture").click()
    page.get_by_label("Add a thing").select_option("wall")
    expect(page.get_by_role("group", name="Wall")).to_be_visible()
    page.get_by_text("What works", exact=True).click()
    page.get_by_role("group", name="Muscles, right").get_by_label("Glutes").check()
    page.get_by_text("Seen from", exact=True).click()
    page.get_by_role("button", name="From the front").click()
    expect(page.get_by_role("spinbutton", name="Turned, from front to behind")).to_have_value("-75")
    posed.save()
    figure = posed.exercise.figure
    assert figure["camera"] == {"turn": -75, "tilt": 6}
    assert figure["props"][-1]["kind"] == "wall"
    assert "right glutes" in figure["muscles"]


def test_a_finger_drags_on_a_small_screen(context: BrowserContext, posed: Editor, page: Page):
    page.set_viewport_size({"width": 390, "height": 800})
    posed.open()
    x, y = posed.middle("Right foot")
    touch = context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x + 15, "y": y - 20}]),
        ("touchMove", [{"x": x + 30, "y": y - 40}]),
        ("touchEnd", []),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(posed.state).to_have_text("Not saved yet")
    posed.save()
    assert read(posed.exercise.figure).start.right_leg.ball_at[1] > 5


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_the_editor_is_open_to_everybody(posed: Editor, page: Page, watch: Watch, scheme: str, width: int):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    posed.open()
    found = []
    for part in page.locator("#pose-controls summary").all():
        part.click()
        found += faults(page, watch)
    page.get_by_role("button", name="Start from …").click()
    expect(page.get_by_role("button", name="Bridge")).to_be_visible()
    assert found + faults(page, watch) == []


def faults(page: Page, watch: Watch) -> list[str]:
    # Before axe, which puts styles of its own into some pages.
    said = list(watch.errors)
    violations = Axe().run(page).response["violations"]
    watch.errors.clear()
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    said += [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in violations]
    return [*said, f"{wide} px too wide"] if wide > 0 else said


def test_without_scripts_the_figure_is_written(posed: Editor, browser, context: BrowserContext, base_url: str):
    plain = browser.new_context(java_script_enabled=False, base_url=base_url)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(address("exercise_pose", posed.exercise))
    expect(page.get_by_role("img", name="Start")).to_be_visible()
    figure = page.get_by_label("Figure")
    figure.fill(figure.input_value().replace('"ghost"', '"gost"') if "ghost" in figure.input_value() else '{"gost": 1}')
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("gost: is an unknown key")).to_be_visible()
    figure.fill('{"start": {"spine": 9}}')
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The picture is saved.")).to_be_visible()
    plain.close()
