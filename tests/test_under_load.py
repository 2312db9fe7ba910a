"""Many people at once, and a server that dies among them: nothing that was acknowledged is lost.

The short version is for every run. FULL_BENCHMARK=1 kills the server 200 times, and prints what it measured.
"""

import os
import random
import statistics
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from threading import Barrier, Condition
from time import perf_counter
from typing import Any

import pytest
from django.urls import reverse

from programmes.links import token_of
from programmes.models import Clinic, Exercise
from tests import kept
from tests.building import place
from tests.factories import (
    make_exercise,
    make_language,
    make_link,
    make_patient,
    make_practitioner,
    make_programme,
    make_template,
    make_user,
)
from tests.live import Editor, Site, Visitor, database_url
from tests.workbench import address

pytestmark = pytest.mark.django_db(transaction=True)
IS_FULL = bool(os.environ.get("FULL_BENCHMARK"))
WRITERS = 8
SAVES = 25
KILLS = 200 if IS_FULL else 10
ROUNDS = 10
BORN = "1974-05-01"


class People:
    """Practitioners of one clinic, each with a programme of their own open."""

    def __init__(self, folder: Path) -> None:
        make_language()
        clinic = Clinic.objects.create(name="Riverside")
        patients = [make_patient(clinic=clinic, date_of_birth=BORN) for _number in range(WRITERS)]
        programmes = [make_programme(patient=patient) for patient in patients]
        self.link = reverse("portal:page", args=[token_of(make_link(programmes[0], asks_birth_year=True))])
        shared = [make_exercise() for _number in range(ROUNDS)] + [make_template() for _number in range(ROUNDS)]
        self.shared = [address(f"{_kind(row)}_make-own-copy", row) for row in shared]
        users = [make_practitioner(clinic=clinic, user=make_user()).user for _number in range(WRITERS)]
        visitors = [Visitor(user) for user in users]
        self.site = Site(database_url(folder), folder)
        self.visitors = [visitor.at(self.site) for visitor in visitors]
        self.addresses = [place(programme) for programme in programmes]
        self.editors = [Editor(*each) for each in zip(self.visitors, self.addresses, strict=True)]


def _kind(row: Any) -> str:
    return "exercise" if isinstance(row, Exercise) else "template"


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    people = People(tmp_path)
    with people.site:
        yield people


def all_at_once(deed: Callable[[Any], Any], things: list[Any]) -> list[Any]:
    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(deed, things))


def save_again_and_again(editor: Editor) -> tuple[list[str], list[float]]:
    """Return what went wrong, and how long each save took, in milliseconds."""
    editor.load()
    wrong, times = [], []
    for number in range(SAVES):
        began = perf_counter()
        answer = editor.save(f"Goal {number}")
        times.append(1000 * (perf_counter() - began))
        if answer.status != 200:
            wrong.append(f"{answer.status} {answer.body[:200]!r}")
    return wrong, times


def test_eight_people_who_save_25_times_at_once_lose_nothing(people: People, capsys: pytest.CaptureFixture[str]):
    said = all_at_once(save_again_and_again, people.editors)
    assert [wrong for wrong, _times in said if wrong] == []
    assert [editor.load() for editor in people.editors] == [f"Goal {SAVES - 1}"] * WRITERS
    if IS_FULL:
        times = sorted(time for _wrong, times in said for time in times)
        with capsys.disabled():
            print(
                f"\n{WRITERS} x {SAVES} saves: median {statistics.median(times):.0f} ms, "
                f"95 of 100 within {times[len(times) * 95 // 100]:.0f} ms, at most {times[-1]:.0f} ms"
            )


def test_of_two_who_save_one_programme_at_once_the_second_is_told_and_neither_loses_words(people: People):
    two = [Editor(visitor, people.addresses[0]) for visitor in people.visitors[:2]]
    for number in range(ROUNDS):
        together = Barrier(2)

        def save(at: int, number: int = number, together: Barrier = together) -> int:
            two[at].load()
            together.wait()
            return two[at].save(f"Goal {number} of {at}").status

        statuses = all_at_once(save, [0, 1])
        assert sorted(statuses) == [200, 409]
        first, second = statuses.index(200), statuses.index(409)
        assert two[first].load() == f"Goal {number} of {first}"
        kept_as = two[second].keep()
        assert kept_as.status == 200
        assert Editor(people.visitors[second], kept_as.data["url"]).load() == f"Goal {number} of {second}"


