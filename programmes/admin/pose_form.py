"""The form behind a saved figure: it must be one that can be drawn, and nobody may have changed the row since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import figures
from programmes.figures.reading import FigureError
from programmes.models import Exercise

LONGEST = 40_000
CHANGED = "changed-since"


class FigureField(forms.JSONField):
    """A figure as text, a line for each part of it."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > LONGEST:
            raise ValidationError(_("That is too long for a figure."), code="too-long")
        try:
            return super().to_python(value)
        except (RecursionError, ValueError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except (RecursionError, ValueError):
            return InvalidJSONInput(data)

    def prepare_value(self, value: Any) -> Any:
        return as_text(value) if isinstance(value, dict) else super().prepare_value(value)


class FigureForm(forms.ModelForm):
    """`version` is that of the row when it was opened."""

    figure = FigureField(
        label=gettext_lazy("Figure"),
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Exercise
        fields = ("figure",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.wrong_at: list[dict[str, str]] = []

    def clean_figure(self) -> Any:
        try:
            figures.read(self.cleaned_data["figure"])
        except FigureError as error:
            self.wrong_at.append({"path": error.path, "message": error.reason})
            raise ValidationError(str(error), code="figure") from error
        return self.cleaned_data["figure"]

    def clean_version(self) -> str:
        version = self.cleaned_data["version"]
        if version != self.instance.version:
            words = _("Somebody changed this exercise since you opened it. Load the page again; nothing was saved.")
            raise ValidationError(words, code=CHANGED)
        return version

    @property
    def is_late(self) -> bool:
        return self.has_error("version", CHANGED)

    def problems(self) -> list[dict[str, str]]:
        """Return what is wrong, each with its path in the figure."""
        if self.wrong_at:
            return self.wrong_at
        return [{"path": name, "message": words} for name, errors in self.errors.items() for words in errors]


def as_text(figure: Mapping[str, Any]) -> str:
    """Return the figure as JSON with a line for each part, and for each part of a pose."""
    lines = (
        f"  {json.dumps(name)}: {_pose(value) if name in ('start', 'end') else json.dumps(value)}"
        for name, value in figure.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}"


def _pose(pose: Any) -> str:
    if not isinstance(pose, Mapping) or not pose:
        return json.dumps(pose)
    return "{\n" + ",\n".join(f"    {json.dumps(name)}: {json.dumps(value)}" for name, value in pose.items()) + "\n  }"
