"""SQLite as the site opens it: with each connection, or people who save at once would meet errors."""

import os
import subprocess
import sys
from pathlib import Path

from tests.live import ROOT

ASKED = """
import django; django.setup()
from threading import Thread
from django.db import connection, transaction

def ask():
    with connection.cursor() as cursor:
        said = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in
                ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")]
        print(*said, connection.transaction_mode)

ask()
connection.close()
ask()  # opened again
thread = Thread(target=ask)  # another one beside it
thread.start(); thread.join()
with connection.execute_wrapper(lambda run, sql, *more: (print(sql), run(sql, *more))[1]), transaction.atomic():
    pass
"""


def test_every_connection_has_what_many_writers_need(tmp_path: Path):
    """Write-ahead log, synchronous NORMAL (1), foreign keys, ten seconds of patience, what is deleted overwritten, and
    writers from the start."""
    place = {"DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASKED], env={**os.environ, **place}, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["wal 1 1 10000 1 IMMEDIATE"] * 3 + ["BEGIN IMMEDIATE"]
