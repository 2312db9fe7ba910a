"""Safety rules as values: what always holds, whatever the rules, the flags and the plan."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.precautions import (
    AFFECTED_ONLY,
    OPERATORS,
    ExerciseFacts,
    Finding,
    Known,
    Level,
    Plan,
    faults,
    rule_from,
)
from programmes.precautions import findings as ask
from programmes.precautions.operators import holds
from tests import shipped
from tests.precautions import NO_BOUNDS, fired, library, line, rules

FLAGS = st.sets(st.sampled_from(shipped.ids("patient_flags")), max_size=6)
SLUGS = st.lists(st.sampled_from(sorted(library())), max_size=8)
NUMBERS = st.none() | st.integers(0, 150)
MADE_UP = st.builds(
    ExerciseFacts,
    slug=st.just("made-up"),
    tags=st.frozensets(st.sampled_from(sorted(shipped.read("vocabulary.yaml")["tags"]))),
    weight_bearing=st.sampled_from([None, "none", "partial", "full"]),
    impact=st.sampled_from([None, "none", "low", "moderate", "high"]),
    balance_demand=st.none() | st.integers(0, 3),
    max_loaded_knee_flexion_deg=NUMBERS,
    hold_s=NUMBERS,
)


def lines_of(exercises: list[Any]) -> list[Any]:
    return [line(exercise, where=f"prescription:{place}") for place, exercise in enumerate(exercises)]


def said(found: list[Finding]) -> set[tuple[str, str, Level]]:
    return {(finding.code, finding.where, finding.level) for finding in found}


@given(FLAGS, st.sampled_from(shipped.ids("patient_flags")), SLUGS, st.lists(MADE_UP, max_size=3))
def test_adding_a_flag_never_removes_a_finding(flags: set[str], other: str, slugs: list[str], more: list[Any]):
    lines = lines_of([*slugs, *more])
    assert said(fired(flags, *lines)) <= said(fired(flags | {other}, *lines))


@given(FLAGS, st.lists(MADE_UP | SLUGS.filter(bool).map(lambda slugs: library()[slugs[0]]), max_size=6), st.randoms())
def test_the_order_of_the_lines_matters_to_the_stretch_before_a_run_only(
    flags: set[str], exercises: list[Any], random: Any
):
    lines = lines_of(exercises)
    shuffled = random.sample(lines, len(lines))
    before, after = (
        {each for each in said(fired(flags, *order)) if each[0] != "PR-011"} for order in (lines, shuffled)
    )
    assert before == after


@given(FLAGS, SLUGS, st.randoms())
def test_the_order_of_the_rules_does_not_matter(flags: set[str], slugs: list[str], random: Any):
    plan = Plan(lines=tuple(lines_of(slugs)))
    shuffled = random.sample(rules(), len(rules()))
    assert Counter(ask(rules(), flags, plan, library())) == Counter(ask(shuffled, flags, plan, library()))


@pytest.mark.parametrize("op", ["gt", "ge", "lt", "le"])
@given(named=st.integers() | st.floats(allow_nan=False))
def test_what_is_not_known_is_neither_more_nor_less_than_anything(op: str, named: float):
    assert not holds(op, None, named)


@pytest.mark.parametrize(
    ("op", "passes", "fails"),
    [
        ("contains", ({"a", "b"}, "a"), (set(), "a")),
        ("in", ("low", ["low", "high"]), ("none", ["low", "high"])),
        ("eq", (3, 3), (2, 3)),
        ("ne", ("low", "none"), ("none", "none")),
        ("gt", (91, 90), (90, 90)),
        ("ge", (90, 90), (89, 90)),
        ("lt", (1, 2), (2, 2)),
        ("le", (2, 2), (3, 2)),
    ],
)
def test_an_operator_compares_as_its_name_says(op: str, passes: tuple[Any, Any], fails: tuple[Any, Any]):
    assert holds(op, *passes)
    assert not holds(op, *fails)


def test_the_operators_are_those_of_the_data():
    assert set(OPERATORS) == set(shipped.read("rules.yaml")["evaluation"]["operators"])


def test_levels_are_ordered_and_stop_is_the_highest():
    assert Level.INFO < Level.WARN < Level.BLOCK < Level.STOP


@pytest.mark.parametrize(
    ("level", "asked", "needs"),
    [
        (Level.INFO, False, False),
        (Level.WARN, False, False),
        (Level.WARN, True, True),
        (Level.BLOCK, False, True),
        (Level.STOP, True, False),
    ],
)
def test_a_block_needs_a_reason_and_a_stop_takes_none(level: Level, asked: bool, needs: bool):
    assert Finding("x", level, "programme", "Why.", needs_reason=asked).needs_reason is needs


def test_a_rule_about_every_exercise_is_said_once():
    found = fired({"bone-metastases"}, *lines_of(["squat", "bridge", "step-up"]))
    assert [(each.code, each.where) for each in found if each.code == "SR-065"] == [("SR-065", "programme")]


def test_nothing_is_said_of_an_empty_plan():
    assert fired(set(shipped.ids("patient_flags"))) == []


def test_a_finding_carries_its_reason_its_sources_and_what_it_rests_on():
    (found,) = (each for each in fired({"meniscal-irritable"}, line("squat")) if each.code == "SR-012")
    assert found == Finding(
        "SR-012",
        Level.WARN,
        "prescription:1",
        "Limit the depth to the range that does not pinch or catch.",
        ("logerstedt-2018",),
        ("mini-squat", "wall-sit"),
        because=("meniscal-irritable", "squat"),
        is_of_rule=True,
    )


def test_what_another_flag_forbids_is_not_offered():
    roll = line("foam-roll-quads")
    alone, both = (
        next(each for each in fired(flags, roll) if each.code == "SR-040")
        for flags in ({"anticoagulant-or-bleeding"}, {"anticoagulant-or-bleeding", "hip-replacement-precautions"})
    )
    assert alone.safer == ("quad-stretch-standing", "outer-hip-stretch")
    assert both.safer == ("quad-stretch-standing",)


def test_an_exercise_of_both_legs_is_not_asked_which_it_trains():
    assert [each.code for each in fired(set(), line(NO_BOUNDS, sides=None))] == []
    assert [each.code for each in fired(set(), line(NO_BOUNDS, sides=AFFECTED_ONLY))] == ["PR-015"]


def test_a_rule_of_a_level_nobody_knows_is_refused():
    with pytest.raises(KeyError):
        rule_from("x", {"check": {"field": "review_date"}}, level="severe", reason="Why.")


KNOWN = Known(
    flags=frozenset({"osteoporosis"}),
    exercises=frozenset({"squat"}),
    conditions=frozenset({"knee-osteoarthritis"}),
    values={"impact": frozenset({"none", "low"}), "tags": frozenset({"supine"})},
)
TEST = {"attr": "impact", "op": "eq", "value": "low"}
WHEN = {"patient_flags_any": ["osteoporosis"], "exercise": {"any": [TEST]}}


def test_a_sound_rule_has_no_fault():
    whole = {**WHEN, "context": {"condition": "knee-osteoarthritis", "phase_order_lte": 2}}
    assert list(faults(whole, ["squat"], KNOWN)) == []
    assert list(faults({**WHEN, "exercise": {"match": "any_exercise"}}, [], KNOWN)) == []


@pytest.mark.parametrize(
    ("test", "field", "words"),
    [
        ({"attr": "colour"}, "attr", "There is no “colour”"),
        ({"op": "near"}, "op", "does not suit “impact”. Use one of: eq, ne, in"),
        ({"op": "gt"}, "op", "does not suit"),
        ({"op": "in"}, "value", "Give a list"),
        ({"value": ["low"]}, "value", "Give a list"),
        ({"value": "huge"}, "value", "There is no “huge”. There are: low, none."),
        ({"attr": "balance_demand", "value": "much"}, "value", "“much” is not a number."),
        ({"attr": "balance_demand", "value": True}, "value", "is not a number"),
        ({"attr": "tags", "op": "contains", "value": "flying"}, "value", "There is no “flying”"),
    ],
)
def test_a_fault_names_the_field_and_says_what_would_do(test: dict[str, Any], field: str, words: str):
    (fault,) = faults({**WHEN, "exercise": {"any": [{**TEST, **test}]}}, [], KNOWN)
    assert fault.field == f"exercise.any[0].{field}"
    assert words in fault.message


@pytest.mark.parametrize(
    ("changes", "suggest", "field"),
    [
        ({"patient_flags_any": ["no-such"]}, [], "patient_flags_any"),
        ({}, ["no-such"], "suggest"),
        ({"exercise": {}}, [], "exercise"),
        ({"exercise": {"all": []}}, [], "exercise"),
        ({"context": {"condition": "no-such"}}, [], "context.condition"),
        ({"context": {"weather": "rain"}}, [], "context.weather"),
    ],
)
def test_a_rule_names_only_what_there_is(changes: dict[str, Any], suggest: list[str], field: str):
    (fault,) = faults({**WHEN, **changes}, suggest, KNOWN)
    assert fault.field == field


@given(MADE_UP, st.sampled_from(["max_loaded_knee_flexion_deg", "balance_demand"]))
def test_taking_away_what_is_known_adds_no_finding_of_more_or_less(exercise: ExerciseFacts, attribute: str):
    flags = set(shipped.ids("patient_flags"))
    known, unknown = (said(fired(flags, line(each))) for each in (exercise, replace(exercise, **{attribute: None})))
    assert unknown <= known
