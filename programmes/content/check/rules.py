"""Whether a safety rule asks something that can be answered: a known test, of a value the attribute can have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from programmes.content.check.references import no_such
from programmes.content.problem import Problem
from programmes.content.shelf import Item, Shelf
from programmes.models import Exercise
from programmes.shapes.paths import joined, values_at

_ORDERED = ("gt", "ge", "lt", "le")
_CHOICES: dict[str, frozenset[str]] = {
    "weight_bearing": frozenset(Exercise.WeightBearing.values),
    "impact": frozenset(Exercise.Impact.values),
}


def check_rules(shelf: Shelf) -> Iterator[Problem]:
    file = shelf.file("rules.yaml")
    for item in shelf.of("exercise_rules") if file else ():
        for pattern in ("when.exercise.any[]", "when.exercise.all[]"):
            for path, test in values_at(item.data, pattern):
                yield from _test_problems(item, path, test, file["evaluation"]["operators"], shelf)


def _test_problems(
    item: Item, path: str, test: dict[str, Any], operators: list[str], shelf: Shelf
) -> Iterator[Problem]:
    operator, value = test["op"], test["value"]
    if operator not in operators:
        yield item.problem(joined(path, "op"), f"there is no operator “{operator}”; use one of: {', '.join(operators)}")
    elif (operator == "in") != isinstance(value, list):
        yield item.problem(joined(path, "value"), "must be a list with “in”, and only with it")
    elif operator in _ORDERED and (not isinstance(value, int | float) or isinstance(value, bool)):
        yield item.problem(joined(path, "value"), f"must be a number with “{operator}”")
    else:
        yield from _value_problems(item, joined(path, "value"), test, shelf)


def _value_problems(item: Item, path: str, test: dict[str, Any], shelf: Shelf) -> Iterator[Problem]:
    target = {"tags": "tags", "category": "category", "slug": "exercises"}.get(test["attr"], test["attr"])
    known = _CHOICES.get(target) or (shelf.known(target) if target in ("tags", "category", "exercises") else None)
    values = test["value"] if isinstance(test["value"], list) else [test["value"]]
    for value in values:
        if known is not None and value not in known:
            yield item.problem(path, no_such(target, value, known))
