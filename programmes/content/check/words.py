"""Whether what a patient reads can be read: side words and service words declared, short sentences, plain words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from programmes.content.patient_text import PATIENT_TEXT, patient_labels, patient_texts
from programmes.content.problem import Problem
from programmes.content.shelf import Item, Shelf
from programmes.plain_words import problems as reading_problems
from programmes.shapes.paths import joined, values_at
from programmes.sides import Side, SideWordError, UnknownWord, Words, fill, placeholders, words_problems

MAX_WHY_WORDS = 12
# Medicines have no plainer name: the reader must know the word on the packet. Each reads as easily as "pill".
MEDICINES = re.compile(r"\b(ciprofloxacin|levofloxacin|quinolone|antibiotics?)\b")


def check_words(shelf: Shelf) -> Iterator[Problem]:
    yield from _side_table_problems(shelf)
    yield from _emergency_problems(shelf)
    side_words = shelf.file("words.yaml").get("words")
    services = _service_names(shelf)
    files = [item for item in shelf.files.values() if item.has_its_shape]
    for item in [*files, *(item for kind in PATIENT_TEXT for item in shelf.of(kind))]:
        if item.kind == "exercises":
            yield from _exercise_problems(item, side_words)
        elif item.kind in ("red_flags", "red_flags.yaml"):
            yield from _text_problems(item, services)
        else:
            yield from _text_problems(item, frozenset())


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


def _service_names(shelf: Shelf) -> frozenset[str] | None:
    """Return the names that a warning sign may put in braces; None when their file is not sound."""
    file = shelf.file("emergency.yaml")
    return frozenset(file["placeholders"]) if file else None


def _exercise_problems(item: Item, words: Words | None) -> Iterator[Problem]:
    for path, text in patient_texts(item):
        if "{" in text and not item.data["is_unilateral"]:
            yield item.problem(path, "names a side, but this exercise uses both sides together; leave braces out")
        elif words is not None:
            reasons = dict.fromkeys(worded_problems(path, text, words, sides_of(item.data), _reading))
            yield from (item.problem(path, reason) for reason in reasons)


def sides_of(exercise: dict[str, Any]) -> tuple[Side, ...]:
    """Return the sides an exercise can be prescribed for."""
    if not exercise["is_unilateral"]:
        return (Side.TOGETHER,)
    in_turn = (Side.LEFT, Side.RIGHT, Side.EACH)
    return in_turn if exercise["dose"].get("per_side") else (*in_turn, Side.TOGETHER)


def worded_problems(
    path: str, text: str, words: Words, sides: tuple[Side, ...], reading: Callable[[str], Iterable[str]]
) -> Iterator[str]:
    """Fill the text for every one of *sides*, and judge what comes out by *reading*."""
    try:
        forms = dict.fromkeys(fill(text, words, side) for side in sides)
    except UnknownWord as error:
        near = ", ".join(f"{{{key}}}" for key in error.near)
        hint = f", or use one that is: {near}" if near else ""
        yield f"{{{error.key}}} is not declared in words.yaml; declare it there{hint}"
    except SideWordError as error:
        yield str(error)
    except KeyError:
        return  # A form is missing from words.yaml, and is reported there.
    else:
        for form in forms:
            yield from reading(form)
            if path == "why" and len(form.split()) > MAX_WHY_WORDS:
                yield f"has {len(form.split())} words; use at most {MAX_WHY_WORDS}"


def _text_problems(item: Item, services: frozenset[str] | None) -> Iterator[Problem]:
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


def _stray_placeholders(used: Iterable[str], services: frozenset[str] | None) -> Iterator[str]:
    for name in sorted(used):
        if services == frozenset():
            yield f"{{{name}}} cannot be filled in here; leave braces out"
        elif services is not None and name not in services:
            yield f"{{{name}}} is not declared in emergency.yaml; declare it or name another"


def _explained(item: Item, path: str, text: str) -> str:
    """Return the text without the clinical term that it is there to explain."""
    return text.replace(item.data["clinical_term"], "it") if path == "clinical_term_plain" else text


def _reading(text: str) -> list[str]:
    return reading_problems(MEDICINES.sub("pill", text))
