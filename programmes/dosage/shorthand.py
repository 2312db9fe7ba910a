"""A dose as a practitioner types it in short: "3x12 h5 r60 L".

Never guesses: a piece it does not know, or that contradicts an earlier one, is handed back as unknown.
HELP is the crib for the person typing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programmes.dosage.dose import Dosage, Tempo
from programmes.dosage.kinds import Activity, Kind
from programmes.sides import Side

# An example of each piece and what it says.
HELP: tuple[tuple[str, Promise], ...] = (
    ("3x12", _("3 sets of 12")),
    ("3x30s", _("hold for 30 seconds, 3 times")),
    ("2x10min", _("10 minutes, 2 times; 2x1:30 is 1 minute 30 seconds")),
    ("2x20m", _("20 metres, 2 times")),
    ("3xcomfort", _("3 sets of as many as feel comfortable")),
    ("5xrun1min/walk4min", _("intervals: run, quick-run, easy-run or walk")),
    ("h5", _("hold each one for 5 seconds")),
    ("r60", _("rest 60 seconds; r2m is 2 minutes")),
    ("3-1-2", _("tempo: lower 3 seconds, pause 1, lift 2")),
    ("e4-6", _("effort 4 to 6 out of 10")),
    ("t2", _("2 times a day")),
    ("d3", _("3 days a week")),
    ('"light band"', _("load or band; w:band for one word")),
    ("L", _("left; R right, E each side, T or B both together")),
)

Changes = dict[str, Any]


@dataclass(frozen=True)
class Shorthand:
    """What was typed: Dosage fields to change, the side if one was named, and the pieces not understood."""

    changes: Changes
    side: Side | None
    unknown: tuple[str, ...]


def parse_shorthand(text: str) -> Shorthand:
    """Return what the text says. Give `changes` to `Dosage.changed`; bounds are for `Dosage.problems`."""
    changes: Changes = {}
    side: Side | None = None
    unknown: list[str] = []
    for piece in _pieces(text):
        named = _SIDES.get(piece.upper())
        if named is not None and side is None:
            side = named
            continue
        found = None if named is not None else _understood(piece)
        if found is None or any(name in changes and changes[name] != found[name] for name in found):
            unknown.append(piece)
        else:
            changes |= found
    return Shorthand(changes, side, tuple(unknown))


def as_shorthand(dosage: Dosage, side: Side | None = None) -> str:
    """Return the dose in short, such that parsing it gives the same dose and side again.

    A dose with a gap has no short form for the part that is missing, so that part is left out.
    """
    return " ".join([*_written(dosage), *([_LETTERS[side]] if side is not None else [])])


_SIDES = {"L": Side.LEFT, "R": Side.RIGHT, "E": Side.EACH, "T": Side.TOGETHER, "B": Side.TOGETHER}
_LETTERS = {Side.LEFT: "L", Side.RIGHT: "R", Side.EACH: "E", Side.TOGETHER: "T"}

_QUOTED = r'(?:w:)?"(?:[^"\\]|\\.)*"|(?:w:)?“[^“”]*”'
_SPACED_SETS = r"[0-9]+\s*[x×]\s+\S+|[0-9]+\s+[x×]\s*\S+"
_PIECE = re.compile(rf"(?:{_QUOTED})(?=\s|$)|{_SPACED_SETS}|\S+", re.IGNORECASE | re.DOTALL)

_NUMBER = "[0-9]{1,6}"
_TIME = rf"{_NUMBER}:[0-5][0-9]|{_NUMBER}(?:min|m|s)?"
_SETS = rf"(?P<sets>{_NUMBER})?x"
_ACTIVITY = "quick-run|easy-run|run|walk"


def _pieces(text: str) -> Iterator[str]:
    for match in _PIECE.finditer(text):
        piece = match.group(0)
        is_load = piece.endswith(('"', "”")) or piece[:2].lower() == "w:"
        yield piece if is_load else re.sub(r"\s", "", piece).replace("×", "x")


def _understood(piece: str) -> Changes | None:
    """Return the changes a piece stands for, or None."""
    for pattern, meaning in _GRAMMAR:
        match = pattern.fullmatch(piece)
        if match is not None:
            return meaning(match)
    return None


def _sets(match: re.Match[str]) -> Changes:
    return {} if match["sets"] is None else {"sets": int(match["sets"])}


def _reps(match: re.Match[str]) -> Changes:
    return {"kind": Kind.REPS, **_sets(match), "reps": int(match["reps"])}


def _still_hold(match: re.Match[str]) -> Changes:
    return {"kind": Kind.HOLD, **_sets(match), "hold_seconds": int(match["hold"])}


def _time(match: re.Match[str]) -> Changes:
    return {"kind": Kind.TIME, **_sets(match), "duration_seconds": _seconds(match["time"])}


def _distance(match: re.Match[str]) -> Changes:
    return {"kind": Kind.DISTANCE, **_sets(match), "distance_metres": int(match["metres"])}


def _to_comfort(match: re.Match[str]) -> Changes:
    return {"kind": Kind.TO_COMFORT, **_sets(match)}


def _intervals(match: re.Match[str]) -> Changes:
    return {
        "kind": Kind.INTERVALS,
        **_sets(match),
        "work_activity": Activity(match["work"].lower()),
        "duration_seconds": _seconds(match["work_time"]),
        "easy_activity": Activity(match["easy"].lower()),
        "easy_seconds": _seconds(match["easy_time"]),
    }


def _tempo(match: re.Match[str]) -> Changes:
    return {"tempo": Tempo(int(match["lower"]), int(match["pause"]), int(match["lift"]))}


def _effort(match: re.Match[str]) -> Changes:
    low = int(match["low"])
    return {"effort_low": low, "effort_high": low if match["high"] is None else int(match["high"])}


def _seconds_of(field: str) -> Callable[[re.Match[str]], Changes]:
    return lambda match: {field: _seconds(match["time"])}


def _number_of(field: str) -> Callable[[re.Match[str]], Changes]:
    return lambda match: {field: int(match["number"])}


def _quoted_load(match: re.Match[str]) -> Changes:
    return {"load": re.sub(r"\\(.)", r"\1", match["load"], flags=re.DOTALL)}


def _plain_load(match: re.Match[str]) -> Changes:
    return {"load": match["load"]}


def _grammar(
    *rules: tuple[str, Callable[[re.Match[str]], Changes]],
) -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], Changes]]]:
    flags = re.IGNORECASE | re.DOTALL
    return [(re.compile(pattern, flags), meaning) for pattern, meaning in rules]


# In an amount, "m" is metres and minutes are "min" or "1:30"; after h and r it is minutes.
_GRAMMAR = _grammar(
    (rf"{_SETS}(?P<reps>{_NUMBER})", _reps),
    (rf"{_SETS}(?P<hold>{_NUMBER})s", _still_hold),
    (rf"(?:{_SETS})?(?P<time>{_NUMBER}min|{_NUMBER}:[0-5][0-9])", _time),
    (rf"(?:{_SETS})?(?P<metres>{_NUMBER})m", _distance),
    (rf"(?:{_SETS})?comfort", _to_comfort),
    (
        rf"{_SETS}(?P<work>{_ACTIVITY})(?P<work_time>{_TIME})/(?P<easy>{_ACTIVITY})(?P<easy_time>{_TIME})",
        _intervals,
    ),
    (rf"h(?P<time>{_TIME})", _seconds_of("hold_seconds")),
    (rf"r(?P<time>{_TIME})", _seconds_of("rest_seconds")),
    (rf"t(?P<number>{_NUMBER})", _number_of("times_per_day")),
    (rf"d(?P<number>{_NUMBER})", _number_of("days_per_week")),
    (rf"e(?P<low>{_NUMBER})(?:-(?P<high>{_NUMBER}))?", _effort),
    (rf"(?P<lower>{_NUMBER})-(?P<pause>{_NUMBER})-(?P<lift>{_NUMBER})", _tempo),
    (r'(?:w:)?"(?P<load>(?:[^"\\]|\\.)*)"', _quoted_load),
    (r"(?:w:)?“(?P<load>[^“”]*)”", _plain_load),
    (r'w:(?P<load>[^\s"]+)', _plain_load),
)


def _seconds(text: str) -> int:
    if ":" in text:
        minutes, seconds = text.split(":")
        return int(minutes) * 60 + int(seconds)
    number = int(text.rstrip("minsMINS"))
    return number * 60 if "m" in text.lower() else number


def _written(dosage: Dosage) -> Iterator[str]:
    yield from _amount(dosage)
    for letter, value in (
        ("h", None if dosage.kind is Kind.HOLD else dosage.hold_seconds),
        ("r", dosage.rest_seconds),
        ("t", dosage.times_per_day),
        ("d", dosage.days_per_week),
    ):
        if value is not None:
            yield f"{letter}{value}"
    if dosage.effort_low is not None and dosage.effort_high is not None:
        same = dosage.effort_low == dosage.effort_high
        yield f"e{dosage.effort_low}" if same else f"e{dosage.effort_low}-{dosage.effort_high}"
    if dosage.tempo is not None:
        tempo = dosage.tempo
        yield f"{tempo.lower_seconds}-{tempo.pause_seconds}-{tempo.lift_seconds}"
    if dosage.load:
        escaped = re.sub(r'(["\\])', r"\\\1", dosage.load)
        yield f'"{escaped}"'


def _amount(dosage: Dosage) -> Iterator[str]:
    sets = "x" if dosage.sets is None else f"{dosage.sets}x"
    match dosage.kind:
        case Kind.REPS if dosage.reps is not None:
            yield f"{sets}{dosage.reps}"
        case Kind.HOLD if dosage.hold_seconds is not None:
            yield f"{sets}{dosage.hold_seconds}s"
        case Kind.TIME if dosage.duration_seconds is not None:
            yield f"{sets}{_clock(dosage.duration_seconds)}"
        case Kind.DISTANCE if dosage.distance_metres is not None:
            yield f"{sets}{dosage.distance_metres}m"
        case Kind.TO_COMFORT:
            yield f"{sets}comfort"
        case Kind.INTERVALS:
            yield from _interval_amount(dosage, sets)


def _interval_amount(dosage: Dosage, sets: str) -> Iterator[str]:
    work, easy = dosage.duration_seconds, dosage.easy_seconds
    if work is None or easy is None or dosage.work_activity is None or dosage.easy_activity is None:
        return
    yield f"{sets}{dosage.work_activity}{_clock(work)}/{dosage.easy_activity}{_clock(easy)}"


def _clock(seconds: int) -> str:
    return f"{seconds // 60}min" if seconds % 60 == 0 else f"{seconds // 60}:{seconds % 60:02}"
