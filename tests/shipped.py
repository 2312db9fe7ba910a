"""The shipped content as plain values, read straight from its files: no loader, no database."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CONTENT = Path(__file__).resolve().parent.parent / "programmes/content/en"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DIRECTORIES = ("exercises", "conditions", "templates")
LISTS = {
    "programme_kinds": ("programme_kinds.yaml", "slug"),
    "pain_rules": ("pain_rules.yaml", "id"),
    "advice": ("advice.yaml", "id"),
    "red_flags": ("red_flags.yaml", "id"),
    "patient_flags": ("patient_flags.yaml", "code"),
    "exercise_rules": ("rules.yaml", "id"),
    "programme_rules": ("rules.yaml", "id"),
    "measures": ("measures.yaml", "id"),
    "sources": ("sources.yaml", "id"),
}


@cache
def read(name: str) -> Any:
    return yaml.load((CONTENT / name).read_text(), Loader=LOADER)


@cache
def items(kind: str) -> tuple[dict[str, Any], ...]:
    if kind in DIRECTORIES:
        return tuple(read(f"{kind}/{path.name}") for path in sorted((CONTENT / kind).glob("*.yaml")))
    return tuple(read(LISTS[kind][0])[kind])


def ids(kind: str) -> list[str]:
    key = LISTS[kind][1] if kind in LISTS else "slug"
    return [item[key] for item in items(kind)]


def phases() -> Iterator[tuple[str, dict[str, Any]]]:
    for template in items("templates"):
        for phase in template["phases"]:
            yield f"{template['slug']} {phase['slug']}", phase


def lines() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every exercise of every phase."""
    for name, phase in phases():
        for line in phase["exercises"]:
            yield f"{name} {line['slug']}", line


def doses() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, line in lines():
        yield name, line["dose"]
    for template in items("templates"):
        for variant in template.get("variants", []):
            for row in variant["schedule"]:
                yield f"{variant['id']} weeks {row['weeks']}", row["dose"]


def every(kind: str, *keys: str) -> set[str]:
    """Return all that the items of a kind name under these keys, single names and lists alike."""
    named: set[str] = set()
    for item in items(kind):
        for key in keys:
            value = item.get(key) or []
            named |= {value} if isinstance(value, str) else set(value)
    return named


def strings(value: Any) -> Iterator[str]:
    """Yield every text, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def deep(value: Any, key: str) -> Iterator[Any]:
    """Yield what stands under the key, at any depth; the marks under `ours` are no content."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "ours":
                continue
            if name == key:
                yield inner
            yield from deep(inner, key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from deep(inner, key)
