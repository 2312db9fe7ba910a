"""What the telephone counts and times of a dose, beside what the sheet says of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from programmes import links
from programmes.dosage import Activity, Dosage, Kind, Tempo, seconds_estimate, words
from programmes.sides import Side
from tests.browser.portal.phone import begun
from tests.browser.watch import Watch
from tests.documents import make_card, make_document, make_part
from tests.doses import INTERVALS
from tests.factories import make_handout, make_link, make_programme
from tests.shipped import doses

STEPS = """async () => {
  const { stepsOf } = await import("/static/programmes/portal/steps.js");
  return [...document.querySelectorAll("article.card")].map((card) => stepsOf(card.dataset));
}"""
# Time to lie down on the other side, which nobody prescribes.
CHANGE_SECONDS = 5
HOLD = Dosage(Kind.HOLD, sets=2, hold_seconds=30, rest_seconds=45, days_per_week=3)
TIMED = (Kind.HOLD, Kind.TIME, Kind.INTERVALS)
Given = tuple[Dosage, Side]
Give = Callable[..., str]


@pytest.fixture
def give(transactional_db: None) -> Give:
    """Return what gives a sheet with these doses, and tells the address of its page."""

    def give(*given: Given) -> str:
        cards = [make_card(number=number, dosage=dose, side=side) for number, (dose, side) in enumerate(given, start=1)]
        programme = make_programme()
        make_handout(programme, document=make_document(parts=(make_part(cards=tuple(cards)),)).as_plain())
        return reverse("portal:page", args=[links.token_of(make_link(programme))])

    return give


def read(page: Page, address: str) -> list[list[dict[str, Any]]]:
    page.goto(address)
    return page.evaluate(STEPS)


def in_short(steps: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    """Return what is done, for how long or how often, and with which leg."""
    return [(step["does"], step.get("seconds") or step["to"], step["leg"]) for step in steps]


def test_one_leg_rests_while_the_other_works(telephone: Page, give: Give):
    (steps,) = read(telephone, give((HOLD, Side.EACH)))
    legs = [("hold", 30, 1), ("change", CHANGE_SECONDS, 1), ("hold", 30, 2)]
    left_of_the_rest = ("rest", 45 - 30 - CHANGE_SECONDS, 2)
    assert in_short(steps) == [*legs, left_of_the_rest, *legs]


def test_what_is_shorter_than_a_change_of_legs_is_no_rest(telephone: Page, give: Give):
    (steps,) = read(telephone, give((Dosage(Kind.TIME, sets=2, duration_seconds=45, rest_seconds=30), Side.EACH)))
    legs = [("work", 45, 1), ("change", CHANGE_SECONDS, 1), ("work", 45, 2)]
    assert in_short(steps) == [*legs, ("change", CHANGE_SECONDS, 2), *legs]


@pytest.mark.parametrize(
    ("tempo", "rest"),
    [(None, 60 - 12 * 3), (Tempo(2, 0, 1), 60 - 12 * 3), (Tempo(2, 1, 1), 60 - 12 * 4), (Tempo(3, 1, 1), None)],
    ids=str,
)
def test_what_is_counted_takes_as_long_as_its_tempo_says(
    telephone: Page, give: Give, tempo: Tempo | None, rest: int | None
):
    """How fast somebody counts is nobody's to know: three seconds, unless the dose says it."""
    dose = Dosage(Kind.REPS, sets=2, reps=12, rest_seconds=60, tempo=tempo)
    (steps,) = read(telephone, give((dose, Side.EACH)))
    legs = [("count", 12, 1), ("count", 12, 2)]
    assert in_short(steps) == [*legs, *([("rest", rest, 2)] if rest else []), *legs]


def test_the_rest_of_a_single_set_is_for_changing_legs(telephone: Page, give: Give):
    """As the sheet words it."""
    once = Dosage(Kind.REPS, sets=1, reps=12, rest_seconds=10)
    hold = Dosage(Kind.HOLD, sets=1, hold_seconds=30, rest_seconds=10)
    unsaid = Dosage(Kind.TIME, duration_seconds=60, rest_seconds=10)
    read_off = read(telephone, give(*((dose, Side.EACH) for dose in (once, hold, unsaid))))
    assert [in_short(steps)[1] for steps in read_off] == [("rest", 10, 1), ("rest", 10, 1), ("change", 5, 1)]


def test_intervals_are_run_with_both_legs(telephone: Page, give: Give):
    (steps,) = read(telephone, give((Dosage(Kind.INTERVALS, sets=2, duration_seconds=60, easy_seconds=90), Side.EACH)))
    assert sum(step["seconds"] for step in steps) == 2 * 150
    assert {step["leg"] for step in steps} == {0}


def test_intervals_begin_with_what_the_sheet_says_first(telephone: Page, give: Give):
    easily = replace(INTERVALS, work_activity=Activity.QUICK_RUN, easy_activity=Activity.EASY_RUN)
    unsaid = replace(INTERVALS, work_activity=None, easy_activity=None)
    given = [(dose, Side.TOGETHER) for dose in (INTERVALS, easily, unsaid)]
    assert words(INTERVALS, Side.TOGETHER)[0].text == "Walk 4 minutes, run 1 minute, 5 times"
    begun_with = [in_short(steps)[:2] for steps in read(telephone, give(*given))]
    walk, run = ("easy", 240, 0), ("work", 60, 0)
    assert begun_with == [[walk, run], [run, walk], [walk, run]]


def test_every_shipped_dose_that_is_timed_takes_as_long_as_the_sheet_says(telephone: Page, give: Give):
    plain = [{name: value for name, value in dose.items() if name != "per_side"} for _name, dose in doses()]
    timed = [dose for dose in map(Dosage.from_plain, plain) if dose.kind in TIMED]
    given = [(dose, side) for dose in timed for side in (Side.TOGETHER, Side.EACH)]
    for (dose, side), steps in zip(given, read(telephone, give(*given)), strict=True):
        changes = sum(step["seconds"] for step in steps if step["does"] == "change")
        change_of_legs = (dose.rest_seconds or 0) if dose.sets == 1 and side is Side.EACH else 0
        more = sum(step["seconds"] for step in steps) - seconds_estimate(dose, side) - change_of_legs
        assert 0 <= more <= changes, (dose, side)


def test_the_change_of_legs_is_said(telephone: Page, watch: Watch, give: Give):
    telephone.clock.install()
    begun(telephone, give((HOLD, Side.EACH)))
    telephone.get_by_role("button", name="Start the timer").click()
    expect(telephone.locator("#work-said")).to_have_text("first leg: Hold")
    telephone.clock.run_for(31_000)
    expect(telephone.locator("#work-part")).to_have_text("Set 1 of 2, first leg · Change sides")
    telephone.clock.run_for(5_000)
    expect(telephone.locator("#work-said")).to_have_text("other leg: Hold")
    telephone.clock.run_for(30_000)
    expect(telephone.locator("#work-part")).to_have_text("Set 1 of 2, other leg · Rest")
    assert watch.errors == []
