"""The shipped rules and exercises as the pure evaluator takes them, and made-up plans to ask about."""

from functools import cache
from typing import Any

from programmes.precautions import ExerciseFacts, Finding, Line, Plan, Rule, findings, rule_from
from tests import shipped

NO_BOUNDS = ExerciseFacts("made-up", "strength", frozenset(), "none", "none", "isotonic", 0, None, None)


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(rule_of(item) for kind in ("exercise_rules", "programme_rules") for item in shipped.items(kind))


def rule_of(item: dict[str, Any]) -> Rule:
    part = "when" if "when" in item else "check"
    return rule_from(
        item["id"],
        {part: item[part]},
        level=item["level"],
        reason=item["reason_plain"],
        level_by_urgency=item.get("level_by_urgency"),
        suggest=item.get("suggest", ()),
        sources=item["sources"],
    )


@cache
def library() -> dict[str, ExerciseFacts]:
    return {item["slug"]: facts_of(item) for item in shipped.items("exercises")}


def facts_of(item: dict[str, Any]) -> ExerciseFacts:
    names = ("weight_bearing", "impact", "contraction", "balance_demand", "max_loaded_knee_flexion_deg")
    attributes = item["attributes"]
    return ExerciseFacts(
        slug=item["slug"],
        category=item["category"],
        tags=frozenset(attributes["tags"]),
        hold_s=item["dose"].get("hold_seconds"),
        **{name: attributes[name] for name in names},
    )


def line(exercise: ExerciseFacts | str, where: str = "prescription:1", **kwargs: Any) -> Line:
    """Return a line with a whole dose."""
    facts = library()[exercise] if isinstance(exercise, str) else exercise
    dose = {"sets": 3, "reps": 10, "days_per_week": 3}
    return Line(**{"where": where, "exercise": facts, "session": "phase:1", "phase_order": 1, **dose, **kwargs})


def fired(flags: set[str], *lines: Line, **kwargs: Any) -> list[Finding]:
    return findings(rules(), flags, Plan(lines=lines, **kwargs), library())
