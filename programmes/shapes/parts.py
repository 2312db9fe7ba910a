"""The parts that JSON schemas are built from. Knows models only for the length and choices of a column."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "pattern": r"\S"}
SLUG: Schema = {"type": "string", "pattern": r"^[A-Za-z0-9]+([_-][A-Za-z0-9]+)*$", "maxLength": 80}
BOOLEAN: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number"}
ANYTHING: Schema = {}
# Checked by `dosage`, which alone knows what a dose may say.
DOSE: Schema = {"type": "object"}
# Checked by `figures`, which alone knows what can be drawn.
FIGURE: Schema = {"type": "object"}
# Which fields are the library's own wording or usual practice, without a source.
OURS: Schema = {"type": "object", "additionalProperties": {"enum": ["convention"]}}


def record(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """Return the shape of a set of named values; a name that is not listed is refused."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def listing(of: Schema, low: int = 0, high: int | None = None) -> Schema:
    shape = {"type": "array", "items": of, "minItems": low}
    return shape if high is None else {**shape, "maxItems": high}


def distinct(of: Schema, low: int = 0) -> Schema:
    """Return the shape of a list in which nothing stands twice."""
    return {**listing(of, low), "uniqueItems": True}


def one_of(*words: str) -> Schema:
    return {"type": "string", "enum": list(words)}


def whole(low: int = 0, high: int | None = None) -> Schema:
    shape = {"type": "integer", "minimum": low}
    return shape if high is None else {**shape, "maximum": high}


def pair(low: int = 0, high: int | None = None) -> Schema:
    """Return the shape of a lowest and a highest whole number."""
    return listing(whole(low, high), 2, 2)


def texts_by_name(of: Schema | None = None) -> Schema:
    return {"type": "object", "additionalProperties": of or TEXT}


def or_null(shape: Schema) -> Schema:
    known = {"enum": [*shape["enum"], None]} if "enum" in shape else {}
    return {**shape, **known, "type": [shape["type"], "null"]}


def column(model: type[Model], name: str) -> Schema:
    """Return the text that fits this column: its choices, or its greatest length."""
    field: Any = model._meta.get_field(name)
    if field.choices:
        return one_of(*(value for value, _label in field.choices))
    return TEXT if field.max_length is None else {**TEXT, "maxLength": field.max_length}


def or_empty(shape: Schema) -> Schema:
    """Return the shape of a text that may also be empty."""
    rest = {name: value for name, value in shape.items() if name != "pattern"}
    return {**rest, "enum": [*shape["enum"], ""]} if "enum" in shape else rest


SLUGS = distinct(SLUG)
SOME_SLUGS = distinct(SLUG, 1)
TEXTS = listing(TEXT)
