"""Plans and spreadsheets from files, in a real browser: looked at first, then taken, with a script and without."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, Page, expect

from programmes.models import Exercise, Programme
from tests.browser.watch import Watch
from tests.cast import Cast, make_cast
from tests.factories import make_exercise, make_language, make_patient, make_screening
from tests.importing import written
from tests.spreadsheets import EXPORT, IMPORT, as_file, taken_out
from tests.test_import_programme import plan, simple
from tests.test_plan_import import PAGE

LOOKS = [("light", 1440), ("dark", 390)]


@pytest.fixture
def cast(sign_in: Callable[[User], None]) -> Cast:
    make_language()
    for slug in ("clamshell", "bridge", "squat"):
        make_exercise(slug=slug)
    cast = make_cast()
    patient = make_patient(clinic=cast.clinic, name="Tom Berg")
    make_screening(Programme(clinic=cast.clinic, patient=patient), done_by=cast.ana.practitioner)
    sign_in(cast.ana)
    return cast


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return written(tmp_path / "handout.pdf", plan(simple()))


@pytest.fixture
def changed(cast: Cast, tmp_path: Path) -> Path:
    rows = taken_out(cast.ana, "bridge", "squat")
    rows[1] |= {"dose": "4x8 d3", "steps (en)": "Bend.\nRise."}
    return written(tmp_path / "exercises.csv", as_file([*rows, {**rows[0], "short name": "our-bridge"}]))


@pytest.fixture
def bad(cast: Cast, tmp_path: Path) -> Path:
    rows = taken_out(cast.ana, "bridge", "squat")
    rows[1]["dose"] = "4x800"
    return written(tmp_path / "bad.csv", as_file(rows))


def choose(page: Page, address: str, file: Path, button: str) -> None:
    page.goto(address)
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name=button).click()


def test_a_plan_becomes_a_draft_in_the_builder(page: Page, cast: Cast, pdf: Path, watch: Watch):
    page.goto(PAGE)
    page.get_by_label("File").set_input_files(pdf)
    page.get_by_role("combobox", name="Patient").click()
    page.get_by_role("searchbox").fill("Tom")
    page.get_by_role("option", name="Tom Berg").click()
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_text("would become a programme of")).to_contain_text("Tom Berg")
    assert not Programme.objects.exists()
    page.get_by_role("button", name="Make this programme").click()
    page.wait_for_url("**/build/")
    expect(page.get_by_text("Clamshell").first).to_be_visible()


def without_script(browser: Browser, context: BrowserContext, base_url: str) -> BrowserContext:
    return browser.new_context(java_script_enabled=False, storage_state=context.storage_state(), base_url=base_url)


def test_a_plan_becomes_a_template_without_a_script(
    browser: Browser, context: BrowserContext, cast: Cast, pdf: Path, base_url: str
):
    plain = without_script(browser, context, base_url)
    page = plain.new_page()
    page.goto(PAGE)
    page.get_by_label("File").set_input_files(pdf)
    page.get_by_label("a template of our clinic").check()
    page.get_by_role("button", name="Look at it first").click()
    page.get_by_role("button", name="Make this template").click()
    page.wait_for_url("**/build/")
    assert Programme.objects.get().is_template
    plain.close()


def test_a_spreadsheet_is_downloaded_and_brought_back_without_a_script(
    browser: Browser, context: BrowserContext, cast: Cast, changed: Path, base_url: str
):
    plain = without_script(browser, context, base_url)
    page = plain.new_page()
    page.goto(EXPORT)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV, with commas").click()
    assert download.value.suggested_filename.startswith("exercises-")
    choose(page, IMPORT, changed, "Look at the differences")
    expect(page.get_by_role("heading", name="Changed")).to_be_visible()
    expect(page.locator("ins").get_by_text("4x8 d3")).to_be_visible()
    assert not Exercise.objects.filter(clinic=cast.clinic).exists()
    page.get_by_role("button", name="Import this").click()
    expect(page.get_by_text("Imported: 1 new exercise, 1 changed.")).to_be_visible()
    assert Exercise.objects.filter(clinic=cast.clinic).count() == 2
    plain.close()


@pytest.mark.parametrize(("look", "width"), LOOKS)
def test_no_page_of_files_shuts_anybody_out(
    page: Page, cast: Cast, pdf: Path, changed: Path, bad: Path, watch: Watch, look: Any, width: int, tmp_path: Path
):
    page.emulate_media(color_scheme=look)
    page.set_viewport_size({"width": width, "height": 900})
    wrong = written(tmp_path / "wrong.json", {"kind": "condition", "name": "Knee", "phases": [{"name": 1}]})

    def is_open_to_everybody(sign: str) -> None:
        expect(page.get_by_text(sign).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).response["violations"] == [], sign

    page.goto(EXPORT)
    is_open_to_everybody("Excel (XLSX)")
    page.goto(IMPORT)
    is_open_to_everybody("one row that cannot stand refuses the whole file")
    choose(page, IMPORT, changed, "Look at the differences")
    is_open_to_everybody("becomes our own copy of the shared exercise")
    choose(page, IMPORT, bad, "Look at the differences")
    is_open_to_everybody("not 800")
    page.goto(f"{PAGE}?into=template")
    is_open_to_everybody("Only the plan is taken")
    choose(page, f"{PAGE}?into=template", pdf, "Look at it first")
    is_open_to_everybody("would become a template")
    choose(page, f"{PAGE}?into=template", wrong, "Look at it first")
    is_open_to_everybody("Nothing was imported")
