"""How long a search takes among 10,000 exercises (FULL_BENCHMARK=1; else 500). Times are only printed."""

import os
import random
from time import perf_counter

import pytest
from django.core.management import call_command
from django.db import connection

from programmes.models import Exercise, ExerciseText, Prescription
from programmes.models.library.search.indexing import indexed_once
from tests.cast import Cast, make_cast
from tests.factories import make_patient, make_phase, make_programme
from tests.search_queries import queries

IS_WHOLE = bool(os.environ.get("FULL_BENCHMARK"))
EXERCISES = 10_000 if IS_WHOLE else 500
PROGRAMMES = 300 if IS_WHOLE else 10
ROUNDS = 5 if IS_WHOLE else 1
SHOWN = 12
# A clinic's own exercises are variations of others, under names of their own.
VARIATIONS = ("slow", "banded", "weighted", "half", "deep", "easy", "hard", "long", "paused", "tempo", "early", "late")


def fill() -> None:
    """Make variations of the shipped exercises, with their words in each language and their purposes."""
    choice = random.Random(7)
    shipped = list(Exercise.objects.prefetch_related("texts", "purposes"))
    links = Exercise.purposes.through
    exercises, texts, purposes = [], [], []
    for number in range(EXERCISES - len(shipped)):
        origin = shipped[number % len(shipped)]
        first, second = choice.sample(VARIATIONS, 2)
        exercise = _copy(origin, slug=f"{origin.slug}-{number}")
        exercises.append(exercise)
        for text in origin.texts.all():
            texts.append(_copy(text, exercise=exercise, name=f"{text.name}, {first} {second} {number}"[:80]))
        purposes += [links(exercise=exercise, purpose=purpose) for purpose in origin.purposes.all()]
    with indexed_once():
        Exercise.objects.bulk_create(exercises, batch_size=200)
        ExerciseText.objects.bulk_create(texts, batch_size=200)
        links.objects.bulk_create(purposes, batch_size=500)


def _copy(row: Exercise | ExerciseText, **changes: object) -> Exercise | ExerciseText:
    values = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.primary_key}
    return type(row)(**{**values, **changes})


def prescribe(cast: Cast) -> None:
    """Give the clinic programmes of 24 lines each."""
    choice, exercises = random.Random(7), list(Exercise.objects.all()[: EXERCISES // 4])
    for _number in range(PROGRAMMES):
        programme = make_programme(patient=make_patient(clinic=cast.clinic))
        phase = make_phase(programme)
        lines = [Prescription(phase=phase, exercise=one, side="together") for one in choice.sample(exercises, 24)]
        Prescription.objects.bulk_create(lines)


def milliseconds(cast: Cast, typed: list[tuple[str, str]]) -> list[tuple[float, str]]:
    """Search for each text as the builder does, and return how long each took, the quickest first."""
    times = []
    for text, language in typed:
        rows = Exercise.objects.visible_to(cast.ana).for_clinic(cast.clinic).in_use().prefetch_related("texts")
        start = perf_counter()
        list(rows.search(text, language=language, clinic=cast.clinic)[:SHOWN])
        times.append(((perf_counter() - start) * 1000, text))
    return sorted(times)


def told(what: str, times: list[tuple[float, str]]) -> str:
    (p50, _text), (p95, slow), (worst, worst_text) = (times[int((len(times) - 1) * share)] for share in (0.5, 0.95, 1))
    return f"{what}: p50 {p50:.1f} ms, p95 {p95:.1f} ms ({slow}), worst {worst:.1f} ms ({worst_text})"


@pytest.mark.django_db
def test_a_search_among_many_exercises(capsys: pytest.CaptureFixture[str]):
    call_command("load_library", verbosity=0)
    cast = make_cast()
    fill()
    prescribe(cast)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    whole = [(query.typed, query.language) for query in queries()]
    begun = sorted({(query.typed[:letters], query.language) for query in queries() for letters in (1, 2, 3, 4)})
    milliseconds(cast, whole[:10])
    with capsys.disabled():
        print(f"\nsearch among {EXERCISES} exercises on {connection.vendor}, {PROGRAMMES} programmes")
        print(told(f"{len(whole)} queries", milliseconds(cast, whole * ROUNDS)))
        print(told(f"their first letters, {len(begun)} of them", milliseconds(cast, begun * ROUNDS)))
    assert Exercise.objects.count() >= EXERCISES
