"""The walk-run ladder: when to start, the stages, when to move up or down."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.dosage import Activity, Dosage, Kind, summary
from programmes.handout.document import RunningLadder, Stage, StageRule
from programmes.handout.prepare import terms
from programmes.handout.prepare.brief import Brief
from programmes.models import Stage as StageRow
from programmes.sides import Side


def ladder(brief: Brief) -> RunningLadder | None:
    plan = brief.running_plan
    if plan is None:
        return None
    rows = list(plan.stages.all())
    return RunningLadder(
        every_session=_every_session(brief, rows),
        entry=brief.wording.of_programmes(plan.entry_criteria),
        stages=tuple(_stage(brief, row) for row in rows),
        rules=tuple(_rule(brief, rule) for rule in plan.stage_rules),
        pain_rule=plan.pain_rule.slug if plan.pain_rule else "",
    )


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


def _stage(brief: Brief, row: StageRow) -> Stage:
    return Stage(
        number=row.number,
        name=brief.wording.of_programme(row.name),
        what=_what(row),
        minutes=str(row.total_minutes) if row.total_minutes is not None else "",
        effort=_effort(row.effort_low, row.effort_high),
        sessions=row.min_sessions or 0,
        note=brief.wording.of_programme(row.note),
        terms=terms.stage(row),
    )


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
