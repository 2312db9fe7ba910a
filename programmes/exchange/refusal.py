"""Why a file is not brought in."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was brought in; the message names the part of the file, the place in it and the reason."""


def refuse(where: str, reason: object) -> Refused:
    return Refused(f"{where}: {str(reason).rstrip('.')}.")
