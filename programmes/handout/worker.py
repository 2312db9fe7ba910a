"""A process that sets pages, as the site sees it, from its start to its end.

It reads what strangers send, so it is given no settings, no secrets and no database. Knows no documents.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from programmes.handout import wire, worker_process

ROOT = Path(__file__).resolve().parents[2]
# All that it gets to know of its surroundings: where Python, the libraries and the packaged fonts are.
PASSED_ON = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "FONTCONFIG_FILE")
SECONDS_TO_DIE = 2


@dataclass(frozen=True)
class Limits:
    """What one job may cost at most, and after how many a process is replaced, so that nothing adds up.

    *seconds* are of work; a job that has to share the machine with others may take longer.
    """

    seconds: int = 20
    megabytes: int = 768
    jobs: int = 500

    @property
    def seconds_in_all(self) -> int:
        return 3 * self.seconds


class Worker:
    """For one thread at a time. Starting does not wait until it is ready: the first message does."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        # Also takes what the process leaves behind when it is killed.
        self._home = TemporaryDirectory(prefix="handout-worker-")
        self._connection, its_end = socket.socketpair()
        with its_end:
            self._process = subprocess.Popen(
                [sys.executable, "-m", worker_process.__name__, str(limits.seconds), str(limits.megabytes)],
                stdin=its_end,
                stdout=subprocess.DEVNULL,
                cwd=ROOT,
                env=_surroundings(self._home.name),
            )
        self.jobs = 0
        self.drawings = 0

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def tell(self, message: bytes) -> None:
        """Return once the process has the message. Raises OSError or EOFError when it is gone or stuck."""
        deadline = wire.Deadline(self._limits.seconds_in_all)
        wire.send(self._connection, message, deadline)
        wire.receive(self._connection, deadline)

    def result(self) -> bytes:
        """Return the second answer to a job. Raises TimeoutError when it is late, EOFError or OSError when it died."""
        self.jobs += 1
        return wire.receive(self._connection, wire.Deadline(self._limits.seconds_in_all))

    def end(self) -> int:
        """Kill the process if it still runs, and return how it ended: minus the signal, if it was one."""
        self._connection.close()
        self._process.kill()
        ended = self._process.wait()
        self._home.cleanup()
        return ended

    def how_it_ended(self) -> int:
        """Return how it ended of its own accord, given a moment to do so."""
        try:
            return self._process.wait(SECONDS_TO_DIE)
        except subprocess.TimeoutExpired:
            return self.end()


def _surroundings(home: str) -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**passed_on, "TMPDIR": home, "HOME": home}
