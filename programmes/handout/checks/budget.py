"""How long a session and a week of a plan are, and when that is more than people keep up with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.dosage import DayKind, Item, Kind, Session, longest, sessions_of_week
from programmes.models import Phase, Prescription, Programme, running_plan_of
from programmes.precautions import PROGRAMME, Finding, Level
from programmes.sides import Side

CODE = "budget-long-session"

# More than this is said; more than the second asks for a reason. By convention: short plans are kept up better.
EXERCISES, MOST_EXERCISES = 4, 6
MINUTES, MOST_MINUTES = 30, 45


@dataclass(frozen=True)
class Budget:
    """What one phase, or a whole warm-up, asks for. Optional exercises are not counted; the walks around a run are.

    `minutes` of the longest session and `minutes_a_week` are None when a dose cannot be timed; `by_kind` holds the
    minutes of the longest session of each kind of day when heavy lifting, holds and jumps have days of their own.
    """

    where: str
    title: str
    exercises: int
    minutes: int | None
    minutes_a_week: int | None
    days: int
    by_kind: tuple[tuple[DayKind, int], ...]
    reason: str = ""

    @property
    def is_long(self) -> bool:
        return self.exercises > EXERCISES or (self.minutes or 0) > MINUTES

    @property
    def is_too_long(self) -> bool:
        return self.exercises > MOST_EXERCISES or (self.minutes or 0) > MOST_MINUTES


def budgets(programme: Programme) -> list[Budget]:
    """Return the budget of each phase; of a warm-up, whose blocks are one session, the only one.

    Uses a programme fetched `with_lines`. A running plan beside exercises is no part of their sessions.
    """
    phases = list(programme.phases.all())
    walking = minutes_of_walking(programme)
    if programme.kind == Programme.Kind.WARM_UP:
        return [_budget(PROGRAMME, programme.name, phases, walking)] if phases else []
    return [_budget(f"phase:{phase.pk}", phase.name, [phase], walking) for phase in phases]


def findings(programme: Programme) -> Iterator[Finding]:
    """Yield what is long: of a template in any phase, of a patient's programme in the one in force."""
    in_force = programme.phase_in_force()
    for budget in budgets(programme):
        if programme.is_template or budget.where in (PROGRAMME, f"phase:{in_force.pk}"):
            yield from _findings(budget)


def minutes_of_session(phases: Sequence[Phase], programme: Programme) -> float | None:
    """Return about how long the longest session takes; None without exercises or when a dose cannot be timed."""
    session = longest(_sessions(phases))
    return None if session is None else (session.seconds or 0) / 60 + minutes_of_walking(programme)


def minutes_of_walking(programme: Programme) -> int:
    """Return the minutes of walking around a run, where running is what the programme is; 0 for others."""
    plan = running_plan_of(programme) if programme.kind == Programme.Kind.RETURN_TO_RUNNING else None
    first = next(iter(plan.stages.all()), None) if plan else None
    return (first.warm_up_walk_minutes or 0) + (first.cool_down_walk_minutes or 0) if first else 0


def items_of(lines: Sequence[Prescription]) -> list[Item]:
    """Return the lines that have to be done, in their order, for the arithmetic of sessions."""
    return [_item(line) for line in lines if not line.is_optional]


def _sessions(phases: Sequence[Phase]) -> tuple[Session, ...]:
    return sessions_of_week(items_of([line for phase in phases for line in phase.prescriptions.all()]))


def _budget(where: str, title: str, phases: Sequence[Phase], walking: int) -> Budget:
    sessions = _sessions(phases)
    is_timed = longest(sessions) is not None
    minutes = [(session.seconds or 0) / 60 + walking for session in sessions]
    kinds = dict.fromkeys(session.kind for session in sessions)
    return Budget(
        where=where,
        title=title,
        exercises=max((len(session.items) for session in sessions), default=0),
        minutes=round(max(minutes)) if is_timed else None,
        minutes_a_week=round(sum(minutes)) if is_timed else None,
        days=len({session.day for session in sessions}),
        by_kind=tuple((kind, _longest_of(kind, sessions)) for kind in kinds) if is_timed and len(kinds) > 1 else (),
        reason=next((phase.long_session_reason for phase in phases if phase.long_session_reason), ""),
    )


def _longest_of(kind: DayKind, sessions: Sequence[Session]) -> int:
    """Return the minutes of the longest session on a day of this kind."""
    return round(max((session.seconds or 0) / 60 for session in sessions if session.kind is kind))


def _findings(budget: Budget) -> Iterator[Finding]:
    if not budget.is_long:
        return
    asks = budget.is_too_long and not budget.reason
    level = Level.WARN if asks else Level.INFO
    because = (str(budget.exercises), str(budget.minutes))
    yield Finding(CODE, level, budget.where, _reason(budget), needs_reason=asks, because=because)


def _reason(budget: Budget) -> str:
    count = ngettext("%(count)d exercise", "%(count)d exercises", budget.exercises) % {"count": budget.exercises}
    words = {"phase": budget.title, "exercises": count, "minutes": budget.minutes}
    if budget.minutes is None:
        said = _("%(phase)s: a session has %(exercises)s.") % words
    else:
        said = _("%(phase)s: a session has %(exercises)s and takes about %(minutes)d minutes.") % words
    if budget.is_too_long and budget.reason:
        return f"{said} {_('The reason given:')} {budget.reason}"
    if budget.is_too_long:
        limits = {"exercises": MOST_EXERCISES, "minutes": MOST_MINUTES}
        return f"{said} {_('More than %(exercises)d exercises or %(minutes)d minutes needs a reason.') % limits}"
    return f"{said} {_('People keep up better with a short list.')}"


def _item(line: Prescription) -> Item:
    exercise = line.exercise
    needs = (thing.slug for need in exercise.kit_needs.all() for thing in need.any_of.all() if not need.is_optional)
    return Item(line.dosage, Side(line.side), exercise.start_position, frozenset(needs), day_kind(line))


def day_kind(line: Prescription) -> DayKind:
    """Return which days a line keeps to, where a plan has such days: a long hold of the thigh, a heavy lift, jumps."""
    tags, is_hold = line.exercise.tags, line.dose_kind == Kind.HOLD
    if is_hold and "long-isometric-hold" in tags and "quadriceps" in line.exercise.primary_muscles:
        return DayKind.HOLDS
    if not is_hold and "heavy-load" in tags:
        return DayKind.HEAVY
    return DayKind.JUMPS if "tendon-energy-storage" in tags else DayKind.ANY
