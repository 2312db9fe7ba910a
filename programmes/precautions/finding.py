"""Something to weigh before a programme is handed out. What is only missing is a gap, and no finding."""

from __future__ import annotations

from dataclasses import dataclass

from programmes.precautions.level import Level

PROGRAMME = "programme"


@dataclass(frozen=True)
class Finding:
    """One thing to weigh, about one place. An override answers it by code and place."""

    code: str  # A rule's id such as "SR-014", or a check's own such as "budget-long-session".
    level: Level
    where: str  # "programme", "phase:<pk>", "prescription:<pk>" or the name of a field.
    reason: str  # In plain words.
    sources: tuple[str, ...] = ()
    safer: tuple[str, ...] = ()  # Exercise slugs, themselves checked for the same patient.
    needs_reason: bool = False  # Always for a block; for a warning that asks one all the same; never for a stop.
    because: tuple[str, ...] = ()  # What it rests on, such as flags and exercise: an override is for these alone.
    is_of_rule: bool = False  # Its code is the id of a rule, which a reader can look up.

    def __post_init__(self) -> None:
        if self.level >= Level.BLOCK:
            object.__setattr__(self, "needs_reason", self.level == Level.BLOCK)

    @property
    def key(self) -> tuple[str, str]:
        """Return what an override answers it by."""
        return self.code, self.where
