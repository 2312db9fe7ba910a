"""The numbers in the code about running are those of the content, with its sources and its honest wording."""

from fractions import Fraction

import pytest

from programmes.models import Stage as StageRow
from programmes.running import (
    FULL_TRAINING_PERCENT,
    LEFT_TO_THE_PLAN,
    LONGEST_RUN,
    PAIN,
    SPEED_OR_HILLS_PERCENT,
    TWO_WEEKS,
    Guard,
    Guide,
    Stage,
    StageKind,
    advice_beside,
    cadence,
    ladder,
    load,
    shoes,
    swaps,
)
from programmes.running.baseline import LOOK_BACK_DAYS
from programmes.running.schedule import Session
from tests import shipped
from tests.running import LADDER, MONDAY, RULES, TEMPLATE

ADVICE = {item["id"]: item for item in shipped.items("advice")}


@pytest.mark.parametrize("guard", [LONGEST_RUN, TWO_WEEKS, cadence.MOST_RISE], ids=lambda guard: guard.code)
def test_a_guard_has_the_number_and_sources_of_its_rule(guard: Guard):
    rule = RULES[guard.code]
    assert guard.ratio == Fraction(str(rule["check"]["value"]))
    assert rule["check"]["op"] in ("gt", "gt_ratio")
    assert list(guard.sources) == rule["sources"]


def test_the_guards_compare_with_what_their_rules_name():
    assert RULES["PR-005"]["check"]["compared_with"] == f"longest_run_last_{LOOK_BACK_DAYS}_days"
    assert RULES["PR-006"]["check"]["compared_with"] == "previous_2_weeks"


def test_pain_is_judged_by_the_rule_that_names_the_pain_rule():
    assert RULES[PAIN.code]["check"]["value_from"] == "phase.pain_rule.max_during"
    assert list(PAIN.sources) == RULES[PAIN.code]["sources"]


def test_every_source_and_advice_that_is_named_exists():
    named = {*LONGEST_RUN.sources, *TWO_WEEKS.sources, *PAIN.sources, *cadence.MOST_RISE.sources, *ladder.SOURCES}
    swap = swaps(Session(MONDAY, LADDER.stages[0]))
    assert named | {*shoes.SOURCES, *swap.sources} <= set(shipped.ids("sources"))
    beside = {each for stage in LADDER.stages for each in advice_beside(stage)}
    assert beside | {cadence.ADVICE, shoes.ADVICE, swap.advice, *LEFT_TO_THE_PLAN} <= set(ADVICE)


def test_the_rise_of_a_week_is_that_of_stage_nine():
    note = TEMPLATE["stages"][8]["note"]
    assert f"Add {load.USUAL_RISE_PERCENT} to {load.HIGHEST_RISE_PERCENT}% a week at most." in note


def test_speed_hills_and_full_training_come_in_where_stage_ten_says():
    note = TEMPLATE["stages"][9]["note"]
    assert "At {} to {}% of your usual weekly distance, add strides".format(*SPEED_OR_HILLS_PERCENT) in note
    assert "full training at {} to {}%".format(*FULL_TRAINING_PERCENT) in note


def test_the_rough_guide_for_shoes_is_that_of_the_advice():
    low, high = shoes.GUIDE_MILES
    advice = ADVICE[shoes.ADVICE]
    assert f"{low} to {high} miles (about 500 to 800 km). Treat that as a rough guide." in advice["plain"]
    assert list(shoes.SOURCES) == [source for source in advice["sources"] if not source.startswith("seed")]
    assert advice["plain"].startswith(str(Guide.WITHIN.words).partition(" Change when")[0])


def test_swaps_are_those_of_the_advice():
    plain = ADVICE["adv-cross-training"]["plain"].casefold()
    swap = swaps(Session(MONDAY, LADDER.stages[0]))
    assert all(choice.value in plain for choice in swap.choices)
    assert list(swap.sources) == ADVICE["adv-cross-training"]["sources"][:2]


def test_a_stage_is_stored_under_the_same_names():
    stored = {field.name for field in StageRow._meta.get_fields()}
    assert set(Stage.__dataclass_fields__) <= stored
    assert set(StageKind) == set(StageRow.Kind.values)


def test_the_minutes_of_a_stage_are_the_walks_and_runs_between_warm_up_and_cool_down():
    for stage, given in zip(LADDER.stages[:8], TEMPLATE["stages"], strict=False):
        around = (given["warm_up_walk_min"] + given["cool_down_walk_min"]) * 60
        assert stage.running_seconds + stage.walking_seconds - around == given["total_minutes"] * 60


def test_the_ladder_is_walked_up_to_stage_eight_and_load_is_planned_from_stage_nine():
    assert [stage.number for stage in LADDER.stages if stage.is_load] == [9, 10]


def test_the_weekly_tenth_is_advice_beside_the_build_up_and_speed_comes_last():
    assert [stage.number for stage in LADDER.stages if "adv-ten-percent" in advice_beside(stage)] == [9, 10]
    assert [stage.number for stage in LADDER.stages if "adv-distance-first" in advice_beside(stage)] == [9, 10]
    assert [stage.number for stage in LADDER.stages if "adv-cadence" in advice_beside(stage)] == [7, 8, 9, 10]
    assert all({"adv-surfaces", "adv-footwear-comfort"} <= set(advice_beside(stage)) for stage in LADDER.stages)
