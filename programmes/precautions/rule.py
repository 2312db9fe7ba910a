"""Rules as values, built from the data's own shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from programmes.precautions.exercise import ExerciseFacts
from programmes.precautions.level import Level
from programmes.precautions.operators import holds

EVERY_EXERCISE = "any_exercise"
ANY, ALL = "any", "all"


@dataclass(frozen=True)
class Test:
    """One question about an exercise."""

    __test__ = False  # Not a test of pytest's.

    attr: str
    op: str
    value: Any

    def passes(self, exercise: ExerciseFacts) -> bool:
        return holds(self.op, exercise.value_of(self.attr), self.value)


@dataclass(frozen=True)
class Rule:
    """What every rule says when it fires."""

    code: str
    level: Level
    reason: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExerciseRule(Rule):
    """Fires for a patient with one of the flags (for everybody without any), and an exercise that passes the tests."""

    flags: frozenset[str] = frozenset()
    match: str = EVERY_EXERCISE
    tests: tuple[Test, ...] = ()
    condition: str | None = None  # Only in a programme for this condition.
    last_phase: int | None = None  # Only up to this phase, counted from 1.
    suggest: tuple[str, ...] = ()

    def concerns(self, flags: Set[str], condition: str | None) -> bool:
        """Say whether it may fire at all for such a patient in a programme for *condition*."""
        return (not self.flags or bool(self.flags & flags)) and self.condition in (None, condition)

    def fits(self, exercise: ExerciseFacts, phase_order: int | None) -> bool:
        if self.last_phase is not None and (phase_order is None or phase_order > self.last_phase):
            return False
        if self.match == EVERY_EXERCISE:
            return True
        passed = (test.passes(exercise) for test in self.tests)
        return any(passed) if self.match == ANY else all(passed)


@dataclass(frozen=True)
class ProgrammeRule(Rule):
    """Fires for a programme, or for what was written down of a session or a run."""

    check: Mapping[str, Any] = field(default_factory=dict)
    level_by_urgency: Mapping[str, Level] = field(default_factory=dict)


def rule_from(
    code: str,
    condition: Mapping[str, Any],
    *,
    level: str,
    reason: str,
    level_by_urgency: Mapping[str, str] | None = None,
    suggest: Iterable[str] = (),
    sources: Iterable[str] = (),
) -> Rule:
    """Return the rule that the data describes: `condition` holds "when" for an exercise rule, else "check".

    Raises KeyError for what is not there. What a person wrote is looked over by `faults` first.
    """
    says: dict[str, Any] = {"code": code, "level": Level.named(level), "reason": reason, "sources": tuple(sources)}
    if "when" not in condition:
        levels = {urgency: Level.named(name) for urgency, name in (level_by_urgency or {}).items()}
        return ProgrammeRule(**says, check=condition["check"], level_by_urgency=levels)
    when = condition["when"]
    exercise, context = when["exercise"], when.get("context", {})
    match = next((name for name in (ANY, ALL) if name in exercise), EVERY_EXERCISE)
    return ExerciseRule(
        **says,
        flags=frozenset(when["patient_flags_any"]),
        match=match,
        tests=tuple(Test(test["attr"], test["op"], test["value"]) for test in exercise.get(match, ())),
        condition=context.get("condition"),
        last_phase=context.get("phase_order_lte"),
        suggest=tuple(suggest),
    )
