"""How the spreadsheet of exercises grows: a library ten times as large. Times are only printed."""

import os
from itertools import count
from time import perf_counter
from typing import Any

import pytest

from programmes.admin.exercise_sheet.writing import Format
from programmes.models import Exercise, ExerciseText
from tests.cast import Cast, make_cast
from tests.factories import make_exercise, make_language
from tests.spreadsheets import as_file, differences, taken_out

pytestmark = pytest.mark.django_db
# A clinic with all the exercises there are.
MANY = 10_000 if os.environ.get("FULL_BENCHMARK") else 500
_numbers = count(1)


def fill(cast: Cast, many: int) -> None:
    """Make own exercises, as many as *many* in all, written past what a page would do for each."""
    pattern = make_exercise(clinic=cast.clinic, slug=f"pattern-{next(_numbers)}")
    words = pattern.texts.get()
    rows, texts = [], []
    for number in range(many - Exercise.objects.count()):
        values = {field.attname: getattr(pattern, field.attname) for field in pattern._meta.concrete_fields}
        row = Exercise(**{**values, "id": None, "slug": f"exercise-{next(_numbers)}-{number}"})
        row.id = Exercise._meta.pk.get_default()
        said = {field.attname: getattr(words, field.attname) for field in words._meta.concrete_fields}
        rows.append(row)
        texts.append(ExerciseText(**{**said, "id": ExerciseText._meta.pk.get_default(), "exercise_id": row.id}))
    Exercise.objects.bulk_create(rows, batch_size=500)
    ExerciseText.objects.bulk_create(texts, batch_size=500)


def seconds(work: Any) -> tuple[float, Any]:
    start = perf_counter()
    found = work()
    return perf_counter() - start, found


def test_ten_times_the_exercises_take_about_ten_times_as_long(capsys: pytest.CaptureFixture[str]):
    make_language()
    cast = make_cast()
    said = []
    for many in (MANY // 10, MANY):
        fill(cast, many)
        out, rows = seconds(lambda: taken_out(cast.ana))
        csv, content = seconds(lambda rows=rows: as_file(rows))
        xlsx, _content = seconds(lambda rows=rows: as_file(rows, Format.XLSX))
        back, found = seconds(lambda content=content: differences(cast.ana, content))
        assert (found.unchanged, found.is_empty) == (many, True)
        said.append((many, out, csv, xlsx, back))
    with capsys.disabled():
        for many, *times in said:
            told = zip(("rows", "CSV", "XLSX", "compared"), times, strict=True)
            print(f"\n{many} exercises: " + ", ".join(f"{name} {spent:.2f} s" for name, spent in told), end="")
        ratios = ", ".join(f"{large / small:.1f}" for small, large in zip(said[0][1:], said[1][1:], strict=True))
        print(f"\nten times as many take so many times as long: {ratios}")
