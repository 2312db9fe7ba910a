"""Draws and compiles the library's figures when a web server starts, so that the first handout need not wait for it.

Named in the settings as middleware: Django makes that when a process begins to serve, and only then. Commands and
tests never come here.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from threading import Thread
from time import sleep
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, connection

from programmes.handout import compiled, pdf
from programmes.models import Clinic, Exercise
from programmes.pictures import Look, drawing_of

logger = logging.getLogger(__name__)

# Leaves the process to the requests that came meanwhile.
PAUSE = 0.05


def when_serving(get_response: Callable[..., Any]) -> None:
    """Start the warm-up beside the server, which does not wait for it, and stand in no request's way."""
    Thread(target=_run, name="warm-up", daemon=True).start()
    raise MiddlewareNotUsed


def compile_library(pause: float = 0) -> int:
    """Compile every figure for both sides and return how many pictures that makes.

    Of the looks that clinics chose, the most frequent come first, until the store of compiled pictures is full.
    *pause* is how many seconds to rest after each exercise.
    """
    frames = 0
    exercises = list(Exercise.objects.in_use().exclude(figure={}).only("figure", "is_unilateral"))
    for look in _looks():
        for exercise in exercises:
            sleep(pause)
            for is_mirrored in (False, True) if exercise.is_unilateral else (False,):
                if frames + 2 > compiled.MOST_KEPT:
                    return frames
                drawing = drawing_of(exercise, look, is_mirrored=is_mirrored)
                if drawing is not None:
                    pdf.compile_ahead((drawing.start, drawing.end))
                    frames += 2
    return frames


def _looks() -> list[Look]:
    chosen = Counter(Look(*row) for row in Clinic.objects.values_list("figure_palette", "figure_build"))
    return [look for look, _count in chosen.most_common()] or [Look()]


def _run() -> None:
    try:
        compile_library(PAUSE)
    except DatabaseError as error:
        # Not migrated yet, or the database is late: pictures are compiled as they are asked for.
        logger.info("No pictures were compiled at the start: %s", error)
    finally:
        connection.close()
