"""Whether the words to search by stand for something: a muscle, part of the body, kind, position or purpose."""

from __future__ import annotations

from collections.abc import Iterator

from programmes.content.check.references import no_such
from programmes.content.problem import Problem
from programmes.content.shelf import Item, Shelf
from programmes.models.folding import fold
from programmes.shapes.paths import values_at

_LISTS = ("category", "start_position", "body_regions")


def check_search(shelf: Shelf) -> Iterator[Problem]:
    files = [(shelf.language, shelf.files.get("search.yaml"))]
    files += [(translation.language, translation.search) for translation in shelf.translations]
    for language, item in files:
        if item is not None and item.has_its_shape:
            yield from _file_problems(language, item, shelf)


def _file_problems(language: str, item: Item, shelf: Shelf) -> Iterator[Problem]:
    if item.data["language"] != language:
        yield item.problem("language", f"must be “{language}”, not “{item.data['language']}”")
    for key, known in (("lay_words", _terms(shelf)), ("purposes", shelf.known("purposes"))):
        for name in item.data.get(key, {}):
            if known is not None and name not in known:
                yield item.problem(f"{key}.{name}", no_such(key, name, known))
    for path, word in [*values_at(item.data, "small_words[]"), *values_at(item.data, "same_words[][]")]:
        if len(fold(word).split()) != 1:
            yield item.problem(path, f"“{word}” is not one word")


def _terms(shelf: Shelf) -> frozenset[str] | None:
    """Return the words that exercises are described with; None when some of them could not be read."""
    lists = [shelf.known(name) for name in _LISTS]
    if "exercises" in shelf.incomplete or any(words is None for words in lists):
        return None
    paths = ("primary_muscles[]", "secondary_muscles[]")
    muscles = {name for item in shelf.of("exercises") for path in paths for _where, name in values_at(item.data, path)}
    return frozenset(muscles).union(*(words for words in lists if words is not None))
