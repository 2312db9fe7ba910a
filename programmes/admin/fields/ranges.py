"""Two numbers, written "4 to 8", or "0 or more" for a range without an end."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class RangeField(forms.CharField):
    """A JSON pair of whole numbers, the lower one first; null for no end, an empty list when nothing is written."""

    widget = AdminTextInputWidget

    def prepare_value(self, value: Any) -> Any:
        return as_words(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return read_range(value or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return as_words(initial or []) != (data or "").strip()


def as_words(pair: list[Any]) -> str:
    """Return "4 to 8" or "0 or more"; "" for a pair that is not one."""
    if len(pair) != 2:
        return ""
    low, high = pair
    return (
        _("%(low)d or more") % {"low": low} if high is None else _("%(low)d to %(high)d") % {"low": low, "high": high}
    )


def read_range(text: str) -> list[int | None]:
    """Return the pair written in *text*, [] for none. Raises ValidationError."""
    if not text.strip():
        return []
    if open_end := re.fullmatch(r"\s*(\d+)\s*(?:or|and) more\s*", text):
        return [int(open_end[1]), None]
    match = re.fullmatch(r"\s*(\d+)\s*(?:to|-|–)\s*(\d+)\s*", text)
    if match is None or int(match[1]) > int(match[2]):
        raise ValidationError(_("Write two numbers, the lower one first: 4 to 8."), code="range")
    return [int(match[1]), int(match[2])]
