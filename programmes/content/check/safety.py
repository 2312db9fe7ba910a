"""Whether what keeps a patient safe is whole: warning signs shown and worded by urgency, pain tables that agree."""

from __future__ import annotations

from collections.abc import Iterator

from programmes.content.problem import Problem
from programmes.content.shelf import Item, Shelf
from programmes.models import RedFlag

MAX_LINE_WORDS = 9


def check_safety(shelf: Shelf) -> Iterator[Problem]:
    always = shelf.file("red_flags.yaml").get("always_show", ())
    for item in shelf.of("conditions"):
        missing = [slug for slug in always if slug not in item.data["red_flag_ids"]]
        if missing:
            yield item.problem("red_flag_ids", f"leaves out signs that are always shown; add {', '.join(missing)}")
        yield from _cause_problems(item)
    for item in shelf.of("red_flags"):
        yield from _sign_problems(item)
    for item in shelf.of("pain_rules"):
        yield from _pain_table_problems(item)


def _cause_problems(item: Item) -> Iterator[Problem]:
    for position, cause in enumerate(item.data["causes"]):
        if cause["tell_patient"] != ("patient_text" in cause):
            path = f"causes[{position}].patient_text"
            yield item.problem(path, "must stand where tell_patient is true, and only there")


def _sign_problems(item: Item) -> Iterator[Problem]:
    words = len(item.data["line"].split())
    if words > MAX_LINE_WORDS:
        yield item.problem("line", f"has {words} words; use at most {MAX_LINE_WORDS}")
    if (item.data["urgency"] == RedFlag.Urgency.WITHIN_2_WEEKS) != ("tell_us" in item.data):
        yield item.problem("tell_us", "must stand with urgency within_2_weeks, and only there")


def _pain_table_problems(item: Item) -> Iterator[Problem]:
    scored = [row for row in item.data["rows"] if "low" in row and "high" in row]
    numbers = sorted(number for row in scored for number in range(row["low"], row["high"] + 1))
    if numbers != list(range(11)):
        yield item.problem("rows", "must cover every number from 0 to 10 once")
    allowed = [row["high"] for row in scored if row["zone"] != "stop"]
    if not allowed or max(allowed) != item.data["max_during"]:
        yield item.problem("rows", f"must allow pain up to max_during, {item.data['max_during']}, and stop above it")
    if {row["zone"] for row in item.data["rows"]} != {"ok", "care", "stop"}:
        yield item.problem("rows", "must hold one row each for ok, care and stop")
