"""A list of texts, written one a line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class LinesField(forms.CharField):
    """A JSON list of texts. Empty lines and blanks around a line do not count."""

    widget = AdminTextareaWidget(attrs={"rows": 4})

    def __init__(self, *, help_text: Any = "", **kwargs: Any) -> None:
        one_a_line = _("One a line.")
        words = format_lazy("{} {}", help_text, one_a_line) if help_text else one_a_line
        super().__init__(help_text=words, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(item) for item in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = (line.strip() for line in (value or "").splitlines())
        return [line for line in lines if line]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)
