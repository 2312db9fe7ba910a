"""What a patient does on the page, and what is asked of every part of it."""

from playwright.sync_api import Page

TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
RULES = {"rules": {"target-size": {"enabled": True}}}


def begun(page: Page, address: str) -> Page:
    page.goto(address)
    page.get_by_role("button", name="Start today's exercises").click()
    return page


def filled_in(page: Page) -> None:
    form = page.locator("#entry")
    form.get_by_role("group", name="Did you do your exercises?").get_by_label("partly").check()
    form.get_by_role("group", name="Worst pain").get_by_label("3", exact=True).check()
    form.get_by_label("Anything to tell us?").fill("Stairs hurt less")
    form.get_by_role("button", name="Keep it").click()


def run_filled_in(page: Page, miles: str = "3.1") -> None:
    form = page.locator("#run")
    form.get_by_label("How far, in miles?").fill(miles)
    form.get_by_role("group", name="Worst pain").get_by_label("2", exact=True).check()
    form.get_by_label("Which shoes?").select_option("Blue pair")
    form.get_by_role("button", name="Keep it").click()
