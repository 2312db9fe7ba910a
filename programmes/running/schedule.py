"""A proposed schedule: dated weeks of sessions. Plain values, for a practitioner to change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from programmes.running.ladder import Stage
from programmes.running.run import Run
from programmes.running.units import SECONDS_PER_MINUTE, Unit


@dataclass(frozen=True)
class Session:
    """One run on its day. On the ladder it is walked and run as its stage says; after it, a distance or a time."""

    on: date
    stage: Stage
    metres: Decimal | None = None
    seconds: int | None = None  # Of running.
    is_first_of_stage: bool = False  # Only once a person has moved the runner on to this stage.
    is_long_run: bool = False

    @property
    def minutes_in_all(self) -> int | None:
        """Return the whole session with its walks, in minutes begun; None where only the distance is said."""
        if self.seconds is None:
            return None
        return -(-(self.seconds + self.stage.walking_seconds) // SECONDS_PER_MINUTE)

    @property
    def run(self) -> Run:
        """Return it as a planned run, for the guards and the shoes."""
        return Run(self.on, self.metres, self.seconds, is_on_ladder=not self.stage.is_load, is_planned=True)


@dataclass(frozen=True)
class Week:
    """Seven days from `starts_on`."""

    number: int
    starts_on: date
    sessions: tuple[Session, ...]

    def total(self, unit: Unit) -> Fraction:
        """Return the running of the week in metres or seconds."""
        return sum((session.run.amount(unit) or Fraction(0) for session in self.sessions), Fraction(0))

    def longest(self, unit: Unit) -> Fraction:
        """Return the longest run of the week in metres or seconds."""
        return max((session.run.amount(unit) or Fraction(0) for session in self.sessions), default=Fraction(0))

    @property
    def stage_numbers(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(session.stage.number for session in self.sessions))


@dataclass(frozen=True)
class Projection:
    """What comes if every stage goes well. Each stage waits for a person to say "move on"."""

    weeks: tuple[Week, ...]
    unit: Unit  # Minutes when it begins on the ladder, as its stages are in minutes.
    runs_without_a_day: int = 0  # A week: wanted, but no day was free with the rest days between.

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(session.run for week in self.weeks for session in week.sessions)
