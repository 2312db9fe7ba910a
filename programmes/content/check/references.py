"""Whether every slug and word leads to something that exists."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from programmes.content.problem import Problem
from programmes.content.shelf import Item, Shelf
from programmes.shapes.paths import values_at

# Kind -> where an item names something -> what it names.
REFERENCES: dict[str, dict[str, str]] = {
    "exercises": {
        "category": "category",
        "start_position": "start_position",
        "body_regions[]": "body_regions",
        "setting[]": "setting",
        "dosage_basis": "dosage_basis",
        "attributes.tags[]": "tags",
        "kit[].any_of[]": "kit",
        "purposes[]": "purposes",
        "progressions[]": "exercises",
        "regressions[]": "exercises",
        "precautions[].code": "patient_flags",
        "contraindicated_for[]": "patient_flags",
        "caution_for[]": "patient_flags",
        "used_in[]": "subjects",
        "sources[]": "sources",
    },
    "conditions": {
        "advice_ids[]": "advice",
        "other_advice_ids[]": "advice",
        "red_flag_ids[]": "red_flags",
        "outcome_measure_ids[]": "measures",
        "patient_flags_to_ask[]": "patient_flags",
        "template_slug": "templates",
        "causes[].sources[]": "sources",
        "time_course.sources[]": "sources",
        "sources[]": "sources",
    },
    "programme_kinds": {
        "advice_ids[]": "advice",
        "red_flag_ids[]": "red_flags",
        "template_slug": "templates",
        "sources[]": "sources",
    },
    "templates": {
        "condition": "conditions",
        "not_for_flags[]": "patient_flags",
        "pain_rule": "pain_rules",
        "warm_up": "templates",
        "running_advice_ids[]": "advice",
        "evidence.sources[]": "sources",
        "phases[].pain_rule": "pain_rules",
        "phases[].running_pain_rule": "pain_rules",
        "phases[].advice_ids[]": "advice",
        "phases[].exercises[].slug": "exercises",
        "variants[].exercises[]": "exercises",
        "variants[].pain_rule": "pain_rules",
        "variants[].sources[]": "sources",
    },
    "advice": {"applies_to[]": "conditions", "sources[]": "sources"},
    "red_flags": {"sets_patient_flag": "patient_flags", "sources[]": "sources"},
    "pain_rules": {"sources[]": "sources"},
    "measures": {"sources[]": "sources"},
    "exercise_rules": {
        "when.patient_flags_any[]": "patient_flags",
        "when.context.condition": "conditions",
        "when.exercise.any[].attr": "attributes",
        "when.exercise.all[].attr": "attributes",
        "suggest[]": "exercises",
        "sources[]": "sources",
    },
    "programme_rules": {
        "check.tag": "tags",
        "check.first_tag": "tags",
        "check.then_tags_any[]": "tags",
        "sources[]": "sources",
    },
}
FILE_REFERENCES: dict[str, dict[str, str]] = {
    "red_flags.yaml": {"always_show[]": "red_flags"},
    "vocabulary.yaml": {"global_stop_flags[]": "patient_flags"},
}
_NAMES = {
    "exercises": "exercise",
    "conditions": "condition",
    "subjects": "condition or programme kind",
    "templates": "template",
    "programme_kinds": "programme kind",
    "patient_flags": "patient flag",
    "red_flags": "warning sign",
    "pain_rules": "pain rule",
    "measures": "measure",
    "sources": "source",
    "purposes": "purpose",
    "advice": "piece of advice",
    "kit": "piece of kit",
    "tags": "tag",
    "attributes": "attribute",
    "lay_words": "muscle, part of the body, kind or position",
}


def check_references(shelf: Shelf) -> Iterator[Problem]:
    for kind, patterns in REFERENCES.items():
        for item in shelf.of(kind):
            yield from _dangling(item, patterns, shelf)
            yield from _leads_to_itself(item)
    for name, patterns in FILE_REFERENCES.items():
        file = shelf.files.get(name)
        if file is not None and file.has_its_shape:
            yield from _dangling(file, patterns, shelf)


def no_such(target: str, value: Any, known: frozenset[str]) -> str:
    """Return the reason why *value* leads nowhere, with what is most like it."""
    near = difflib.get_close_matches(str(value), known, n=1)
    hint = f"did you mean “{near[0]}”?" if near else "add it or name another"
    return f"there is no {_NAMES.get(target, f'word in the {target} list')} “{value}”; {hint}"


def _dangling(item: Item, patterns: dict[str, str], shelf: Shelf) -> Iterator[Problem]:
    for pattern, target in patterns.items():
        known = _known(shelf, target)
        for path, value in values_at(item.data, pattern):
            if known is not None and value not in known:
                yield item.problem(path, no_such(target, value, known))


def _known(shelf: Shelf, target: str) -> frozenset[str] | None:
    if target != "subjects":
        return shelf.known(target)
    conditions, kinds = shelf.known("conditions"), shelf.known("programme_kinds")
    return None if conditions is None or kinds is None else conditions | kinds


def _leads_to_itself(item: Item) -> Iterator[Problem]:
    for pattern in ("progressions[]", "regressions[]"):
        for path, value in values_at(item.data, pattern):
            if value == item.slug:
                yield item.problem(path, "an exercise is no harder or easier version of itself; take it out")
