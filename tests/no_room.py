"""Databases and disks that take nothing more."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.db import OperationalError, connection


@contextmanager
def read_only() -> Iterator[None]:
    """Have the database of the tests refuse every write."""
    if connection.vendor == "sqlite":
        on, off = "PRAGMA query_only = ON", "PRAGMA query_only = OFF"
    else:
        on, off = (f"SET SESSION CHARACTERISTICS AS TRANSACTION READ {way}" for way in ("ONLY", "WRITE"))
    _run(on)
    try:
        yield
    finally:
        _run(off)


@contextmanager
def full() -> Iterator[None]:
    """Have the SQLite database of the tests grow no more, with nothing left of the room it has."""
    if connection.vendor != "sqlite":
        pytest.skip("Only SQLite lets itself be told that its disk is full.")
    _run("CREATE TABLE filler (body BLOB)")
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    fill_up()
    try:
        yield
    finally:
        _run("PRAGMA max_page_count = 4294967294")
        _run("DROP TABLE filler")


def fill_up() -> None:
    for size in (100_000, 3000, 50):
        with suppress(OperationalError):
            while True:
                _run(f"INSERT INTO filler VALUES (zeroblob({size}))")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount a disk of its own at *folder*; skips where that is not allowed."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True)
    except FileNotFoundError:
        done = None
    if done is None or done.returncode:
        pytest.skip("Mounting a small disk is not allowed here.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Write a file that takes all the room there is."""
    filler = folder / "filler"
    for size in (1 << 20, 4096, 1):
        with suppress(OSError), filler.open("ab", buffering=0) as file:
            while True:
                file.write(b"x" * size)
    return filler


@contextmanager
def read_only_disk(folder: Path) -> Iterator[None]:
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
