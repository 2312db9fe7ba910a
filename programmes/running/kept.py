"""Planned runs and shoes as plain values, as they are stored, and back. What does not fit is named with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from programmes.running.error import RunningError
from programmes.running.ladder import Ladder, Stage
from programmes.running.schedule import Session
from programmes.running.shoes import Shoe

MOST_METRES, MOST_SECONDS = 300_000, 144_000
LONGEST_NAME = 40


def sessions_as_plain(sessions: Iterable[Session]) -> list[dict[str, Any]]:
    """Return a row for each run. On the ladder it is as its stage says, so the amount is left out."""
    return [_session_as_plain(session) for session in sessions]


def sessions_from_plain(rows: Sequence[Mapping[str, Any]], ladder: Ladder) -> tuple[Session, ...]:
    """Return the runs by day. Raises RunningError."""
    read = [_session(row, ladder, f"planned_runs[{at}]") for at, row in enumerate(rows)]
    sessions = sorted(read, key=lambda session: session.on)
    for session, following in zip(sessions, sessions[1:], strict=False):
        if session.on == following.on:
            raise RunningError("planned_runs", f"has two runs on {session.on.isoformat()}: keep one")
    return tuple(_with_firsts(sessions))


def shoes_from_plain(rows: Sequence[Mapping[str, Any]]) -> tuple[Shoe, ...]:
    """Return the pairs. Raises RunningError, for two of one name too."""
    pairs = tuple(_shoe(row, f"shoes[{at}]") for at, row in enumerate(rows))
    if len({pair.name for pair in pairs}) < len(pairs):
        raise RunningError("shoes", "must each have a name of their own")
    return pairs


def shoes_as_plain(pairs: Iterable[Shoe]) -> list[dict[str, Any]]:
    return [
        {"name": pair.name, "worn_from": pair.worn_from.isoformat(), "metres_before": str(pair.metres_before)}
        for pair in pairs
    ]


def _session_as_plain(session: Session) -> dict[str, Any]:
    row: dict[str, Any] = {"on": session.on.isoformat(), "stage": session.stage.number}
    if not session.stage.is_load:
        return row
    return {**row, "seconds": session.seconds} if session.metres is None else {**row, "metres": str(session.metres)}


def _session(row: Mapping[str, Any], ladder: Ladder, path: str) -> Session:
    stage = _stage(row, ladder, path)
    on = _day(row.get("on"), f"{path}.on")
    if not stage.is_load:
        return Session(on, stage, seconds=stage.running_seconds)
    metres, seconds = row.get("metres"), row.get("seconds")
    if (metres is None) == (seconds is None):
        raise RunningError(path, "needs a distance or a time, and not both")
    if metres is not None:
        return Session(on, stage, metres=_metres(metres, f"{path}.metres"))
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 < seconds <= MOST_SECONDS:
        raise RunningError(f"{path}.seconds", f"must be from 1 to {MOST_SECONDS}, not {seconds!r}")
    return Session(on, stage, seconds=seconds)


def _stage(row: Mapping[str, Any], ladder: Ladder, path: str) -> Stage:
    number = row.get("stage")
    if not isinstance(number, int):
        raise RunningError(f"{path}.stage", f"must be a stage's number, not {number!r}")
    try:
        return ladder.stage(number)
    except RunningError as error:
        raise RunningError(f"{path}.stage", error.reason) from None


def _shoe(row: Mapping[str, Any], path: str) -> Shoe:
    name = str(row.get("name", "")).strip()
    if not name or len(name) > LONGEST_NAME:
        raise RunningError(f"{path}.name", f"must be 1 to {LONGEST_NAME} letters long")
    before = _metres(row.get("metres_before") or 0, f"{path}.metres_before", least=0)
    return Shoe(name, _day(row.get("worn_from"), f"{path}.worn_from"), before)


def _day(value: Any, path: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise RunningError(path, f"must be a day such as 2026-03-02, not {value!r}") from None


def _metres(value: Any, path: str, *, least: int = 1) -> Decimal:
    try:
        metres = Decimal(str(value))
    except InvalidOperation:
        metres = Decimal("NaN")
    if not metres.is_finite() or not least <= metres <= (MOST_METRES if least else 10 * MOST_METRES):
        raise RunningError(path, f"must be a distance in metres from {least} on, not {value!r}")
    return metres


def _with_firsts(sessions: Sequence[Session]) -> Iterable[Session]:
    """Yield the runs, each first one of a stage after another marked."""
    before = None
    for session in sessions:
        yield replace(session, is_first_of_stage=session.stage.number != before)
        before = session.stage.number
