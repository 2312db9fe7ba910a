"""Days of the week to tick."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

WEEKDAYS = (
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
)


class WeekdaysField(forms.TypedMultipleChoiceField):
    """A JSON list of numbers from 1 (Monday) to 7 (Sunday), in the order of the week."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "inline"})

    def __init__(self, **kwargs: Any) -> None:
        # The column's own help speaks of numbers, which nobody types here.
        super().__init__(**{**kwargs, "choices": WEEKDAYS, "coerce": int, "help_text": ""})

    def clean(self, value: Any) -> list[int]:
        return sorted(super().clean(value))
