"""Work given to workers over a queue: ids alone travel, a dead worker loses nothing, a broker that is away is told."""

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import redis
from billiard.exceptions import WorkerLostError
from celery.signals import task_failure
from django.core.management import CommandError, call_command
from django.db import OperationalError

from programmes import batches, tasks
from programmes.batches import Passing
from programmes.handout.job import Busy
from programmes.models import AccessRecord, Batch, BatchItem, Handout
from rehab import broker as addresses
from tests.commands import Terminal
from tests.live import database_url
from tests.queues import OTHER_BROKER, Workers, broker, free_port, rows, until
from tests.recalling import REASON, Bench, counts
from tests.test_settings import run
from tests.workbench import address, at, messages_of, shown

HANDOUTS = 12


@pytest.fixture(scope="module")
def queue_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with broker(tmp_path_factory.mktemp("broker")) as url:
        yield url


@pytest.fixture
def queue(queue_at: str, settings: Any) -> str:
    """Let the site have an empty queue, on which nobody works."""
    settings.BROKER_URL = queue_at
    if not OTHER_BROKER:
        redis.Redis.from_url(queue_at).flushall()
    return queue_at


@pytest.fixture
def no_queue_there(queue: str, settings: Any) -> None:
    settings.BROKER_URL = f"redis://:a-secret@127.0.0.1:{free_port()}/0"


def corrected(bench: Bench, count: int) -> Batch:
    for number in range(count):
        bench.given(name=f"Eva Holm {number}")
    bench.correct()
    return batches.begin_recall(bench.clinic, bench.squat, reason=REASON, by=bench.by.practitioner)


def messages(url: str) -> list[tuple[str, Any]]:
    """Return what lies on the queue, the oldest first: the name of each task, and what it is told."""
    found = map(json.loads, reversed(redis.Redis.from_url(url).lrange("rehab", 0, -1)))
    return [(each["headers"]["task"], json.loads(base64.b64decode(each["body"]))[0]) for each in found]


def work_off(url: str) -> None:
    """Do in this process what a worker would."""
    from programmes.tasks import queued

    known = {task.name: task for task in (queued.spread, queued.give)}
    while found := messages(url):
        redis.Redis.from_url(url).rpop("rehab")
        name, told = found[0]
        known[name].apply(told)


# What travels


def test_a_batch_is_sent_as_ids_and_nothing_else(queue: str, bench: Bench):
    batch = corrected(bench, 2)
    tasks.send(batch, bench.by)
    assert messages(queue) == [("programmes.spread", [str(batch.pk), bench.by.pk])]
    raw = str(redis.Redis.from_url(queue).lrange("rehab", 0, -1))
    for word in ("Holm", "Squat", "squat", REASON, "ana", "Riverside"):
        assert word not in raw


def test_each_handout_that_waits_is_a_message_of_its_own(queue: str, bench: Bench):
    from programmes.tasks import queued

    batch = corrected(bench, 3)
    first = batch.items.order_by("pk")[0]
    batches.give(first.pk, bench.by)
    queued.spread.apply((str(batch.pk), None), throw=True)
    assert messages(queue) == [("programmes.give", [str(pk), None]) for pk in batches.waiting(batch)]
    assert len(messages(queue)) == 2


def test_sent_and_worked_off_each_is_done_in_the_name_of_whoever_asked(queue: str, bench: Bench):
    batch = corrected(bench, 3)
    tasks.send(batch, bench.by)
    work_off(queue)
    assert counts(batch) == {"done": 3}
    entries = AccessRecord.objects.filter(kind="issued", door="admin", who_name="Ana")
    assert entries.count() == 3


def test_sent_twice_each_is_done_once(queue: str, bench: Bench):
    batch = corrected(bench, 3)
    for _time in range(2):
        tasks.send(batch, bench.by)
    work_off(queue)
    assert counts(batch) == {"done": 3}
    assert Handout.objects.count() == 6


