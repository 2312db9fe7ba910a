"""Frozen dataclasses to plain JSON values and back, exactly. Knows no particular dataclass.

A value is text, a number, true or false, a date, an enum of text, ``None``, a tuple of these, another frozen
dataclass, or anything that brings its own ``as_plain`` and ``from_plain``.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

type_hints = cache(get_type_hints)


class UnreadablePlain(ValueError):
    """The plain value does not describe what was asked for; the message names the place."""


def to_plain(value: Any) -> Any:
    if hasattr(value, "as_plain"):
        return value.as_plain()
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def from_plain(kind: Any, plain: Any, place: str = "") -> Any:
    """Return *plain* as a *kind*. Raise UnreadablePlain for a field too many, too few or of another type."""
    if get_origin(kind) in (Union, types.UnionType):
        return _one_of(kind, plain, place)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind)[0], plain, place)
    if hasattr(kind, "from_plain"):
        return kind.from_plain(plain)
    if is_dataclass(kind):
        return read_dataclass(kind, plain, place)
    return _single(kind, plain, place)


def _one_of(kind: Any, plain: Any, place: str) -> Any:
    others = [option for option in get_args(kind) if option is not type(None)]
    if plain is None:
        return None
    return from_plain(others[0], plain, place)


def _tuple(item: Any, plain: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise UnreadablePlain(f"{place}: a list was expected.")
    return tuple(from_plain(item, value, f"{place}[{index}]") for index, value in enumerate(plain))


def read_dataclass(kind: Any, plain: Any, place: str = "") -> Any:
    if not isinstance(plain, Mapping):
        raise UnreadablePlain(f"{place or kind.__name__}: an object was expected.")
    hints = type_hints(kind)
    names = [field.name for field in fields(kind)]
    if odd := sorted(set(names) ^ set(plain)):
        raise UnreadablePlain(f"{place or kind.__name__}: {', '.join(odd)} missing or unknown.")
    return kind(**{name: from_plain(hints[name], plain[name], f"{place}.{name}".lstrip(".")) for name in names})


def _single(kind: Any, plain: Any, place: str) -> Any:
    try:
        if kind is date:
            return date.fromisoformat(plain)
        if issubclass(kind, StrEnum):
            return kind(plain)
    except (TypeError, ValueError) as error:
        raise UnreadablePlain(f"{place}: {error}") from error
    if type(plain) is kind:
        return plain
    raise UnreadablePlain(f"{place}: {kind.__name__} was expected, not {plain!r}.")
