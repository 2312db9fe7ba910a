"""A programme as the rules see it: lines in order, and values that were given by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from programmes.precautions.exercise import ExerciseFacts

AFFECTED_ONLY = "affected-only"


@dataclass(frozen=True)
class Line:
    """One exercise of the plan, where it stands and with what dose. None: not prescribed or not known."""

    where: str  # Such as "prescription:<pk>".
    exercise: ExerciseFacts
    session: str = ""  # Lines of one session share it, and are done in their order.
    phase_order: int | None = None
    is_optional: bool = False
    sides: str | None = None  # AFFECTED_ONLY, or anything else; None where the sides are trained together.
    sets: int | None = None
    reps: int | None = None
    duration_s: int | None = None
    distance_m: int | None = None
    days_per_week: int | None = None
    has_dose: bool = True  # False where its dose is known in words alone, and cannot be asked about.

    def dose_value(self, name: str) -> Any:
        """Return what the dose holds by the name the rules use, such as "hold_s"."""
        return self.exercise.hold_s if name == "hold_s" else getattr(self, name)


@dataclass(frozen=True)
class Plan:
    """What rules are asked about. A name missing from `given` was not looked at, and no rule fires for it."""

    condition: str | None = None
    lines: tuple[Line, ...] = ()
    weekdays: tuple[int, ...] = ()  # The days agreed, Monday is 1; empty when none were.
    # By the names of the rules' fields: {"pain_during": 4, "phase.pain_rule.max_during": 3}.
    given: Mapping[str, Any] = field(default_factory=dict)

    def sessions(self) -> dict[str, list[Line]]:
        """Return the lines of each session, in their order."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.session, []).append(line)
        return found
