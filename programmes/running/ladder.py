"""The walk-run ladder: what a session of each stage is, and when to move on. A person moves on; nothing here does.

Its stages, times and rules are data (`tpl-return-to-running`: osu-return-to-run, telehealth-run-2023). They follow
clinic and trial protocols; no trial shows that one ladder is best.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

from django.utils.translation import ngettext

from programmes.running.error import RunningError
from programmes.running.units import SECONDS_PER_MINUTE

SOURCES = ("osu-return-to-run", "telehealth-run-2023")


class StageKind(StrEnum):
    """How a stage is run."""

    INTERVAL = "interval"
    CONTINUOUS = "continuous"
    PROGRESSION = "progression"


@dataclass(frozen=True)
class Stage:
    """One rung, under the field names it is stored by. None means not said."""

    number: int
    name: str
    kind: StageKind
    walk_seconds: int | None = None
    run_seconds: int | None = None
    repeats: int | None = None
    warm_up_walk_minutes: int | None = None
    cool_down_walk_minutes: int | None = None
    effort_low: int | None = None
    effort_high: int | None = None
    min_sessions: int | None = None
    rest_days_between: int | None = None
    surface: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.is_load:
            return
        for name in ("run_seconds", "repeats", "min_sessions"):
            if not getattr(self, name):
                raise RunningError(f"stages[{self.number}].{name}", "is missing: say it, or make this a build-up stage")

    @classmethod
    def from_row(cls, row: object) -> Stage:
        """Return the stage of anything that has its fields, such as a stored row."""
        values = {field.name: getattr(row, field.name) for field in fields(cls)}
        return cls(**{**values, "kind": StageKind(values["kind"])})

    @property
    def is_load(self) -> bool:
        """Say whether the week's load is planned, and no session: stages 9 and 10 of the shipped ladder."""
        return self.kind is StageKind.PROGRESSION

    @property
    def running_seconds(self) -> int:
        """Return the running in one session, walks left out; 0 for a stage that builds up."""
        return 0 if self.is_load else (self.repeats or 0) * (self.run_seconds or 0)

    @property
    def walking_seconds(self) -> int:
        """Return the walking in one session, warm-up and cool-down counted."""
        around = (self.warm_up_walk_minutes or 0) + (self.cool_down_walk_minutes or 0)
        between = 0 if self.is_load else (self.repeats or 0) * (self.walk_seconds or 0)
        return around * SECONDS_PER_MINUTE + between


@dataclass(frozen=True)
class Ladder:
    """The stages in order. `move_on_when` is the rule for moving up one, in the plan's own words."""

    stages: tuple[Stage, ...]
    move_on_when: str = ""

    def __post_init__(self) -> None:
        numbers = [stage.number for stage in self.stages]
        if not numbers:
            raise RunningError("stages", "are missing: a plan needs at least one")
        if numbers != sorted(set(numbers)):
            raise RunningError("stages", f"must be numbered upwards, each once, not {numbers}")
        kinds = [stage.is_load for stage in self.stages]
        if kinds != sorted(kinds):
            raise RunningError("stages", "that build up must come after those that walk and run")

    @classmethod
    def of(cls, stages: Iterable[Stage], move_on_when: str = "") -> Ladder:
        return cls(tuple(sorted(stages, key=lambda stage: stage.number)), move_on_when)

    def stage(self, number: int) -> Stage:
        """Return the stage of that number. Raises RunningError."""
        for stage in self.stages:
            if stage.number == number:
                return stage
        numbers = ", ".join(str(stage.number) for stage in self.stages)
        raise RunningError("stage", f"must be one of {numbers}, not {number!r}")

    def after(self, stage: Stage) -> Stage | None:
        """Return the next stage; None after the last."""
        return next((each for each in self.stages if each.number > stage.number), None)

    def move_on_words(self, stage: Stage) -> str:
        """Return what is printed under a stage: how many sessions at least, and what must hold in them."""
        if self.after(stage) is None:
            return ""
        count = stage.min_sessions or 1
        phrase = ngettext(
            "Move on when: you have done %(count)d session or more.",
            "Move on when: you have done %(count)d sessions or more.",
            count,
        )
        return " ".join(filter(None, (phrase % {"count": count}, self.move_on_when)))

    def rest_days_from(self, stage: Stage) -> int:
        """Return the most rest days that this stage or a later one asks for between two runs."""
        return max(each.rest_days_between or 0 for each in self.stages if each.number >= stage.number)