def test_what_was_cancelled_or_erased_meanwhile_is_passed_over(queue: str, bench: Bench):
    batch = corrected(bench, 3)
    from programmes.tasks import queued

    queued.spread.apply((str(batch.pk), None), throw=True)
    BatchItem.objects.filter(pk=batches.waiting(batch)[0]).delete()
    batches.cancel(batch)
    queued.put(queued.spread, [str(uuid4())], None)
    work_off(queue)
    assert counts(batch) == {"cancelled": 2}
    assert Handout.objects.count() == 3


# What passes, and what does not


def given_by_worker(pk: UUID, user: Any = None) -> None:
    from programmes.tasks import queued

    queued.give.apply((str(pk), user and user.pk))


@pytest.mark.parametrize("error", [OperationalError("database is locked"), Busy("60 seconds passed")])
def test_what_passes_is_tried_again(queue: str, bench: Bench, monkeypatch: pytest.MonkeyPatch, error: Exception):
    batch = corrected(bench, 1)
    printed, calls = batches.again.reissue, []

    def late(*args: Any, **asked: Any) -> Any:
        calls.append(args)
        if len(calls) < 4:
            raise error
        return printed(*args, **asked)

    monkeypatch.setattr(batches.again, "reissue", late)
    given_by_worker(batches.waiting(batch)[0], bench.by)
    assert counts(batch) == {"done": 1}
    assert len(calls) == 4


def test_what_does_not_pass_in_two_minutes_is_told_and_can_be_taken_up(
    queue: str, bench: Bench, monkeypatch: pytest.MonkeyPatch
):
    batch = corrected(bench, 1)
    calls = []

    def away(*args: Any) -> None:
        calls.append(args)
        raise Passing("OperationalError")

    monkeypatch.setattr(batches, "give", away)
    given_by_worker(batches.waiting(batch)[0], bench.by)
    assert len(calls) == 7
    assert "Try again" in batch.items.get(state="failed").reason


def test_a_database_that_is_away_as_it_begins_is_asked_again(queue: str, bench: Bench, monkeypatch: pytest.MonkeyPatch):
    from programmes.tasks import queued

    batch, given, listed, calls = corrected(bench, 1), batches.give, batches.waiting, []

    def away_once(real: Any) -> Any:
        def asked(*args: Any) -> Any:
            calls.append(args)
            if len(calls) % 2:
                raise OperationalError("server closed the connection; Eva Holm")
            return real(*args)

        return asked

    monkeypatch.setattr(batches, "give", away_once(given))
    monkeypatch.setattr(batches, "waiting", away_once(listed))
    queued.spread.apply((str(batch.pk), None))
    assert len(messages(queue)) == 1
    work_off(queue)
    assert counts(batch) == {"done": 1}


def test_what_ends_the_process_each_time_is_told_in_the_end(queue: str, bench: Bench):
    from programmes.tasks import queued

    batch = corrected(bench, 1)
    assert queued.give.retry_on_worker_lost
    assert queued.give.acks_late
    assert queued.give.reject_on_worker_lost
    # What a worker says of a task whose process was lost too often.
    lost = [str(batches.waiting(batch)[0]), bench.by.pk]
    task_failure.send(sender=queued.give, task_id="x", args=lost, exception=WorkerLostError())
    assert "Try again" in batch.items.get(state="failed").reason


def test_what_a_person_must_decide_is_not_tried_again(queue: str, bench: Bench, monkeypatch: pytest.MonkeyPatch):
    batch = corrected(bench, 1)
    batch.items.get().programme.handouts.get().withdraw(bench.by.practitioner, "wrong side")
    given_by_worker(batches.waiting(batch)[0], bench.by)
    assert counts(batch) == {"left": 1}


def test_waits_grow_to_two_minutes(queue: str):
    from programmes.tasks import queued

    waits = [queued.FIRST_WAIT_SECONDS * 2**number for number in range(queued.MOST_TRIES)]
    assert waits == [2, 4, 8, 16, 32, 64]
    assert 120 <= sum(waits) <= 130


