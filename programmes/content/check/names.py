"""Whether slugs, names and other names are each one thing's own, as a search reads them."""

from __future__ import annotations

from collections.abc import Iterator

from programmes.content.problem import Problem
from programmes.content.shelf import FOLDERS, LISTS, Item, Shelf
from programmes.models.folding import fold, without_plural
from programmes.shapes.paths import values_at

# Kind -> where its names stand. Two items of a kind may not share one.
NAMES: dict[str, tuple[str, ...]] = {
    "exercises": ("name", "aliases[]"),
    "conditions": ("name", "aliases[]"),
    "programme_kinds": ("name",),
    "purposes": ("name", "aliases[]"),
    "kit": ("name",),
    "pain_rules": ("name",),
    "templates": ("name",),
}


def check_names(shelf: Shelf) -> Iterator[Problem]:
    for kind in (*LISTS, *FOLDERS):
        yield from _slugs_given_twice(shelf.items.get(kind, []))
    for kind in FOLDERS:
        for item in shelf.of(kind):
            yield from misnamed(item)
    for kind, patterns in NAMES.items():
        yield from shared_names(list(shelf.of(kind)), patterns)


def _slugs_given_twice(items: list[Item]) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in items:
        if item.slug in seen:
            yield item.problem("", "stands twice; keep one, or give the other a slug of its own")
        seen.add(item.slug)


def misnamed(item: Item) -> Iterator[Problem]:
    if item.data["slug"] != item.slug:
        yield item.problem("slug", f"must be the name of the file, “{item.slug}”, not “{item.data['slug']}”")


def shared_names(items: list[Item], patterns: tuple[str, ...]) -> Iterator[Problem]:
    """Yield the names that two of *items* have.

    Names claim their place before other names do, so that the alias is the one to change.
    """
    owners: dict[str, tuple[Item, str]] = {}
    for pattern in patterns:
        for item in items:
            for path, name in values_at(item.data, pattern):
                owner, written = owners.setdefault(_as_searched(name), (item, name))
                if owner is not item:
                    yield item.problem(
                        path, f"“{name}” is already a name of {owner.slug} (“{written}”); choose another"
                    )


def _as_searched(name: str) -> str:
    return "".join(without_plural(word) for word in fold(name).split())
