"""What a rule may ask about an exercise, by the names the rules use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TAGS, WORD, NUMBER = "tags", "word", "number"

# What each attribute holds. A rule that asks about anything else is refused.
ATTRIBUTES = {
    "slug": WORD,
    "category": WORD,
    "tags": TAGS,
    "weight_bearing": WORD,
    "impact": WORD,
    "contraction": WORD,
    "balance_demand": NUMBER,
    "max_loaded_knee_flexion_deg": NUMBER,
    "hold_s": NUMBER,
}


@dataclass(frozen=True)
class ExerciseFacts:
    """One exercise with the dose in use. None: not known, or it does not apply."""

    slug: str
    category: str = ""
    tags: frozenset[str] = frozenset()
    weight_bearing: str | None = None
    impact: str | None = None
    contraction: str | None = None
    balance_demand: int | None = None  # 0 none, 1 low, 2 moderate, 3 high.
    max_loaded_knee_flexion_deg: int | None = None
    hold_s: int | None = None  # Of the dose in use, in seconds.

    def value_of(self, attribute: str) -> Any:
        return getattr(self, attribute)
