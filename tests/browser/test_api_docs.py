"""The page that describes the API: it renders from this site alone, under the site's own policy."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from drf_spectacular.generators import SchemaGenerator
from playwright.sync_api import Page, expect

from tests.browser.watch import Watch
from tests.cast import make_cast
from tests.factories import make_exercise, make_language

pytestmark = pytest.mark.once

SignIn = Callable[[User], None]


@pytest.fixture
def docs(page: Page, watch: Watch, sign_in: SignIn) -> Page:
    make_language()
    make_exercise(slug="step-up", setup="Stand on {one leg}.")
    sign_in(make_cast().ana)
    page.goto("/api/v1/docs/")
    return page


def test_the_docs_list_every_address(docs: Page):
    expect(docs.get_by_role("heading", name="Rehab exercise programmes")).to_be_visible()
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    expect(docs.locator(".opblock-summary-path")).to_have_count(sum(len(each) for each in paths.values()))
    expect(docs.locator(".errors-wrapper")).to_have_count(0)


def test_an_address_can_be_tried_out(docs: Page):
    docs.locator("#operations-Library-exercises_retrieve button.opblock-summary-control").click()
    docs.get_by_role("button", name="Try it out").click()
    docs.get_by_placeholder("slug").fill("step-up")
    docs.get_by_role("button", name="Execute").click()
    expect(docs.locator(".live-responses-table td.response-col_status:not(.col_header)").first).to_contain_text("200")
    expect(docs.locator(".live-responses-table")).to_contain_text("Stand on one leg.")


def test_the_docs_break_no_policy_and_ask_no_other_host(docs: Page, watch: Watch, base_url: str):
    expect(docs.get_by_role("heading", name="Rehab exercise programmes")).to_be_visible()
    docs.locator("#operations-Handouts-handouts_pdf_retrieve button.opblock-summary-control").click()
    docs.get_by_role("button", name="Try it out").click()
    expect(docs.get_by_role("button", name="Execute")).to_be_visible()
    assert watch.errors == []
    assert [address for address in watch.addresses if not address.startswith((base_url, "data:"))] == []


def test_the_watch_sees_a_breach_of_the_policy(docs: Page, watch: Watch):
    docs.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">red</p>')")
    docs.wait_for_timeout(0)
    assert any("style-src" in error for error in watch.errors)
