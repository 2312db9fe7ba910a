"""The builder as a test sees it: opened, saved, and what stands in it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from programmes.models import Programme
from tests.workbench import address

SignIn = Callable[[User], None]
NAMES = ("Clamshell", "Glute bridge", "Mini squat", "Wall sit", "Heel slide", "Calf raise", "Step-up", "Side plank")


def opened(page: Page, programme: Programme) -> None:
    kind = "template" if programme.is_template else "programme"
    page.goto(address(f"{kind}_build", programme))
    expect(page.locator("#hits li")).not_to_have_count(0)


def stands_still(page: Page) -> None:
    """Wait until what the gate says of an opened programme is drawn: it comes after the rows and moves them down."""
    expect(page.get_by_text("A session:").first).to_be_visible()
    page.evaluate("document.fonts.ready")
    expect(page.locator(".plan.moved")).to_have_count(0)


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_attribute("data-state", "clean")


def names(programme: Programme) -> list[list[str]]:
    phases = programme.phases.all()
    return [[str(line.exercise) for line in phase.prescriptions.all()] for phase in phases]


def shown_names(page: Page) -> list[str]:
    return page.locator("#phases .name").all_inner_texts()
