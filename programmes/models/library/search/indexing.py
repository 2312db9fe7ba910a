"""Keeps the search entries in step with the library, whoever writes it: at each save, or once after a bulk of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save

from programmes.models.library.exercise import Exercise, ExerciseText
from programmes.models.library.language import SOURCE_LANGUAGE, Language
from programmes.models.library.search.entry import SearchEntry, SearchWord
from programmes.models.library.search.wording import SearchWording, entry_values
from programmes.models.library.vocabulary import Purpose

_put_off: ContextVar[bool] = ContextVar("indexing is put off", default=False)
COLUMNS = ("name", "names", "purposes", "search_text")


@contextmanager
def indexed_once() -> Iterator[None]:
    """Index nothing while rows are written in bulk, and everything once they are."""
    token = _put_off.set(True)
    try:
        yield
    finally:
        _put_off.reset(token)
    index_everything()


@contextmanager
def indexed_together() -> Iterator[list[Any]]:
    """Index nothing while some exercises are written one by one, and those whose keys are in the list once they are."""
    keys: list[Any] = []
    token = _put_off.set(True)
    try:
        yield keys
    finally:
        _put_off.reset(token)
    index(Exercise.objects.filter(pk__in=keys))


def index_everything() -> None:
    index(Exercise.objects.all())
    texts = SearchEntry.objects.values_list("language", "search_text")
    _forget_words_but({(language, word) for language, text in texts.iterator() for word in _words(text)})
    _count_for_planner()


def index(exercises: QuerySet[Exercise]) -> None:
    """Write the entries of *exercises* that are not what they should be."""
    wordings, purposes = _wordings(), _purposes(exercises)
    wanted = {
        (exercise.pk, code): entry_values(exercise, purposes[exercise.pk], wording)
        for exercise in exercises.prefetch_related("texts")
        for code, wording in wordings.items()
    }
    stored = {
        (entry.exercise_id, entry.language): entry for entry in SearchEntry.objects.filter(exercise__in=exercises)
    }
    _create({key: values for key, values in wanted.items() if values and key not in stored})
    _change([(stored[key], values) for key, values in wanted.items() if values and key in stored])
    gone = [entry.pk for key, entry in stored.items() if not wanted.get(key)]
    if gone:
        SearchEntry.objects.filter(pk__in=gone).delete()


def _wordings() -> dict[str, SearchWording]:
    rows = {row.code: row.search_words for row in Language.objects.only("search_words")}
    return {code: SearchWording(code, rows.get(code) or {}) for code in {SOURCE_LANGUAGE, *rows}}


def _purposes(exercises: QuerySet[Exercise]) -> dict[Any, list[Purpose]]:
    """Return the purposes of each exercise as they were linked: the content names the most important first.

    A clinic's own copy goes by the order of its origin; what it added itself comes after.
    """
    links = Exercise.purposes.through.objects
    places = {
        (link.exercise_id, link.purpose_id): link.pk for link in links.filter(exercise__copies__in=exercises).order_by()
    }
    own = list(links.filter(exercise__in=exercises).select_related("exercise", "purpose"))
    own.sort(key=lambda link: places.get((link.exercise.origin_id, link.purpose_id), link.pk))
    found: dict[Any, list[Purpose]] = defaultdict(list)
    for link in own:
        found[link.exercise_id].append(link.purpose)
    return found


def _create(wanted: dict[Any, dict[str, str]]) -> None:
    if wanted:
        entries = [SearchEntry(exercise_id=pk, language=code, **values) for (pk, code), values in wanted.items()]
        SearchEntry.objects.bulk_create(entries, batch_size=500)
        _learn_words(entries)


def _change(pairs: list[tuple[SearchEntry, dict[str, str]]]) -> None:
    changed = [entry for entry, values in pairs if _put(entry, values)]
    if changed:
        SearchEntry.objects.bulk_update(changed, COLUMNS, batch_size=200)
        _learn_words(changed)


def _put(entry: SearchEntry, values: dict[str, str]) -> bool:
    differs = any(getattr(entry, name) != values[name] for name in COLUMNS)
    for name in COLUMNS:
        setattr(entry, name, values[name])
    return differs


def _words(search_text: str) -> set[str]:
    """Return the words of an entry that somebody could misspell."""
    return {word for word in search_text.split() if word.isalpha()}


def _learn_words(entries: list[SearchEntry]) -> None:
    pairs = {(entry.language, word) for entry in entries for word in _words(entry.search_text)}
    words = [SearchWord(language=language, word=word) for language, word in sorted(pairs)]
    SearchWord.objects.bulk_create(words, ignore_conflicts=True, batch_size=1000)


def _forget_words_but(pairs: set[tuple[str, str]]) -> None:
    stored = SearchWord.objects.values_list("pk", "language", "word")
    gone = [pk for pk, language, word in stored.iterator() if (language, word) not in pairs]
    for start in range(0, len(gone), 500):
        SearchWord.objects.filter(pk__in=gone[start : start + 500]).delete()


def _count_for_planner() -> None:
    """Let the database count the exercises, and PostgreSQL the words, before it next plans a search.

    SQLite believes that ten exercises are shared, and would look at all to find a few by key.
    """
    connection = connections[Exercise.objects.db]
    tables = {"sqlite": [Exercise], "postgresql": [Exercise, SearchEntry]}.get(connection.vendor, [])
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def _when_written(exercises: QuerySet[Exercise]) -> None:
    if not _put_off.get():
        index(exercises)


def _exercise_saved(instance: Exercise, created: bool, **kwargs: Any) -> None:
    # A new one has no words yet: they come, and are indexed, after it.
    if not created:
        _when_written(Exercise.objects.filter(pk=instance.pk))


def _text_written(instance: ExerciseText, **kwargs: Any) -> None:
    _when_written(Exercise.objects.filter(pk=instance.exercise_id))


def _purposes_linked(instance: Exercise, action: str, **kwargs: Any) -> None:
    if action.startswith("post"):
        _when_written(Exercise.objects.filter(pk=instance.pk))


def _purpose_saved(instance: Purpose, created: bool, **kwargs: Any) -> None:
    if not created:
        _when_written(Exercise.objects.filter(purposes=instance))


def _language_written(**kwargs: Any) -> None:
    _when_written(Exercise.objects.all())


post_save.connect(_exercise_saved, sender=Exercise)
post_save.connect(_text_written, sender=ExerciseText)
post_delete.connect(_text_written, sender=ExerciseText)
m2m_changed.connect(_purposes_linked, sender=Exercise.purposes.through)
post_save.connect(_purpose_saved, sender=Purpose)
post_save.connect(_language_written, sender=Language)
post_delete.connect(_language_written, sender=Language)
