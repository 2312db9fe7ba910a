"""What the lists and sets inside a row must hold, so that a page can show it: texts, unless it says otherwise here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from programmes import figures
from programmes.exchange.refusal import refuse
from programmes.models import (
    Condition,
    Exercise,
    ExerciseText,
    KeptHandout,
    Measure,
    Override,
    PainRule,
    Responsibility,
    Rule,
)

Holds = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_set(value: Any) -> bool:
    return isinstance(value, dict)


def _is_number(value: Any) -> bool:
    return value is None or type(value) in (int, float)


def _is_anything(value: Any) -> bool:
    return True


_OTHERWISE: dict[tuple[Any, str], tuple[Holds, str]] = {
    (PainRule, "rows"): (_is_set, "sets of named values"),
    (Condition, "causes"): (_is_set, "sets of named values"),
    (Condition, "codes"): (_is_anything, "anything"),
    (ExerciseText, "precautions"): (_is_set, "sets of named values"),
    (Rule, "suggest"): (_is_anything, "anything"),
    (Measure, "score_range"): (_is_number, "numbers"),
    (Override, "because"): (_is_anything, "anything"),
    (Responsibility, "covers"): (_is_anything, "anything"),
    (KeptHandout, "hashes"): (_is_set, "sets of named values"),
}


def refuse_odd_contents(model: Any, values: dict[str, Any], where: str) -> None:
    """Raise Refused for a list of something else, and for a figure that cannot be drawn."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.JSONField) and isinstance(values.get(field.attname), list):
            holds, words = _OTHERWISE.get((model, field.name), (_is_text, "texts"))
            if not all(map(holds, values[field.attname])):
                raise refuse(f"{where}: {field.name}", f"must be a list of {words}")
    if model is Exercise and values["figure"]:
        try:
            figures.read(values["figure"])
        except figures.FigureError as error:
            raise refuse(f"{where}: figure", error) from None
