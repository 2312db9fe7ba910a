"""What the rules about programmes, sessions and runs look at: one function a field, each yields where it fires.

A value that was not given is not known, and nothing fires for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from programmes.precautions.finding import PROGRAMME
from programmes.precautions.operators import holds
from programmes.precautions.plan import AFFECTED_ONLY, Line, Plan

Check = Mapping[str, Any]
# Where it fires, and what it fires for: an override stands only as long as this stays.
Place = tuple[str, tuple[str, ...]]

DAYS_IN_A_WEEK = 7
COUNTED_IN_SETS = ("reps", "hold_s")
SCREENING = "screening"


def places(check: Check, plan: Plan) -> Iterator[Place]:
    """Yield where the check fires. Raises KeyError for a field nobody knows how to look at."""
    yield from CHECKS[check["field"]](check, plan)


def _signs(check: Check, plan: Plan) -> Iterator[Place]:
    if signs := plan.given.get(check["field"]):
        yield SCREENING, tuple(sorted(signs))


def _number(check: Check, plan: Plan) -> Iterator[Place]:
    limit = plan.given.get(check["value_from"]) if "value_from" in check else check["value"]
    if limit is not None and holds(check["op"], plan.given.get(check["field"]), limit):
        yield PROGRAMME, ()


def _trend(check: Check, plan: Plan) -> Iterator[Place]:
    if holds("ge", plan.given.get("weeks"), check["min_weeks"]):
        yield from _number(check, plan)


def _ratio(check: Check, plan: Plan) -> Iterator[Place]:
    found, before = plan.given.get(check["field"]), plan.given.get(check["compared_with"])
    if before is not None and holds("gt", found, before * check["value"]):
        yield PROGRAMME, ()


def _changes(check: Check, plan: Plan) -> Iterator[Place]:
    made = set(plan.given.get(check["field"], ())) & set(check["of"])
    if len(made) > check["value"]:
        yield PROGRAMME, tuple(sorted(made))


def _unmet(check: Check, plan: Plan) -> Iterator[Place]:
    if unmet := plan.given.get(check["field"]):
        yield PROGRAMME, tuple(sorted(unmet))


def _review(check: Check, plan: Plan) -> Iterator[Place]:
    """Given as days from today; None when no day was set."""
    if check["field"] not in plan.given:
        return
    days = plan.given[check["field"]]
    if days is None or days > check["value"]:
        yield check["field"], ()


def _days_between(check: Check, plan: Plan) -> Iterator[Place]:
    for session, lines in plan.sessions().items():
        tagged = [line for line in lines if check["tag"] in line.exercise.tags]
        close = [line for line in tagged if holds(check["op"], _days_apart(line, plan.weekdays), check["value"])]
        if close:
            yield session or PROGRAMME, tuple(sorted({line.exercise.slug for line in close}))


def _days_apart(line: Line, weekdays: tuple[int, ...]) -> int | None:
    """Return the days from one go to the next where two come closest; None when it is not known how often.

    Spread over the week as evenly as can be; done on every agreed day, as those days lie.
    """
    if not line.days_per_week:
        return None
    if weekdays and line.days_per_week >= len(weekdays):
        following = (*weekdays[1:], weekdays[0] + DAYS_IN_A_WEEK)
        agreed = min(after - day for day, after in zip(weekdays, following, strict=True))
        return min(agreed, DAYS_IN_A_WEEK // line.days_per_week)
    return DAYS_IN_A_WEEK // line.days_per_week


def _how_many(check: Check, plan: Plan) -> Iterator[Place]:
    for session, lines in plan.sessions().items():
        if holds(check["op"], sum(not line.is_optional for line in lines), check["value"]):
            yield session or PROGRAMME, ()


def _doses(check: Check, plan: Plan) -> Iterator[Place]:
    for line in plan.lines:
        has_any = any(line.dose_value(name) is not None for name in check["required_any"])
        if line.has_dose and not (has_any and all(_has_its(line, name) for name in check["required_all"])):
            yield line.where, (line.exercise.slug,)


def _has_its(line: Line, name: str) -> bool:
    """Say whether the dose holds *name*, or needs none: ten minutes or 400 metres are whole without sets."""
    is_counted = any(line.dose_value(each) is not None for each in COUNTED_IN_SETS)
    return line.dose_value(name) is not None or (name == "sets" and not is_counted)


def _sequence(check: Check, plan: Plan) -> Iterator[Place]:
    """Fire for a long stretch that comes before what needs the legs, in one session."""
    for lines in plan.sessions().values():
        for place, line in enumerate(lines):
            follows = any(tag in later.exercise.tags for later in lines[place + 1 :] for tag in check["then_tags_any"])
            is_long = holds("ge", line.exercise.hold_s, check["first_hold_s_ge"])
            if follows and is_long and check["first_tag"] in line.exercise.tags:
                yield line.where, (line.exercise.slug,)


def _sides(check: Check, plan: Plan) -> Iterator[Place]:
    for line in plan.lines:
        if line.sides == AFFECTED_ONLY == check["value"]:
            yield line.where, (line.exercise.slug,)


CHECKS: dict[str, Callable[[Check, Plan], Iterator[Place]]] = {
    "red_flags_present": _signs,
    "pain_during": _number,
    "hours_to_settle": _number,
    "weekly_mean_pain_trend": _trend,
    "run_distance": _ratio,
    "distance_2_weeks": _ratio,
    "days_between_tagged_sessions": _days_between,
    "exercises_per_session": _how_many,
    "exercise_dosage": _doses,
    "sequence": _sequence,
    "cadence_target_ratio": _number,
    "changes_since_last_review": _changes,
    "phase_advance": _unmet,
    "unilateral_exercise_sides": _sides,
    "review_date": _review,
}
