"""Serve a clinic with gunicorn from PostgreSQL, let 50 practitioners work, and print how long they waited.

python -m tests.benchmarks.crowd [--seconds 240] [--server postgres://postgres@127.0.0.1:5432] [--sizes 1 10] [--fresh]
The databases rehab_crowd_1 and rehab_crowd_10 are made there, and kept for the next time. The crowd itself runs on the
same processors as the site.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from threading import Event, Thread
from time import monotonic
from typing import Any

import psycopg

from tests.benchmarks.crowd.practitioner import A_PATIENTS_TIME, Noted, Seat
from tests.benchmarks.processes import below, cpu_seconds

ROOT = Path(__file__).resolve().parents[3]
MOST_MILLISECONDS = 250
MOST_TIMES_AS_LONG = 1.5


def environment(database: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "rehab.settings",
        "SECRET_KEY": "a key for the benchmark only " * 3,
        "DATABASE_URL": database,
        "DEBUG": "false",
        "SECURE_SSL_REDIRECT": "false",
        "WEB_CONCURRENCY": "2",
        "GUNICORN_CMD_ARGS": "--bind 127.0.0.1:0",
        "LOG_TO": "stdout",
        "PYTHONWARNINGS": "ignore",
    }


def prepared(server: str, size: int, *, fresh: bool) -> tuple[str, list[Any]]:
    """Return the address of the database and who works there; fill it when it is not there yet."""
    name = f"rehab_crowd_{size}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        if fresh:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    database = f"{server}/{name}"
    command = [sys.executable, "-m", "tests.benchmarks.crowd.filling", str(size)]
    quiet = {**environment(database), "LOG_TO": "stderr"}  # what it prints is read
    made = subprocess.run(command, cwd=ROOT, env=quiet, stdout=subprocess.PIPE, text=True, check=True)
    return database, json.loads(made.stdout)


def gather_static_files(server: str) -> None:
    """Do what a site does before it is served: its pages name each file by what is in it."""
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment(f"{server}/postgres"), check=True)


@contextmanager
def served(database: str) -> Iterator[int]:
    """Serve as in real use and give the port; the log goes nowhere, but errors are told."""
    command = [sys.executable, "-m", "gunicorn", "-c", "python:rehab.gunicorn", "rehab.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(database), stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    for line in server.stdout:
        told = json.loads(line)["message"]
        if "Listening at" in told:
            break
    reader = Thread(target=_drain, args=(server.stdout,), daemon=True)
    reader.start()
    try:
        yield int(told.split("127.0.0.1:")[1].split()[0])
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=120)


def _drain(log: Any) -> None:
    for line in log:
        if '"level": "ERROR"' in line:
            print(line, file=sys.stderr)


def worked(port: int, people: list[Any], seconds: float) -> Noted:
    """Let everybody work until the site is warm, and then for so many seconds, and return what they noted then."""
    going_home = Event()
    begins = monotonic() + A_PATIENTS_TIME
    seats = [Seat(port, me, number, begins, begins + seconds, going_home) for number, me in enumerate(people)]
    threads = [Thread(target=seat.work) for seat in seats]
    for thread in threads:
        thread.start()
    going_home.wait(A_PATIENTS_TIME)
    before = _site_seconds()
    for thread in threads:
        thread.join()
    together = Noted(site_seconds=_site_seconds() - before)
    for seat in seats:
        together.errors += seat.noted.errors
        for kind, waits in seat.noted.waits.items():
            together.waits.setdefault(kind, []).extend(waits)
    return together


def _site_seconds() -> float:
    """Return the processor time of the web server and all that it started; the database's is not in it."""
    return sum(map(cpu_seconds, below(os.getpid())))


def p95(waits: list[float]) -> float:
    return quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0]


def told(size: int, noted: Noted, seconds: float) -> None:
    count = sum(map(len, noted.waits.values()))
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    print(
        f"\n{2000 * size:,} patients, {300 * size:,} programmes: {count} requests, {count / seconds:.0f} a second",
        end="",
    )
    print(f"; load {load}")
    print(f"{'':26}{'n':>6}{'p50':>7}{'p95':>7}{'max':>7}  milliseconds")
    every = [wait for waits in noted.waits.values() for wait in waits]
    for kind, waits in [*sorted(noted.waits.items()), ("all", every)]:
        print(f"{kind:26}{len(waits):6}{median(waits):7.0f}{p95(waits):7.0f}{max(waits):7.0f}")
    print(f"processor time of the site: {noted.site_seconds * 1000 / count:.0f} ms a request")
    print(f"errors: {noted.errors or 'none'}", flush=True)


def compared(small: Noted, large: Noted) -> None:
    print("\np95 with ten times the data, as many times as long")
    for kind in sorted(set(small.waits) & set(large.waits)):
        print(f"{kind:26}{p95(large.waits[kind]) / p95(small.waits[kind]):7.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=240)
    parser.add_argument("--server", default="postgres://postgres@127.0.0.1:5432")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--fresh", action="store_true", help="make the databases anew")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} processors, load before: {' '.join(f'{each:.1f}' for each in os.getloadavg())}")
    gather_static_files(asked.server)
    results = {}
    for size in asked.sizes:
        database, people = prepared(asked.server, size, fresh=asked.fresh)
        with served(database) as port:
            results[size] = worked(port, people, asked.seconds)
        told(size, results[size], asked.seconds)
    if len(results) > 1:
        compared(results[asked.sizes[0]], results[asked.sizes[-1]])


if __name__ == "__main__":
    main()
