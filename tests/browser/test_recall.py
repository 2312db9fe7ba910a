"""Re-issuing many in a real browser: counted, begun, gone on with by itself, and told to whom it concerns."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect

from programmes.models import Handout
from tests.browser.watch import Watch
from tests.cast import make_cast
from tests.factories import make_language, make_patient_flag, make_rule
from tests.recalling import REASON, Bench
from tests.workbench import address

LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


@pytest.fixture
def bench(sign_in: Callable[[User], None], cheap_pages: None) -> Bench:
    make_language()
    make_rule(reason_plain="Squats are too much for a fresh repair.")
    bench = Bench(make_cast().ana)
    sign_in(bench.by)
    for name in ("Eva Holm", "Ida Lind", "Jan Berg", "Lea Moss", "Mia Voss"):
        bench.given(name=name)
    flag = make_patient_flag(slug="flag", label="Meniscus repair")
    Handout.objects.get(programme__patient__name="Lea Moss").programme.patient.flags.add(flag)
    bench.correct(is_signed=False)
    return bench


def faults(page: Page, watch: Watch) -> list[str]:
    said = list(watch.errors)
    said += [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in Axe().run(page).response["violations"]]
    watch.errors.clear()
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*said, f"{wide} px too wide"] if wide > 0 else said


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_a_correction_goes_out_by_itself_once_it_is_begun(
    page: Page, watch: Watch, bench: Bench, scheme: str, width: int
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address("exercise_held", bench.squat))
    assert faults(page, watch) == []
    page.get_by_label("Why it changes").fill(REASON)
    page.get_by_label("I take responsibility").check()
    page.get_by_role("button", name="Re-issue 5 handouts").click()
    expect(page.locator("#batch-words")).to_have_text("0 re-issued, 5 waiting")
    expect(page.locator("#batch-trouble")).to_be_hidden()
    assert faults(page, watch) == []
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#batch-words")).to_have_text("4 re-issued, 1 left for a person")
    expect(page.get_by_role("link", name="Lea Moss")).to_be_visible()
    assert faults(page, watch) == []
    page.goto(reverse("admin:index"))
    expect(page.get_by_role("heading", name="Went out in your name")).to_be_visible()
    assert faults(page, watch) == []
    assert Handout.objects.count() == 9


def test_the_page_says_that_it_stopped_and_goes_on_when_asked(page: Page, bench: Bench):
    page.goto(address("exercise_held", bench.squat))
    page.get_by_label("Why it changes").fill(REASON)
    page.get_by_label("I take responsibility").check()
    page.get_by_role("button", name="Re-issue 5 handouts").click()
    page.route("**/step/", lambda route: route.abort())
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#batch-trouble")).to_be_visible()
    page.unroute("**/step/")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#batch-words")).to_have_text("4 re-issued, 1 left for a person")
