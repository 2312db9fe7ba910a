"""Whether every file and item has the shape it must have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from programmes.content.problem import Problem
from programmes.content.schema import FILE_SCHEMAS, ITEM_SCHEMAS, TRANSLATION_SCHEMAS
from programmes.content.shelf import FOLDERS, LISTS, Item, Shelf
from programmes.shapes.faults import faults

_FILES = {name: Draft202012Validator(schema) for name, schema in FILE_SCHEMAS.items()}
_ITEMS = {kind: Draft202012Validator(schema) for kind, schema in ITEM_SCHEMAS.items()}
_TRANSLATED = {kind: Draft202012Validator(schema) for kind, schema in TRANSLATION_SCHEMAS.items()}


def check_shape(shelf: Shelf) -> Iterator[Problem]:
    """Yield every fault, and mark the items that have one: the other checks leave them alone."""
    for name, item in shelf.files.items():
        if item.has_its_shape:
            yield from _faults(_FILES[name], item)
    for kind in (*LISTS, *FOLDERS):
        for item in shelf.of(kind):
            yield from _faults(_ITEMS[kind], item)
    for translation in shelf.translations:
        for item in (translation.words, translation.search, *translation.exercises):
            if item is not None and item.has_its_shape:
                yield from _faults(_TRANSLATED[item.kind], item)


def _faults(validator: Any, item: Item) -> Iterator[Problem]:
    for path, reason in faults(validator, item.data):
        item.has_its_shape = False
        yield item.problem(path, reason)
