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
from shutil import rmtree
from tempfile import mkdtemp

from programmes.handout import wire, worker_process

ROOT = Path(__file__).resolve().parents[2]
# All that it gets to know of its surroundings: where Python and the libraries are.
PASSED_ON = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
SECONDS_TO_START = 60
SECONDS_TO_DIE = 2


@dataclass(frozen=True)
class Limits:
    """What one job may cost at most, and after how many a process is replaced, so that nothing adds up.

    *seconds* are of work; a job that has to share the machine with others may take *seconds_in_all*.
    """

    seconds: int = 30
    seconds_in_all: int = 90
    megabytes: int = 768
    jobs: int = 500


class Worker:
    """For one thread at a time. Starting does not wait until it is ready: the first message does.

    After any error it is of no more use: what it says next may be the answer to something older.
    """

    def __init__(self, limits: Limits, fonts: Path | None = None) -> None:
        """Start one that knows the fonts in the folder *fonts*, beside the packaged ones. Raises OSError."""
        self._limits = limits
        # For all that it writes. It takes the folder along when it ends; when it is killed, the site does.
        self._home = Path(mkdtemp(prefix="handout-worker-"))
        self._connection, its_end = socket.socketpair()
        try:
            with its_end:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", worker_process.__name__, *self._told(fonts)],
                    stdin=its_end,
                    stdout=subprocess.DEVNULL,
                    cwd=ROOT,
                    env=_surroundings(self._home),
                )
        except OSError:
            self._connection.close()
            rmtree(self._home, ignore_errors=True)
            raise
        self.has_answered = False
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
        seconds = self._limits.seconds_in_all if self.has_answered else SECONDS_TO_START
        deadline = wire.Deadline(seconds)
        self._asked = wire.name_of(message)
        wire.send(self._connection, message, deadline)
        if self._answer(deadline) != worker_process.RECEIVED:
            raise EOFError("not what was expected")
        self.has_answered = True

    def result(self) -> bytes:
        """Return the second answer to a job. Raises TimeoutError when it is late, EOFError or OSError when it died."""
        self.jobs += 1
        return self._answer(wire.Deadline(self._limits.seconds_in_all))

    def end(self) -> int:
        """Kill the process if it still runs, and return how it ended: minus the signal, if it was one."""
        self._connection.close()
        self._process.kill()
        ended = self._process.wait()
        rmtree(self._home, ignore_errors=True)
        return ended

    def how_it_ended(self) -> int:
        """Return how it ended of its own accord, given a moment to do so."""
        try:
            return self._process.wait(SECONDS_TO_DIE)
        except subprocess.TimeoutExpired:
            return self.end()

    def _told(self, fonts: Path | None) -> list[str]:
        limits = [str(self._limits.seconds), str(self._limits.megabytes)]
        return [*limits, str(self._home), *([str(fonts.resolve())] if fonts else [])]

    def _answer(self, deadline: wire.Deadline) -> bytes:
        answer = wire.receive(self._connection, deadline)
        if not answer.startswith(self._asked):
            raise EOFError("an answer to something else")
        return answer[len(self._asked) :]


def _surroundings(home: Path) -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**passed_on, "TMPDIR": str(home), "HOME": str(home)}
