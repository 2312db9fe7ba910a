"""An exercise put right on 1,000 handouts (FULL_BENCHMARK=1; else 24): by one process, by workers, by workers killed.

Three of them are issued for real; the others are copies of their rows with ids and patients of their own. Pages are set
as in real use. Times are only printed; what is asserted is that each is given once, and none twice or not at all.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from programmes import batches, tasks
from programmes.management import demo
from programmes.models import (
    Batch,
    ClinicianCopy,
    Exercise,
    ExerciseText,
    Handout,
    Patient,
    Programme,
    Rendition,
)
from programmes.own_copy import next_version, own_copy
from programmes.sign_off import sign_off
from tests.live import ROOT, database_url
from tests.queues import Workers, broker, rows, until

IS_FULL = bool(os.environ.get("FULL_BENCHMARK"))
COUNT = 1000 if IS_FULL else 24
# Rates are measured on fewer, one worker and two in turns, so that whatever else the machine does slows both.
MEASURED, ROUNDS = (200, 3) if IS_FULL else (8, 1)
# What each worker does first takes longer: it starts what sets the pages.
WARM_UP = 10 if IS_FULL else 2
KILLS = 3
# Asked seldom: asking takes from what the workers have.
SELDOM = {"patience": 3600, "every": 0.5 if IS_FULL else 0.1}
# Short, so that it is seen within the test that what a dead worker had comes again by itself.
REDELIVERY_SECONDS = "60" if IS_FULL else "15"


@pytest.fixture
def batch(transactional_db: None) -> Batch:
    """Return the re-issue of an exercise on COUNT current handouts."""
    call_command("load_library", verbosity=0)
    owner = demo.demo_practitioner("not used")
    given = [demo.handout_for(person, owner, date.today()) for person in demo.PEOPLE[:3]]
    slug = _held_by_all(given)
    _copy(given, COUNT - len(given))
    ours = own_copy(Exercise.objects.get(clinic=None, slug=slug), owner.clinic)
    text = ExerciseText.objects.get(exercise=ours, language="en")
    text.steps = [f"{text.steps[0]} Do it slowly.", *text.steps[1:]]
    text.save()
    ours.version = next_version(ours.version)
    ours.save()
    sign_off(ours, owner, timezone.localdate())
    return batches.begin_recall(owner.clinic, ours, reason="The first step was told wrongly.", by=owner)


def _held_by_all(given: list[Handout]) -> str:
    """Return an exercise that each of them prints."""
    held = [{card["code"] for part in each.document["parts"] for card in part["cards"]} for each in given]
    return min(set.intersection(*held))


def _copy(given: list[Handout], count: int) -> None:
    """Make *count* patients more, who hold sheets such as those *given*."""
    patients, programmes, handouts, renditions, copies = [], [], [], [], []
    for number in range(count):
        handout = given[number % len(given)]
        patient = _like(handout.programme.patient, name=f"Patient {number}")
        programme = _like(handout.programme, patient=patient)
        new = _like(handout, programme=programme)
        patients.append(patient)
        programmes.append(programme)
        handouts.append(new)
        renditions += [_like(each, handout=new) for each in handout.renditions.all()]
        copies.append(_like(handout.clinician_copy, handout=new))
    for model, made in (
        (Patient, patients),
        (Programme, programmes),
        (Handout, handouts),
        (Rendition, renditions),
        (ClinicianCopy, copies),
    ):
        model.objects.bulk_create(made, batch_size=100)


def _like(row: Any, **changes: Any) -> Any:
    """Return a new row with the columns of *row*, but for *changes*."""
    fields: list[Any] = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = {field.attname: getattr(row, field.attname) for field in fields}
    made: Model = type(row)(**values)
    if isinstance(row._meta.pk.get_default(), uuid.UUID):
        made.pk = uuid.uuid4()
    for name, value in changes.items():
        setattr(made, name, value)
    return made


@dataclass
class Place:
    """A database with the batch as it was begun. `new` gives it back as it was."""

    batch: Batch
    folder: Path
    url: str = ""
    _made: int = 0

    def new(self) -> str:
        self._made += 1
        folder = self.folder / f"rows-{self._made}"
        folder.mkdir()
        if connection.vendor != "sqlite":
            self.batch.items.update(state="waiting", to_handout=None, at=None)
            Handout.objects.filter(version=2).delete()
        self.url = database_url(folder)
        return self.url

    def done(self) -> int:
        count: int = rows(self.url, "SELECT COUNT(*) FROM programmes_batchitem WHERE state = 'done'")[0][0]
        return count

    def seconds_each(self, upto: int) -> float:
        """Return the time from one to the next that was done, but for those at first."""
        found = rows(self.url, "SELECT at FROM programmes_batchitem WHERE state = 'done' ORDER BY at")[:upto]
        at = [each if isinstance(each, datetime) else datetime.fromisoformat(each) for (each,) in found]
        return (at[-1] - at[WARM_UP]).total_seconds() / (len(at) - 1 - WARM_UP)

    def each_once(self) -> None:
        """Each programme has the sheet it had and one more, which stands in the batch."""
        assert rows(self.url, "SELECT COUNT(*) FROM programmes_batchitem WHERE state = 'done'") == [(COUNT,)]
        assert rows(self.url, "SELECT COUNT(DISTINCT to_handout_id) FROM programmes_batchitem") == [(COUNT,)]
        held = (
            "SELECT COUNT(*) FROM programmes_handout WHERE programme_id IN"
            " (SELECT programme_id FROM programmes_batchitem) GROUP BY programme_id"
        )
        assert rows(self.url, held) == [(2,)] * COUNT


@pytest.fixture
def place(batch: Batch, tmp_path: Path) -> Place:
    assert batch.items.count() == COUNT
    return Place(batch, tmp_path)


@pytest.fixture
def queue(tmp_path: Path, settings: Any) -> Iterator[str]:
    with broker(tmp_path) as url:
        settings.BROKER_URL = url
        yield url


def test_by_one_process(place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    url = place.new()
    environment = Workers("", url, tmp_path).environment
    command = [sys.executable, "manage.py", "carry_on", str(place.batch.pk)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    place.each_once()
    with capsys.disabled():
        print(f"\n{COUNT} handouts, {connection.vendor}, one process: {place.seconds_each(COUNT) * 1000:.0f} ms each")


def test_by_one_worker_and_by_two(place: Place, queue: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    times: dict[int, list[float]] = {1: [], 2: []}
    for _round in range(ROUNDS):
        for count, measured in times.items():
            with Workers(queue, place.new(), tmp_path) as workers:
                for _worker in range(count):
                    workers.start()
                tasks.send(place.batch)
                until(lambda: place.done() >= MEASURED + WARM_UP, **SELDOM)
            # What is left lies on the queue still: a message for a handout that waits no longer does nothing.
            measured.append(place.seconds_each(MEASURED + WARM_UP))
            _empty(queue)
    ratio = median(one / two for one, two in zip(times[1], times[2], strict=True))
    with capsys.disabled():
        each = ", ".join(f"{count}: {median(measured) * 1000:.0f} ms" for count, measured in times.items())
        print(f"\n{MEASURED} handouts, {connection.vendor}, {ROUNDS} rounds, for each handout with workers {each}")
        print(f"two do {ratio:.2f} times as many as one")


def test_with_workers_killed_midway(place: Place, queue: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    url = place.new()
    with Workers(queue, url, tmp_path, BROKER_REDELIVERY_SECONDS=REDELIVERY_SECONDS) as workers:
        for _worker in range(2):
            workers.start()
        tasks.send(place.batch)
        for number in range(1, KILLS + 1):
            wanted = COUNT * number // (KILLS + 1)
            until(lambda wanted=wanted: place.done() >= wanted, **SELDOM)
            workers.kill()
            workers.start()
        # Nobody sends anything again: what the dead had comes by itself.
        until(lambda: place.done() == COUNT, **SELDOM)
        place.each_once()
        assert "Patient 1" not in workers.log
    with capsys.disabled():
        print(f"\n{COUNT} handouts, {connection.vendor}, two workers, {KILLS} killed: {place.done()} given, each once")


def _empty(queue: str) -> None:
    from rehab.celery import app, connected

    with connected() as line:
        app.control.purge(connection=line)