@pytest.mark.parametrize("who", ["left", "nobody", "reader"])
def test_whoever_may_issue_no_more_has_nothing_issued(queue: str, bench: Bench, who: str):
    batch = corrected(bench, 1)
    if who == "left":
        bench.by.is_active = False
        bench.by.save()
    if who == "reader":
        bench.by.practitioner.role = "reader"
        bench.by.practitioner.save()
    asking = None if who == "nobody" else bench.by
    from programmes.tasks import queued

    queued.give.apply((str(batches.waiting(batch)[0]), asking.pk if asking else 0), throw=True)
    assert "may not issue here any more" in batch.items.get(state="left").reason
    assert Handout.objects.count() == 1


# A broker that is away


@pytest.mark.usefixtures("no_queue_there")
def test_a_broker_that_is_away_is_told_and_nothing_is_lost(bench: Bench):
    bench.given()
    bench.correct()
    answer = at(bench.by).post(address("exercise_held", bench.squat), {"reason": REASON})
    batch = Batch.objects.get()
    assert "was not reached" in messages_of(answer)
    assert (counts(batch), batch.sent_at) == ({"waiting": 1}, None)
    page = shown(bench.by, address("batch_report", batch))
    assert "Do it from this page" in page
    at(bench.by).post(address("batch_step", batch))
    assert counts(batch) == {"done": 1}


@pytest.mark.usefixtures("no_queue_there")
def test_a_command_says_so_without_the_password_and_does_it_here_when_asked(bench: Bench):
    corrected(bench, 2)
    for command, options in (("carry_on", {}), ("reissue", {"exercise": "squat"})):
        with pytest.raises(CommandError, match="queue was not reached") as told:
            call_command(command, stdout=io.StringIO(), **options)
        assert "a-secret" not in str(told.value)
    call_command("carry_on", here=True, stdout=io.StringIO())
    assert counts(Batch.objects.get()) == {"done": 2}


# The pages and commands


def test_begun_on_a_page_it_is_the_workers_and_the_page_watches(queue: str, bench: Bench):
    for _ in range(5):
        bench.given(name="Eva Holm")
    bench.correct()
    at(bench.by).post(address("exercise_held", bench.squat), {"reason": REASON})
    batch = Batch.objects.get()
    url = address("batch_report", batch)
    assert messages(queue) == [("programmes.spread", [str(batch.pk), bench.by.pk])]
    page = shown(bench.by, url)
    assert f'data-watch="{url}"' in page
    assert "The workers have it since" in page
    looked = AccessRecord.objects.exclude(kind="logged-in")
    before = looked.count()
    answer = at(bench.by).get(url, headers={"accept": "application/json"})
    assert (answer.json()["waiting"], answer.json()["total"]) == (5, 5)
    assert looked.count() == before
    work_off(queue)
    page = shown(bench.by, url)
    assert "data-watch" not in page
    assert "5 re-issued" in page


def test_cancelled_and_taken_up_again_on_the_page(queue: str, bench: Bench):
    batch = corrected(bench, 2)
    tasks.send(batch, bench.by)
    at(bench.by).post(address("batch_cancel", batch))
    work_off(queue)
    assert counts(batch) == {"cancelled": 2}
    at(bench.by).post(address("batch_try-again", batch))
    assert len(messages(queue)) == 1
    work_off(queue)
    assert counts(batch) == {"done": 2}


def test_sent_again_by_the_button(queue: str, bench: Bench):
    batch = corrected(bench, 2)
    answer = at(bench.by).post(address("batch_send", batch))
    assert answer.url == address("batch_report", batch)
    work_off(queue)
    assert counts(batch) == {"done": 2}


def test_a_command_gives_it_to_the_workers(queue: str, bench: Bench):
    batch = corrected(bench, 2)
    said = io.StringIO()
    call_command("carry_on", batch.pk, stdout=said)
    assert "2 given to the workers" in said.getvalue()
    assert messages(queue) == [("programmes.spread", [str(batch.pk), None])]


def test_without_a_queue_a_command_does_it_and_names_nobody(bench: Bench):
    batch = corrected(bench, 2)
    said = io.StringIO()
    call_command("carry_on", stdout=said)
    assert "2 re-issued" in said.getvalue()
    assert "Holm" not in said.getvalue()
    batches.cancel(batch)
    with pytest.raises(CommandError, match="There is no batch"):
        call_command("carry_on", uuid4())
    with pytest.raises(CommandError, match="which batch"):
        call_command("carry_on", again=True)


