"""Whether a template hangs together: its phases in order, its alternatives in their phase, its subject's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from programmes.content.problem import Problem
from programmes.content.shelf import Item, Shelf
from programmes.models import Programme
from programmes.shapes.paths import values_at

_RANGES = (
    *("total_weeks", "phases[].typical_weeks", "phases[].sessions_per_week", "stages[].effort_rpe_0_10"),
    "variants[].schedule[].weeks",
)
_RUNNING = ("entry_criteria", "pain_rule", "stages", "stage_rules", "warm_up", "running_advice_ids")


def check_programmes(shelf: Shelf) -> Iterator[Problem]:
    for item in shelf.of("templates"):
        yield from _order_problems(item)
        yield from _range_problems(item)
        for position, phase in enumerate(item.data["phases"]):
            yield from _alternative_problems(item, position, phase)
            yield from _patient_words_missing(item, position, phase)
        yield from _variant_problems(item)
        yield from _kind_problems(item)
    yield from _subject_problems(shelf)


def _order_problems(item: Item) -> Iterator[Problem]:
    for name, key in (("phases", "order"), ("stages", "stage")):
        for position, row in enumerate(item.data.get(name, ())):
            if row[key] != position + 1:
                yield item.problem(f"{name}[{position}].{key}", f"is {row[key]}; number from 1, so {position + 1}")
    slugs = [phase["slug"] for phase in item.data["phases"]]
    for position, slug in enumerate(slugs):
        if slug in slugs[:position]:
            yield item.problem(f"phases[{position}].slug", f"“{slug}” stands twice; each phase needs its own")


def _range_problems(item: Item) -> Iterator[Problem]:
    for pattern in _RANGES:
        for path, (low, high) in values_at(item.data, pattern):
            if low > high:
                yield item.problem(path, f"put the lower number first: [{high}, {low}]")


def _alternative_problems(item: Item, position: int, phase: dict[str, Any]) -> Iterator[Problem]:
    required = [line["slug"] for line in phase["exercises"] if not line["optional"]]
    for number, line in enumerate(phase["exercises"]):
        path = f"phases[{position}].exercises[{number}].instead_of"
        if "instead_of" not in line:
            continue
        if not line["optional"]:
            yield item.problem(path, "only an optional exercise stands in for another; say optional: true")
        if required.count(line["instead_of"]) != 1:
            yield item.problem(path, f"“{line['instead_of']}” must be a required exercise of this phase, once")


def _patient_words_missing(item: Item, position: int, phase: dict[str, Any]) -> Iterator[Problem]:
    where = f"phases[{position}]"
    if bool(phase["running_guidance"]) != ("running_patient_text" in phase):
        yield item.problem(f"{where}.running_patient_text", "must stand beside running_guidance, and only there")
    for number, line in enumerate(phase["exercises"]):
        if ("note" in line) != ("patient_note" in line):
            yield item.problem(f"{where}.exercises[{number}].patient_note", "must stand beside note, and only there")


def _variant_problems(item: Item) -> Iterator[Problem]:
    phases = [phase["slug"] for phase in item.data["phases"]]
    for path, slug in values_at(item.data, "variants[].replaces_phases[]"):
        if slug not in phases:
            yield item.problem(path, f"there is no phase “{slug}” here; use one of: {', '.join(phases)}")


def _kind_problems(item: Item) -> Iterator[Problem]:
    kind, condition = item.data["kind"], item.data["condition"]
    if (kind == Programme.Kind.CONDITION) != (condition is not None):
        yield item.problem("condition", "must name a condition when kind is condition, and be null otherwise")
    for name in _RUNNING:
        if (kind == Programme.Kind.RETURN_TO_RUNNING) != (name in item.data):
            yield item.problem(name, "belongs to kind return-to-running: give it there, and only there")


def _subject_problems(shelf: Shelf) -> Iterator[Problem]:
    templates = {item.slug: item for item in shelf.of("templates")}
    for kind in ("conditions", "programme_kinds"):
        for item in shelf.of(kind):
            template = templates.get(item.data["template_slug"])
            wanted = item.slug if kind == "conditions" else None
            if template is not None and template.data["condition"] != wanted:
                found = template.data["condition"] or "no condition"
                yield item.problem("template_slug", f"{template.slug} is for {found}; name the template for this one")
    yield from _templates_without_subject(shelf, templates)


def _templates_without_subject(shelf: Shelf, templates: dict[str, Item]) -> Iterator[Problem]:
    every = [item for kind in ("conditions", "programme_kinds") for item in shelf.items.get(kind, ())]
    if {"conditions", "programme_kinds"} & shelf.incomplete or not all(item.has_its_shape for item in every):
        return
    named = {item.data["template_slug"] for item in every}
    for slug, item in templates.items():
        if slug not in named:
            yield item.problem("", "no condition or programme kind names this template; add its template_slug there")
