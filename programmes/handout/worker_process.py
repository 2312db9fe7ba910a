"""The process that sets pages: no database, no settings, no secrets, so much memory and no more.

Run by `worker` as a module, with the site at the other end of its standard input. It ends when the site does.
"""

from __future__ import annotations

import logging
import pickle
import resource
import signal
import sys
import traceback
from collections import deque
from contextlib import suppress
from pathlib import Path
from select import select
from shutil import rmtree
from socket import socket
from time import process_time
from typing import TYPE_CHECKING

from programmes.handout import fonts, wire
from programmes.handout.job import Job, MissingPicture, RefusedAddress

if TYPE_CHECKING:
    from programmes.handout.engine import Engine

# What an answer begins with, after the name of what it answers.
RECEIVED, DONE, REFUSED, MISSING, TOO_LARGE, FAILED = (bytes([number]) for number in range(6))

# Sent to the site and all its processes together: it may finish what was asked, and hangs up when it is done.
_FOR_THE_SITE = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PLACES_TOLD = 5


class Wordless(logging.Formatter):
    """Writes what kind of thing a library complains of, and not the text on the page that it complains of."""

    def format(self, record: logging.LogRecord) -> str:
        return f"handout worker: {record.name}: {record.msg}"


def main(seconds: int, megabytes: int, home: str, added_fonts: str = "") -> None:
    for number in _FOR_THE_SITE:
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = megabytes * 1024 * 1024
    with suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        fonts.confine(Path(added_fonts) if added_fonts else None)
        # Only now: what WeasyPrint takes to load counts, too, and it looks for fonts as it is imported.
        from programmes.handout.engine import Engine

        serve(socket(fileno=0), Engine(), seconds)
    finally:
        rmtree(home, ignore_errors=True)


def serve(site: socket, engine: Engine, seconds: int) -> None:
    """Answer until the site hangs up. A job is answered twice: when it is here, and when it is done."""
    drawings: deque[str] = deque()
    patience = wire.Deadline(None)
    with suppress(EOFError, OSError):
        while True:
            _compile_until_asked(drawings, site)
            message = wire.receive(site, patience)
            name, task = wire.name_of(message), pickle.loads(message)
            wire.send(site, name + RECEIVED, patience)
            if not isinstance(task, Job):
                drawings.extend(task)
                continue
            _allow(seconds)
            wire.send(site, name + answer(engine, task), patience)
            _allow(None)


def answer(engine: Engine, job: Job) -> bytes:
    """Return what came of the job. Whatever it makes the renderer stumble over costs this job and nothing else.

    A PDF has one line in front of it: the versions it was made with.
    """
    from programmes.handout import versions

    try:
        pages = engine.write(job)
        return DONE + versions.renderer().encode() + b"\n" + pages
    except MissingPicture as error:
        return MISSING + str(error).encode()
    except RefusedAddress as error:
        return REFUSED + str(error).encode()
    except (MemoryError, RecursionError) as error:
        return TOO_LARGE + _told(error)
    except Exception as error:
        return FAILED + _told(error)


def _told(error: Exception) -> bytes:
    """Return what happened and where, innermost first. Not the error's own words: they may hold a patient's."""
    places = [f"{Path(frame.f_code.co_filename).name}:{line}" for frame, line in traceback.walk_tb(error.__traceback__)]
    return f"{type(error).__name__} in {', '.join(places[: -_PLACES_TOLD - 1 : -1])}".encode()


def _compile_until_asked(drawings: deque[str], site: socket) -> None:
    """Use the time between jobs to compile what the next may show."""
    from programmes.handout.compiled import compiled

    while drawings and not select([site], [], [], 0)[0]:
        with suppress(Exception):  # the job that shows it will say what is wrong
            compiled(drawings.popleft())


def _allow(seconds: int | None) -> None:
    """Let the kernel end this process after so many seconds of work from now on: even when the site is gone."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = hard if seconds is None else int(process_time()) + 1 + seconds
    with suppress(ValueError):  # whoever started the site allows less: that holds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


if __name__ == "__main__":
    console = logging.StreamHandler()
    console.setFormatter(Wordless())
    logging.basicConfig(level=logging.WARNING, handlers=[console])
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
