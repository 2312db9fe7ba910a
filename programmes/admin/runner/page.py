"""The page of a running plan: attach one, say where the runner is, look at the weeks, change them, write down runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programmes import running
from programmes.access import practitioner_of
from programmes.admin.deeds import Deeds, deed
from programmes.admin.diary import may_look
from programmes.admin.runner.form import RunnerForm
from programmes.admin.runner.planned import planned_runs
from programmes.admin.runner.shoes import shoes_form, shoes_shown
from programmes.admin.runner.shown import weeks_shown
from programmes.admin.scoped import uuids
from programmes.editing import record
from programmes.models import Programme, RunLog, RunningPlan
from programmes.running import RunningError, Start
from programmes.runs import RunForm, RunShown, attach, keep, ladders, unit_of


class WithRunner(Deeds):
    """A programme that can lead back to running."""

    @deed(gettext_lazy("Running plan"), allowed=may_look, has_form=True)
    def running(self, request: HttpRequest, row: Programme) -> HttpResponse | None:
        """Show the plan; do what a button of the page asks, and show again what it would not take."""
        return _Visit(self, request, row, _plan_of(row)).answer()


@dataclass(frozen=True)
class _Visit:
    """One request to the page. `page` is the admin's page of programmes."""

    page: Any
    request: HttpRequest
    row: Programme
    plan: RunningPlan | None

    @property
    def may_write(self) -> bool:
        may_change = self.page.has_change_permission(self.request, self.row)
        return bool(may_change and practitioner_of(self.request.user) is not None)

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._shown()
        if not self.may_write:
            raise PermissionDenied
        if self.plan is None:
            return self._attach()
        ways = {
            "save": self._save,
            "propose": self._save,
            "weeks": self._change_weeks,
            "log": self._write_down,
            "shoes": self._change_shoes,
            "forget": self._forget,
        }
        asked = self.request.POST.get("do", "")
        if asked not in ways:
            raise ValidationError(_("This button is not known. Load the page again."))
        return ways[asked](self.plan)

    def _attach(self) -> HttpResponse:
        chosen = uuids(self.request.POST.get("template"))
        template = next((each for each in ladders(self.row.clinic) if each.pk in chosen), None)
        if template is None:
            raise ValidationError(_("Choose which stages the plan has."))
        attach(self.row, template)
        record(self.row, self.request.user)
        self._log(_("Added a running plan."))
        return self._back(_("Added. Now say where the runner is."), "runner")

    def _save(self, plan: RunningPlan) -> HttpResponse:
        """Keep what was said; with "propose", lay the weeks out anew as well. All of it, or nothing."""
        form = RunnerForm(plan, plan.ladder(), self.request.user, self.request.POST)
        is_proposing = self.request.POST.get("do") == "propose"
        if form.is_valid() and is_proposing:
            _propose(form)
        if not form.is_valid():
            return self._again(form=form)
        form.save()
        for note in form.notes:
            self.page.message_user(self.request, note, messages.WARNING)
        if not is_proposing:
            return self._kept(_("Kept."), "runner")
        count = len(plan.planned_runs)
        words = ngettext("%(count)d run is proposed.", "%(count)d runs are proposed.", count) % {"count": count}
        return self._kept(words, "weeks")

    def _change_weeks(self, plan: RunningPlan) -> HttpResponse:
        rows = planned_runs(plan, plan.ladder(), self.request.POST)
        if not rows.is_valid():
            return self._again(rows=rows)
        plan.planned_runs = rows.as_plain()
        try:
            plan.sessions(plan.ladder())
        except RunningError as error:
            return self._again(rows=rows, weeks_problem=error.reason)
        plan.save()
        return self._kept(_("Kept."), "weeks")

    def _write_down(self, plan: RunningPlan) -> HttpResponse:
        form = RunForm(plan, self.request.POST)
        if not form.is_valid():
            return self._again(log=form)
        keep(form, plan, entered_by=practitioner_of(self.request.user))
        self._log(_("Wrote down the run of %(day)s.") % {"day": form.cleaned_data["on"]})
        return self._back(_("Kept. The next run?"), "runs")

    def _forget(self, plan: RunningPlan) -> HttpResponse:
        """Only what a practitioner wrote down: the patient's own runs are the patient's."""
        wanted = uuids(self.request.POST.get("run"))
        for run in RunLog.objects.filter(plan=plan, pk__in=wanted, entered_by__isnull=False):
            run.delete()
            words = _("Deleted the run of %(run)s: %(metres)s metres, %(seconds)s seconds, pain %(pain)s.")
            said = {"run": run, "metres": run.metres, "seconds": run.seconds, "pain": run.pain}
            self._log(words % said)
        return self._back(_("Deleted."), "runs")

    def _change_shoes(self, plan: RunningPlan) -> HttpResponse:
        rows = shoes_form(plan, self.request.POST)
        if not rows.is_valid():
            return self._again(pairs=rows)
        plan.shoes = rows.as_plain()
        plan.save()
        return self._kept(_("Kept."), "shoes")

    def _kept(self, words: str, place: str) -> HttpResponse:
        record(self.row, self.request.user)
        self._log(_("Changed the running plan."))
        return self._back(words, place)

    def _log(self, words: str) -> None:
        self.page.log_change(self.request, self.row, words)

    def _back(self, words: str, place: str) -> HttpResponse:
        self.page.message_user(self.request, words, messages.SUCCESS)
        return redirect(f"{self.page.url_of('running', self.row)}#{place}")

    def _again(self, **sent: Any) -> HttpResponse:
        """Show the stored plan with what was sent and not taken: the form may have put some of it on its own plan."""
        return replace(self, plan=_plan_of(self.row))._shown(**sent)

    def _shown(self, **sent: Any) -> HttpResponse:
        page, row = self.page, self.row
        context = {
            **page.admin_site.each_context(self.request),
            "title": _("Running plan: %(patient)s") % {"patient": row.patient},
            "subtitle": row.name,
            "opts": page.opts,
            "original": row,
            "back": page.url_of("change", row),
            "builder": page.url_of("build", row),
            "may_write": self.may_write,
            "today": timezone.localdate(),
            "plan": self.plan,
        }
        if self.plan is None:
            context["ladders"] = ladders(row.clinic) if self.may_write else []
        else:
            context |= _parts(self.plan, self.request.user, **sent)
        return TemplateResponse(self.request, "admin/runner.html", context)


