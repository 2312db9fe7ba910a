"""A runner's shoes as rows to change, and how far each pair has run."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import running
from programmes.models import RunningPlan
from programmes.running import Unit, amount_words, in_unit, metres_from
from programmes.runs import unit_of

MOST_PAIRS = 20


class ShoeForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Pair"), max_length=40, widget=AdminTextInputWidget(attrs={"autocomplete": "off"})
    )
    worn_from = forms.DateField(
        label=gettext_lazy("In use from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    before = forms.DecimalField(
        label=gettext_lazy("Run in it before"),
        required=False,
        min_value=0,
        max_value=5000,
        decimal_places=2,
        widget=AdminTextInputWidget(attrs={"size": 6, "inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def as_plain(self) -> dict[str, Any]:
        said = self.cleaned_data
        before = metres_from(said["before"] or 0, self.unit)
        return {"name": said["name"], "worn_from": said["worn_from"].isoformat(), "metres_before": str(before)}


class _Rows(forms.BaseFormSet):
    def clean(self) -> None:
        names = [row["name"] for row in self.as_plain()] if not any(self.errors) else []
        if len(set(names)) < len(names):
            raise forms.ValidationError(_("Give each pair a name of its own."))

    def as_plain(self) -> list[dict[str, Any]]:
        """Return the pairs that stay, of a formset that is valid."""
        kept = [form for form in self.forms if form not in self.deleted_forms and form.cleaned_data]
        return [form.as_plain() for form in kept]


Shoes = forms.formset_factory(ShoeForm, formset=_Rows, extra=1, can_delete=True, max_num=MOST_PAIRS, validate_max=True)


@dataclass(frozen=True)
class MileageShown:
    name: str
    worn_from: Any
    distance: str
    is_at_least: bool
    words: str


def shoes_form(plan: RunningPlan, data: Any = None) -> Any:
    unit = unit_of(plan)
    initial = [
        {"name": pair.name, "worn_from": pair.worn_from, "before": _before(pair.metres_before, unit)}
        for pair in plan.pairs()
    ]
    return Shoes(data, initial=initial, prefix="shoe", form_kwargs={"unit": unit})


def shoes_shown(plan: RunningPlan) -> list[MileageShown]:
    """Return how far each pair has run by what was written down. Queries once; a pair that is gone counts nothing."""
    pairs = plan.pairs()
    names = {pair.name for pair in pairs}
    runs = [run for run in plan.logged() if not run.shoe or run.shoe in names]
    return [
        MileageShown(
            each.shoe.name,
            each.shoe.worn_from,
            amount_words(each.metres, unit_of(plan)),
            each.runs_without_distance > 0,
            str(each.guide.words),
        )
        for each in running.mileages(pairs, runs)
    ]


def _before(metres: Decimal | int, unit: Unit) -> Any:
    return in_unit(Fraction(metres), unit)
