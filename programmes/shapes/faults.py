"""What is wrong with the shape of plain data, each fault as a path and a sentence that says what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from typing import Any

from jsonschema.exceptions import ValidationError

from programmes.shapes.paths import path_of


def faults(validator: Any, data: Any) -> Iterator[tuple[str, str]]:
    """Yield the path and the reason of everything in *data* that the validator refuses."""
    for error in validator.iter_errors(data):
        for steps, reason in _reasons(error):
            yield path_of([*error.absolute_path, *steps]), reason


def _reasons(error: ValidationError) -> Iterator[tuple[list[str], str]]:
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        # One error a name: the others are reported by errors of their own.
        yield from (([name], "is missing; add it") for name in missing if f"'{name}'" in error.message)
    elif error.validator == "additionalProperties":
        yield from (([name], reason) for name, reason in _unknown_keys(error))
    else:
        words = _WORDS.get(str(error.validator))
        yield [], words(error) if words else error.message


def _unknown_keys(error: ValidationError) -> Iterator[tuple[str, str]]:
    known = list(error.schema.get("properties", {}))
    patterns = list(error.schema.get("patternProperties", {}))
    for name in error.instance:
        if patterns:
            if not _matches(patterns, name):
                yield name, "is no key that may stand here; use two capital letters, such as GB"
        elif name not in known:
            near = difflib.get_close_matches(str(name), known, n=1)
            hint = f"; did you mean “{near[0]}”?" if near else "; take it out"
            yield str(name), f"is an unknown key{hint}"


def _matches(patterns: list[str], name: str) -> bool:
    return any(re.search(pattern, name) for pattern in patterns)


_TYPES = {
    "string": "text (put it in quotes if it looks like a number, a date, yes or no)",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a set of named values",
    "null": "null",
}


def _type(error: ValidationError) -> str:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    return f"must be {' or '.join(_TYPES[name] for name in wanted)}, not {_shown(error.instance)}"


def _pattern(error: ValidationError) -> str:
    if not error.instance.strip():
        return "is empty; write it"
    return f"{_shown(error.instance)} is no slug; use letters, digits and single hyphens"


def _enum(error: ValidationError) -> str:
    choices = ", ".join("null" if choice is None else str(choice) for choice in error.validator_value)
    return f"{_shown(error.instance)} may not stand here; use one of: {choices}"


def _count(word: str) -> Callable[[ValidationError], str]:
    return lambda error: f"holds {len(error.instance)}; give {word} {error.validator_value}"


def _bound(word: str) -> Callable[[ValidationError], str]:
    return lambda error: f"is {error.instance}; give {word} {error.validator_value}"


def _too_long(error: ValidationError) -> str:
    return f"is {len(error.instance)} characters long; use at most {error.validator_value}"


def _twice(error: ValidationError) -> str:
    twice = [value for position, value in enumerate(error.instance) if value in error.instance[:position]]
    return f"names {_shown(twice[0])} twice; keep one"


def _shown(value: Any) -> str:
    plain = {True: "true", False: "false", None: "null"}
    if value is None or isinstance(value, bool):
        return plain[value]
    text = f"“{value}”" if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


_WORDS: dict[str, Callable[[ValidationError], str]] = {
    "type": _type,
    "pattern": _pattern,
    "enum": _enum,
    "minItems": _count("at least"),
    "maxItems": _count("at most"),
    "minProperties": _count("at least"),
    "maxProperties": _count("at most"),
    "minimum": _bound("at least"),
    "maximum": _bound("at most"),
    "maxLength": _too_long,
    "uniqueItems": _twice,
}
