"""One line for whatever keeps a file from being made, or from being read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import CommandError
from django.db import DatabaseError

from programmes.archive.part import Unusable
from programmes.backup import PicturesLeft, Refused
from programmes.exchange import Refused as NotBroughtIn
from programmes.not_stored import why_not_stored


@contextmanager
def in_one_line(file: Path, otherwise: str) -> Iterator[None]:
    """Raise CommandError for what goes wrong; *otherwise* says what it leaves behind."""
    try:
        yield
    except PicturesLeft as error:
        raise CommandError(f"{error} Restore this file again with --replace.") from error
    except (Unusable, Refused, NotBroughtIn) as error:
        raise CommandError(" ".join(f"{file}: {error} {otherwise}".split())) from error
    except (OSError, DatabaseError) as error:
        raise CommandError(" ".join(f"{file}: {_words(error)} {otherwise}".split())) from error


def _words(error: Exception) -> str:
    reason = why_not_stored(error)
    if reason is not None:
        where = getattr(error, "filename", None)
        return f"{reason.words} ({where})" if where else str(reason.words)
    return f"{getattr(error, 'strerror', None) or error}."
