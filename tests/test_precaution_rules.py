"""The shipped rules, each asked with a case that fires it and one that does not. The cases are made from the data."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from programmes.precautions import AFFECTED_ONLY, ExerciseFacts, Finding, Level, Plan, findings, worst
from tests import shipped
from tests.precautions import NO_BOUNDS, fired, library, line, rule_of

EXERCISE_RULES = shipped.items("exercise_rules")
PROGRAMME_RULES = shipped.items("programme_rules")
# A value next to the one that is named, on the side that passes and on the side that does not.
PASSES = {"gt": 1, "ge": 0, "lt": -1, "le": 0, "eq": 0}
FAILS = {"gt": 0, "ge": -1, "lt": 0, "le": 1, "eq": 1}
OTHERS = {"impact": "no-such-impact", "weight_bearing": "no-such-weight", "category": "other", "slug": "other"}


def by_id(item: dict[str, Any]) -> str:
    return item["id"]


def made_to(outcome: str, exercise: ExerciseFacts, test: dict[str, Any]) -> ExerciseFacts:
    """Return *exercise* changed so that *test* passes or fails."""
    attr, op, value = test["attr"], test["op"], test["value"]
    found = getattr(exercise, attr)
    if op == "contains":
        return replace(exercise, tags=found | {value} if outcome == "passes" else found - {value})
    if op == "in":
        return replace(exercise, **{attr: value[0] if outcome == "passes" else OTHERS[attr]})
    if op == "ne":
        return replace(exercise, **{attr: OTHERS[attr] if outcome == "passes" else value})
    if isinstance(value, str):
        return replace(exercise, **{attr: value if outcome == "passes" else OTHERS[attr]})
    return replace(exercise, **{attr: value + (PASSES if outcome == "passes" else FAILS)[op]})


def firing(item: dict[str, Any]) -> Iterator[ExerciseFacts]:
    """Yield exercises that the rule is about: one for each way to fire it."""
    exercise = item["when"]["exercise"]
    if "match" in exercise:
        yield NO_BOUNDS
    for test in exercise.get("any", ()):
        yield made_to("passes", made_to_fail_all(item), test)
    if "all" in exercise:
        whole = NO_BOUNDS
        for test in exercise["all"]:
            whole = made_to("passes", whole, test)
        yield whole


def made_to_fail_all(item: dict[str, Any]) -> ExerciseFacts:
    exercise = NO_BOUNDS
    for test in [*item["when"]["exercise"].get("any", ()), *item["when"]["exercise"].get("all", ())]:
        exercise = made_to("fails", exercise, test)
    return exercise


def near_misses(item: dict[str, Any]) -> Iterator[ExerciseFacts]:
    """Yield exercises that it is not about; for one that asks several things, with one of them missing."""
    exercise = item["when"]["exercise"]
    if "any" in exercise:
        yield made_to_fail_all(item)
    for test in exercise.get("all", ()):
        (whole,) = firing(item)
        yield made_to("fails", whole, test)


def ask(item: dict[str, Any], flags: set[str], exercise: ExerciseFacts, **kwargs: Any) -> list[Level]:
    context = item["when"].get("context", {})
    given = {"condition": context.get("condition"), "phase_order": context.get("phase_order_lte", 1), **kwargs}
    plan = Plan(condition=given["condition"], lines=(line(exercise, phase_order=given["phase_order"]),))
    return [finding.level for finding in findings([rule_of(item)], flags, plan)]


def test_there_are_as_many_rules_as_the_data_says():
    assert (len(EXERCISE_RULES), len(PROGRAMME_RULES), len(shipped.items("patient_flags"))) == (62, 16, 44)


@pytest.mark.parametrize("item", EXERCISE_RULES, ids=by_id)
def test_an_exercise_rule_fires_for_each_of_its_flags_and_each_of_its_ways(item: dict[str, Any]):
    for flag in item["when"]["patient_flags_any"] or [""]:
        for exercise in firing(item):
            assert ask(item, {flag}, exercise) == [Level.named(item["level"])]


@pytest.mark.parametrize("item", EXERCISE_RULES, ids=by_id)
def test_an_exercise_rule_does_not_fire_for_another_exercise_patient_or_place(item: dict[str, Any]):
    when = item["when"]
    flags, context = set(when["patient_flags_any"]), when.get("context", {})
    exercise = next(firing(item))
    misses = [ask(item, flags, other) for other in near_misses(item)]
    if flags:
        misses += [ask(item, set(), exercise), ask(item, set(shipped.ids("patient_flags")) - flags, exercise)]
    if context:
        misses.append(ask(item, flags, exercise, condition="another-condition"))
        misses.append(ask(item, flags, exercise, phase_order=context["phase_order_lte"] + 1))
        misses.append(ask(item, flags, exercise, phase_order=None))
    assert misses
    assert not any(misses)


LONG_STRETCH = replace(NO_BOUNDS, tags=frozenset({"static-stretch"}), hold_s=60)
RUN = replace(NO_BOUNDS, tags=frozenset({"running"}))
JUMP = replace(NO_BOUNDS, tags=frozenset({"tendon-energy-storage"}))
HEAVY = replace(NO_BOUNDS, tags=frozenset({"heavy-load"}))
TWICE_UP = {"weekly_mean_pain_trend": 0.5, "weeks": 2}
RUNS = {"run_distance": 5600, "longest_run_last_30_days": 5000}
FORTNIGHTS = {"distance_2_weeks": 40000, "previous_2_weeks": 30000}
CHANGES = "changes_since_last_review"


def of(*lines: Any, **kwargs: Any) -> Plan:
    return Plan(lines=lines, **kwargs)


def given(**kwargs: Any) -> Plan:
    return Plan(given={name.replace("__", "."): value for name, value in kwargs.items()})


# For each rule: a plan that fires it, and plans that do not.
CASES: dict[str, tuple[Plan, list[Plan]]] = {
    "PR-001": (given(red_flags_present={"fever": "same_day"}), [given(red_flags_present={}), Plan()]),
    "PR-002": (
        given(pain_during=4, phase__pain_rule__max_during=3),
        [given(pain_during=3, phase__pain_rule__max_during=3), given(pain_during=4)],
    ),
    "PR-003": (
        given(hours_to_settle=25, phase__pain_rule__settle_within_h=24),
        [given(hours_to_settle=24, phase__pain_rule__settle_within_h=24), given(phase__pain_rule__settle_within_h=24)],
    ),
    "PR-004": (
        given(**TWICE_UP),
        [given(**{**TWICE_UP, "weeks": 1}), given(weekly_mean_pain_trend=0, weeks=3), given(weekly_mean_pain_trend=1)],
    ),
    "PR-005": (given(**RUNS), [given(**{**RUNS, "run_distance": 5500}), given(run_distance=5600)]),
    "PR-006": (
        given(**FORTNIGHTS),
        [given(**{**FORTNIGHTS, "distance_2_weeks": 39000}), given(distance_2_weeks=40000)],
    ),
    "PR-007": (
        of(line(JUMP, days_per_week=4)),
        [of(line(JUMP)), of(line(HEAVY, days_per_week=4)), of(line(JUMP, days_per_week=None))],
    ),
    "PR-008": (of(line(HEAVY, days_per_week=7)), [of(line(HEAVY)), of(line(JUMP, days_per_week=7))]),
    "PR-009": (
        of(*[line(RUN)] * 9),
        [
            of(*[line(RUN)] * 8),
            of(*[line(RUN)] * 8, line(RUN, is_optional=True)),
            of(*[line(RUN)] * 8, line(RUN, session="phase:2")),
        ],
    ),
    "PR-010": (
        of(line(RUN, reps=None)),
        [
            of(line(RUN)),
            of(line(RUN, reps=None, duration_s=60)),
            of(line(RUN, sets=None, reps=None, duration_s=600)),
            of(line(RUN, sets=None, reps=None, distance_m=400)),
            of(line(RUN, reps=None, has_dose=False)),
        ],
    ),
    "PR-011": (
        of(line(LONG_STRETCH), line(HEAVY), line(RUN)),
        [
            of(line(RUN), line(LONG_STRETCH)),
            of(line(replace(LONG_STRETCH, hold_s=59)), line(RUN)),
            of(line(replace(LONG_STRETCH, hold_s=None)), line(RUN)),
            of(line(LONG_STRETCH), line(RUN, session="phase:2")),
            of(line(replace(LONG_STRETCH, tags=frozenset())), line(RUN)),
        ],
    ),
    "PR-012": (given(cadence_target_ratio=1.11), [given(cadence_target_ratio=1.1), Plan()]),
    "PR-013": (
        given(**{CHANGES: {"hills", "shoes", "running_speed"}}),
        [given(**{CHANGES: {"hills", "shoes"}}), given(**{CHANGES: {"hills", "shoes", "hair"}}), Plan()],
    ),
    "PR-014": (given(phase_advance=["No swelling"]), [given(phase_advance=[]), Plan()]),
    "PR-015": (of(line(HEAVY, sides=AFFECTED_ONLY)), [of(line(HEAVY, sides="each")), of(line(HEAVY))]),
    "PR-016": (given(review_date=43), [given(review_date=42), Plan()]),
}


@pytest.mark.parametrize("item", PROGRAMME_RULES, ids=by_id)
def test_a_programme_rule_fires_for_its_case_and_for_no_other(item: dict[str, Any]):
    fires, misses = CASES[item["id"]]
    (finding,) = findings([rule_of(item)], set(), fires)
    assert finding.level == Level.named(item["level"])
    assert misses
    for plan in misses:
        assert findings([rule_of(item)], set(), plan) == []


@pytest.mark.parametrize(
    "dose",
    [
        {"sets": None},
        {"sets": None, "reps": None, "exercise": replace(RUN, hold_s=30)},
        {"reps": None, "duration_s": 600, "days_per_week": None},
        {"sets": None, "reps": None},
    ],
)
def test_a_dose_is_missing_where_nobody_could_repeat_it(dose: dict[str, Any]):
    (rule,) = (rule_of(item) for item in PROGRAMME_RULES if item["id"] == "PR-010")
    assert findings([rule], set(), of(line(**{"exercise": RUN, **dose})))


def test_no_day_of_review_is_as_bad_as_a_late_one():
    (rule,) = (rule_of(item) for item in PROGRAMME_RULES if item["id"] == "PR-016")
    assert findings([rule], set(), given(review_date=None))


@pytest.mark.parametrize(
    ("urgencies", "level"),
    [
        (["emergency"], Level.BLOCK),
        (["same_day"], Level.BLOCK),
        (["within_2_weeks"], Level.INFO),
        (["within_2_weeks", "emergency"], Level.BLOCK),
        (["of-an-urgency-nobody-knows"], Level.BLOCK),
    ],
)
def test_the_most_urgent_sign_sets_the_level(urgencies: list[str], level: Level):
    signs = {f"sign-{number}": urgency for number, urgency in enumerate(urgencies)}
    found = fired(set(), given={"red_flags_present": signs})
    assert [(finding.code, finding.level) for finding in found] == [("PR-001", level)]


def test_days_agreed_close_together_count_as_they_lie():
    heavy = line(HEAVY, days_per_week=2)
    assert "PR-008" in {finding.code for finding in fired(set(), heavy, weekdays=(1, 2))}
    assert "PR-008" in {finding.code for finding in fired(set(), heavy, weekdays=(1, 7))}
    assert "PR-008" not in {finding.code for finding in fired(set(), heavy, weekdays=(1, 4))}
    assert "PR-008" not in {finding.code for finding in fired(set(), heavy, weekdays=(1, 2, 4, 6))}


@cache
def found_with(flag: str) -> dict[str, list[Finding]]:
    """Return what the rules say of each exercise for a patient with this flag."""
    return {slug: fired({flag}, line(slug)) for slug in library()}


@pytest.mark.parametrize("item", shipped.items("exercises"), ids=lambda item: item["slug"])
def test_what_an_exercise_says_of_flags_is_what_the_rules_say(item: dict[str, Any]):
    # The flags that stop every exercise stand with the flags, not with each exercise.
    everywhere = {
        flag
        for rule in EXERCISE_RULES
        if "match" in rule["when"]["exercise"]
        for flag in rule["when"]["patient_flags_any"]
    }
    flags = set(shipped.ids("patient_flags")) - everywhere
    levels = {flag: worst(found_with(flag)[item["slug"]]) for flag in flags}
    assert set(item["contraindicated_for"]) == {flag for flag, level in levels.items() if level == Level.BLOCK}
    assert set(item["caution_for"]) == {flag for flag, level in levels.items() if level == Level.WARN}


@pytest.mark.parametrize("flag", shipped.ids("patient_flags"))
def test_what_is_offered_instead_is_safer(flag: str):
    for found in found_with(flag).values():
        for finding in found:
            for slug in finding.safer:
                instead = {other.code: other.level for other in found_with(flag)[slug]}
                assert finding.code not in instead
                assert all(level <= min(worst(found), Level.WARN) for level in instead.values())


def test_something_is_offered_instead_of_most_of_what_is_forbidden():
    offered = {
        finding.code
        for flag in shipped.ids("patient_flags")
        for found in found_with(flag).values()
        for finding in found
        if finding.safer
    }
    suggesting = {item["id"] for item in EXERCISE_RULES if item["suggest"]}
    # No exercise of the library bends past a right angle under load, so SR-011 has nothing to replace.
    assert suggesting - offered <= {"SR-011", "SR-035"}
