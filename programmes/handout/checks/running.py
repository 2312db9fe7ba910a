"""Whether the planned runs keep to their guards, and the plan says of running what the phase says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes import running as pure
from programmes.models import Programme, RunningPlan, running_plan_of
from programmes.precautions import Finding, Level
from programmes.running import Unit, Verdict

WHERE = "running-plan"


def findings(programme: Programme) -> Iterator[Finding]:
    """Yield what a person should weigh of a running plan. Queries the log of runs, if there is a plan with runs."""
    plan = running_plan_of(programme)
    if plan is None or programme.is_template:
        return
    yield from _of_phase(programme)
    yield from _of_steps(plan)
    try:
        ladder = plan.ladder()
        sessions = plan.sessions(ladder)
    except pure.RunningError as error:
        reason = _("The running plan cannot be read: %(reason)s. Change its stages or runs.") % {"reason": error}
        yield Finding("running-plan-unreadable", Level.WARN, WHERE, reason)
        return
    if sessions:
        yield from _of_runs(plan, sessions)


def _of_phase(programme: Programme) -> Iterator[Finding]:
    phase = programme.phase_in_force()
    if phase is not None and not phase.may_run:
        words = {"phase": phase.plain_name or phase.name}
        reason = _("The phase in force (%(phase)s) says no running yet, and the sheet has a running plan.") % words
        yield Finding("running-in-a-phase-without", Level.WARN, WHERE, reason)


def _of_steps(plan: RunningPlan) -> Iterator[Finding]:
    own, aimed = plan.steps_per_minute, plan.aimed_steps_per_minute
    if aimed is None:
        return
    words = {"own": own, "aimed": aimed}
    if own is None:
        reason = _("%(aimed)d steps a minute are not checked: the runner's own were not counted.") % words
        yield Finding(pure.MOST_RISE.code, Level.INFO, WHERE, reason, sources=pure.MOST_RISE.sources)
    elif pure.is_too_quick(own, aimed):
        reason = _("%(aimed)d steps a minute are more than 10 in every 100 above the runner's own %(own)d.") % words
        yield Finding(pure.MOST_RISE.code, Level.WARN, WHERE, reason, sources=pure.MOST_RISE.sources)


def _of_runs(plan: RunningPlan, sessions: tuple[pure.Session, ...]) -> Iterator[Finding]:
    """Yield what the guards say of the planned runs and fortnights, with what was run until now."""
    runs = pure.with_log((session.run for session in sessions), plan.logged())
    starts_on = plan.weeks_from(sessions)
    is_on_ladder = any(not session.stage.is_load for session in sessions)
    unit = Unit.MINUTES if is_on_ladder else plan.counts_in
    planned = [each for each in pure.findings(runs, starts_on, unit, plan.baseline) if each.is_planned]
    yield from (_over(each) for each in planned if each.verdict is Verdict.OVER)
    for guard, verdict in product((pure.LONGEST_RUN, pure.TWO_WEEKS), (Verdict.NOT_KNOWN, Verdict.NOTHING_BEFORE)):
        unchecked = [each for each in planned if (each.guard, each.verdict) == (guard, verdict)]
        if unchecked:
            yield _unchecked(unchecked)


def _over(found: pure.Finding) -> Finding:
    said = {"day": date_format(found.on), "words": pure.words(found)}
    reason = _("Planned run on %(day)s: %(words)s") % said
    if found.guard is pure.TWO_WEEKS:
        reason = _("Planned for the week of %(day)s and the one before: %(words)s") % said
    where = f"{WHERE}:{found.on.isoformat()}"
    return Finding(found.guard.code, Level.WARN, where, reason, sources=found.guard.sources)


def _unchecked(found: list[pure.Finding]) -> Finding:
    """Name what could not be compared once, with how many there are: one finding a run would hide what is over."""
    first, count = found[0], len(found)
    is_run = first.guard is pure.LONGEST_RUN
    reason = _unchecked_runs(count) if is_run else _unchecked_weeks(count)
    said = {"count": count, "day": date_format(first.on), "words": pure.words(first)}
    # Two weeks are a note: what speaks for their guard is weak.
    level, where = Level.WARN if is_run else Level.INFO, f"{WHERE}:{first.verdict}"
    return Finding(first.guard.code, level, where, reason % said, sources=first.guard.sources)


def _unchecked_runs(count: int) -> str:
    return ngettext(
        "%(count)d planned run, on %(day)s: %(words)s",
        "%(count)d planned runs, the first on %(day)s: %(words)s",
        count,
    )


def _unchecked_weeks(count: int) -> str:
    return ngettext(
        "%(count)d planned week, from %(day)s: %(words)s",
        "%(count)d planned weeks, the first from %(day)s: %(words)s",
        count,
    )