def test_on_a_terminal_a_command_says_how_far_it_is(bench: Bench):
    corrected(bench, 2)
    watched = Terminal()
    call_command("carry_on", stdout=io.StringIO(), stderr=watched)
    assert "1 of 2" in watched.getvalue()
    assert "2 of 2" in watched.getvalue()


def test_taken_up_again_by_a_command(bench: Bench):
    batch = corrected(bench, 2)
    batches.cancel(batch)
    call_command("carry_on", stdout=io.StringIO())
    assert counts(batch) == {"cancelled": 2}
    call_command("carry_on", batch.pk, again=True, stdout=io.StringIO())
    assert counts(batch) == {"done": 2}


def test_what_passes_fails_where_nobody_tries_it_again(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    batch = corrected(bench, 2)

    def locked(*args: Any, **asked: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(batches.again, "reissue", locked)
    batches.carry_on(batch, bench.by)
    assert counts(batch) == {"failed": 2}
    assert "locked" not in batch.items.first().reason


# Settings


@pytest.mark.parametrize(
    "url", ["http://broker", "redis:///5", "amqp:///x", "redis://h:port/0", "redis://:pass/word@h:6379/0"]
)
def test_an_address_that_cannot_be_read_is_refused_without_being_shown(url: str):
    result = run("import django; django.setup()", SECRET_KEY="x" * 60, BROKER_URL=url)
    assert result.returncode != 0
    assert "BROKER_URL cannot be read" in result.stderr
    assert url not in result.stderr


WITHOUT_CELERY = "import sys; sys.modules['celery'] = sys.modules['kombu'] = sys.modules['redis'] = None; "


def test_the_site_runs_without_celery_where_there_is_no_queue():
    code = "import rehab.wsgi, programmes.tasks, programmes.management.commands.carry_on"
    assert run(WITHOUT_CELERY + code, SECRET_KEY="x" * 60).returncode == 0


def test_a_queue_without_celery_is_refused_with_what_to_install():
    result = run(WITHOUT_CELERY + "import rehab.wsgi", SECRET_KEY="x" * 60, BROKER_URL="redis://localhost:6379/0")
    assert result.returncode != 0
    assert "pip install -r requirements-scale.txt" in result.stderr


def test_what_a_dead_worker_had_comes_again_sooner_than_anybody_gives_up():
    options = addresses.options("redis://localhost", 300)
    # A handout takes three times HANDOUT_SECONDS and a minute's wait for its turn, at most.
    assert options["visibility_timeout"] > 3 * 30 + 60
    assert addresses.options("amqp://localhost", 300) == {"confirm_publish": True}


# Real workers


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_among_twelve_loses_none_and_gives_none_twice(tmp_path: Path, queue: str, bench: Bench):
    held = [bench.given(name=f"Eva Holm {number}") for number in range(HANDOUTS)]
    bench.correct()
    batch = batches.begin_recall(bench.clinic, bench.squat, reason=REASON, by=bench.by.practitioner)
    url = database_url(tmp_path)
    with Workers(queue, url, tmp_path) as workers:
        for _worker in range(2):
            workers.start()
        tasks.send(batch, bench.by)
        until(lambda: done(url) >= 3)
        workers.kill()
        workers.start()
        workers.kill_inside()
        # What the dead ones had would come again by itself, in five minutes: nobody needs to wait.
        tasks.send(batch, bench.by)
        until(lambda: done(url) == HANDOUTS)
        assert rows(url, "SELECT COUNT(*) FROM programmes_handout GROUP BY programme_id") == [(2,)] * len(held)
        assert rows(url, "SELECT COUNT(DISTINCT to_handout_id) FROM programmes_batchitem") == [(HANDOUTS,)]
        assert rows(url, "SELECT COUNT(DISTINCT from_handout_id) FROM programmes_batchitem") == [(HANDOUTS,)]
        assert "Holm" not in workers.log
        assert REASON not in workers.log


def done(database: str) -> int:
    count: int = rows(database, "SELECT COUNT(*) FROM programmes_batchitem WHERE state = 'done'")[0][0]
    return count
