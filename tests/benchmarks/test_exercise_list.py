"""How the list of exercises grows: a list four times as long asks the database as often. Times are only printed."""

from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import make_cast
from tests.factories import make_exercise, make_kit, make_language, make_purpose, make_source

pytestmark = pytest.mark.django_db
ROUNDS = 5


def fill(count: int) -> None:
    for _number in range(count):
        exercise = make_exercise()
        exercise.kit_needs.create().any_of.add(make_kit())
        exercise.purposes.add(make_purpose())
        exercise.sources.add(make_source())


def measure(client: Client) -> tuple[int, int, float]:
    """Return rows, queries and the middle of a few times in milliseconds."""
    with CaptureQueriesContext(connection) as queries:
        rows = len(client.get("/api/v1/exercises/").json()["results"])
    asked = len(queries)  # now: the next request clears the log
    times = []
    for _round in range(ROUNDS):
        start = perf_counter()
        client.get("/api/v1/exercises/")
        times.append((perf_counter() - start) * 1000)
    return rows, asked, median(times)


def test_eighty_exercises_cost_as_many_queries_as_twenty(capsys: pytest.CaptureFixture[str]):
    make_language()
    client = Client()
    client.force_login(make_cast().ana)
    client.get("/api/v1/exercises/")
    fill(20)
    short_rows, short_queries, short_time = measure(client)
    fill(60)
    long_rows, long_queries, long_time = measure(client)
    with capsys.disabled():
        print(
            f"\nexercises: {short_rows} rows {short_time:.0f} ms, {long_rows} rows {long_time:.0f} ms, "
            f"{long_time / short_time:.1f} times as long; {long_queries} queries each"
        )
    assert (short_rows, long_rows) == (20, 80)
    assert long_queries == short_queries > 0
