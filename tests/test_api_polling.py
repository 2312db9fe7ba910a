"""Asking again and again what changed, as docs/api.md says it: nothing that is written meanwhile is missed."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.api.token import Requests
from programmes.models import Patient
from tests.cast import Cast, make_cast
from tests.factories import make_patient
from tests.workbench import at

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).resolve().parent.parent / "docs/api.md").read_text()
MARGIN = timedelta(minutes=int(re.findall(r"the moment (\d+) minutes before you began", PAGE)[0]))
BEGAN = datetime(2026, 3, 2, 8, tzinfo=UTC)
# How long after its moment a row is there for others to read: as long as its transaction takes.
LONGEST = int(MARGIN.total_seconds())


@pytest.fixture(autouse=True)
def _may_ask_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Requests, "get_rate", lambda self: None)


class Poller:
    """A record system that keeps what it was told, and asks for what is new in pages of two."""

    def __init__(self, client: Client, margin: timedelta) -> None:
        self._client, self._margin = client, margin
        self._since = BEGAN - timedelta(days=1)
        self.known: dict[str, str] = {}

    def ask(self, now: datetime) -> None:
        address = f"/api/v1/patients/?page_size=2&changed_since={quote((self._since - self._margin).isoformat())}"
        self._since = now
        while address:
            answer = self._client.get(address).json()
            self.known |= {row["id"]: row["reference"] for row in answer["results"]}
            address = answer["next"]


def there() -> dict[str, str]:
    return {str(row.pk): row.reference for row in Patient.objects.all()}


def write(cast: Cast, stamp: datetime, reference: str, row: Patient | None = None) -> Patient:
    """Store what was begun at *stamp* and is there only now."""
    row = row or make_patient(clinic=cast.clinic)
    Patient.objects.filter(pk=row.pk).update(reference=reference, changed_at=stamp)
    return row


def test_what_was_begun_before_the_last_answer_and_stored_after_it_is_found(cast: Cast):
    careful, hasty = Poller(at(cast.ana), MARGIN), Poller(at(cast.ana), timedelta())
    for poller in (careful, hasty):
        poller.ask(BEGAN)
    write(cast, BEGAN - timedelta(seconds=2), "R-1")
    for poller in (careful, hasty):
        poller.ask(BEGAN + timedelta(minutes=1))
    assert careful.known == there()
    # So the margin is needed.
    assert hasty.known == {}


def test_a_row_of_the_very_moment_is_found(cast: Cast):
    poller = Poller(at(cast.ana), timedelta())
    poller.ask(BEGAN)
    write(cast, BEGAN, "R-1")
    poller.ask(BEGAN)
    assert poller.known == there()


SECOND = st.integers(0, 3 * LONGEST)
# When it was begun, how much later it is there, and which row it changes: none of them is a new one.
WRITTEN = st.tuples(st.just("write"), SECOND, st.integers(0, LONGEST), st.none() | st.integers(0, 5))
ASKED = st.tuples(st.just("ask"), SECOND, st.just(0), st.none())


@settings(max_examples=40, derandomize=True)
@given(events=st.lists(st.one_of(WRITTEN, ASKED), min_size=2, max_size=25))
def test_whatever_is_written_when_nothing_is_missed(events: list[Any]):
    with transaction.atomic():
        cast = make_cast()
        poller, rows, number = Poller(at(cast.ana), MARGIN), [], 0
        for kind, second, _later, which in sorted(events, key=lambda event: event[1] + event[2]):
            if kind == "ask":
                poller.ask(BEGAN + timedelta(seconds=second))
                continue
            number += 1
            row = rows[which % len(rows)] if rows and which is not None else None
            rows.append(write(cast, BEGAN + timedelta(seconds=second), f"R-{number}", row))
        poller.ask(BEGAN + timedelta(seconds=4 * LONGEST))
        assert poller.known == there()
        transaction.set_rollback(True)


def test_rows_of_one_moment_come_once_each_over_all_pages(cast: Cast):
    for number in range(7):
        write(cast, BEGAN, f"R-{number}")
    Patient.objects.update(created_at=BEGAN)
    poller = Poller(at(cast.ana), MARGIN)
    poller.ask(BEGAN)
    assert poller.known == there()
    assert len(poller.known) == 7
