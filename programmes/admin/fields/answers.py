"""The answers to one question, side by side, and called by it: who does not see the page hears what is asked."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.widgets import AdminRadioSelect
from django.utils.html import format_html


class AnswersWidget(AdminRadioSelect):
    def __init__(self, question: Any) -> None:
        super().__init__(attrs={"class": "radiolist inline"})
        self.question = question

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> Any:
        answers = super()._render(template_name, context, renderer)
        return format_html('<div role="radiogroup" aria-label="{}">{}</div>', self.question, answers)
