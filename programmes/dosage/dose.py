"""The dose itself: typed, frozen, and able to say what is missing or cannot be meant.

Knows its fields and their plain (JSON) form; how it reads is the business of `wording`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.dosage.kinds import Activity, Kind
from programmes.dosage.limits import BOUNDS, LOAD_MAX_LENGTH, allowed_fields, needed_fields

_Choice = TypeVar("_Choice", bound=StrEnum)


class DosageError(ValueError):
    """Something that cannot be made into a dose: `field` is the path, `reason` says why."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field}: {reason}" if field else reason)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field, in words for the person filling it in.

    `is_gap` is true when the value is only missing: that keeps a programme from being issued, not saved.
    """

    field: str
    message: str
    is_gap: bool = False


@dataclass(frozen=True)
class Tempo:
    """How long each part of one repetition takes. 0 is a value: no pause."""

    lower_seconds: int
    pause_seconds: int
    lift_seconds: int

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            _check_whole_number(f"tempo.{name}", value)

    @classmethod
    def from_plain(cls, plain: Any) -> Tempo:
        """Return the tempo of a plain dictionary. Raises DosageError."""
        names = [field.name for field in fields(cls)]
        given = _mapping("tempo", plain)
        _refuse_unknown(given, names, "tempo.")
        for name in names:
            if given.get(name) is None:
                raise DosageError(f"tempo.{name}", "is missing; 0 says no time is spent on it")
        return cls(**given)


@dataclass(frozen=True)
class Dosage:
    """A dose. None means not prescribed; 0 is a value."""

    kind: Kind
    sets: int | None = None
    reps: int | None = None
    hold_seconds: int | None = None
    duration_seconds: int | None = None  # of one go; of the working part in interval work
    distance_metres: int | None = None
    rest_seconds: int | None = None  # between sets
    easy_seconds: int | None = None  # the easy part in interval work
    work_activity: Activity | None = None
    easy_activity: Activity | None = None
    times_per_day: int | None = None
    days_per_week: int | None = None
    tempo: Tempo | None = None
    load: str = ""
    effort_low: int | None = None
    effort_high: int | None = None

    def __post_init__(self) -> None:
        for name in _WHOLE_NUMBERS:
            value = getattr(self, name)
            if value is not None:
                _check_whole_number(name, value)
        for name, kind in _TYPES.items():
            value = getattr(self, name)
            if not isinstance(value, kind) and not (value is None and name not in ("kind", "load")):
                raise DosageError(name, f"must be a {kind.__name__}, not {value!r}")

    def problems(self) -> tuple[Problem, ...]:
        """Return what is missing, out of bounds or out of place, in the order of the fields."""
        found = [*_gaps(self), *_out_of_bounds(self), *_out_of_place(self), *_contradictions(self)]
        return tuple(sorted(found, key=lambda problem: _ORDER[problem.field.partition(".")[0]]))

    def gaps(self) -> tuple[Problem, ...]:
        """Return the problems that are only something missing."""
        return tuple(problem for problem in self.problems() if problem.is_gap)

    def faults(self) -> tuple[Problem, ...]:
        """Return the problems that no dose can have: out of bounds, out of place or contradictory."""
        return tuple(problem for problem in self.problems() if not problem.is_gap)

    def changed(self, changes: Mapping[str, Any]) -> Dosage:
        """Return the dose with these fields changed.

        A change of kind drops what the new kind cannot have or means otherwise: 30 seconds of a still hold
        is not a hold in each of 12 repetitions.
        """
        kind = changes.get("kind", self.kind)
        if kind == self.kind:
            return replace(self, **changes)
        kept = allowed_fields(kind) - {"kind", "duration_seconds"}
        if Kind.HOLD in (kind, self.kind):
            kept -= {"hold_seconds"}
        return Dosage(**{"kind": kind, **{name: getattr(self, name) for name in kept}, **changes})

    def as_plain(self) -> dict[str, Any]:
        """Return the dose for JSON: what is not prescribed is left out, effort is a pair."""
        plain = {name: value for name, value in asdict(self).items() if value != _BLANK.get(name)}
        effort = [plain.pop("effort_low", None), plain.pop("effort_high", None)]
        for name in _CHOICES:
            if name in plain:
                plain[name] = plain[name].value
        return plain if effort == [None, None] else {**plain, "effort": effort}

    @classmethod
    def from_plain(cls, plain: Any) -> Dosage:
        """Return the dose of a plain dictionary; null means not prescribed. Raises DosageError."""
        given = {name: value for name, value in _mapping("", plain).items() if value is not None}
        _refuse_unknown(given, [*(name for name in _ORDER if not name.startswith("effort_")), "effort"])
        if "kind" not in given:
            raise DosageError("kind", "is missing")
        if "effort" in given:
            given["effort_low"], given["effort_high"] = _pair("effort", given.pop("effort"))
        if "tempo" in given:
            given["tempo"] = Tempo.from_plain(given["tempo"])
        for name, choices in _CHOICES.items():
            if name in given:
                given[name] = _choice(name, choices, given[name])
        return cls(**given)


_ORDER = {field.name: position for position, field in enumerate(fields(Dosage))}
_BLANK = {field.name: field.default for field in fields(Dosage) if field.name != "kind"}
_CHOICES: dict[str, type[StrEnum]] = {"kind": Kind, "work_activity": Activity, "easy_activity": Activity}
_TYPES: dict[str, type] = {**_CHOICES, "tempo": Tempo, "load": str}
_WHOLE_NUMBERS = [name for name in BOUNDS if "." not in name]

_NAMES: dict[str, Promise] = {
    "sets": gettext_lazy("Sets"),
    "reps": gettext_lazy("Repetitions"),
    "hold_seconds": gettext_lazy("Hold (seconds)"),
    "duration_seconds": gettext_lazy("Time (seconds)"),
    "distance_metres": gettext_lazy("Distance (metres)"),
    "rest_seconds": gettext_lazy("Rest (seconds)"),
    "easy_seconds": gettext_lazy("Easy part (seconds)"),
    "work_activity": gettext_lazy("Working part"),
    "easy_activity": gettext_lazy("Easy part"),
    "times_per_day": gettext_lazy("Times a day"),
    "days_per_week": gettext_lazy("Days a week"),
    "tempo": gettext_lazy("Tempo"),
    "tempo.lower_seconds": gettext_lazy("Lowering (seconds)"),
    "tempo.pause_seconds": gettext_lazy("Pause (seconds)"),
    "tempo.lift_seconds": gettext_lazy("Lifting (seconds)"),
    "effort_low": gettext_lazy("Lowest effort"),
    "effort_high": gettext_lazy("Highest effort"),
}

_ASK: dict[str, Promise] = {
    "sets": gettext_lazy("Say how many sets."),
    "reps": gettext_lazy("Say how many repetitions."),
    "hold_seconds": gettext_lazy("Say how long to hold, in seconds."),
    "duration_seconds": gettext_lazy("Say how long, in seconds."),
    "distance_metres": gettext_lazy("Say how far, in metres."),
    "easy_seconds": gettext_lazy("Say how long the easy part is, in seconds; 0 is no break."),
    "work_activity": gettext_lazy("Say what the working part is, such as run."),
    "easy_activity": gettext_lazy("Say what the easy part is, such as walk."),
    "days_per_week": gettext_lazy("Say on how many days a week."),
}


def _gaps(dosage: Dosage) -> Iterator[Problem]:
    for name in needed_fields(dosage.kind):
        if getattr(dosage, name) is None:
            yield Problem(name, str(_ASK[name]), is_gap=True)


def _out_of_bounds(dosage: Dosage) -> Iterator[Problem]:
    for name, (lowest, highest) in BOUNDS.items():
        value = _value(dosage, name)
        if value is not None and not lowest <= value <= highest:
            message = _("%(field)s: give a number from %(lowest)d to %(highest)d, not %(value)d.")
            yield Problem(
                name,
                message % {"field": _NAMES[name], "lowest": lowest, "highest": highest, "value": value},
            )
    if len(dosage.load) > LOAD_MAX_LENGTH:
        message = _("Load: use at most %(length)d characters; the rest belongs in a note.")
        yield Problem("load", message % {"length": LOAD_MAX_LENGTH})


def _out_of_place(dosage: Dosage) -> Iterator[Problem]:
    for name in _ORDER:
        if name in allowed_fields(dosage.kind) or getattr(dosage, name) == _BLANK[name]:
            continue
        if dosage.kind is Kind.HOLD and name == "reps":
            message = _("Leave repetitions empty for a still hold, or count by repetitions and hold each.")
        elif dosage.kind is Kind.INTERVALS and name == "rest_seconds":
            message = _("Leave rest empty for intervals: the easy part is the rest.")
        else:
            message = _("%(field)s: leave this empty when counting by “%(kind)s”.")
        yield Problem(name, message % {"field": _NAMES[name], "kind": dosage.kind.label})


def _contradictions(dosage: Dosage) -> Iterator[Problem]:
    low, high = dosage.effort_low, dosage.effort_high
    if (low is None) != (high is None):
        missing = "effort_low" if low is None else "effort_high"
        yield Problem(missing, _("Give both ends of the effort, or neither; they may be the same."))
    elif low is not None and high is not None and low > high:
        yield Problem("effort_low", _("Give the lower effort first."))
    if dosage.kind is Kind.HOLD and dosage.hold_seconds == 0:
        yield Problem("hold_seconds", _("A still hold needs at least 1 second."))
    if "tempo" in allowed_fields(dosage.kind) and _hold_is_not_the_pause(dosage):
        yield Problem(
            "hold_seconds",
            _("The hold and the pause in the tempo are the same moment: make them equal, or leave one out."),
        )


def _hold_is_not_the_pause(dosage: Dosage) -> bool:
    tempo, hold = dosage.tempo, dosage.hold_seconds
    return tempo is not None and hold is not None and hold != tempo.pause_seconds


def _value(dosage: Dosage, name: str) -> int | None:
    if name.startswith("tempo."):
        return None if dosage.tempo is None else getattr(dosage.tempo, name.removeprefix("tempo."))
    value: int | None = getattr(dosage, name)
    return value


def _check_whole_number(field: str, value: object) -> None:
    # A bool is an int to Python, but no number of anything.
    if not isinstance(value, int) or isinstance(value, bool):
        raise DosageError(field, f"must be a whole number, not {value!r}")


def _mapping(field: str, plain: Any) -> dict[str, Any]:
    if not isinstance(plain, Mapping):
        raise DosageError(field, f"must be a set of named values, not {plain!r}")
    return dict(plain)


def _refuse_unknown(given: Mapping[str, Any], names: list[str], prefix: str = "") -> None:
    for name in given:
        if name == "per_side":
            raise DosageError("per_side", "is no part of a dose: the side is the prescription's")
        if name not in names:
            raise DosageError(f"{prefix}{name}", "is not a field of a dose")


def _pair(field: str, value: Any) -> tuple[int | None, int | None]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise DosageError(field, f"must be a low and a high number, such as [4, 6], not {value!r}")
    return value[0], value[1]


def _choice(field: str, choices: type[_Choice], value: Any) -> _Choice:
    try:
        return choices(value)
    except ValueError:
        allowed = ", ".join(choices)
        raise DosageError(field, f"must be one of {allowed}, not {value!r}") from None
