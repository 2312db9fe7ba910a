"""The process that sets pages: no database, no settings, no secrets, so much memory and no more.

Run by `worker` as a module, with the site at the other end of its standard input. It ends when the site does.
"""

from __future__ import annotations

import logging
import pickle
import resource
import signal
import sys
from collections import deque
from contextlib import suppress
from select import select
from socket import socket
from time import process_time
from typing import TYPE_CHECKING

from programmes.handout import wire
from programmes.handout.job import Job, MissingPicture, RefusedAddress

if TYPE_CHECKING:
    from programmes.handout.engine import Engine

# What an answer begins with.
RECEIVED, DONE, REFUSED, MISSING, TOO_LARGE, FAILED = (bytes([number]) for number in range(6))


def main(seconds: int, megabytes: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the site
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = megabytes * 1024 * 1024
    with suppress(ValueError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # Only now: what WeasyPrint takes to load counts, too.
    from programmes.handout.engine import Engine

    serve(socket(fileno=0), Engine(), seconds)


def serve(site: socket, engine: Engine, seconds: int) -> None:
    """Answer until the site hangs up. A job is answered twice: when it is here, and when it is done."""
    drawings: deque[str] = deque()
    patience = wire.Deadline(None)
    with suppress(EOFError, OSError):
        while True:
            _compile_until_asked(drawings, site)
            task = pickle.loads(wire.receive(site, patience))
            wire.send(site, RECEIVED, patience)
            if not isinstance(task, Job):
                drawings.extend(task)
                continue
            _allow(seconds)
            wire.send(site, answer(engine, task), patience)
            _allow(None)


def answer(engine: Engine, job: Job) -> bytes:
    """Return what came of the job. Whatever it makes the renderer stumble over costs this job and nothing else."""
    try:
        return DONE + engine.write(job)
    except MissingPicture as error:
        return MISSING + _told(error)
    except RefusedAddress as error:
        return REFUSED + _told(error)
    except (MemoryError, RecursionError) as error:
        return TOO_LARGE + _told(error)
    except Exception as error:
        logging.exception("A job failed")
        return FAILED + _told(error)


def _told(error: Exception) -> bytes:
    return f"{type(error).__name__}: {error}"[:2000].encode(errors="replace")


def _compile_until_asked(drawings: deque[str], site: socket) -> None:
    """Use the time between jobs to compile what the next may show."""
    from programmes.handout.compiled import compiled

    while drawings and not select([site], [], [], 0)[0]:
        compiled(drawings.popleft())


def _allow(seconds: int | None) -> None:
    """Let the kernel end this process after so many seconds of work from now on: even when the site is gone."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = hard if seconds is None else int(process_time()) + 1 + seconds
    with suppress(ValueError):  # whoever started the site allows less: that holds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="handout worker: %(message)s")
    main(int(sys.argv[1]), int(sys.argv[2]))
