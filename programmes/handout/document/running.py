"""The way back to running: the stages and their days, and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from programmes.handout.document.advice import Advice
from programmes.handout.document.image import Image
from programmes.handout.terms import MoveTerms, StageTerms


@dataclass(frozen=True)
class PlannedRun:
    """A run on its day, a box to tick. ``amount`` is empty where the stage says it."""

    on: date
    amount: str = ""


@dataclass(frozen=True)
class RunWeek:
    """A week from stage 9 on."""

    starts_on: date
    stage: int
    runs: tuple[PlannedRun, ...]


@dataclass(frozen=True)
class Stage:
    """A rung of the walk-run ladder. ``sessions`` is how many runs, each a box to tick, still come before moving on.

    ``runs`` are those that have a day: the earliest, if all goes well. ``is_now`` marks where a person has put the
    runner, and ``is_done`` what is below it. ``each_run`` is what holds for every run of this stage and not of all.
    """

    number: int
    name: str
    what: str
    minutes: str
    effort: str
    sessions: int
    note: str = ""
    runs: tuple[PlannedRun, ...] = ()
    is_now: bool = False
    is_done: bool = False
    terms: StageTerms | None = None
    each_run: tuple[str, ...] = ()

    @property
    def tick_boxes(self) -> range:
        """Return a box for each run that has no day, so that a stage never shows fewer than it asks for."""
        return range(max(0, self.sessions - len(self.runs)))


@dataclass(frozen=True)
class StageRule:
    when: str
    then: str


@dataclass(frozen=True)
class RunningLadder:
    every_session: tuple[str, ...]
    entry: tuple[str, ...]
    stages: tuple[Stage, ...]
    rules: tuple[StageRule, ...]
    pain_rule: str = ""
    weeks: tuple[RunWeek, ...] = ()
    pain: str = ""

    @property
    def has_days(self) -> bool:
        return bool(self.weeks) or any(stage.runs for stage in self.stages)


@dataclass(frozen=True)
class Cadence:
    """How quick the steps are to be. ``count`` says how to find out, ``beats`` what to set a metronome to."""

    count: str
    own: int | None
    aim: str
    beats: str


@dataclass(frozen=True)
class WarmUpMove:
    """An exercise of the warm-up card. How it is done stands in few words."""

    name: str
    summary: str
    how: str
    picture: Image | None = None
    terms: MoveTerms | None = None


@dataclass(frozen=True)
class Pair:
    """A pair of shoes: worn since, and how far until the sheet was made."""

    name: str
    worn_from: date
    distance: str


@dataclass(frozen=True)
class Runner:
    """What stands beside the stages: the warm-up, form cues to try one at a time, step rate, shoes, other advice."""

    warm_up: tuple[WarmUpMove, ...] = ()
    cues: tuple[Advice, ...] = ()
    cadence: Cadence | None = None
    pairs: tuple[Pair, ...] = ()
    shoes: str = ""
    advice: tuple[Advice, ...] = ()
