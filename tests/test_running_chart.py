"""The weeks of a plan as a picture and as sentences: the same said twice, in shapes and not in colour alone."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.running import (
    Run,
    Start,
    Unit,
    WeekLine,
    Wish,
    draw_weeks,
    findings,
    project,
    week_lines,
)
from tests.running import LADDER, MONDAY, RUNNER, run

KM = Unit.KILOMETRES
SVG = "{http://www.w3.org/2000/svg}"


def lines(*runs: Run, unit: Unit = KM) -> tuple[WeekLine, ...]:
    return week_lines(runs, MONDAY, unit, findings(runs, MONDAY, unit, RUNNER))


def drawn(*runs: Run) -> ElementTree.Element:
    return ElementTree.fromstring(draw_weeks(lines(*runs)))


def shapes(picture: ElementTree.Element) -> list[int]:
    """Return how many corners each mark has."""
    return [len(re.findall("[ML]", path.get("d", ""))) for path in picture.iter(f"{SVG}path")]


WITHIN = (run(2, "6.6"), run(4, "6.6"), run(7, "8.8"), run(11, "8"))
LONG_RUN = (run(2, "6"), run(7, "9"))
FORTNIGHT = tuple(run(day, "8") for day in (2, 3, 4, 5, 6, 9, 10, 11))


def test_a_week_is_told_in_a_sentence():
    assert [line.words for line in lines(*WITHIN)] == [
        "Week 1: 3 runs, 22 km in all, the longest 8.8 km.",
        "Week 2: 1 run, 8 km in all, the longest 8 km.",
    ]


def test_a_week_between_without_a_run_is_told_and_drawn():
    found = lines(run(2), run(17))
    assert [line.words for line in found][1] == "Week 2: no run."
    assert [line.starts_on for line in found] == [date(2026, 3, day) for day in (2, 9, 16)]
    assert len(list(drawn(run(2), run(17)).iter(f"{SVG}rect"))) == 6


def test_a_week_with_a_run_of_unknown_length_holds_at_least_the_rest():
    runs = (run(2), Run(date(2026, 3, 4), seconds=1800))
    assert lines(*runs)[0].words == "Week 1: 2 runs, at least 5 km in all, the longest 5 km."
    assert "5+" in [text.text for text in drawn(*runs).iter(f"{SVG}text")]


def test_what_is_over_its_limit_is_told():
    assert lines(*LONG_RUN)[0].words.endswith("the longest 9 km. A run is over its limit.")
    assert lines(*FORTNIGHT)[0].words.endswith("With the week before, it is over the limit of two weeks.")


@pytest.mark.parametrize(
    ("runs", "corners"), [(WITHIN, []), (LONG_RUN, [3, 3]), (FORTNIGHT, [4, 4, 4])], ids=["within", "run", "two weeks"]
)
def test_a_broken_guard_has_a_shape_of_its_own_and_a_key(runs: tuple[Run, ...], corners: list[int]):
    assert shapes(drawn(*runs)) == corners


def test_one_week_can_break_both_guards_side_by_side():
    picture = drawn(*FORTNIGHT[:5], run(8, "20"))
    assert shapes(picture)[:2] == [4, 3]
    starts = [re.findall(r"^M([\d.]+)", path.get("d", ""))[0] for path in picture.iter(f"{SVG}path")]
    assert starts[0] != starts[1]


def test_the_picture_says_the_same_as_its_label():
    picture = drawn(*WITHIN)
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == " ".join(line.words for line in lines(*WITHIN))
    said = [text.text for text in picture.iter(f"{SVG}text")]
    assert said == [
        *("Week", "Runs", "In all, km", "Longest"),
        *("1", "22", "8.8", "2", "8", "8"),
        "Outlined: the whole week. Filled: its longest run.",
    ]
    assert len(list(picture.iter(f"{SVG}circle"))) == 4


def test_each_week_has_a_row_of_its_own_below_the_head_and_above_the_key():
    heights = [float(text.get("y", "0")) for text in drawn(*WITHIN).iter(f"{SVG}text")]
    head, first, second, key = heights[0], heights[4], heights[7], heights[-1]
    assert min(first - head, second - first) >= 20
    assert key - second >= 16


def test_the_picture_has_no_style_no_id_and_one_colour():
    text = draw_weeks(lines(*LONG_RUN))
    assert not re.search(r"\b(style|class|id|href|on\w+)=|<style|<script|url\(", text)
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', text)) == {"currentColor", "none"}


def test_no_runs_are_no_picture():
    assert draw_weeks(()) == ""
    assert lines() == ()


def test_minutes_are_drawn_in_minutes():
    plan = project(LADDER, RUNNER, Start(1, MONDAY), Wish(weeks=2))
    picture = ElementTree.fromstring(draw_weeks(week_lines(plan.runs, MONDAY, plan.unit)))
    assert [text.text for text in picture.iter(f"{SVG}text")][4:10] == ["1", "20", "10", "2", "40", "15"]


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 400)), min_size=1, max_size=30))
def test_no_bar_leaves_its_place_and_a_longer_week_has_no_shorter_bar(days: list[tuple[int, int]]):
    found = week_lines(
        [Run(date.fromordinal(MONDAY.toordinal() + day), metres=Decimal(tenths) * 100) for day, tenths in days],
        MONDAY,
        KM,
    )
    bars = list(ElementTree.fromstring(draw_weeks(found)).iter(f"{SVG}rect"))
    widths = [float(bar.get("width", "0")) for bar in bars]
    assert all(0 <= width <= 144 for width in widths)
    by_total = sorted(zip([line.total for line in found], widths[::2], strict=True))
    assert [width for _total, width in by_total] == sorted(widths[::2])
    assert sum((line.total for line in found), Fraction(0)) == sum(tenths * 100 for _day, tenths in days)
