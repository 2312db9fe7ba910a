"""Whether a translated file says of its review both who has read it and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from programmes.content.problem import Problem
from programmes.content.shelf import Item


def review_problems(item: Item) -> Iterator[Problem]:
    given = [name for name in ("reviewed_by", "reviewed_on") if name in item.data]
    if len(given) == 1:
        yield item.problem(given[0], "says half of a review; give both reviewed_by and reviewed_on, or neither")
    if "reviewed_on" in item.data and not _is_day(item.data["reviewed_on"]):
        yield item.problem("reviewed_on", f"“{item.data['reviewed_on']}” is no day; write it as '2026-03-31'")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
