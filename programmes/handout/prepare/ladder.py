"""The walk-run ladder: when to start, the stages, when to move up or down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes import running
from programmes.dosage import Activity, Dosage, Kind, summary
from programmes.handout.document import PlannedRun, RunningLadder, RunWeek, Stage, StageRule
from programmes.handout.prepare import pain, terms
from programmes.handout.prepare.brief import Brief
from programmes.models import RunningPlan
from programmes.models import Stage as StageRow
from programmes.sides import Side

# What a run is told in that holds no amount in the unit of its plan; by whether it is a distance.
_OTHER = {True: running.Unit.KILOMETRES, False: running.Unit.MINUTES}


def ladder(brief: Brief) -> RunningLadder | None:
    plan = brief.running_plan
    if plan is None:
        return None
    rows = list(plan.stages.all())
    sessions = _sessions(plan)
    return RunningLadder(
        every_session=_every_session(brief, rows),
        entry=brief.wording.of_programmes(plan.entry_criteria) if _is_before(plan, rows) else (),
        stages=tuple(_stage(brief, row, plan, sessions) for row in rows),
        rules=tuple(_rule(brief, rule) for rule in plan.stage_rules),
        pain_rule=plan.pain_rule.slug if plan.pain_rule else "",
        weeks=tuple(_weeks(plan, sessions)),
        pain=pain.while_running(brief),
    )


def _is_before(plan: RunningPlan, rows: list[StageRow]) -> bool:
    """Say whether running is still to begin: whoever is further up the ladder needs no leave to start."""
    return plan.stage_number is None or not rows or plan.stage_number <= rows[0].number


def _sessions(plan: RunningPlan) -> tuple[running.Session, ...]:
    """Return the planned runs. What cannot be read is told beside the plan, and the stages are printed without days."""
    try:
        return plan.sessions(plan.ladder()) if plan.planned_runs else ()
    except running.RunningError:
        return ()


def _weeks(plan: RunningPlan, sessions: Sequence[running.Session]) -> Iterator[RunWeek]:
    """Yield the weeks from stage 9 on, whose runs are as long as the plan says."""
    building_up = [session for session in sessions if session.stage.is_load]
    first = plan.starts_on or (building_up[0].on if building_up else None)
    for starts_on, runs in groupby(building_up, lambda session: _week_of(session.on, first)):
        of_week = list(runs)
        shown = tuple(PlannedRun(each.on, _amount(each, plan.counts_in)) for each in of_week)
        yield RunWeek(starts_on, of_week[0].stage.number, shown)


def _week_of(on: date, first: date | None) -> date:
    """Return the first day of the week that *on* lies in; weeks are seven days from the plan's first."""
    return on - timedelta(days=(on - first).days % 7) if first is not None else on


def _amount(session: running.Session, unit: running.Unit) -> str:
    is_distance = session.metres is not None
    fitting = unit if unit.is_distance == is_distance else _OTHER[is_distance]
    return running.amount_words(session.run.amount(fitting) or Fraction(0), fitting)


def _every_session(brief: Brief, rows: list[StageRow]) -> tuple[str, ...]:
    """Return what holds for each run, where all stages agree on it."""
    if not rows:
        return ()
    first = rows[0]
    said = (
        _walks(first.warm_up_walk_minutes, first.cool_down_walk_minutes),
        _rest_days(first.rest_days_between),
        _("Run on %(surface)s ground.") % {"surface": brief.wording.of_programme(first.surface)}
        if first.surface
        else "",
    )
    return tuple(line for line in said if line)


def _walks(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return ""
    return _("Walk for %(before)d minutes before and %(after)d minutes after.") % {"before": before, "after": after}


def _rest_days(days: int | None) -> str:
    if not days:
        return ""
    return ngettext(
        "Leave %(days)d day of rest from running between runs.",
        "Leave %(days)d days of rest from running between runs.",
        days,
    ) % {"days": days}


def _stage(brief: Brief, row: StageRow, plan: RunningPlan, sessions: Sequence[running.Session]) -> Stage:
    now = plan.stage_number
    return Stage(
        number=row.number,
        name=brief.wording.of_programme(row.name),
        what=_what(row),
        minutes=str(row.total_minutes) if row.total_minutes is not None else "",
        effort=_effort(row.effort_low, row.effort_high),
        sessions=_sessions_left(row, plan),
        note=brief.wording.of_programme(row.note),
        runs=tuple(
            PlannedRun(each.on) for each in sessions if each.stage.number == row.number and not each.stage.is_load
        ),
        is_now=row.number == now,
        is_done=now is not None and row.number < now,
        terms=terms.stage(row),
    )


def _sessions_left(row: StageRow, plan: RunningPlan) -> int:
    """Return how many runs the stage asks for, without those that were done there."""
    asked = row.min_sessions or 0
    return max(0, asked - plan.sessions_done) if row.number == plan.stage_number else asked


def _what(row: StageRow) -> str:
    """Return the stage as an interval dose reads; a stage that only builds up is told by its note."""
    if row.run_seconds is None:
        return ""
    dosage = Dosage(
        kind=Kind.INTERVALS,
        sets=row.repeats,
        duration_seconds=row.run_seconds,
        easy_seconds=row.walk_seconds,
        work_activity=Activity.RUN,
        easy_activity=Activity.WALK,
    )
    return summary(dosage, Side.TOGETHER)


def _effort(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return ""
    return str(low) if low == high else _("%(low)d to %(high)d") % {"low": low, "high": high}


def _rule(brief: Brief, rule: dict[str, str]) -> StageRule:
    return StageRule(
        when=brief.wording.of_programme(rule.get("patient_when") or rule["when"]),
        then=brief.wording.of_programme(rule.get("patient_then") or rule["then"]),
    )
