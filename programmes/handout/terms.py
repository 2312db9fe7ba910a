"""The codes and numbers behind a document's words, so that its plan can be read back. No rendering prints them.

They say nothing of the patient, and of the practitioner's notes nothing either.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlanTerms:
    """What the handout is about: its title without the side, short names, and the sore side ("" for none)."""

    title: str = ""
    condition: str = ""
    programme_kind: str = ""
    side: str = ""
    not_for_flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class PartTerms:
    """A part as its phase has it. ``advice`` and the pain rules are short names."""

    name: str
    goal: str = ""
    weeks_min: int | None = None
    weeks_max: int | None = None
    sessions_per_week_min: int | None = None
    sessions_per_week_max: int | None = None
    pain_rule: str = ""
    running_pain_rule: str = ""
    running: str = ""
    may_run: bool = True
    advice: tuple[str, ...] = ()


@dataclass(frozen=True)
class LineTerms:
    """A card as its line has it. ``why`` is empty for the exercise's own; ``instead_of`` is a place in the part.

    ``version`` is that of the exercise as printed; "" where it has none.
    """

    first_side: str = ""
    why: str = ""
    instead_of: int | None = None
    version: str = ""


@dataclass(frozen=True)
class MoveTerms:
    """A move of the warm-up card as its line has it. ``is_noted``: a note stands where the exercise has its words."""

    code: str
    version: str
    side: str
    first_side: str = ""
    is_noted: bool = False


@dataclass(frozen=True)
class StageTerms:
    """A rung of the walk-run ladder in numbers."""

    kind: str
    walk_seconds: int | None = None
    run_seconds: int | None = None
    repeats: int | None = None
    total_minutes: int | None = None
    warm_up_walk_minutes: int | None = None
    cool_down_walk_minutes: int | None = None
    effort_low: int | None = None
    effort_high: int | None = None
    min_sessions: int | None = None
    rest_days_between: int | None = None
    surface: str = ""