def _plan_of(row: Programme) -> RunningPlan | None:
    """Return the plan with its stages; None without one. Queries twice."""
    plans = RunningPlan.objects.filter(programme=row).select_related("programme__clinic", "pain_rule", "warm_up")
    return plans.prefetch_related("stages").first()


def _parts(
    plan: RunningPlan,
    user: Any,
    *,
    form: Any = None,
    rows: Any = None,
    log: Any = None,
    pairs: Any = None,
    weeks_problem: str = "",
) -> dict[str, Any]:
    """Return what the page shows of a plan. A ladder that cannot be climbed is said, and the rest left out."""
    try:
        ladder = plan.ladder()
        shown = weeks_shown(plan, ladder)
    except RunningError as error:
        return {"ladder_problem": str(error)}
    aimed, own = plan.aimed_steps_per_minute, plan.steps_per_minute
    return {
        "weeks": shown,
        "form": form or RunnerForm(plan, ladder, user),
        "rows": rows or planned_runs(plan, ladder),
        "weeks_problem": weeks_problem,
        "stage": next((stage for stage in ladder.stages if stage.number == plan.stage_number), None),
        "move_on_when": _move_on(plan, ladder),
        "log": log or RunForm(plan),
        "runs": [RunShown(run, unit_of(plan)) for run in plan.run_logs.select_related("entered_by")],
        "pairs": pairs or shoes_form(plan),
        "mileages": shoes_shown(plan),
        "cadence": running.target(own) if own else None,
        "is_too_quick": bool(aimed and own and running.is_too_quick(own, aimed)),
    }


def _move_on(plan: RunningPlan, ladder: running.Ladder) -> str:
    stage = next((stage for stage in ladder.stages if stage.number == plan.stage_number), None)
    return ladder.move_on_words(stage) if stage is not None else ""


def _propose(form: RunnerForm) -> None:
    """Lay the weeks out on the form's plan, or say at a field why that cannot be."""
    plan = form.plan
    for name, words in (("starts_on", _("Say the first day.")), ("stage_number", _("Say at which stage."))):
        if getattr(plan, name) is None:
            form.add_error(name, words)
    if not form.is_valid():
        return
    start = Start(plan.stage_number, plan.starts_on, plan.sessions_done)
    try:
        projection = running.project(plan.ladder(), plan.baseline, start, plan.wish)
    except RunningError as error:
        form.tell(error)
        return
    plan.planned_runs = running.sessions_as_plain(session for week in projection.weeks for session in week.sessions)
    if projection.runs_without_a_day:
        words = _("Not all runs of a week found a day, as rest days lie between them: take away a run, or add a day.")
        form.notes.append(words)
