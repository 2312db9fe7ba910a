"""A save that arrived though its answer did not: sent again, it is no conflict with oneself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from programmes.editing import programme_as_json
from programmes.models import Programme


def is_stored(programme: Programme, mine: dict[str, Any]) -> bool:
    """Say whether *programme*, fetched `with_rows`, holds all that *mine* says, and no other rows.

    Rows are told by their places: what is new has no id but the screen's own.
    """
    held = dict(_by_place(_with_what_was_replaced(programme)))
    said = dict(_by_place(mine))
    return said.keys() <= held.keys() and all(held[place] == value for place, value in said.items())


def _with_what_was_replaced(programme: Programme) -> dict[str, Any]:
    plain = programme_as_json(programme)
    rows = {str(row.pk): row for phase in programme.phases.all() for row in phase.prescriptions.all()}
    for phase in plain["phases"]:
        for line in phase["prescriptions"]:
            line["replaces"] = rows[line["id"]].replaces
    return plain


def _by_place(plain: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield each value of a programme with where it stands, its ids left out."""
    yield from _values((), plain, but="phases")
    if "phases" not in plain:
        return
    yield ("phases",), len(plain["phases"])
    for at, phase in enumerate(plain["phases"]):
        lines = phase["prescriptions"]
        yield ("phases", at, "prescriptions"), len(lines)
        yield from _values(("phases", at), phase, but="prescriptions")
        places = {line["id"]: place for place, line in enumerate(lines) if "id" in line}
        for place, line in enumerate(lines):
            yield from _values(("phases", at, place), line, but="instead_of")
            if "instead_of" in line:
                yield ("phases", at, place, "instead_of"), places.get(line["instead_of"])


def _values(where: tuple[Any, ...], plain: dict[str, Any], but: str) -> Iterator[tuple[tuple[Any, ...], Any]]:
    yield from (((*where, name), value) for name, value in plain.items() if name not in ("id", but))
