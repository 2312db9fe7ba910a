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
    sessions, shared = _sessions(plan), _shared(brief, rows)
    return RunningLadder(
        every_session=tuple(said for said in shared if said),
        entry=brief.wording.of_programmes(plan.entry_criteria) if _is_before(plan, rows) else (),
        stages=tuple(_stage(brief, row, plan, sessions, shared) for row in rows),
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
    for starts_on, runs in groupby(building_up, lambda session: _week_of(session.on, plan.weeks_from(sessions))):
        of_week = list(runs)
        shown = tuple(PlannedRun(each.on, _amount(each, plan.counts_in)) for each in of_week)
        yield RunWeek(starts_on, of_week[0].stage.number, shown)


def _week_of(on: date, first: date) -> date:
    """Return the first day of the week that *on* lies in; weeks are seven days from the plan's first."""
    return on - timedelta(days=(on - first).days % 7)


def _amount(session: running.Session, unit: running.Unit) -> str:
    is_distance = session.metres is not None
    fitting = unit if unit.is_distance == is_distance else _OTHER[is_distance]
    return running.amount_words(session.run.amount(fitting) or Fraction(0), fitting)


def _shared(brief: Brief, rows: Sequence[StageRow]) -> list[str | None]:
    """Return what all stages say of their walks, rests and ground; None in place of what they do not agree on."""
    told = zip(*(_of_each_run(brief, row) for row in rows), strict=True)
    return [said[0] if len(set(said)) == 1 else None for said in told]


def _of_stage_alone(brief: Brief, row: StageRow, shared: Sequence[str | None]) -> tuple[str, ...]:
    """Return what holds for each run of this stage, where the stages do not agree on it."""
    said = zip(_of_each_run(brief, row), shared, strict=True)
    return tuple(own for own, of_all in said if own and of_all is None)


def _of_each_run(brief: Brief, row: StageRow) -> tuple[str, str, str]:
    """Return what one stage says of its walks, rests and ground, empty for what it does not say."""
    surface = brief.wording.of_programme(row.surface) if row.surface else ""
    ground = _("Run on %(surface)s ground.") % {"surface": surface} if surface else ""
    return _walks(row.warm_up_walk_minutes, row.cool_down_walk_minutes), _rest_days(row.rest_days_between), ground


def _walks(before: int | None, after: int | None) -> str:
    if before and after:
        return _("Walk for %(before)d minutes before and %(after)d minutes after.") % {"before": before, "after": after}
    if before:
        said = ngettext("Walk for %(minutes)d minute before.", "Walk for %(minutes)d minutes before.", before)
        return said % {"minutes": before}
    if after:
        said = ngettext("Walk for %(minutes)d minute after.", "Walk for %(minutes)d minutes after.", after)
        return said % {"minutes": after}
    return ""


def _rest_days(days: int | None) -> str:
    if not days:
        return ""
    return ngettext(
        "Leave %(days)d day of rest from running between runs.",
        "Leave %(days)d days of rest from running between runs.",
        days,
    ) % {"days": days}


def _stage(
    brief: Brief,
    row: StageRow,
    plan: RunningPlan,
    sessions: Sequence[running.Session],
    shared: Sequence[str | None],
) -> Stage:
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
        each_run=_of_stage_alone(brief, row, shared),
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
