"""How a clinic has its figures drawn, chosen by looking: the same squat beside each choice."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from functools import cache
from typing import Any

from django import forms
from django.template.loader import render_to_string

from programmes import figures
from programmes.content.read import SHIPPED
from programmes.content.yaml_file import read_yaml
from programmes.pictures import Look

SAMPLE = SHIPPED / "exercises" / "squat.yaml"


class LookChoices(forms.RadioSelect):
    """Radio buttons for one part of the look; *look* is what the clinic has now."""

    template_name = "admin/widgets/look_choices.html"
    look = Look()

    def __init__(self, part: str) -> None:
        super().__init__()
        self.part = part

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "picture": sample(replace(self.look, **{self.part: str(value)}))}

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> Any:
        # The form renderer knows the templates of apps only; this one stands with the site's.
        return render_to_string(template_name, context)


@cache
def sample(look: Look) -> str:
    """Return the sample in this look as an address that holds it."""
    content, _faults = read_yaml(SAMPLE)
    drawing = figures.draw(figures.read(content["figure"]), palette=look.palette, build=look.build)
    return f"data:image/svg+xml;base64,{b64encode(drawing.end.encode()).decode()}"
