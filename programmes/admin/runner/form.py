"""Where the runner is and what is planned for, as asked on one form: amounts in the unit that the runner counts in."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from programmes import running
from programmes.access import choices
from programmes.admin.fields import WeekdaysField
from programmes.models import Advice, PainRule, RunningPlan, Template
from programmes.running import HIGHEST_RISE_PERCENT, MOST_WEEKS, SECONDS_PER_MINUTE, Unit, in_unit, metres_from

# What is asked once and stored as metres or as seconds.
AMOUNTS = ("longest_run", "weekly", "usual_weekly")
AS_THEY_ARE = (
    *("longest_run_on", "run_days", "starts_on", "stage_number", "sessions_done", "weeks", "runs_per_week"),
    *("rise_percent", "unit", "aimed_steps_per_minute", "pain_rule", "warm_up"),
)
COUNTED_FOR = [(60, _("a minute")), (30, _("half a minute")), (15, _("15 seconds"))]
TOPICS = ("running-form", "mobility", "footwear", "training")


def _amount(label: Any, help_text: Any) -> forms.DecimalField:
    widget = AdminTextInputWidget(attrs={"size": 6, "inputmode": "decimal", "autocomplete": "off"})
    words = {"label": label, "help_text": help_text}
    return forms.DecimalField(required=False, min_value=0, max_digits=6, decimal_places=2, widget=widget, **words)


def _whole(label: Any, low: int, high: int, *, required: bool = True, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, required=required, help_text=help_text)


class RunnerForm(forms.Form):
    """The form of a plan. A number that was not touched stays as exact as it is stored, whatever unit is shown."""

    unit = forms.ChoiceField(label=_("The runner counts in"), choices=[(unit.value, unit.label) for unit in Unit])
    longest_run = _amount(_("Longest run of the last 30 days"), _("Running alone, without walks. Empty: not known."))
    longest_run_on = forms.DateField(
        label=_("On which day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    weekly = _amount(_("An average week of the last four"), _("0 is an answer: has not run at all."))
    usual_weekly = _amount(_("A usual week before it hurt"), _("What the plan leads back to."))
    run_days = WeekdaysField(label=_("Days on which a run may fall"), required=False)
    steps = _whole(_("Own steps, counted on an easy run"), 10, 300, required=False, help_text=_("Both feet."))
    counted_for = forms.TypedChoiceField(label=_("Counted for"), choices=COUNTED_FOR, coerce=int, empty_value=60)
    aimed_steps_per_minute = _whole(
        _("Steps a minute to aim for"),
        *running.BOUNDS["steps_per_minute"],
        required=False,
        help_text=_("Empty: the sheet says 5 to 10 in every 100 more than the runner's own."),
    )
    starts_on = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    stage_number = forms.TypedChoiceField(label=_("Stage now"), coerce=int, empty_value=None, required=False)
    sessions_done = _whole(_("Runs done at this stage"), 0, 50)
    weeks = _whole(_("Weeks to plan"), 1, MOST_WEEKS)
    runs_per_week = _whole(_("Runs a week"), 1, 7)
    rise_percent = _whole(_("More each week, in every 100"), 0, HIGHEST_RISE_PERCENT, help_text=_("From stage 9 on."))
    pain_rule = forms.ModelChoiceField(label=_("Pain rule for running"), queryset=PainRule.objects.none())
    warm_up = forms.ModelChoiceField(
        label=_("Warm-up card"), queryset=Template.objects.none(), required=False, empty_label=_("none")
    )
    advice_slugs = forms.MultipleChoiceField(
        label=_("Advice on the sheet"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, plan: RunningPlan, ladder: running.Ladder, user: Any, data: Any = None) -> None:
        super().__init__(data, initial=_shown(plan))
        self.plan = plan
        self.notes: list[str] = []  # What is to be said although it was kept.
        stages = [(stage.number, f"{stage.number}. {stage.name}") for stage in ladder.stages]
        self.fields["stage_number"].choices = [("", "–"), *stages]
        self.fields["pain_rule"].queryset = choices(PainRule, user).order_by("name")
        warm_ups = choices(Template, user).filter(kind=Template.Kind.WARM_UP)
        self.fields["warm_up"].queryset = warm_ups.order_by("name")
        self.advice = list(_advice(choices(Advice, user), plan.advice_slugs))
        self.fields["advice_slugs"].choices = [(row.slug, row.title) for row in self.advice]

    def of_runner(self) -> list[Any]:
        """Return the fields about the runner, in the order in which one asks."""
        return self._named("unit", *AMOUNTS[:1], "longest_run_on", *AMOUNTS[1:], "run_days")

    def of_plan(self) -> list[Any]:
        plan = ("starts_on", "stage_number", "sessions_done", "weeks", "runs_per_week", "rise_percent")
        return self._named(*plan, "pain_rule", "warm_up")

    def of_steps(self) -> list[Any]:
        return self._named("steps", "counted_for", "aimed_steps_per_minute")

    def _named(self, *names: str) -> list[Any]:
        return [self[name] for name in names]

    def clean(self) -> None:
        """Put what was said on the plan, unstored, and hold it against the plan's own rules."""
        if self.errors:
            return
        for name in AS_THEY_ARE:
            setattr(self.plan, name, self.cleaned_data[name])
        self.plan.advice_slugs = self.cleaned_data["advice_slugs"]
        for name in AMOUNTS:
            if name in self.changed_data:
                self._take_amount(name)
        self._take_steps()
        if not self.errors:
            self._ask_the_plan()

    def save(self) -> None:
        self.plan.save()

    def tell(self, error: running.RunningError) -> None:
        """Show an error of planning at the field that it names, or above them all."""
        name = _asked_as(error.field)
        self.add_error(name if name in self.fields else None, _sentence(error.reason))

    def _take_amount(self, name: str) -> None:
        """Store what was said in the measure it was said in; what is known in the other one stays."""
        amount, unit = self.cleaned_data[name], Unit(self.cleaned_data["unit"])
        if unit.is_distance:
            setattr(self.plan, f"{name}_metres", None if amount is None else metres_from(amount, unit))
        else:
            setattr(self.plan, f"{name}_seconds", None if amount is None else int(amount * SECONDS_PER_MINUTE))

    def _take_steps(self) -> None:
        if "steps" not in self.changed_data and "counted_for" not in self.changed_data:
            return
        steps = self.cleaned_data["steps"]
        if steps is None:
            self.plan.steps_per_minute = None
            return
        try:
            self.plan.steps_per_minute = running.steps_per_minute(steps, self.cleaned_data["counted_for"])
        except running.RunningError as error:
            self.tell(error)

    def _ask_the_plan(self) -> None:
        try:
            self.plan.clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                asked = _asked_as(name)
                self.add_error(asked if asked in self.fields else None, messages)


