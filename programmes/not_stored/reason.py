"""Why something could not be stored that is no fault of what was typed: the disc is full, or must not be written to.

Knows neither rows nor pages; says what happened in words for whoever reads them.
"""

from __future__ import annotations

import errno
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Reason(Enum):
    FULL = "full"
    READ_ONLY = "read-only"
    BUSY = "busy"
    FAILING = "failing"

    @property
    def words(self) -> Any:
        return _WORDS[self]


_WORDS = {
    Reason.FULL: _("The disk is full. Whoever runs this site must make room on it."),
    Reason.READ_ONLY: _("The disk or the database can only be read. Whoever runs this site must allow writing to it."),
    Reason.BUSY: _("Somebody else was writing for too long. Try again in a moment."),
    Reason.FAILING: _("The disk does not take what is written to it. Whoever runs this site must look at it now."),
}
_OF_SYSTEM = {
    errno.ENOSPC: Reason.FULL,
    errno.EDQUOT: Reason.FULL,
    errno.EFBIG: Reason.FULL,
    errno.EROFS: Reason.READ_ONLY,
    errno.EACCES: Reason.READ_ONLY,
    errno.EPERM: Reason.READ_ONLY,
    errno.EIO: Reason.FAILING,
}
# SQLite's result codes; what stands above the lowest byte only says where it happened.
_OF_SQLITE = {
    5: Reason.BUSY,
    6: Reason.BUSY,
    8: Reason.READ_ONLY,
    10: Reason.FAILING,
    13: Reason.FULL,
    14: Reason.READ_ONLY,
}
# Its index of what was written last found no room to grow.
_SQLITE_IOERR_SHMSIZE = 10 | 19 << 8
_OF_POSTGRESQL = {"53100": Reason.FULL, "25006": Reason.READ_ONLY, "55P03": Reason.BUSY, "58030": Reason.FAILING}


def why_not_stored(error: BaseException | None) -> Reason | None:
    """Return the reason behind *error* or what caused it; None when it is of another kind."""
    while error is not None:
        reason = _reason(error)
        if reason is not None:
            return reason
        error = error.__cause__
    return None


def _reason(error: BaseException) -> Reason | None:
    if isinstance(error, OSError):
        return _OF_SYSTEM.get(error.errno or 0)
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return Reason.FULL if code == _SQLITE_IOERR_SHMSIZE else _OF_SQLITE.get(code & 0xFF)
    return _OF_POSTGRESQL.get(getattr(error, "sqlstate", None) or "")
