"""The diary on a telephone: entries arrive once, also later, and a warning sign is answered at once."""

from dataclasses import replace

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from programmes.models import RunLog, RunningPlan, ShareLink
from tests.browser.portal.phone import RULES, begun, filled_in, run_filled_in
from tests.browser.watch import Watch
from tests.documents import make_document
from tests.factories import make_handout

# Safari of 2021, Firefox of 2023: no `:has()`, no dialog, no keys made by the browser.
OLDER = """
for (const each of [Document, Element])
  for (const name of ["querySelector", "querySelectorAll", "matches", "closest"]) {
    const found = each.prototype[name];
    each.prototype[name] &&= function (selector) {
      if (selector.includes(":has(")) throw new SyntaxError(selector);
      return found.call(this, selector);
    };
  }
delete Crypto.prototype.randomUUID;
delete HTMLDialogElement.prototype.showModal;
"""


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


def test_what_to_do_stays_while_the_entry_waits(
    telephone: Page, context: BrowserContext, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    context.set_offline(True)
    action = ticked(telephone)
    waits = f"{action} Kept on this phone. It is sent when there is a signal."
    filled_in(telephone)
    expect(telephone.locator("#entry-said")).to_have_text(waits)
    telephone.reload()
    expect(telephone.locator("#entry-said")).to_have_text(waits)
    telephone.evaluate("document.getElementById('entry-said').textContent = ''")
    filled_in(telephone)
    expect(telephone.locator("#entry-said")).to_have_text(waits)
    context.set_offline(False)
    expect(telephone.locator("#entries li")).to_have_count(2)
    expect(telephone.locator("#entry-said")).to_have_text(f"{action} Kept.")


def test_what_to_do_is_said_before_a_slow_site_has_answered(telephone: Page, address: str):
    telephone.goto(address)
    telephone.route("**/diary/", lambda route: None)
    action = ticked(telephone)
    filled_in(telephone)
    expect(telephone.locator("#entry-said")).to_have_text(action)
    telephone.reload()
    expect(telephone.locator("#entry-said")).to_have_text(action)


def test_what_the_site_says_to_do_takes_the_place_of_what_an_older_page_says(
    telephone: Page, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    ticked(telephone)
    box = replace(make_document().warnings[0], action="Ring 112 now.")
    make_handout(link.programme, document=make_document(warnings=(box,)).as_plain())
    filled_in(telephone)
    expect(telephone.locator("#entry-said")).to_have_text("Ring 112 now. Kept.")


def ticked(page: Page) -> str:
    """Tick a warning sign, and return what is to be done about it."""
    box = make_document().warnings[0]
    page.get_by_text("Any warning sign?").click()
    page.locator("#diary").get_by_label(box.signs[0]).check()
    return box.action


def test_a_telephone_some_years_old_says_what_to_do_and_sends_the_entry(telephone: Page, address: str, link: ShareLink):
    telephone.add_init_script(OLDER)
    telephone.goto(address)
    action = ticked(telephone)
    filled_in(telephone)
    expect(telephone.locator("#entry-said")).to_have_text(f"{action} Kept.")
    assert link.programme.session_logs.get().signs
    # What it cannot open is not offered: the exercises stand on the page.
    expect(telephone.get_by_role("button", name="Start today's exercises")).to_be_hidden()


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


def test_an_entry_waits_while_every_sheet_is_taken_back_and_arrives_once_there_is_another(
    telephone: Page, address: str, link: ShareLink
):
    telephone.goto(address)
    expect(telephone.locator("#kept")).to_contain_text("Kept on this phone")
    action = ticked(telephone)
    link.programme.handouts.get().withdraw(link.made_by, "Wrong side")
    filled_in(telephone)
    expect(telephone.locator("#entry-said")).to_have_text(
        f"{action} Your plan was taken back: something on it was wrong. Do not use the paper sheet either, until you"
        " have spoken to us. What you wrote is kept on this phone."
    )
    assert telephone.evaluate("Object.keys(localStorage)") == [f"diary:{address}"]
    make_handout(link.programme, document=make_document().as_plain())
    telephone.reload()
    expect(telephone.locator("#entries")).to_contain_text("Stairs hurt less")
    telephone.reload()
    assert link.programme.session_logs.count() == 1
    assert telephone.evaluate("Object.keys(localStorage)") == []


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