def test_years_of_birth_tried_at_once_are_as_few_as_those_tried_one_after_another(people: People):
    def guess(visitor: Visitor) -> int:
        return visitor.ask(people.link, b"year=1901", "application/x-www-form-urlencoded").status

    statuses = [status for _round in range(ROUNDS) for status in all_at_once(guess, people.visitors)]
    assert statuses.count(422) == 5
    assert statuses.count(429) == len(statuses) - 5


def test_a_backup_made_while_people_save_keeps_nobody_waiting_and_is_of_one_moment(people: People, tmp_path: Path):
    """A save writes the programme and its history together: a backup that had only one of them would show it."""
    file = tmp_path / "rehab.backup"
    with ThreadPoolExecutor(1) as pool:
        saving = pool.submit(all_at_once, save_again_and_again, people.editors)
        backup = people.site.manage("backup", str(file))
        assert [wrong for wrong, _times in saving.result() if wrong] == []
    assert backup.returncode == 0, backup.stderr
    assert people.site.manage("restore", "--check", str(file)).returncode == 0
    goals = {row["id"]: row["goal"] for row in kept.rows_held(file, "programmes.programme")}
    last = {row["programme_id"]: row["data"]["goal"] for row in kept.rows_held(file, "programmes.snapshot")}
    assert {programme: goals[programme] for programme in last} == last


def test_two_presses_of_make_our_own_copy_at_once_lead_to_the_one_copy(people: People):
    for name in people.shared:
        together = Barrier(2)

        def press(visitor: Visitor, name: str = name, together: Barrier = together) -> tuple[int, str]:
            together.wait()
            answer = visitor.ask(name, b"", "application/x-www-form-urlencoded")
            return answer.status, answer.location

        first, second = all_at_once(press, people.visitors[:2])
        assert first == second
        assert first[0] == 302


class Writer:
    """Somebody who saves until told to stop, whatever becomes of the server, and remembers what was acknowledged."""

    def __init__(self, editor: Editor, news: "News") -> None:
        self._editor, self._news = editor, news
        self.acknowledged = self.sent = ""
        self.lost: list[str] = []
        self.count = 0

    def __call__(self) -> None:
        while not self._news.is_over:
            try:
                self._look()
                self._go_on()
            except (OSError, HTTPException):
                continue  # the server was killed; whoever asks next waits for the next one

    def _look(self) -> None:
        """Compare what is there with what was acknowledged: that, or what was on its way."""
        there = self._editor.load()
        if self.acknowledged and there not in (self.acknowledged, self.sent):
            self.lost.append(f"{self.acknowledged!r} was acknowledged, {there!r} is there")
        self.acknowledged = self.sent = there

    def _go_on(self) -> None:
        while not self._news.is_over:
            self.count += 1
            self.sent = f"Goal {self.count}"
            answer = self._editor.save(self.sent)
            if answer.status != 200:
                self.lost.append(f"{answer.status} {answer.body[:200]!r}")
                return
            self.acknowledged = self.sent
            self._news.saved()


class News:
    """How many saves were acknowledged by all writers together."""

    def __init__(self) -> None:
        self._change = Condition()
        self._count = 0
        self.is_over = False

    def saved(self) -> None:
        with self._change:
            self._count += 1
            self._change.notify_all()

    def wait_for(self, more: int) -> None:
        with self._change:
            wanted = self._count + more
            assert self._change.wait_for(lambda: self._count >= wanted, timeout=120), "nobody could save any more"


def test_whatever_was_acknowledged_is_there_after_the_server_is_killed(
    people: People, capsys: pytest.CaptureFixture[str]
):
    news, chance = News(), random.Random(1)
    writers = [Writer(editor, news) for editor in people.editors[:4]]
    faults = []
    with ThreadPoolExecutor(len(writers)) as pool:
        working = [pool.submit(writer) for writer in writers]
        try:
            for _number in range(KILLS):
                news.wait_for(chance.randint(1, 12))
                people.site.kill()
                faults += people.site.faults()
                people.site.start()
            news.wait_for(len(writers))
        finally:
            news.is_over = True
        for each in working:
            each.result()
    assert faults == []
    assert [lost for writer in writers for lost in writer.lost] == []
    assert [editor.load() for editor in people.editors[:4]] == [writer.acknowledged for writer in writers]
    if IS_FULL:
        with capsys.disabled():
            print(f"\n{KILLS} kills among {sum(writer.count for writer in writers)} saves: nothing lost")
