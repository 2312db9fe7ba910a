"""The planned runs as rows to change: day, stage and, from stage 9 on, how much."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from programmes import running
from programmes.models import RunningPlan
from programmes.running import SECONDS_PER_MINUTE, Unit, in_unit, metres_from

MOST_RUNS = 366
NEW_ROWS = 1


class PlannedRunForm(forms.Form):
    """One run. On the ladder it is as its stage says, so that nothing is asked of how much."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    stage = forms.TypedChoiceField(label=_("Stage"), coerce=int)
    amount = forms.DecimalField(
        label=_("How much"),
        required=False,
        min_value=Decimal("0.1"),
        max_digits=6,
        decimal_places=2,
        widget=AdminTextInputWidget(attrs={"size": 6, "inputmode": "decimal", "autocomplete": "off"}),
    )
    unit = forms.ChoiceField(label=_("In"), choices=[(unit.value, unit.label) for unit in Unit])

    def __init__(self, *args: Any, ladder: running.Ladder, unit: Unit, stored: Sequence[Any] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.ladder = ladder
        self.fields["stage"].choices = [(stage.number, stage.number) for stage in ladder.stages]
        # What an empty row is shown with: a browser sends it, and it is no run yet.
        self.fields["unit"].initial, self.fields["stage"].initial = unit.value, ladder.stages[-1].number
        number = int(self.prefix.rpartition("-")[2]) if self.prefix and self.prefix[-1].isdigit() else len(stored)
        self.session = stored[number] if number < len(stored) else None

    def clean(self) -> None:
        stage, amount = self.cleaned_data.get("stage"), self.cleaned_data.get("amount")
        if stage is not None and self.ladder.stage(stage).is_load and amount is None and "amount" not in self.errors:
            self.add_error("amount", _("Say how far, or how many minutes."))

    def as_plain(self) -> dict[str, Any]:
        """Return the run as it is stored. An amount that was not touched stays exact."""
        said = self.cleaned_data
        row = {"on": said["on"].isoformat(), "stage": said["stage"]}
        if not self.ladder.stage(said["stage"]).is_load:
            return row
        if self.session is not None and not {"amount", "unit", "stage"} & set(self.changed_data):
            (kept,) = running.sessions_as_plain([self.session])
            return {**kept, **row}
        unit = Unit(said["unit"])
        if unit.is_distance:
            return {**row, "metres": str(metres_from(said["amount"], unit))}
        return {**row, "seconds": int(said["amount"] * SECONDS_PER_MINUTE)}


class _Rows(forms.BaseFormSet):
    def as_plain(self) -> list[dict[str, Any]]:
        """Return the rows that stay, of a formset that is valid."""
        kept = [form for form in self.forms if form not in self.deleted_forms and form.cleaned_data]
        return sorted((form.as_plain() for form in kept), key=lambda row: row["on"])


PlannedRuns = forms.formset_factory(
    PlannedRunForm, formset=_Rows, extra=NEW_ROWS, can_delete=True, max_num=MOST_RUNS, validate_max=True
)


def planned_runs(plan: RunningPlan, ladder: running.Ladder, data: Any = None) -> Any:
    """Return the formset of the runs of *plan*."""
    sessions = plan.sessions(ladder)
    words = {"ladder": ladder, "unit": plan.counts_in, "stored": sessions}
    initial = [_shown(session, plan.counts_in) for session in sessions]
    return PlannedRuns(data, initial=initial, prefix="run", form_kwargs=words)


def _shown(session: running.Session, unit: Unit) -> dict[str, Any]:
    """Return a run in the runner's unit, or in one that fits what it holds."""
    row = {"on": session.on, "stage": session.stage.number}
    if not session.stage.is_load:
        return row
    is_distance = session.metres is not None
    fitting = unit if unit.is_distance == is_distance else (Unit.KILOMETRES if is_distance else Unit.MINUTES)
    amount = session.run.amount(fitting)
    return {**row, "unit": fitting.value, "amount": None if amount is None else in_unit(amount, fitting)}
