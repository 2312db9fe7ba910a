"""The question for the year of birth, answered in a browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from programmes import links
from tests.browser.watch import Watch
from tests.documents import make_document
from tests.factories import make_handout, make_link, make_patient, make_programme


@pytest.fixture
def address(transactional_db: None) -> str:
    programme = make_programme(patient=make_patient(date_of_birth="1974-05-01"))
    make_handout(programme, document=make_document(goal="Dance again").as_plain())
    return reverse("portal:page", args=[links.token_of(make_link(programme, asks_birth_year=True))])


def say(page: Page, year: str) -> None:
    page.get_by_label("The year you were born").fill(year)
    page.get_by_role("button", name="Open my plan").click()


def test_the_right_year_opens_the_plan_and_a_wrong_one_says_so(telephone: Page, watch: Watch, address: str):
    telephone.goto(address)
    say(telephone, "1975")
    expect(telephone.get_by_role("alert")).to_contain_text("That is not the year we have.")
    say(telephone, "1974")
    expect(telephone.get_by_text("Dance again").first).to_be_visible()
    assert [cookie["name"] for cookie in telephone.context.cookies()] == ["opened"]
    telephone.reload()
    expect(telephone.get_by_text("Dance again").first).to_be_visible()


def test_without_a_script_it_is_answered_too(browser: Browser, base_url: str, address: str, page: Page):
    plain = browser.new_context(java_script_enabled=False, base_url=base_url)
    read = plain.new_page()
    read.goto(address)
    say(read, "1974")
    expect(read.get_by_text("Dance again").first).to_be_visible()
    plain.close()