def _asked_as(name: str) -> str:
    """Return the field of the form that a column, or a place in it, is asked by."""
    name = name.partition("[")[0]
    if name == "steps_per_minute":
        return "steps"
    for amount in AMOUNTS:
        if name in (f"{amount}_metres", f"{amount}_seconds"):
            return amount
    return {"stage": "stage_number"}.get(name, name)


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}."


def _shown(plan: RunningPlan) -> dict[str, Any]:
    unit = plan.counts_in
    return {
        **{name: getattr(plan, name) for name in AS_THEY_ARE},
        **{name: _in_unit(getattr(plan.baseline, name)(unit), unit) for name in AMOUNTS},
        "steps": plan.steps_per_minute,
        "counted_for": 60,
        "advice_slugs": plan.advice_slugs,
    }


def _in_unit(amount: Any, unit: Unit) -> Decimal | None:
    return None if amount is None else in_unit(amount, unit)


def _advice(rows: Any, chosen: list[str]) -> Iterable[Advice]:
    """Return what can be said about running, by topic in the order of the article; and whatever was chosen before."""
    found = [row for row in rows.order_by("title") if row.topic in TOPICS or row.slug in chosen]
    places = {topic: place for place, topic in enumerate(TOPICS)}
    return sorted(found, key=lambda row: (places.get(row.topic, len(places)), row.title))
