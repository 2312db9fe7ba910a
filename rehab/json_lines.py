"""The site's log: one JSON object a line, for whoever runs the machine, and no word of a patient in it.

What a library or an error says may quote what somebody typed. So its own words are left out, and the log says what kind
of thing happened and where. Only this project's own messages are written as they are.
"""

from __future__ import annotations

import errno
import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured

# Which request a line belongs to; empty outside one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

_OURS = ("programmes", "rehab")
# Errors about the set-up, told before anybody can send anything: their words are needed and hold no patient's.
_ABOUT_THE_SET_UP = (ImproperlyConfigured, ImportError)
_LEFT_OUT = "…"


class Lines(logging.StreamHandler):
    """Writes to a stream. When that fails, as when nobody reads it any more, Python would print all values instead."""

    def handleError(self, record: logging.LogRecord) -> None:
        pass


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get(),
            "message": _message(record),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = error_told(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value not in ("", None)})


def error_told(error: BaseException | None) -> list[dict[str, Any]]:
    """Return what went wrong and where, the last error first and then what led to it. Not in the errors' own words."""
    told = []
    while error is not None and len(told) < 10:
        told.append(_one_error(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told


def _one_error(error: BaseException) -> dict[str, Any]:
    kind = type(error)
    told: dict[str, Any] = {"type": f"{kind.__module__}.{kind.__qualname__}"}
    if isinstance(error, _ABOUT_THE_SET_UP):
        told["words"] = str(error)
    if sqlstate := getattr(error, "sqlstate", None):
        told["sqlstate"] = sqlstate
    if isinstance(error, OSError) and error.errno is not None:
        told["errno"] = errno.errorcode.get(error.errno, str(error.errno))
    places = traceback.extract_tb(error.__traceback__)
    told["places"] = [f"{place.filename}:{place.lineno} {place.name}" for place in places]
    return told


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in _OURS or _is_about_the_server(record):
        return _filled(record, keeps_text=True)
    # Without anything to fill in, the words may have been put together before.
    return _filled(record, keeps_text=False) if record.args else f"{record.module}:{record.lineno} {record.funcName}"


def _is_about_the_server(record: logging.LogRecord) -> bool:
    """Say whether gunicorn tells of itself: where it listens, which process began. Its warnings quote requests."""
    return record.name == "gunicorn.error" and record.levelno <= logging.INFO


def _filled(record: logging.LogRecord, *, keeps_text: bool) -> str:
    if isinstance(record.args, dict):
        return str(record.msg)
    args = tuple(_shown(arg, keeps_text) for arg in record.args or ())
    try:
        return str(record.msg) % args if args else str(record.msg)
    except (TypeError, ValueError):
        return str(record.msg)


def _shown(arg: object, keeps_text: bool) -> object:
    if isinstance(arg, BaseException):
        return type(arg).__name__
    return arg if keeps_text or isinstance(arg, (int, float)) else _LEFT_OUT


def logging_to(stream: str) -> dict[str, Any]:
    """Return how Python's logging is set up; *stream* is "stdout" or "stderr"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "rehab.json_lines.JsonLines"}},
        "handlers": {
            "lines": {"class": "rehab.json_lines.Lines", "stream": f"ext://sys.{stream}", "formatter": "json"}
        },
        "root": {"handlers": ["lines"], "level": "INFO"},
        "loggers": {
            # Named without handlers: Django's own would send errors, with all their values, by mail.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # A page that is not there is told by the line of its request.
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            # They tell of each step of each handout. What is wrong with one is a warning.
            **dict.fromkeys(
                ("weasyprint", "fontTools", "pikepdf"), {"handlers": [], "level": "WARNING", "propagate": True}
            ),
            # They tell of each message that came, and that it was done.
            **dict.fromkeys(
                ("celery.app.trace", "celery.worker.strategy"),
                {"handlers": [], "level": "WARNING", "propagate": True},
            ),
            # Tells of each good log-in, several times. Bad ones are warnings.
            "axes": {"handlers": [], "level": "WARNING", "propagate": True},
            # Writes addresses with what was searched for.
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
            "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }
