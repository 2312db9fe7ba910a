"""A template given to a class in a real browser: found, ticked, given by itself; and work that others do, watched."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from programmes import batches, tasks
from programmes.models import Batch, Handout, Screening, Template
from tests.browser.test_recall import LOOKS, faults
from tests.browser.watch import Watch
from tests.cast import make_cast
from tests.factories import make_language, make_patient, make_template, sign_off_everything
from tests.recalling import REASON, Bench
from tests.workbench import address


@pytest.fixture
def warm_up(sign_in: Callable[[User], None], cheap_pages: None) -> Template:
    """Return a template; of the clinic's six patients all but Mia were asked the safety questions."""
    make_language()
    cast = make_cast()
    sign_in(cast.ana)
    row = make_template(slug="tpl-warm-up", name="Warm-up", kind="warm-up")
    sign_off_everything(cast.ana.practitioner)
    for name in ("Eva Holm", "Ida Lind", "Jan Berg", "Lea Moss", "Tom Berg", "Mia Voss"):
        patient = make_patient(clinic=cast.clinic, name=name)
        if name != "Mia Voss":
            Screening.objects.create(patient=patient, done_by=cast.ana.practitioner, done_at=timezone.now())
    return Template.objects.get(pk=row.pk)


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_a_class_is_found_ticked_and_given_its_sheets(
    page: Page, watch: Watch, warm_up: Template, scheme: str, width: int
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address("template_give-to-class", warm_up))
    page.get_by_label("Eva Holm").check()
    page.get_by_label("Find").fill("Berg")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_label("Eva Holm")).to_be_checked()
    expect(page.get_by_label("Ida Lind")).to_have_count(0)
    for name in ("Jan Berg", "Tom Berg"):
        page.get_by_label(name).check()
    page.get_by_label("Find").fill("Mia")
    page.get_by_label("Find").press("Enter")
    page.get_by_label("Mia Voss").check()
    assert faults(page, watch) == []
    page.get_by_label("Goal").fill("Start each run loose")
    page.get_by_role("button", name="Start and issue").click()
    expect(page.locator("#batch-words")).to_have_text("0 issued, 4 waiting")
    assert faults(page, watch) == []
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#batch-words")).to_have_text("3 issued, 1 left for a person")
    expect(page.get_by_role("link", name="Mia Voss: Warm-up")).to_be_visible()
    assert faults(page, watch) == []
    assert Handout.objects.count() == 3


def test_without_script_the_same_is_done_by_buttons(page: Page, browser: Browser, base_url: str, warm_up: Template):
    plain = browser.new_context(
        java_script_enabled=False, base_url=base_url, storage_state=page.context.storage_state()
    ).new_page()
    plain.goto(address("template_give-to-class", warm_up))
    plain.get_by_label("Find").fill("Berg")
    plain.get_by_role("button", name="Show").click()
    for name in ("Jan Berg", "Tom Berg"):
        plain.get_by_label(name).check()
    plain.get_by_label("Goal").fill("Start each run loose")
    plain.get_by_role("button", name="Start and issue").click()
    plain.get_by_role("button", name="Begin").click()
    expect(plain.locator("#batch-words")).to_have_text("2 issued")
    plain.context.close()


def test_work_that_others_do_is_watched_until_it_is_done(page: Page, watch: Watch, warm_up: Template, settings: Any):
    """Workers have it: the page only looks how far it is."""
    user = User.objects.get(username="ana")
    settings.BROKER_URL = "redis://localhost:1/0"
    bench = Bench(user)
    for name in ("Eva Holm", "Ida Lind"):
        bench.given(name=name)
    bench.correct()
    batch = batches.begin_recall(bench.clinic, bench.squat, reason=REASON, by=user.practitioner)
    Batch.objects.update(sent_at=timezone.now())
    page.goto(address("batch_report", batch))
    assert faults(page, watch) == []
    expect(page.get_by_role("button", name="Give it to the workers again")).to_be_visible()
    batches.carry_on(batch, user, most=1)
    expect(page.locator("#batch-words")).to_have_text("1 re-issued, 1 waiting")
    batches.carry_on(batch, user)
    expect(page.locator("#batch-words")).to_have_text("2 re-issued")
    expect(page.get_by_role("button", name="Do it from this page")).to_have_count(0)
    assert tasks.has_queue()
    assert faults(page, watch) == []
