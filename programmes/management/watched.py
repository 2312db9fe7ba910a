"""How far a long command is, on one line of a terminal; nothing where nobody watches."""

from __future__ import annotations

from typing import Any

from programmes.archive.progress import Told, nobody

CLEAR_LINE = "\r\x1b[K"


def told_on(stream: Any) -> Told:
    if not stream.isatty():
        return nobody

    def tell(words: str) -> None:
        stream.write(f"{CLEAR_LINE}{words}", ending="")
        stream.flush()

    return tell


def finished(stream: Any) -> None:
    if stream.isatty():
        stream.write(CLEAR_LINE, ending="")
