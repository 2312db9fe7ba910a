"""The patient's page on a telephone: today's exercises, counted and timed, kept for a place without a signal."""

import gzip
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from programmes import links
from programmes.dosage import Dosage, Kind
from programmes.handout.document import PlannedRun, RunWeek
from programmes.models import RunLog, RunningPlan, ShareLink
from tests.browser.watch import Watch
from tests.documents import make_card, make_document, make_drawn, make_part
from tests.documents import make_ladder as make_ladder_of_sheet
from tests.factories import make_handout, make_ladder, make_link, make_programme
from tests.scripts import ARABIC, make_sample

TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
NARROW_CELLS = """() => [...document.querySelectorAll("main :is(th, td)")]
  .filter((cell) => cell.offsetWidth && cell.offsetWidth < 0.8 * document.querySelector("main").offsetWidth)
  .map((cell) => cell.textContent)"""
CUT_OFF = """() => {
  const edge = document.querySelector(".clinic").getBoundingClientRect().right + 1;
  const inside = [...document.querySelectorAll(".clinic *")];
  return inside.filter((each) => each.getBoundingClientRect().right > edge).map((each) => each.textContent);
}"""
SESSION_TOO_WIDE = "(box => box.scrollWidth - box.clientWidth)(document.getElementById('session'))"
KEPT = """async () => {
  const requests = await (await caches.open(location.pathname)).keys();
  return requests.map((each) => new URL(each.url).pathname);
}"""
# As on a telephone that is busy: an entry that waited has arrived by the time the page is kept.
SLOW_TO_REGISTER = """
const register = ServiceWorkerContainer.prototype.register;
const isSent = () => performance.getEntriesByType("resource").some((entry) => entry.name.endsWith("/diary/"));
ServiceWorkerContainer.prototype.register = async function (...args) {
  while (!isSent()) await new Promise((go) => setTimeout(go, 20));
  return register.apply(this, args);
};
"""
RULES = {"rules": {"target-size": {"enabled": True}}}
# gzip, without fonts: a first visit over a slow connection.
MOST_BYTES = 100_000
MOST_REQUESTS = 20
MOST_SCRIPT_BYTES = 12_000

DOSES = (
    Dosage(Kind.REPS, sets=2, reps=3, rest_seconds=2, days_per_week=3),
    Dosage(Kind.HOLD, sets=1, reps=2, hold_seconds=2, days_per_week=3),
    Dosage(Kind.DISTANCE, distance_metres=20, days_per_week=3),
)


@pytest.fixture
def link(transactional_db: None) -> ShareLink:
    cache.clear()
    cards = tuple(
        make_card(number=number, name=name, dosage=dose, picture=make_drawn())
        for number, (name, dose) in enumerate(zip(("Clamshell", "Wall sit", "Walk"), DOSES, strict=True), start=1)
    )
    programme = make_programme()
    make_handout(programme, document=make_document(parts=(make_part(cards=cards),)).as_plain())
    return make_link(programme)


@pytest.fixture
def address(link: ShareLink) -> str:
    return reverse("portal:page", args=[links.token_of(link)])


@pytest.fixture
def plan(link: ShareLink) -> RunningPlan:
    """A running plan with runs on their days, and two pairs of shoes to choose from."""
    pairs = [
        {"name": "Blue pair", "worn_from": "2026-01-02"},
        {"name": "A pair with a long name", "worn_from": "2026-02-02"},
    ]
    plan = make_ladder(link.programme, unit="mi", stage_number=9, shoes=pairs)
    days = {"weeks": (RunWeek(date(2026, 3, 2), 9, (PlannedRun(date(2026, 3, 2), "5 miles"),)),)}
    document = make_document(ladder=make_ladder_of_sheet(**days), parts=make_document().parts)
    make_handout(link.programme, document=document.as_plain())
    return plan


@pytest.fixture
def telephone(page: Page, watch: Watch) -> Page:
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def begun(page: Page, address: str) -> Page:
    page.goto(address)
    page.get_by_role("button", name="Start today's exercises").click()
    return page


