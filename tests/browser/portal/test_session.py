"""Today's exercises on a telephone: one at a time, counted and timed."""

from playwright.sync_api import Page, expect

from tests.browser.portal.phone import begun
from tests.browser.watch import Watch

LOCKS = """
window.held = 0;
const release = () => new Promise((done) => setTimeout(() => { window.held -= 1; done(); }, 300));
const request = async () => { window.held += 1; return { release }; };
Object.defineProperty(navigator, "wakeLock", { value: { request } });
"""


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


def test_the_screen_stays_on_until_the_session_is_closed(telephone: Page, address: str):
    telephone.add_init_script(LOCKS)
    begun(telephone, address)
    telephone.wait_for_function("() => window.held === 1")
    # Somebody rang: the telephone let the screen go, and comes back to the page.
    telephone.evaluate("window.held = 0; document.dispatchEvent(new Event('visibilitychange'))")
    telephone.wait_for_function("() => window.held === 1")
    telephone.keyboard.press("Escape")
    telephone.wait_for_function("() => window.held === 0")


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
