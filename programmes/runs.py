"""Writing down a run: by the patient from their page, or by a practitioner; and giving a programme a running plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import uuid4

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from programmes.copying import StandIns, copy_running_plan
from programmes.diary import SCORE, day_told, refuse_too_many
from programmes.models import Practitioner, Programme, RunLog, RunningPlan, Template
from programmes.running import RunningError, Unit, amount_words, metres_from

DISTANCES = [(unit.value, unit.label) for unit in Unit if unit.is_distance]
# In either unit less than the 300 km that a run may have at most.
MOST_DISTANCE, MOST_MINUTES = 180, 1440
Value = TypeVar("Value")


class RunForm(forms.Form):
    """A run. The key is made where it is written; distances are in the unit that the runner counts in."""

    key = forms.UUIDField(required=False)
    on = forms.DateField(label=_("Which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    distance = forms.DecimalField(
        label=_("How far?"), required=False, max_value=MOST_DISTANCE, min_value=Decimal("0.01"), decimal_places=2
    )
    unit = forms.ChoiceField(label=_("In"), choices=DISTANCES, required=False)
    minutes = forms.DecimalField(
        label=_("How many minutes of running, without the walks?"),
        required=False,
        max_value=MOST_MINUTES,
        min_value=Decimal("0.1"),
        decimal_places=1,
    )
    pain = forms.IntegerField(label=_("Worst pain, 0 to 10"), required=False, validators=SCORE)
    shoe = forms.ChoiceField(
        label=_("Which shoes?"),
        required=False,
        error_messages={"invalid_choice": _("These shoes are not on your plan any more. Choose others, or none.")},
    )
    is_on_ladder = forms.BooleanField(label=_("It was walks and runs, as in stages 1 to 8"), required=False)

    def __init__(self, plan: RunningPlan, data: Any = None) -> None:
        super().__init__(data, initial={"unit": unit_of(plan).value, "is_on_ladder": _read(plan.is_on_ladder, False)})
        self.fields["shoe"].choices = [("", "–"), *((pair.name, pair.name) for pair in _read(plan.pairs, ()))]

    def clean_on(self) -> date:
        return day_told(self.cleaned_data["on"])

    def clean(self) -> None:
        said = self.cleaned_data
        is_asked = not {"distance", "minutes"} & set(self.errors)
        if is_asked and said.get("distance") is None and said.get("minutes") is None:
            self.add_error("distance", _("Say how far, or how long, or both."))

    def values(self) -> dict[str, Any]:
        """Return the columns of a run, of a form that is valid."""
        said = self.cleaned_data
        unit = Unit(said["unit"] or self.initial["unit"])
        distance, minutes = said["distance"], said["minutes"]
        return {
            "on": said["on"],
            "metres": None if distance is None else metres_from(distance, unit),
            "seconds": None if minutes is None else int(minutes * 60),
            "pain": said["pain"],
            "shoe": said["shoe"],
            "is_on_ladder": said["is_on_ladder"],
        }


@dataclass(frozen=True)
class RunShown:
    """A run to be read, in the unit that the runner counts in. Amounts are empty where nobody said them."""

    row: RunLog
    unit: Unit

    @property
    def distance(self) -> str:
        return self._words(self.unit)

    @property
    def time(self) -> str:
        return self._words(Unit.MINUTES)

    def _words(self, unit: Unit) -> str:
        amount = self.row.as_run().amount(unit)
        return "" if amount is None else amount_words(amount, unit)


def unit_of(plan: RunningPlan) -> Unit:
    """Return what distances are said in: kilometres where the runner counts minutes."""
    return plan.counts_in if plan.counts_in.is_distance else Unit.KILOMETRES


def _read(ask: Callable[[], Value], otherwise: Value) -> Value:
    """Return what the plan says; *otherwise* where it cannot be read: the practitioner's page tells, a run is kept."""
    try:
        return ask()
    except RunningError:
        return otherwise


def keep(form: RunForm, plan: RunningPlan, entered_by: Practitioner | None = None) -> None:
    """Keep a valid run, once: one whose key is known already is that one. Raises diary's TooMany."""
    key = form.cleaned_data["key"] or uuid4()
    if entered_by is None:
        refuse_too_many(RunLog.objects.filter(plan=plan), key)
    RunLog.objects.get_or_create(pk=key, defaults={**form.values(), "plan": plan, "entered_by": entered_by})


def ladders(clinic: Any) -> list[Template]:
    """Return the templates of *clinic* with stages to climb, its own before the shared ones they stand in for."""
    rows = Template.objects.for_clinic(clinic).in_use().filter(running_plan__stages__isnull=False)
    return list(rows.distinct().order_by("name"))


@transaction.atomic
def attach(programme: Programme, template: Template) -> RunningPlan:
    """Return the running plan given to *programme*: the ladder of *template*, with nothing said of the runner yet.

    Whom the ladder is not for, the programme is not for any more. A pain rule for running of the phase in force is
    taken along: one sheet, one limit.
    """
    plan = copy_running_plan(template, programme, StandIns(programme.clinic))
    if plan is None:
        raise RunningPlan.DoesNotExist
    programme.not_for_flags.add(*template.not_for_flags.all())
    phase = programme.phase_in_force()
    if phase is not None and phase.running_pain_rule is not None:
        plan.pain_rule = phase.running_pain_rule
    plan.run_days = list(programme.session_days)
    plan.starts_on = programme.start_date
    plan.stage_number = plan.stages.order_by("number").values_list("number", flat=True).first()
    plan.save()
    return plan