def test_the_exercises_are_shown_one_at_a_time(telephone: Page, watch: Watch, address: str):
    begun(telephone, address)
    heading = telephone.locator("#session-name")
    expect(heading).to_have_text("Clamshell")
    expect(heading).to_be_focused()
    telephone.get_by_role("button", name="Next").click()
    expect(heading).to_have_text("Wall sit")
    expect(telephone.get_by_text("Exercise 2 of 3")).to_be_visible()
    telephone.get_by_role("button", name="Back").click()
    expect(heading).to_have_text("Clamshell")
    telephone.keyboard.press("Escape")
    expect(telephone.get_by_role("button", name="Start today's exercises")).to_be_focused()
    assert watch.errors == []


def test_repetitions_are_counted_and_a_rest_follows_by_itself(telephone: Page, watch: Watch, address: str):
    telephone.clock.install()
    begun(telephone, address)
    count = telephone.get_by_role("button", name="Count one")
    for said in ("1", "2"):
        count.click()
        expect(telephone.locator("#work-said")).to_have_text(said)
    expect(telephone.locator("#work-now")).to_have_text("2 / 3")
    count.click()
    expect(telephone.locator("#work-part")).to_have_text("Set 1 of 2 · Rest")
    telephone.clock.run_for(2500)
    expect(telephone.locator("#work-part")).to_have_text("Set 2 of 2 · Count")
    for _time in range(3):
        count.click()
    expect(telephone.locator("#work-said")).to_have_text("Done. Well done.")
    telephone.get_by_role("button", name="From the start").click()
    expect(telephone.locator("#work-part")).to_have_text("Set 1 of 2 · Count")
    assert watch.errors == []


def test_a_hold_is_timed_to_its_end_and_can_be_paused(telephone: Page, watch: Watch, address: str):
    telephone.clock.install()
    begun(telephone, address)
    telephone.get_by_role("button", name="Next").click()
    telephone.get_by_role("button", name="Start the timer").click()
    expect(telephone.locator("#work-part")).to_have_text("Set 1 of 1 · Hold · 1 / 2")
    telephone.clock.run_for(500)
    telephone.get_by_role("button", name="Pause").click()
    telephone.clock.run_for(10_000)
    expect(telephone.locator("#work-part")).to_contain_text("Hold · 1 / 2")
    telephone.get_by_role("button", name="Start the timer").click()
    telephone.clock.run_for(2_200)
    expect(telephone.locator("#work-part")).to_contain_text("Let go")
    telephone.clock.run_for(6_000)
    expect(telephone.locator("#work-said")).to_have_text("Done. Well done.")
    assert watch.errors == []


def test_what_has_nothing_to_count_has_no_button_for_it(telephone: Page, address: str):
    begun(telephone, address)
    for _time in range(2):
        telephone.get_by_role("button", name="Next").click()
    expect(telephone.locator("#session-name")).to_have_text("Walk")
    expect(telephone.get_by_role("button", name="Count one")).to_be_hidden()
    expect(telephone.get_by_role("button", name="Start the timer")).to_be_hidden()
    telephone.get_by_role("button", name="Finish").click()
    expect(telephone.get_by_role("dialog")).to_have_count(0)


def test_pictures_take_turns_and_stand_still_for_whoever_wants_that(telephone: Page, address: str):
    moving = "getComputedStyle(document.querySelector('#session .frames > div')).animationName"
    begun(telephone, address)
    assert telephone.evaluate(moving) == "turn"
    telephone.get_by_role("button", name="Hold the picture still").click()
    assert telephone.evaluate(moving) == "none"
    telephone.emulate_media(reduced_motion="reduce")
    telephone.keyboard.press("Escape")
    begun(telephone, address)
    assert telephone.evaluate(moving) == "none"


