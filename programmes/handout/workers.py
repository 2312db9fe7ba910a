"""The processes that set this site's pages: one job costs an error at worst, and never the site.

Shared by all threads of a web process. A process begins with the first job, and a new one follows each that ends.
"""

from __future__ import annotations

import atexit
import logging
import os
import pickle
import signal
from collections.abc import Iterable
from pathlib import Path
from queue import Empty, LifoQueue

from django.conf import settings

from programmes.handout import worker_process as process
from programmes.handout.job import (
    Busy,
    Job,
    MissingPicture,
    NotPrinted,
    Printed,
    RefusedAddress,
    Stopped,
    TookTooLong,
    TooLarge,
)
from programmes.handout.worker import Limits, Worker

logger = logging.getLogger(__name__)

# How a process ends: one that worked too long, and one that found no memory where a library cannot do without.
_ENDS: dict[int, type[NotPrinted]] = {
    -signal.SIGXCPU: TookTooLong,
    **dict.fromkeys((-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGTRAP, -signal.SIGBUS), TooLarge),
}
# How long a job may wait for its turn.
PATIENCE_SECONDS = 60

_REASONS: dict[bytes, type[NotPrinted]] = {
    process.REFUSED: RefusedAddress,
    process.MISSING: MissingPicture,
    process.TOO_LARGE: TooLarge,
}


class Workers:
    def __init__(
        self, count: int, limits: Limits, fonts: Path | None = None, patience: float = PATIENCE_SECONDS
    ) -> None:
        """*fonts* is a folder of more fonts than the packaged ones; *patience* how many seconds a job waits."""
        self._patience = patience
        self._drawings: list[str] = []
        self._places = [_Place(limits, fonts, self._drawings) for _ in range(count)]
        # The last used first: it is warm, and a second process starts only when two jobs meet.
        self._free: LifoQueue[_Place] = LifoQueue()
        for place in reversed(self._places):
            self._free.put(place)

    @property
    def pids(self) -> list[int]:
        return [place.worker.pid for place in self._places if place.worker is not None]

    def write(self, job: Job) -> Printed:
        """Return the job as a PDF. Raises NotPrinted."""
        try:
            place = self._free.get(timeout=self._patience)
        except Empty as error:
            raise Busy(f"{self._patience} seconds passed") from error
        try:
            return place.write(job)
        except NotPrinted as error:
            logger.warning("Not printed: %s", f"{type(error).__name__}: {error}")
            raise
        finally:
            self._free.put(place)

    def compile(self, drawings: Iterable[str]) -> None:
        """Have *drawings* compiled when there is nothing else to do, by each process that there will be.

        Starts one, unless all are at work.
        """
        self._drawings.extend(drawings)
        try:
            place = self._free.get_nowait()
        except Empty:
            return
        try:
            place.prepare()
        finally:
            self._free.put(place)

    def close(self) -> None:
        for place in self._places:
            place.clear()


class _Place:
    """Where one process works, and after it the next."""

    def __init__(self, limits: Limits, fonts: Path | None, drawings: list[str]) -> None:
        self._limits = limits
        self._fonts = fonts
        self._drawings = drawings
        self.worker: Worker | None = None

    def write(self, job: Job) -> Printed:
        try:
            kind, body = self._answer(job)
        except NotPrinted:
            raise
        except BaseException:
            # Nobody waits for the answer any more: the next to ask must not get it.
            self.clear()
            raise
        if kind != process.DONE:
            raise _REASONS.get(kind, NotPrinted)(body.decode())
        renderer, _, pages = body.partition(b"\n")
        return Printed(pages, renderer.decode())

    def prepare(self) -> None:
        """Have a process at hand that knows the drawings. Without one, the first job will say what is wrong."""
        try:
            self._tell(self.worker if self.worker is not None and self.worker.is_alive else self._replace())
        except (EOFError, OSError, NotPrinted):
            self.clear()

    def clear(self) -> None:
        if self.worker is not None:
            self.worker.end()
            self.worker = None

    def _answer(self, job: Job) -> tuple[bytes, bytes]:
        worker = self._begun(pickle.dumps(job))
        try:
            answer = worker.result()
        except TimeoutError as error:
            self._replace()
            raise TookTooLong(f"{self._limits.seconds_in_all} seconds passed") from error
        except (EOFError, OSError) as error:
            raise self._why_it_ended(worker) from error
        kind, body = answer[:1], answer[1:]
        # What found no memory may have left other things half done.
        if kind == process.TOO_LARGE or worker.jobs >= self._limits.jobs:
            self._replace()
        return kind, body

    def _replace(self) -> Worker:
        """Return a new process. Raises Stopped when the machine has no room for one."""
        self.clear()
        try:
            self.worker = Worker(self._limits, self._fonts)
        except OSError as error:
            raise Stopped(f"No process could be started: {type(error).__name__} {error.errno}") from error
        return self.worker

    def _begun(self, message: bytes) -> Worker:
        """Return a process that has the job. One that died meanwhile, through no fault of the job, is replaced."""
        if self.worker is not None and self.worker.is_alive:
            try:
                return self._tell(self.worker, message)
            except (EOFError, OSError):
                logger.warning("The process that sets pages died while it had nothing to do")
        worker = self._replace()
        try:
            return self._tell(worker, message)
        except (EOFError, OSError) as error:
            raise self._why_it_ended(worker) from error

    def _tell(self, worker: Worker, message: bytes = b"") -> Worker:
        if news := self._drawings[worker.drawings :]:
            worker.tell(pickle.dumps(news))
            worker.drawings += len(news)
        if message:
            worker.tell(message)
        return worker

    def _why_it_ended(self, worker: Worker) -> NotPrinted:
        ended = worker.how_it_ended()
        if not worker.has_answered:
            self.clear()
            return Stopped(f"A process ended with {ended} before it was ready, within {self._limits.megabytes} MB")
        self._replace()
        return _ENDS.get(ended, Stopped)(f"The process ended with {ended}")


_of_this_process: dict[int, Workers] = {}


def site_workers() -> Workers:
    """Return the workers of this web process. A fork of it (gunicorn's) does not talk to those of its parent."""
    pid = os.getpid()
    if pid not in _of_this_process:
        limits = Limits(settings.HANDOUT_SECONDS, 3 * settings.HANDOUT_SECONDS, settings.HANDOUT_MEMORY_MB)
        # Of two threads that come first at once, both get the same.
        _of_this_process.setdefault(pid, Workers(settings.HANDOUT_WORKERS, limits, settings.FONTS_DIR))
    return _of_this_process[pid]


@atexit.register
def _close() -> None:
    for workers in _of_this_process.values():
        workers.close()


os.register_at_fork(after_in_child=_of_this_process.clear)
