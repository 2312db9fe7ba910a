"""Where in plain data something stands: "phases[0].dose", and what stands wherever a pattern leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any


def joined(*parts: str) -> str:
    """Return the path made of *parts*: "phases[0]" and "dose" are "phases[0].dose"."""
    return ".".join(part for part in parts if part)


def path_of(steps: Sequence[str | int]) -> str:
    """Return keys and positions as a path: "phases", 0, "dose" are "phases[0].dose"."""
    path = ""
    for step in steps:
        path = f"{path}[{step}]" if isinstance(step, int) else joined(path, step)
    return path


def values_at(data: Any, pattern: str) -> Iterator[tuple[str, Any]]:
    """Yield path and value wherever *pattern* leads: "phases[].exercises[].dose"; "words.*" is every value of words.

    What is not there, or null, is passed over.
    """
    return _walk(data, pattern.replace("[]", ".[]").split("."), [])


def _walk(value: Any, pattern: list[str], steps: list[str | int]) -> Iterator[tuple[str, Any]]:
    if value is None:
        return
    if not pattern:
        yield path_of(steps), value
        return
    step, rest = pattern[0], pattern[1:]
    for key, inner in _inside(value, step):
        yield from _walk(inner, rest, [*steps, key])


def _inside(value: Any, step: str) -> Iterator[tuple[str | int, Any]]:
    if step == "[]":
        yield from enumerate(value) if isinstance(value, list) else ()
    elif isinstance(value, dict):
        yield from value.items() if step == "*" else ((step, value.get(step)),)
