"""The note for the record in a real browser: copied by one press, and by keyboard where there is no script."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, Page, expect

from programmes.models import Handout
from tests.browser.watch import Watch
from tests.cast import make_cast
from tests.documents import make_document
from tests.factories import make_handout, make_patient, make_programme
from tests.workbench import address

LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


@pytest.fixture
def handout(sign_in: Callable[[User], None]) -> Handout:
    cast = make_cast()
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    sign_in(cast.ana)
    return make_handout(programme, document=make_document(version=1, is_preview=False).as_plain())


def test_one_press_copies_the_note(page: Page, context: BrowserContext, handout: Handout, watch: Watch):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address("handout_change", handout))
    page.get_by_role("button", name="Copy: On one line").click()
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_role("textbox", name="On one line").input_value()
    assert copied.startswith("HEP issued")
    assert str(handout.pk) in copied


def test_a_browser_that_gives_no_clipboard_still_copies_or_says_how(page: Page, handout: Handout):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(address("handout_change", handout))
    page.get_by_role("button", name="Copy: In full").click()
    expect(
        page.get_by_role("status").filter(has_text="Copied.").or_(page.get_by_text("press Ctrl and C"))
    ).to_be_visible()
    selected = page.evaluate("document.activeElement.selectionEnd - document.activeElement.selectionStart")
    assert selected == len(page.get_by_role("textbox", name="In full").input_value())


def test_without_a_script_it_is_selected_by_keyboard(
    browser: Browser, context: BrowserContext, handout: Handout, base_url: str
):
    plain = browser.new_context(java_script_enabled=False, storage_state=context.storage_state(), base_url=base_url)
    page = plain.new_page()
    page.goto(address("handout_change", handout))
    assert page.get_by_role("button", name="Copy: In full").count() == 0
    page.get_by_role("textbox", name="In full").focus()
    page.keyboard.press("Control+A")
    page.get_by_role("link", name="In plain letters only").click()
    assert page.get_by_role("textbox", name="In full").input_value().isascii()
    plain.close()


@pytest.mark.parametrize(("look", "width"), LOOKS)
def test_the_page_with_the_note_shuts_nobody_out(page: Page, handout: Handout, look: Any, width: int, watch: Watch):
    page.emulate_media(color_scheme=look)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address("handout_change", handout))
    expect(page.get_by_role("button", name="Copy: In full")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).response["violations"] == []
