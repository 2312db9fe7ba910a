"""What is wrong with a rule that somebody wrote: each fault names the field and says what would do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from programmes.precautions.exercise import ATTRIBUTES, NUMBER
from programmes.precautions.operators import OPERATORS, SUITING
from programmes.precautions.rule import ALL, ANY, EVERY_EXERCISE


@dataclass(frozen=True)
class Fault:
    """`field` is its way in the data, such as "exercise.any[0].op"."""

    field: str
    message: str


@dataclass(frozen=True)
class Known:
    """What a rule may name: short names of flags, exercises and conditions, and the values of each attribute."""

    flags: frozenset[str]
    exercises: frozenset[str]
    conditions: frozenset[str]
    values: Mapping[str, frozenset[str]]  # Of an attribute that has a closed list, such as "impact".
    names: Mapping[str, str] = field(default_factory=dict)  # What a person calls an attribute or an operator.

    def name(self, word: Any) -> str:
        return str(self.names.get(word, word))


def faults(when: Mapping[str, Any], suggest: Iterable[str], known: Known) -> Iterator[Fault]:
    """Yield what is wrong with a rule about exercises."""
    yield from _unknown("patient_flags_any", when["patient_flags_any"], known.flags)
    yield from _unknown("suggest", suggest, known.exercises)
    exercise, context = when["exercise"], when.get("context", {})
    if exercise.get("match") != EVERY_EXERCISE and not any(exercise.get(name) for name in (ANY, ALL)):
        yield Fault("exercise", _("Say which exercises it is about."))
    for name in (ANY, ALL):
        for place, test in enumerate(exercise.get(name, ())):
            yield from _test_faults(f"exercise.{name}[{place}]", test, known)
    if "condition" in context:
        yield from _unknown("context.condition", [context["condition"]], known.conditions)
    for key in sorted(set(context) - {"condition", "phase_order_lte"}):
        yield Fault(f"context.{key}", _("There is no “%(name)s” to ask about.") % {"name": key})


def _test_faults(path: str, test: Mapping[str, Any], known: Known) -> Iterator[Fault]:
    attribute, op, value = (test.get(part) for part in ("attr", "op", "value"))
    if attribute not in ATTRIBUTES:
        yield Fault(f"{path}.attr", _no_such(attribute, ATTRIBUTES))
        return
    suiting = SUITING[ATTRIBUTES[attribute]]
    if op not in OPERATORS or op not in suiting:
        names = {"op": known.name(op), "attribute": known.name(attribute)}
        names["known"] = ", ".join(known.name(each) for each in suiting)
        words = _("“%(op)s” does not suit “%(attribute)s”. Use one of: %(known)s.")
        yield Fault(f"{path}.op", words % names)
    elif ATTRIBUTES[attribute] == NUMBER:
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield Fault(f"{path}.value", _("“%(value)s” is not a number.") % {"value": value})
    elif (op == "in") != isinstance(value, list):
        yield Fault(f"{path}.value", _("Give a list with “is one of”, and only with it."))
    elif attribute in known.values:
        yield from _unknown(f"{path}.value", value if isinstance(value, list) else [value], known.values[attribute])


def _unknown(path: str, names: Iterable[Any], known: Iterable[str]) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield Fault(path, _no_such(name, known))


def _no_such(name: Any, known: Iterable[str]) -> str:
    words = {"name": name, "known": ", ".join(sorted(known)) or "-"}
    return str(_("There is no “%(name)s”. There are: %(known)s.") % words)
