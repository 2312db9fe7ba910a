"""Whether the planned runs keep to their guards, and the plan says of running what the phase says."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

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
    if own is not None and aimed is not None and pure.is_too_quick(own, aimed):
        words = {"own": own, "aimed": aimed}
        reason = _("%(aimed)d steps a minute are more than 10 in every 100 above the runner's own %(own)d.") % words
        yield Finding(pure.MOST_RISE.code, Level.WARN, WHERE, reason, sources=pure.MOST_RISE.sources)


def _of_runs(plan: RunningPlan, sessions: tuple[pure.Session, ...]) -> Iterator[Finding]:
    """Yield each planned run and fortnight that is over its limit, with what was run until now."""
    runs = pure.with_log((session.run for session in sessions), plan.logged())
    starts_on = plan.starts_on or sessions[0].on
    is_on_ladder = any(not session.stage.is_load for session in sessions)
    unit = Unit.MINUTES if is_on_ladder else plan.counts_in
    for each in pure.findings(runs, starts_on, unit, plan.baseline):
        if each.is_planned and each.verdict is Verdict.OVER:
            said = {"day": date_format(each.on), "words": pure.words(each)}
            reason = _("Planned run on %(day)s: %(words)s") % said
            if each.guard is pure.TWO_WEEKS:
                reason = _("Planned for the week of %(day)s and the one before: %(words)s") % said
            where = f"{WHERE}:{each.on.isoformat()}"
            yield Finding(each.guard.code, Level.WARN, where, reason, sources=each.guard.sources)
