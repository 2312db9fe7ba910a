"""Pieces of SQL with their values, and the few words that databases say differently.

The search is written by hand: put together by the ORM, one search costs more than the database needs to answer it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sql:
    text: str
    values: tuple[Any, ...] = ()


def joined(by: str, pieces: Iterable[Sql]) -> Sql:
    """Return *pieces* in brackets, with *by* between them."""
    whole = listed(by, pieces)
    return Sql(f"({whole.text})", whole.values)


def listed(by: str, pieces: Iterable[Sql]) -> Sql:
    parts = list(pieces)
    return Sql(by.join(part.text for part in parts), tuple(value for part in parts for value in part.values))


def place(vendor: str, column: str, text: str) -> Sql:
    """Return where *text* begins in *column*, 0 when it is not there."""
    return Sql(f"{'STRPOS' if vendor == 'postgresql' else 'INSTR'}({column}, %s)", (text,))


def holds(vendor: str, column: str, text: str) -> Sql:
    """Return whether *text* is in *column*: of a row at hand, several times as quick as LIKE."""
    found = place(vendor, column, text)
    return Sql(f"{found.text} > 0", found.values)


def case(whens: Iterable[tuple[Sql, Any]], otherwise: Any) -> Sql:
    """Return the value beside the first condition that is met; a value is a number or SQL."""
    text, values = "CASE", []
    for condition, value in whens:
        then = value if isinstance(value, Sql) else Sql(str(int(value)))
        text += f" WHEN {condition.text} THEN {then.text}"
        values += [*condition.values, *then.values]
    last = otherwise if isinstance(otherwise, Sql) else Sql(str(int(otherwise)))
    if text == "CASE":
        return last
    return Sql(f"{text} ELSE {last.text} END", (*values, *last.values))
