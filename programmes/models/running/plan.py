"""The way back to running: when to start, where the runner is, and the weeks that a practitioner has planned."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programmes import running
from programmes.dosage import Problem
from programmes.models.programme import PainRule, Programme, Template
from programmes.models.scoping import SharedOrOwnQuerySet
from programmes.running import BOUNDS, DAYS_PER_WEEK, HIGHEST_RISE_PERCENT, MOST_WEEKS, USUAL_RISE_PERCENT, Unit


class RunningPlanQuerySet(SharedOrOwnQuerySet):
    clinic_path = "programme__clinic"


def running_plan_of(programme: Programme) -> RunningPlan | None:
    """Return the running plan of *programme*; None without one. Queries, unless it came `with_lines`."""
    return getattr(programme, "running_plan", None)


def _within(name: str) -> list[Any]:
    low, high = BOUNDS[name]
    return [MinValueValidator(low), MaxValueValidator(high)]


def _metres(name: str, label: Any) -> Any:
    """Exact metres: a hundredth of a mile is 16.09344."""
    places = {"max_digits": 11, "decimal_places": 5}
    return models.DecimalField(label, null=True, blank=True, validators=_within(name), **places)


def _number(name: str, label: Any) -> Any:
    return models.PositiveIntegerField(label, null=True, blank=True, validators=_within(name))


def _small(label: Any, default: int, low: int, high: int) -> Any:
    limits = [MinValueValidator(low), MaxValueValidator(high)]
    return models.PositiveSmallIntegerField(label, default=default, validators=limits)


class RunningPlan(models.Model):
    """The walk-run ladder of a programme, and for one runner: the baseline, the stage that a person has set, the weeks.

    What is not known of the runner is None. Amounts are metres, or seconds of running. A template has a ladder alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="running_plan")
    pain_rule = models.ForeignKey(
        PainRule,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pain rule"),
    )
    entry_criteria = models.JSONField(_("start when"), default=list, blank=True)
    stage_rules = models.JSONField(_("stage rules"), default=list, blank=True)

    longest_run_metres = _metres("longest_run_metres", _("longest run of the last 30 days"))
    longest_run_seconds = _number("longest_run_seconds", _("longest run of the last 30 days (seconds)"))
    longest_run_on = models.DateField(_("day of the longest run"), null=True, blank=True)
    weekly_metres = _metres("weekly_metres", _("an average week of the last four"))
    weekly_seconds = _number("weekly_seconds", _("an average week of the last four (seconds)"))
    usual_weekly_metres = _metres("usual_weekly_metres", _("a usual week before it hurt"))
    usual_weekly_seconds = _number("usual_weekly_seconds", _("a usual week before it hurt (seconds)"))
    steps_per_minute = _number("steps_per_minute", _("own steps a minute"))
    run_days = models.JSONField(_("days for running"), default=list, blank=True)

    starts_on = models.DateField(_("first day"), null=True, blank=True)
    stage_number = models.PositiveSmallIntegerField(_("stage now"), null=True, blank=True)
    sessions_done = models.PositiveSmallIntegerField(_("runs done at this stage"), default=0)
    weeks = _small(_("weeks to plan"), 6, 1, MOST_WEEKS)
    runs_per_week = _small(_("runs a week"), 3, 1, DAYS_PER_WEEK)
    rise_percent = _small(_("more each week, in every 100"), USUAL_RISE_PERCENT, 0, HIGHEST_RISE_PERCENT)
    unit = models.CharField(
        _("counted in"), max_length=3, choices=[(unit.value, unit.label) for unit in Unit], default=Unit.KILOMETRES
    )
    aimed_steps_per_minute = _number("steps_per_minute", _("steps a minute to aim for"))
    planned_runs = models.JSONField(_("planned runs"), default=list, blank=True)
    shoes = models.JSONField(_("running shoes"), default=list, blank=True)
    warm_up = models.ForeignKey(
        Template,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("warm-up"),
    )
    advice_slugs = models.JSONField(_("advice about running"), default=list, blank=True)

    objects = RunningPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("running plan")
        verbose_name_plural = _("running plans")

    def __str__(self) -> str:
        """Name nobody: the workbench's log keeps these words when the plan is gone."""
        return gettext("Way back to running")

    def clean(self) -> None:
        """Hold what describes one runner against the rules of `running`; what is only missing is no fault here."""
        faults = {problem.field: problem.message for problem in self.problems() if not problem.is_gap}
        if faults:
            raise ValidationError(faults)

    def problems(self) -> Iterator[Problem]:
        """Yield what is missing of the runner, or cannot be meant, by the name of the field."""
        for name, ask in (("", self._of_baseline), ("shoes", self._of_shoes)):
            try:
                yield from ask()
            except running.RunningError as error:
                yield Problem(name or error.field, error.reason)

    def _of_baseline(self) -> tuple[Problem, ...]:
        return self.baseline.problems(self.starts_on)

    def _of_shoes(self) -> tuple[Problem, ...]:
        running.shoes_from_plain(self.shoes)
        return ()

    @property
    def counts_in(self) -> Unit:
        return Unit(self.unit)

    @property
    def baseline(self) -> running.Baseline:
        values = {name: getattr(self, name) for name in (*BOUNDS, "longest_run_on")}
        return running.Baseline(**values, run_days=tuple(self.run_days))

    @property
    def wish(self) -> running.Wish:
        return running.Wish(self.weeks, self.runs_per_week, self.rise_percent, self.counts_in)

    def is_on_ladder(self) -> bool:
        """Say whether the stage set by a person is one of walks and runs. Queries, unless the stages were fetched."""
        stages = self.ladder().stages
        return any(stage.number == self.stage_number and not stage.is_load for stage in stages)

    def ladder(self) -> running.Ladder:
        """Return the stages with the rule for moving on. Raises RunningError. Queries, unless they were fetched."""
        first = self.stage_rules[0] if self.stage_rules else {}
        rows: Any = self.stages  # type: ignore[attr-defined]  (of Stage, whose file knows this one)
        return running.Ladder.of(map(running.Stage.from_row, rows.all()), first.get("patient_when", ""))

    def sessions(self, ladder: running.Ladder) -> tuple[running.Session, ...]:
        """Return the runs that were planned, by day. Raises RunningError."""
        return running.sessions_from_plain(self.planned_runs, ladder)

    def weeks_from(self, runs: Sequence[running.Session | running.Run]) -> date:
        """Return the day that weeks are counted from: the first day, else that of the first run planned.

        Whoever asks a guard or prints a week asks here, so that all mean the same two weeks. *runs*: by day, those of
        the log only where none is planned; at least one.
        """
        return self.starts_on or runs[0].on

    def pairs(self) -> tuple[running.Shoe, ...]:
        return running.shoes_from_plain(self.shoes)

    def logged(self) -> tuple[running.Run, ...]:
        """Return the runs that were run, by day. Queries once."""
        rows: Any = self.run_logs  # type: ignore[attr-defined]  (of RunLog, whose file knows this one)
        return tuple(row.as_run() for row in rows.order_by("on", "written_at"))
