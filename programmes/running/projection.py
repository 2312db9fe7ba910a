"""From where a runner is to dated weeks: stage by stage on the ladder, then week by week.

It lays out the earliest dates. It moves nobody on: the stage is given, and each next one waits for a person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from programmes.running.baseline import Baseline
from programmes.running.days import dates_in_week, run_days
from programmes.running.error import RunningError
from programmes.running.guards import History, first_day
from programmes.running.ladder import Ladder, Stage
from programmes.running.load import HIGHEST_RISE_PERCENT, USUAL_RISE_PERCENT, aim, shared_out
from programmes.running.run import Run
from programmes.running.schedule import Projection, Session, Week
from programmes.running.units import Unit, amount_words

MOST_WEEKS = 52


@dataclass(frozen=True)
class Start:
    """Where the plan begins. The stage is the one a person has set; its sessions done so far are counted on."""

    stage_number: int
    on: date
    sessions_done: int = 0


@dataclass(frozen=True)
class Wish:
    """What a practitioner may ask otherwise. A rise of 0 holds the week."""

    weeks: int = 6
    runs_per_week: int = 3
    rise_percent: int = USUAL_RISE_PERCENT
    unit: Unit = Unit.KILOMETRES  # From stage 9 on; a plan that begins on the ladder stays in minutes.

    def __post_init__(self) -> None:
        for name, low, high in (("weeks", 1, MOST_WEEKS), ("rise_percent", 0, HIGHEST_RISE_PERCENT)):
            value = getattr(self, name)
            if value not in range(low, high + 1):
                raise RunningError(name, f"must be a whole number from {low} to {high}, not {value!r}")


def project(ladder: Ladder, baseline: Baseline, start: Start, wish: Wish | None = None) -> Projection:
    """Return dated weeks from the start. Raises RunningError, which names the field to fill in or correct."""
    wish = wish or Wish()
    stage = ladder.stage(start.stage_number)
    _check(baseline, start, stage, wish)
    days = run_days(baseline.run_days, wish.runs_per_week, ladder.rest_days_from(stage))
    unit = wish.unit if stage.is_load else Unit.MINUTES
    place = _Place(ladder, stage, start.sessions_done)
    known = baseline if stage.is_load else _for_the_ladder(baseline)
    weeks: list[Week] = []
    for number in range(1, wish.weeks + 1):
        starts_on = first_day(number, start.on)
        dates = dates_in_week(starts_on, days.days)
        if place.stage.is_load:
            history = History(_runs(weeks), start.on, unit, known)
            sessions = place.build_up(history, number, dates, wish.rise_percent)
        else:
            sessions = place.walk(dates)
        weeks.append(Week(number, starts_on, sessions))
    return Projection(tuple(weeks), unit, days.short_by)


@dataclass
class _Place:
    """How far up the ladder the plan has come."""

    ladder: Ladder
    stage: Stage
    sessions_done: int

    def walk(self, dates: tuple[date, ...]) -> tuple[Session, ...]:
        """Return one session for each day. A week that ends the ladder is filled with its last stage."""
        sessions = tuple(self._session(on) for on in dates)
        self._move_on(to_load=True)
        return sessions

    def build_up(self, history: History, week: int, dates: tuple[date, ...], rise_percent: int) -> tuple[Session, ...]:
        """Return the runs of a week from stage 9 on."""
        shares = shared_out(aim(history, week, dates, rise_percent), len(dates), history.unit)
        if not any(shares):
            least = amount_words(history.unit.step, history.unit)
            raise RunningError(f"weeks[{week}]", f"would hold less than {least}: too little to build up from")
        return tuple(
            self._share(on, steps, history.unit, is_long_run=on == dates[-1])
            for on, steps in zip(dates, shares, strict=True)
            if steps
        )

    def _share(self, on: date, steps: int, unit: Unit, *, is_long_run: bool) -> Session:
        amount, is_first = steps * unit.step, self.sessions_done == 0
        self.sessions_done += 1
        if unit.is_distance:
            metres = Decimal(amount.numerator) / amount.denominator
            return Session(on, self.stage, metres=metres, is_first_of_stage=is_first, is_long_run=is_long_run)
        return Session(on, self.stage, seconds=int(amount), is_first_of_stage=is_first, is_long_run=is_long_run)

    def _session(self, on: date) -> Session:
        self._move_on(to_load=False)
        session = Session(on, self.stage, seconds=self.stage.running_seconds, is_first_of_stage=self.sessions_done == 0)
        self.sessions_done += 1
        return session

    def _move_on(self, *, to_load: bool) -> None:
        following = self.ladder.after(self.stage)
        if following is None or self.sessions_done < (self.stage.min_sessions or 0):
            return
        if to_load or not following.is_load:
            self.stage, self.sessions_done = following, 0


def _check(baseline: Baseline, start: Start, stage: Stage, wish: Wish) -> None:
    for problem in baseline.problems(start.on):
        raise RunningError(problem.field, problem.message)
    if start.sessions_done < 0:
        raise RunningError("sessions_done", f"must be 0 or more, not {start.sessions_done!r}")
    if not stage.is_load:
        return
    measure = "metres" if wish.unit.is_distance else "seconds"
    for name, value in (("longest_run", baseline.longest_run(wish.unit)), ("weekly", baseline.weekly(wish.unit))):
        if not value:
            reason = f"is needed to plan stage {stage.number} in {wish.unit.label}: ask the runner, or plan by"
            raise RunningError(f"{name}_{measure}", f"{reason} {'minutes' if wish.unit.is_distance else 'distance'}")


def _for_the_ladder(baseline: Baseline) -> Baseline:
    """After the ladder a plan goes on from what the ladder asked for, however long a run was before it."""
    return replace(baseline, longest_run_metres=None, longest_run_seconds=None)


def _runs(weeks: list[Week]) -> tuple[Run, ...]:
    return tuple(session.run for week in weeks for session in week.sessions)
