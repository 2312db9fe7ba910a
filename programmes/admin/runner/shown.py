"""The weeks of a running plan as the practitioner sees them: as a drawing, as a table, and what is over its limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from programmes import running
from programmes.models import Rule, RunningPlan
from programmes.running import Finding, Reached, Unit, Verdict, WeekLine


@dataclass(frozen=True)
class Broken:
    """A guard with what it found. `sources` are its own; `is_over` is False for what could not be compared."""

    on: date
    is_planned: bool
    is_over: bool
    words: str
    code: str
    title: str
    reason: str
    sources: str


@dataclass(frozen=True)
class Line:
    """A week of the table. `share`: of the usual week, in every 100; None when that is not known."""

    week: WeekLine
    total: str
    longest: str
    share: int | None
    reached: str


@dataclass(frozen=True)
class WeeksShown:
    drawing: SafeString
    lines: tuple[Line, ...]
    broken: tuple[Broken, ...]
    unknown: tuple[Broken, ...]


def weeks_shown(plan: RunningPlan, ladder: running.Ladder) -> WeeksShown | None:
    """Return the planned weeks with the runs that were run; None where nothing is planned or run. Queries."""
    planned, logged = plan.sessions(ladder), plan.logged()
    runs = running.with_log((session.run for session in planned), logged)
    if not runs:
        return None
    starts_on = plan.weeks_from(planned or runs)
    unit = _unit(plan, ladder, planned)
    found = running.findings(runs, starts_on, unit, plan.baseline)
    limit = plan.pain_rule.max_during if plan.pain_rule is not None else None
    pain = running.pain_findings(logged, starts_on, unit, limit) if limit is not None else ()
    lines = running.week_lines(runs, starts_on, unit, found)
    told = tuple(_broken([*found, *pain], plan))
    drawing = mark_safe(running.draw_weeks(lines))  # noqa: S308  (its words are escaped there)
    return WeeksShown(
        drawing,
        tuple(_line(line, plan) for line in lines),
        tuple(each for each in told if each.is_over),
        tuple(each for each in told if not each.is_over),
    )


def _unit(plan: RunningPlan, ladder: running.Ladder, planned: tuple[running.Session, ...]) -> Unit:
    """Return what the weeks are counted in: minutes as long as a session of the ladder is among them."""
    on_ladder = any(not session.stage.is_load for session in planned)
    return Unit.MINUTES if on_ladder else plan.counts_in


def _line(week: WeekLine, plan: RunningPlan) -> Line:
    share = running.percent_of_usual(week.total, plan.baseline.usual_weekly(week.unit))
    total, longest = (running.amount_words(amount, week.unit) for amount in (week.total, week.longest))
    return Line(week, total, longest, share, _reached(share))


def _reached(share: int | None) -> str:
    if share is None:
        return ""
    match running.reached(share):
        case Reached.DISTANCE_ONLY:
            return _("distance only")
        case Reached.SPEED_OR_HILLS:
            return _("strides or gentle hills may come in, one at a time")
        case Reached.FULL_TRAINING:
            return _("full training may come in")


def _broken(found: list[Finding], plan: RunningPlan) -> Iterator[Broken]:
    codes = {each.guard.code for each in found}
    rules = Rule.objects.for_clinic(plan.programme.clinic).filter(slug__in=codes).prefetch_related("sources")
    by_code = {rule.slug: rule for rule in rules} if codes else {}
    for each in sorted(found, key=lambda finding: finding.on):
        rule = by_code.get(each.guard.code)
        yield Broken(
            on=each.on,
            is_planned=each.is_planned,
            is_over=each.verdict is Verdict.OVER,
            words=running.words(each),
            code=each.guard.code,
            title=rule.title if rule else "",
            reason=rule.reason_plain if rule else "",
            sources="; ".join(str(source) for source in rule.sources.all()) if rule else "",
        )
