"""A list of texts, written one a line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

# More than any list of the library has, and more than anybody reads.
MOST_LINES = 60
LONGEST_LINE = 1000


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

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > MOST_LINES:
            message = _now("Write at most %(most)d lines. There are %(count)d.")
            raise ValidationError(message % {"most": MOST_LINES, "count": len(value)}, code="long")
        for number, line in enumerate(value, 1):
            if len(line) > LONGEST_LINE:
                message = _now("Line %(number)d is too long: write at most %(most)d characters a line.")
                raise ValidationError(message % {"number": number, "most": LONGEST_LINE}, code="long")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)
