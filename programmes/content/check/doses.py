"""Whether every dose is one that `dosage` accepts, and whether it fits the sides of its exercise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from programmes.content.problem import Problem
from programmes.content.shelf import Item, Shelf
from programmes.dosage import Dosage, DosageError
from programmes.shapes.paths import joined, values_at


def typed(dose: dict[str, Any]) -> Dosage:
    """Return the dose of a content file, without the word about sides. Raises DosageError."""
    return Dosage.from_plain({name: value for name, value in dose.items() if name != "per_side"})


def check_doses(shelf: Shelf) -> Iterator[Problem]:
    unilateral = {item.slug: item.data["is_unilateral"] for item in shelf.of("exercises")}
    for item in shelf.of("exercises"):
        yield from _dose_problems(item, "dose", item.data["dose"])
        yield from _side_problems(item, "dose", item.data["dose"], item.data["is_unilateral"])
    for item in shelf.of("templates"):
        for path, line in values_at(item.data, "phases[].exercises[]"):
            where = joined(path, "dose")
            yield from _dose_problems(item, where, line["dose"])
            yield from _side_problems(item, where, line["dose"], unilateral.get(line["slug"]))
        for path, dose in values_at(item.data, "variants[].schedule[].dose"):
            yield from _dose_problems(item, path, dose)


def _dose_problems(item: Item, path: str, dose: dict[str, Any]) -> Iterator[Problem]:
    try:
        problems = typed(dose).problems()
    except DosageError as error:
        yield item.problem(joined(path, _key(error.field)), error.reason)
        return
    for problem in problems:
        yield item.problem(joined(path, _key(problem.field)), str(problem.message))


def _key(field: str) -> str:
    """Return the key of a content file that a field of a dose comes from."""
    return "effort" if field in ("effort_low", "effort_high") else field


def _side_problems(item: Item, path: str, dose: dict[str, Any], is_unilateral: bool | None) -> Iterator[Problem]:
    per_side = dose.get("per_side")
    where = joined(path, "per_side")
    if not isinstance(per_side, bool):
        yield item.problem(where, "say true or false: is this counted on each side?")
    elif per_side and is_unilateral is False:
        yield item.problem(where, "this exercise uses both sides together; say false, or make it is_unilateral")
