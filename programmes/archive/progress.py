"""How far it is: for whoever watches, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Told = Callable[[str], None]
T = TypeVar("T")
STEP = 500


def counted(things: Iterable[T], what: str, told: Told) -> Iterator[T]:
    """Yield *things*, telling now and then how many it were."""
    number = 0
    for number, thing in enumerate(things, 1):
        if number % STEP == 0:
            told(f"{what}: {number:,}")
        yield thing
    told(f"{what}: {number:,}")


def nobody(words: str) -> None:
    """Told where nobody watches."""
