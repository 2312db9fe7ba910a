"""The questions before a handout is issued: a reason for each block, one tick for all warnings, one for the content."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

from programmes.admin.findings import VerdictShown
from programmes.handout.verdict import Key
from programmes.models import Practitioner

WEIGHED, RESPONSIBLE, SHOWN = "warnings_weighed", "takes_responsibility", "shown"


class WeighForm(forms.Form):
    """Has a field for each reason that is missing, made for the verdict at hand.

    What is sent says which verdict was shown. Answers to another one are kept to be looked at again, but for the ticks.
    """

    def __init__(self, verdict: VerdictShown, practitioner: Practitioner, data: Any = None) -> None:
        self.verdict = verdict
        self.is_of_another = data is not None and verdict.asks and data.get(SHOWN) != verdict.fingerprint
        super().__init__(_without_ticks(data) if self.is_of_another else data)
        for found in verdict.unanswered:
            self.fields[found.name] = forms.CharField(
                label=found.ask,
                max_length=1000,
                widget=AdminTextareaWidget(attrs={"rows": 2}),
                error_messages={"required": _("Say why, so that a colleague understands it later.")},
            )
        if verdict.to_confirm:
            self.fields[WEIGHED] = forms.BooleanField(
                label=_("I have weighed these warnings for this patient."),
                error_messages={"required": _("Tick the box once you have weighed the warnings.")},
            )

        if verdict.unsigned:
            label = _("I, %(name)s, have read this sheet and take responsibility.")
            self.fields[RESPONSIBLE] = forms.BooleanField(
                label=label % {"name": practitioner.name},
                error_messages={"required": _("Read the sheet, then tick that you take responsibility.")},
            )

    def clean(self) -> dict[str, Any]:
        if self.is_of_another:
            self.add_error(None, _("Something else is to be weighed by now. Look at it again, then issue."))
        return super().clean()

    @property
    def answers(self) -> dict[str, Any]:
        """Return what `issue` asks for, of a form that is valid."""
        ticked = {name: self.cleaned_data.get(name, False) for name in (WEIGHED, RESPONSIBLE)}
        return {"reasons": self._reasons(), **ticked}

    def _reasons(self) -> dict[Key, str]:
        return {key: self.cleaned_data[found.name] for found in self.verdict.unanswered for key in found.keys}

    def with_findings(self) -> list[tuple[Any, Any]]:
        """Return each finding that needs a reason with its field."""
        return [(found, self[found.name]) for found in self.verdict.unanswered]

    @property
    def confirmation(self) -> Any:
        return self[WEIGHED] if WEIGHED in self.fields else None

    @property
    def responsibility(self) -> Any:
        return self[RESPONSIBLE] if RESPONSIBLE in self.fields else None

    def others(self) -> list[Any]:
        """Return the fields that belong to no finding."""
        known = {WEIGHED, RESPONSIBLE, *(found.name for found in self.verdict.unanswered)}
        return [field for field in self if field.name not in known]


def _without_ticks(data: Any) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in (WEIGHED, RESPONSIBLE)}
