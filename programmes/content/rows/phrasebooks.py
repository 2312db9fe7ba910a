"""Rows of what other languages say of each file, and of whom to ring, with the numbers of each country filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from programmes.content import translated
from programmes.content.rows.lists import services_by_country, urgency_actions
from programmes.content.rows.table import Ids, Row, Table, review_of
from programmes.content.services import fill_services
from programmes.content.shelf import Item, Shelf, Translation
from programmes.models import Phrasebook
from programmes.sides import placeholders

_SIGNS, _SERVICES = "red_flags.yaml", "emergency.yaml"


def phrasebooks(shelf: Shelf, _ids: Ids) -> Table:
    rows = [row for translation in shelf.translations for row in _rows(translation, shelf)]
    scope = Phrasebook.objects.filter(language__in=[translation.language for translation in shelf.translations])
    return Table("translated files", scope, ("language", "file"), rows)


def _rows(translation: Translation, shelf: Shelf) -> Iterator[Row]:
    files = {item.slug: item for item in translation.files}
    for name, item in files.items():
        yield _row(translation, name, _texts(shelf, item), review_of(item.data))
    if _SIGNS in files and _SERVICES in files:
        signs, services = files[_SIGNS], files[_SERVICES]
        actions = dict(_actions(shelf, _texts(shelf, signs), _texts(shelf, services)))
        yield _row(translation, f"{_SIGNS} with {_SERVICES}", actions, _review_of_both(signs, services))


def _row(translation: Translation, file: str, texts: dict[str, str], review: dict[str, Any]) -> Row:
    values = {"language": translation.language, "file": file, "texts": texts, **review}
    return Row(f"{translation.language}/{file}", values)


def _texts(shelf: Shelf, item: Item) -> dict[str, str]:
    return {source: said for _path, source, said in translated.texts(shelf, item)}


def _actions(shelf: Shelf, signs: dict[str, str], services: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what to do in each country, in English and translated; a number is the country's, as it stands in English.

    An action is left out where the words for one of its services were not translated: it is then said in English.
    """
    for words in services_by_country(shelf).values():
        own = {name: services.get(word, word) for name, word in words.items()}
        foreign = {name for name, word in words.items() if word not in services and any(map(str.isalpha, word))}
        for action in urgency_actions(shelf).values():
            if action in signs and not placeholders(action) & foreign:
                yield fill_services(action, words), fill_services(signs[action], own)


def _review_of_both(*items: Item) -> dict[str, Any]:
    reviews = [review_of(item.data) for item in items]
    if not all(review["reviewed_on"] for review in reviews):
        return review_of({})
    names = dict.fromkeys(review["reviewed_by"] for review in reviews)
    return {"reviewed_by": ", ".join(names), "reviewed_on": max(review["reviewed_on"] for review in reviews)}
