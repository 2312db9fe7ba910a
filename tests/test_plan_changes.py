"""What a patient is told of the plan around the exercises, where it is another than in the handout before."""

from dataclasses import replace
from typing import Any

import pytest

from programmes.handout.document import Kind
from tests.compared import PLANS, card, handout, told
from tests.documents import make_document, make_ladder, make_part


def test_the_next_phase_comes_first_with_its_name():
    after = make_document(parts=(make_part(code="build", number=2, name="Build strength", cards=(card(),)),))
    assert told(handout(), after) == ["changed: You are now in phase 2: Build strength."]


def test_the_parts_of_a_warm_up_are_no_phases():
    before = handout(kind=Kind.WARM_UP)
    after = make_document(kind=Kind.WARM_UP, parts=(make_part(code="other", number=2, name="Other", cards=(card(),)),))
    assert told(before, after) == []


@pytest.mark.parametrize(("before", "after", "words"), PLANS)
def test_the_plan_around_the_exercises(before: dict[str, Any], after: dict[str, Any], words: list[str]):
    assert told(handout(**before), handout(**after)) == words


def longer(stages: int = 1, **kwargs: Any) -> Any:
    ladder = make_ladder()
    stage = ladder.stages[0]
    made = tuple(replace(stage, number=number + 1, **kwargs) for number in range(stages))
    return replace(ladder, stages=made)


def test_a_stage_of_running_is_told_with_what_it_was():
    after = handout(ladder=longer(what="Walk 3 minutes, run 2 minutes, 5 times", name="Walk 3, run 2"))
    assert told(handout(ladder=make_ladder()), after) == [
        "changed: Running stage 1: Walk 3 minutes, run 2 minutes, 5 times. "
        "Until now: Walk 4 minutes, run 1 minute, 5 times."
    ]


@pytest.mark.parametrize(("was", "now"), [(longer(1), longer(2)), (longer(3), longer(3, what="Run"))])
def test_many_other_stages_are_better_read_in_their_table(was: Any, now: Any):
    assert told(handout(ladder=was), handout(ladder=now)) == ["changed: Read “Your running stages” again."]


def test_a_way_back_to_running_comes_and_goes():
    without, with_one = handout(), handout(ladder=make_ladder())
    assert told(without, with_one) == ["new: The running stages."]
    assert told(with_one, without) == ["stopped: The running stages."]