def test_the_page_opens_without_a_signal_after_the_first_visit(
    telephone: Page, context: BrowserContext, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    context.set_offline(True)
    telephone.reload()
    expect(telephone.locator("h1")).to_be_visible()
    telephone.get_by_role("button", name="Start today's exercises").click()
    expect(telephone.locator("#session-name")).to_have_text("Clamshell")
    context.set_offline(False)


def test_what_was_kept_goes_when_the_link_is_revoked(
    telephone: Page, context: BrowserContext, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    link.revoke(link.made_by)
    telephone.reload()
    expect(telephone.get_by_role("heading", name="This link opens nothing")).to_be_visible()
    assert telephone.evaluate("caches.keys()") == []


def test_a_new_version_takes_the_place_of_the_kept_one(
    telephone: Page, context: BrowserContext, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    make_handout(link.programme, document=make_document(goal="Run again").as_plain())
    telephone.reload()
    expect(telephone.get_by_text("Changed on")).to_be_visible()
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    context.set_offline(True)
    telephone.reload()
    expect(telephone.get_by_text("Run again").first).to_be_visible()
    context.set_offline(False)


def test_the_question_for_the_year_of_birth_takes_no_place_of_the_kept_page(
    telephone: Page, context: BrowserContext, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    ShareLink.objects.update(asks_birth_year=True)
    telephone.reload()
    expect(telephone.get_by_role("heading", name="Your year of birth")).to_be_visible()
    context.set_offline(True)
    telephone.reload()
    expect(telephone.get_by_role("button", name="Start today's exercises")).to_be_visible()
    context.set_offline(False)


def test_the_kept_page_is_shown_while_the_site_has_a_fault(
    telephone: Page, address: str, link: ShareLink, monkeypatch: pytest.MonkeyPatch
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("programmes.portal.page.sheet", fail)
    telephone.reload()
    expect(telephone.get_by_role("button", name="Start today's exercises")).to_be_visible()


def test_the_clinics_colour_is_the_new_one_after_a_change(telephone: Page, address: str, link: ShareLink):
    shown_colour = "fetch('colours.css').then((answer) => answer.text())"
    for colour in ("#7a1f6d", "#2a4b8d"):
        clinic = replace(make_document().clinic, accent_colour=colour)
        make_handout(link.programme, document=make_document(clinic=clinic).as_plain())
        telephone.goto(address)
        expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
        assert colour in telephone.evaluate(shown_colour)


def test_nothing_is_kept_but_the_page_and_what_it_is_drawn_with(telephone: Page, address: str):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    kept = telephone.evaluate(KEPT)
    assert address in kept
    assert all(each.startswith(("/static/", address)) for each in kept)
    assert telephone.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390])
def test_text_twice_as_large_fits_and_is_kept(telephone: Page, watch: Watch, address: str, width: int, scheme: Any):
    telephone.set_viewport_size({"width": width, "height": 844})
    telephone.emulate_media(color_scheme=scheme)
    telephone.goto(address)
    for _time in range(3):
        telephone.get_by_role("button", name="Larger text").click()
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert telephone.evaluate(size) == pytest.approx(2 * 14 * 96 / 72, rel=0.01)
    telephone.reload()
    assert telephone.evaluate(size) == pytest.approx(2 * 14 * 96 / 72, rel=0.01)
    assert telephone.evaluate(TOO_WIDE) <= 0
    telephone.get_by_role("button", name="Start today's exercises").click()
    assert telephone.evaluate(SESSION_TOO_WIDE) <= 0
    assert watch.errors == []


@pytest.mark.parametrize("width", [320, 390])
def test_text_twice_as_large_breaks_no_table_into_half_words_and_no_number(
    telephone: Page, address: str, link: ShareLink, plan: RunningPlan, width: int
):
    clinic = replace(make_document().clinic, phone="01632 960 100", email="hello@riverside-knee.example")
    runs = make_ladder_of_sheet(weeks=(RunWeek(date(2026, 3, 2), 9, (PlannedRun(date(2026, 3, 2), "5 miles"),)),))
    document = make_document(clinic=clinic, ladder=runs, parts=make_document().parts)
    make_handout(link.programme, document=document.as_plain())
    telephone.set_viewport_size({"width": width, "height": 844})
    telephone.goto(address)
    for _time in range(3):
        telephone.get_by_role("button", name="Larger text").click()
    assert telephone.evaluate(NARROW_CELLS) == []
    number = telephone.locator(".contact a").first
    assert number.evaluate("(each) => each.getClientRects().length") == 1
    assert telephone.evaluate(CUT_OFF) == []
    assert telephone.evaluate(TOO_WIDE) <= 0


def test_what_is_for_a_pen_is_left_to_paper(telephone: Page, address: str):
    telephone.goto(address)
    expect(telephone.get_by_role("heading", name="Your diary")).to_be_hidden()
    expect(telephone.get_by_role("heading", name="After a session")).to_be_visible()
    telephone.emulate_media(media="print")
    expect(telephone.get_by_role("heading", name="Your diary")).to_be_visible()
    expect(telephone.get_by_role("heading", name="After a session")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390])
def test_a_page_that_is_read_from_right_to_left_fits_too(page: Page, watch: Watch, link: ShareLink, width: int):
    make_handout(link.programme, document=make_sample(ARABIC).as_plain(), language="ar")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(reverse("portal:page", args=[links.token_of(link)]))
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.evaluate(TOO_WIDE) <= 0
    page.get_by_text("In my calendar").click()
    page.get_by_text("Any warning sign?").click()
    assert page.evaluate(TOO_WIDE) <= 0
    page.get_by_role("button", name="Start today's exercises").click()
    expect(page.locator("#session-name")).to_have_text(ARABIC.title)
    assert page.evaluate(SESSION_TOO_WIDE) <= 0
    assert watch.errors == []


@pytest.mark.once
@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_and_the_session_are_open_to_everybody(page: Page, watch: Watch, address: str, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate(TOO_WIDE) <= 0
    page.get_by_role("button", name="Start today's exercises").click()
    expect(page.locator("#session-name")).to_be_focused()
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert watch.errors == []


@pytest.mark.once
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_link_that_opens_nothing_is_a_page_for_everybody(telephone: Page, address: str, link: ShareLink, scheme: Any):
    telephone.emulate_media(color_scheme=scheme)
    link.revoke(link.made_by)
    telephone.goto(address)
    assert Axe().run(telephone, options=RULES).response["violations"] == []
    assert telephone.evaluate(TOO_WIDE) <= 0


def test_without_a_script_it_is_a_page_to_read(browser: Browser, base_url: str, address: str, page: Page):
    plain = browser.new_context(java_script_enabled=False, base_url=base_url)
    read = plain.new_page()
    read.goto(address)
    expect(read.locator("article.card h3").first).to_contain_text("Clamshell")
    expect(read.get_by_role("button")).to_have_text(["Keep it"])
    read.get_by_text("As a PDF").click()
    expect(read.get_by_role("link", name="Large letters", exact=True)).to_be_visible()
    plain.close()


def test_a_first_visit_is_light(telephone: Page, address: str):
    """Lighthouse's budgets: bytes over the wire, requests, script."""
    seen: dict[str, bytes] = {}

    def look(route: Route) -> None:
        answer = route.fetch()
        seen[route.request.url] = answer.body()
        route.fulfill(response=answer)

    telephone.route("**/*", look)
    telephone.goto(address, wait_until="networkidle")
    sizes = {url: len(gzip.compress(body)) for url, body in seen.items() if not url.endswith((".ttf", ".woff2"))}
    scripts = sum(size for url, size in sizes.items() if url.endswith(".js"))
    print(f"\nfirst visit: {sum(sizes.values())} bytes in {len(sizes)} answers, {scripts} of them script")
    assert sum(sizes.values()) <= MOST_BYTES
    assert len(sizes) <= MOST_REQUESTS
    assert 1_000 < scripts <= MOST_SCRIPT_BYTES


def filled_in(page: Page) -> None:
    form = page.locator("#entry")
    form.get_by_role("group", name="Did you do your exercises?").get_by_label("partly").check()
    form.get_by_role("group", name="Worst pain").get_by_label("3", exact=True).check()
    form.get_by_label("Anything to tell us?").fill("Stairs hurt less")
    form.get_by_role("button", name="Keep it").click()


def test_an_entry_of_the_diary_is_kept_and_shown(telephone: Page, watch: Watch, address: str, link: ShareLink):
    telephone.goto(address)
    filled_in(telephone)
    expect(telephone.locator("#entry-said")).to_have_text("Kept.")
    expect(telephone.locator("#entries")).to_contain_text("Stairs hurt less")
    assert [(row.done, row.pain) for row in link.programme.session_logs.all()] == [("partly", 3)]
    telephone.locator("#entries").get_by_role("button", name="Delete").click()
    telephone.wait_for_load_state()
    expect(telephone.locator("#entries")).not_to_contain_text("Stairs hurt less")
    assert watch.errors == []


def test_an_entry_without_a_signal_arrives_later_and_once(
    telephone: Page, context: BrowserContext, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    context.set_offline(True)
    filled_in(telephone)
    expect(telephone.locator("#entry-said")).to_contain_text("sent when there is a signal")
    # Before the page is loaded again: a new page may send before the browser takes the signal from it too.
    assert link.programme.session_logs.count() == 0
    telephone.reload()
    expect(telephone.locator("#entry-said")).to_contain_text("sent when there is a signal")
    context.set_offline(False)
    expect(telephone.locator("#entries")).to_contain_text("Stairs hurt less")
    telephone.reload()
    assert link.programme.session_logs.count() == 1
    assert telephone.evaluate("Object.keys(localStorage)") == []


def test_a_warning_sign_says_what_to_do_without_a_signal_too(
    telephone: Page, context: BrowserContext, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    context.set_offline(True)
    box = make_document().warnings[0]
    telephone.get_by_text("Any warning sign?").click()
    telephone.locator("#diary").get_by_label(box.signs[0]).check()
    filled_in(telephone)
    expect(telephone.locator("#entry-said")).to_contain_text(f"{box.action} Kept on this phone.")
    assert link.programme.session_logs.count() == 0


def ticked(page: Page) -> str:
    """Tick a warning sign, and return what is to be done about it."""
    box = make_document().warnings[0]
    page.get_by_text("Any warning sign?").click()
    page.locator("#diary").get_by_label(box.signs[0]).check()
    return box.action


def test_a_warning_sign_says_what_to_do_though_the_link_was_closed_meanwhile(
    telephone: Page, address: str, link: ShareLink
):
    telephone.goto(address)
    action = ticked(telephone)
    link.revoke(link.made_by)
    filled_in(telephone)
    expect(telephone.locator("#entry-said")).to_have_text(
        f"{action} Not sent: the link opens nothing any more. Ring us for a new one."
    )


def test_a_warning_sign_says_what_to_do_though_the_entry_is_refused(telephone: Page, address: str):
    telephone.goto(address)
    action = ticked(telephone)
    telephone.locator("#entry-on").fill("1999-01-01")
    filled_in(telephone)
    expect(telephone.locator("#entry-said")).to_have_text(f"{action} Write a day of the last year, not one to come.")


def test_a_warning_sign_that_arrives_before_another_entry_is_still_answered(
    telephone: Page, context: BrowserContext, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    context.set_offline(True)
    action = ticked(telephone)
    for _time in range(2):
        filled_in(telephone)
        expect(telephone.locator("#entry-said")).to_contain_text("sent when there is a signal")
    context.set_offline(False)
    expect(telephone.locator("#entries li")).to_have_count(2)
    expect(telephone.locator("#entry-said")).to_have_text(f"{action} Kept.")
    assert link.programme.session_logs.count() == 2


def test_of_two_entries_that_are_refused_neither_is_lost(
    telephone: Page, context: BrowserContext, address: str, plan: RunningPlan
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    context.set_offline(True)
    for miles in ("3.1", "4"):
        run_filled_in(telephone, miles)
        expect(telephone.locator("#run-said")).to_contain_text("sent when there is a signal")
    RunningPlan.objects.update(shoes=[])
    context.set_offline(False)
    for miles in ("3.1", "4"):
        expect(telephone.locator("#run-said")).to_have_text(
            "These shoes are not on your plan any more. Choose others, or none."
        )
        expect(telephone.get_by_label("How far, in miles?")).to_have_value(miles)
        telephone.get_by_label("Which shoes?").select_option("")
        telephone.locator("#run").get_by_role("button", name="Keep it").click()
    expect(telephone.locator("#run-said")).to_have_text("Kept.")
    expect(telephone.locator("#ran")).to_contain_text("4 miles")
    assert RunLog.objects.count() == 2


def test_the_page_is_kept_although_an_entry_was_sent_as_it_opened(telephone: Page, address: str, link: ShareLink):
    telephone.goto(address)
    waits = {"key": str(uuid4()), "on": date.today().isoformat(), "done": "all"}
    telephone.evaluate("([name, text]) => localStorage.setItem(name, text)", [f"diary:{address}", json.dumps([waits])])
    telephone.add_init_script(SLOW_TO_REGISTER)
    telephone.reload()
    expect(telephone.locator("#entry-said")).to_have_text("Kept.")
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")


def test_a_warning_sign_says_what_to_do_before_anything_is_sent(telephone: Page, watch: Watch, address: str):
    telephone.goto(address)
    telephone.get_by_text("Any warning sign?").click()
    box = make_document().warnings[0]
    expect(telephone.locator("#diary").get_by_text(box.action)).to_be_hidden()
    telephone.locator("#diary").get_by_label(box.signs[0]).check()
    expect(telephone.locator("#diary").get_by_text(box.action)).to_be_visible()
    assert Axe().run(telephone, options=RULES).response["violations"] == []
    assert watch.errors == []


def test_the_diary_is_offered_when_the_last_exercise_is_done(telephone: Page, address: str):
    begun(telephone, address)
    for name in ("Next", "Next", "Finish"):
        telephone.get_by_role("button", name=name).click()
    expect(telephone.get_by_role("heading", name="After a session")).to_be_in_viewport()
    expect(telephone.get_by_role("group", name="Did you do").get_by_label("done", exact=True)).to_be_checked()


def run_filled_in(page: Page, miles: str = "3.1") -> None:
    form = page.locator("#run")
    form.get_by_label("How far, in miles?").fill(miles)
    form.get_by_role("group", name="Worst pain").get_by_label("2", exact=True).check()
    form.get_by_label("Which shoes?").select_option("Blue pair")
    form.get_by_role("button", name="Keep it").click()


def test_a_run_is_kept_and_shown_and_deleted(telephone: Page, watch: Watch, address: str, plan: RunningPlan):
    telephone.goto(address)
    run_filled_in(telephone)
    expect(telephone.locator("#run-said")).to_have_text("Kept.")
    expect(telephone.locator("#ran")).to_contain_text("3.1 miles, pain 2, Blue pair")
    expect(telephone.locator("#entry-said")).to_be_empty()
    assert [(float(row.metres), row.pain, row.shoe) for row in RunLog.objects.all()] == [(4988.9664, 2, "Blue pair")]
    telephone.locator("#ran").get_by_role("button", name="Delete the run of").click()
    telephone.wait_for_load_state()
    expect(telephone.locator("#ran")).not_to_contain_text("miles")
    assert watch.errors == []


def test_runs_and_entries_without_a_signal_arrive_later_and_each_once(
    telephone: Page, context: BrowserContext, address: str, plan: RunningPlan
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    context.set_offline(True)
    run_filled_in(telephone)
    expect(telephone.locator("#run-said")).to_contain_text("sent when there is a signal")
    run_filled_in(telephone, "4")
    filled_in(telephone)
    expect(telephone.locator("#entry-said")).to_contain_text("sent when there is a signal")
    assert not RunLog.objects.exists()
    telephone.reload()
    for said in ("#run-said", "#entry-said"):
        expect(telephone.locator(said)).to_contain_text("sent when there is a signal")
    context.set_offline(False)
    expect(telephone.locator("#ran")).to_contain_text("4 miles")
    expect(telephone.locator("#ran")).to_contain_text("3.1 miles")
    expect(telephone.locator("#entries")).to_contain_text("Stairs hurt less")
    telephone.reload()
    assert (RunLog.objects.count(), plan.programme.session_logs.count()) == (2, 1)
    assert telephone.evaluate("Object.keys(localStorage)") == []


def test_a_run_that_is_refused_stands_in_the_form_again(telephone: Page, address: str, plan: RunningPlan):
    telephone.goto(address)
    run_filled_in(telephone, "")
    expect(telephone.locator("#run-said")).to_have_text("Say how far, or how long, or both.")
    expect(telephone.locator("#run input[name=pain]:checked")).to_have_value("2")
    expect(telephone.get_by_label("Which shoes?")).to_have_value("Blue pair")
    run_filled_in(telephone)
    expect(telephone.locator("#run-said")).to_have_text("Kept.")
    expect(telephone.locator("#run input[name=pain]:checked")).to_have_count(0)
    assert RunLog.objects.count() == 1


def test_a_run_waits_where_the_site_asks_for_something_first(telephone: Page, address: str, plan: RunningPlan):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    ShareLink.objects.update(asks_birth_year=True)
    run_filled_in(telephone)
    expect(telephone.locator("#run-said")).to_contain_text("Kept on this phone")
    ShareLink.objects.update(asks_birth_year=False)
    telephone.reload()
    expect(telephone.locator("#ran")).to_contain_text("3.1 miles")
    assert RunLog.objects.count() == 1


def test_a_page_that_lay_open_overnight_says_the_new_day(telephone: Page, address: str):
    telephone.goto(address)
    later = datetime.now() + timedelta(days=1)
    telephone.clock.set_fixed_time(later)
    telephone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(telephone.locator("#entry-on")).to_have_value(f"{later:%Y-%m-%d}")


def test_the_day_is_that_of_the_telephone_on_a_page_kept_for_days(
    telephone: Page, context: BrowserContext, address: str, plan: RunningPlan
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    context.set_offline(True)
    later = datetime.now() + timedelta(days=3)
    telephone.clock.set_fixed_time(later)
    telephone.reload()
    for day in ("#entry-on", "#run-on"):
        expect(telephone.locator(day)).to_have_value(f"{later:%Y-%m-%d}")
    context.set_offline(False)


@pytest.mark.once
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_form_for_runs_is_open_to_everybody(
    page: Page, watch: Watch, address: str, plan: RunningPlan, width: int, scheme: Any
):
    RunLog.objects.create(plan=plan, on=date(2026, 3, 2), metres=5000, seconds=1980, pain=2, shoe="Blue pair")
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    expect(page.get_by_role("region", name="After a run")).to_be_visible()
    assert Axe().run(page, options=RULES).response["violations"] == []
    for _time in range(3):
        page.get_by_role("button", name="Larger text").click()
    page.get_by_text("In my calendar").click()
    expect(page.get_by_text("Your runs come along")).to_be_visible()
    assert page.evaluate(TOO_WIDE) <= 0
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert watch.errors == []


def test_without_a_script_a_run_is_kept_too(
    browser: Browser, base_url: str, address: str, plan: RunningPlan, page: Page
):
    plain = browser.new_context(java_script_enabled=False, base_url=base_url)
    read = plain.new_page()
    read.goto(address)
    run_filled_in(read, "")
    expect(read.get_by_role("heading", name="Not kept yet")).to_be_visible()
    read.go_back()
    run_filled_in(read)
    expect(read.locator("#ran")).to_contain_text("3.1 miles, pain 2, Blue pair")
    read.locator("#ran").get_by_role("button", name="Delete").click()
    expect(read.locator("#ran")).not_to_contain_text("miles")
    plain.close()
