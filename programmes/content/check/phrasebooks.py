"""Whether a translated file says what the English file says: the same records and items, placeholders and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from programmes.content import translated
from programmes.content.check.references import no_such
from programmes.content.check.review import review_problems
from programmes.content.check.safety import MAX_LINE_WORDS
from programmes.content.problem import Problem
from programmes.content.schema.translation import REVIEW
from programmes.content.shelf import Item, Shelf, Translation
from programmes.content.translated import ANY, SAME, TEXT
from programmes.plain_words import long_sentence_problems
from programmes.shapes import parts
from programmes.shapes.faults import faults
from programmes.shapes.parts import Schema
from programmes.shapes.paths import joined
from programmes.sides import SideWordError, placeholders

_NUMBER = re.compile(r"\d+")


def check_phrasebooks(shelf: Shelf) -> Iterator[Problem]:
    for translation in shelf.translations:
        for item in translation.files:
            yield from _shape_problems(item, shelf)
            if item.has_its_shape:
                yield from review_problems(item)
        yield from _text_problems(translation, shelf)


def _shape_problems(item: Item, shelf: Shelf) -> Iterator[Problem]:
    """Yield what is not shaped as the English, and mark the file: its texts are looked at no further."""
    folder, _slash, name = item.slug.rpartition("/")
    known = shelf.known(folder) if folder else None
    slug = name.removesuffix(".yaml")
    if known is not None and slug not in known:
        item.has_its_shape = False
        yield item.problem("", no_such(folder, slug, known))
    english = translated.english(shelf, item.slug) if item.has_its_shape else None
    if english is None:
        item.has_its_shape = False
        return
    printed = translated.printed_of(item.slug)
    said = translated.listed(item.data, printed)
    shape = _shape(english, printed.parts)
    shape["properties"] |= REVIEW
    found = [*faults(Draft202012Validator(shape), said), *_twice(item.data, printed), *_lengths(english, said)]
    for path, reason in found:
        item.has_its_shape = False
        yield item.problem(path, reason)


def _shape(english: Any, spec: Any) -> Schema:
    """Return the shape that a translation of *english* has. How long a list is, is looked at apart."""
    if spec == SAME:
        return {"enum": [english]}
    if spec == TEXT:
        return parts.TEXT
    if isinstance(spec, list):
        return {"type": "array", "prefixItems": [_shape(one, spec[0]) for one in english]}
    named = {name: _shape(inner, spec.get(name, spec.get(ANY))) for name, inner in english.items()}
    return parts.record({}, named) if ANY in spec else parts.record(named)


def _twice(data: Any, printed: translated.Printed) -> Iterator[tuple[str, str]]:
    rows = data.get(printed.kind)
    names = Counter(translated.listed_names(rows, printed) if isinstance(rows, list) else ())
    yield from ((name, "stands twice; keep one") for name, count in names.items() if count > 1)


def _lengths(english: Any, said: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(english, dict) and isinstance(said, dict):
        for name in english.keys() & said.keys():
            yield from _lengths(english[name], said[name], joined(path, name))
    elif isinstance(english, list) and isinstance(said, list):
        if len(said) != len(english):
            yield path, f"holds {len(said)}, the English {len(english)}; say the same, one by one"
        for place, (one, other) in enumerate(zip(english, said, strict=False)):
            yield from _lengths(one, other, f"{path}[{place}]")


def _text_problems(translation: Translation, shelf: Shelf) -> Iterator[Problem]:
    """Yield what is wrong with single texts. What is the same in English is said in the same words everywhere."""
    known: dict[str, str] = {}
    for item in translation.files:
        if not item.has_its_shape:
            continue
        for path, english, said in translated.texts(shelf, item):
            yield from (item.problem(path, reason) for reason in _unlike(path, english, said))
            if known.setdefault(english, said) != said:
                reason = f"“{english}” is “{known[english]}” elsewhere; say the same in both places"
                yield item.problem(path, reason)


def _unlike(path: str, english: str, said: str) -> Iterator[str]:
    if _numbers(english) != _numbers(said):
        yield f"must hold the numbers of the English: “{english}”"
    try:
        if placeholders(said) != placeholders(english):
            names = ", ".join(f"{{{name}}}" for name in sorted(placeholders(english))) or "nothing"
            yield f"must put in braces what the English does: {names}"
    except SideWordError as error:
        yield str(error)
    yield from long_sentence_problems(said)
    words = len(said.split())
    if path.startswith("red_flags[") and words > MAX_LINE_WORDS:
        yield f"has {words} words; use at most {MAX_LINE_WORDS}"


def _numbers(text: str) -> Counter[str]:
    return Counter(_NUMBER.findall(text))
