"""Whether what a patient reads can be read: side words and service words declared, short sentences, plain words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from programmes.content.patient_text import PATIENT_TEXT, patient_labels, patient_texts
from programmes.content.problem import Problem
from programmes.content.shelf import Item, Shelf, joined, values_at
from programmes.plain_words import problems as reading_problems
from programmes.sides import Side, SideWordError, UnknownWord, Words, fill, placeholders, words_problems

MAX_WHY_WORDS = 12
# Medicines have no plainer name: the reader must know the word on the packet. Each reads as easily as "pill".
MEDICINES = re.compile(r"\b(ciprofloxacin|levofloxacin|quinolone|antibiotics?)\b")


def check_words(shelf: Shelf) -> Iterator[Problem]:
    yield from _side_table_problems(shelf)
    yield from _emergency_problems(shelf)
    side_words = shelf.file("words.yaml").get("words")
    service_words = _service_words(shelf)
    files = [item for item in shelf.files.values() if item.has_its_shape]
    for item in [*files, *(item for kind in PATIENT_TEXT for item in shelf.of(kind))]:
        if item.kind == "exercises":
            yield from _exercise_problems(item, side_words)
        elif item.kind in ("red_flags", "red_flags.yaml"):
            yield from _text_problems(item, service_words)
        else:
            yield from _text_problems(item, None)


def _side_table_problems(shelf: Shelf) -> Iterator[Problem]:
    item = shelf.files.get("words.yaml")
    if item is not None and item.has_its_shape:
        yield from (item.problem("words", problem) for problem in words_problems(item.data["words"]))


def _emergency_problems(shelf: Shelf) -> Iterator[Problem]:
    item = shelf.files.get("emergency.yaml")
    if item is None or not item.has_its_shape:
        return
    declared = set(item.data["placeholders"])
    for name in declared - set(item.data["neutral"]):
        yield item.problem(joined("neutral", name), "is missing; every placeholder needs words that fit any country")
    for path, words in values_at(item.data, "locales.*.words"):
        for name in set(words) - declared:
            yield item.problem(joined(path, name), "is no placeholder; declare it under placeholders")


def _service_words(shelf: Shelf) -> dict[str, str] | None:
    item = shelf.files.get("emergency.yaml")
    return item.data["neutral"] if item is not None and item.has_its_shape else None


def _exercise_problems(item: Item, words: Words | None) -> Iterator[Problem]:
    """Fill each text for every side the exercise can be prescribed for, and read what comes out."""
    for path, text in patient_texts(item):
        reasons: dict[str, None] = {}
        for side in _sides(item.data):
            reasons |= dict.fromkeys(_filled_problems(path, text, words, side))
        if "{" in text and not item.data["is_unilateral"]:
            reasons = {"names a side, but this exercise uses both sides together; leave braces out": None}
        yield from (item.problem(path, reason) for reason in reasons)


def _sides(exercise: dict[str, Any]) -> tuple[Side, ...]:
    if not exercise["is_unilateral"]:
        return (Side.TOGETHER,)
    in_turn = (Side.LEFT, Side.RIGHT, Side.EACH)
    return in_turn if exercise["dose"].get("per_side") else (*in_turn, Side.TOGETHER)


def _filled_problems(path: str, text: str, words: Words | None, side: Side) -> Iterator[str]:
    if words is None:
        return
    try:
        filled = fill(text, words, side)
    except UnknownWord as error:
        yield f"{error}; declare it in words.yaml"
        return
    except (SideWordError, KeyError) as error:
        yield str(error)
        return
    yield from _reading(filled)
    if path == "why" and len(filled.split()) > MAX_WHY_WORDS:
        yield f"has {len(filled.split())} words; use at most {MAX_WHY_WORDS}"


def _text_problems(item: Item, services: Mapping[str, str] | None) -> Iterator[Problem]:
    """Read the texts that have no side. A warning sign may name services in braces, nothing else may."""
    for path, text in (*patient_texts(item), *patient_labels(item)):
        try:
            used = placeholders(text)
        except SideWordError as error:
            yield item.problem(path, str(error))
            continue
        yield from (item.problem(path, reason) for reason in _stray_placeholders(used, services))
    for path, text in patient_texts(item):
        yield from (item.problem(path, reason) for reason in _reading(_explained(item, path, text)))
    for path, text in patient_labels(item):
        yield from (item.problem(path, reason) for reason in reading_problems(text, max_grade=math.inf))


def _stray_placeholders(used: Iterable[str], services: Mapping[str, str] | None) -> Iterator[str]:
    for name in used:
        if services is None:
            yield f"{{{name}}} cannot be filled in here; leave braces out"
        elif name not in services:
            yield f"{{{name}}} is not declared in emergency.yaml; declare it or name another"


def _explained(item: Item, path: str, text: str) -> str:
    """Return the text without the clinical term that it is there to explain."""
    return text.replace(item.data["clinical_term"], "it") if path == "clinical_term_plain" else text


def _reading(text: str) -> list[str]:
    return reading_problems(MEDICINES.sub("pill", text))
