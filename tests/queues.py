"""A queue of the tests' own, with workers on it that can be killed: real processes, a real broker."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import redis
from django.conf import settings
from django.db import connection

from tests.benchmarks import processes
from tests.live import ROOT

PATIENCE_SECONDS = 180
# Another broker than a Redis of the tests' own, such as a RabbitMQ that runs on this machine.
OTHER_BROKER = os.environ.get("TEST_BROKER_URL", "")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
    return port


def until(is_so: Callable[[], bool], *, patience: float = PATIENCE_SECONDS, every: float = 0.05) -> None:
    """Return as soon as *is_so*, asking *every* so many seconds. Raises AssertionError when it does not come about."""
    end, pause = monotonic() + patience, Event()
    while not is_so():
        assert monotonic() < end, "it did not come about"
        pause.wait(every)


@contextmanager
def broker(folder: Path) -> Iterator[str]:
    """Yield the address of a Redis that keeps nothing on a disc."""
    if OTHER_BROKER:
        yield OTHER_BROKER
        return
    program = shutil.which("redis-server")
    assert program is not None, "install redis-server: make test does"
    port = free_port()
    own = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    with (folder / "redis.log").open("ab") as log:
        process = subprocess.Popen([program, *own], stdout=log, stderr=log)
    try:
        until(lambda: _answers(port))
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    with redis.Redis(port=port) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False


class Workers:
    """So many workers on a queue, each with one process that works, as the service would start them."""

    def __init__(self, broker_url: str, database_url: str, folder: Path, **environment: str) -> None:
        self._folder = folder
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "rehab.settings",
            "DEBUG": "false",
            "SECRET_KEY": settings.SECRET_KEY,
            "BROKER_URL": broker_url,
            "DATABASE_URL": database_url,
            "MEDIA_ROOT": str(folder / "media"),
            **environment,
        }
        self._running: list[subprocess.Popen[bytes]] = []
        self._started = 0

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *args: object) -> None:
        while self._running:
            self.kill()

    @property
    def log(self) -> str:
        return "".join(path.read_text() for path in sorted(self._folder.glob("worker-*.log")))

    def start(self) -> None:
        self._started += 1
        celery = ["-m", "celery", "--app", "rehab.celery", "worker", "--concurrency", "1"]
        name = ["--hostname", f"tests-{self._started}@%h", "--without-gossip", "--without-mingle"]
        with (self._folder / f"worker-{self._started:02}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *celery, *name],
                cwd=ROOT,
                env=self.environment,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        self._running.append(process)

    def kill_inside(self) -> None:
        """End the process in which the oldest worker works, and not the worker, as when the memory runs out."""
        inside = next(processes.below(self._running[0].pid))
        os.kill(inside, signal.SIGKILL)

    def kill(self) -> None:
        """End the oldest worker and all that it started at once, as when its machine loses power."""
        process = self._running.pop(0)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def rows(database_url: str, query: str) -> list[tuple[Any, ...]]:
    """Return what the database that workers write to answers: on SQLite, a copy of the test's own."""
    if not database_url.startswith("sqlite"):
        with connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), timeout=60)) as opened:
        return opened.execute(query).fetchall()
