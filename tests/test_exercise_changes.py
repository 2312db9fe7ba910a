"""What a patient is told of an exercise that came, went or is done otherwise than in the handout before."""

from dataclasses import replace

import pytest

from programmes.sides import Side
from tests.compared import THREE_TENS, card, handout, of_squat, other, told


def test_nothing_is_told_where_nothing_changed():
    assert told(handout(), handout()) == []


def test_new_exercises_share_a_line_and_so_do_those_stopped():
    before = handout(card(), other("Clamshell"), other("Mini squat"))
    after = handout(other("Bridge"), card(), other("Step up"), other("Calf raise"))
    assert told(before, after) == [
        "new: Bridge, Step up and Calf raise.",
        "stopped: Clamshell and Mini squat.",
    ]


def test_a_swap_is_said_as_one_where_the_programme_says_so():
    before = handout(other("Mini squat"), other("Clamshell"))
    after = handout(card(replaces="mini-squat"))
    assert told(before, after) == ["new: Squat in place of Mini squat.", "stopped: Clamshell."]


@pytest.mark.parametrize("replaces", ["", "bridge"])
def test_one_that_came_as_another_went_is_no_swap_by_itself(replaces: str):
    before, after = handout(other("Mini squat")), handout(card(replaces=replaces))
    assert told(before, after) == ["new: Squat.", "stopped: Mini squat."]


def test_an_exercise_done_before_is_replaced_once():
    before = handout(other("Mini squat"))
    after = handout(card(replaces="mini-squat"), other("Lunge", replaces="mini-squat"))
    assert told(before, after) == ["new: Lunge.", "new: Squat in place of Mini squat."]


def test_another_order_is_no_change():
    both = (card(number=1), other("Bridge", number=2))
    assert told(handout(*both), handout(*reversed(both))) == []


def test_another_side_is_a_change():
    assert of_squat(card(), card(side=Side.RIGHT)) == ["changed: Squat: Right leg. Until now: Left leg."]


def test_a_side_and_a_dose_are_one_change():
    more = replace(THREE_TENS, sets=4)
    assert of_squat(card(), card(more, side=Side.TOGETHER)) == [
        "changed: Squat: 4 sets of 10, was 3 sets of 10. Both legs. Until now: Left leg."
    ]


def test_new_steps_are_said_and_other_new_words_are_not():
    anew = card(steps=("Bend your left knee.",))
    assert of_squat(card(), anew) == ["changed: Squat. The steps are told in new words."]
    assert of_squat(card(), card(why="Another reason.", feel="Elsewhere.", name="Squat")) == []


def test_steps_differ_with_the_side_and_where_another_card_tells_them():
    assert "new words" not in str(of_squat(card(), card(side=Side.RIGHT, steps=("Bend your right knee.",))))
    assert of_squat(card(), card(steps=(), same_as=1)) == []


def test_a_note_and_a_choice_are_told():
    assert of_squat(card(), card(note="Use a cushion.")) == ["changed: Squat. There is a new note for you."]
    assert of_squat(card(), card(is_optional=True)) == ["changed: Squat. It is optional now."]


def test_when_to_stop_is_no_news_where_only_the_place_of_the_sentence_is_another():
    rule = "Stop if the pain feels sharp."
    once = handout(card(stop_if=""), other("Bridge", stop_if="Stop if you cramp."), stop_rule=rule)
    on_each = (card(stop_if=rule), other("Bridge", stop_if=f"{rule} Stop if you cramp."))
    assert told(once, handout(*on_each, other("Lunge", stop_if=""))) == ["new: Lunge."]
    assert told(handout(*on_each, other("Lunge", stop_if="")), once) == ["stopped: Lunge."]
