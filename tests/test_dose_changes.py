"""What a patient is told of a dose that is another than in the handout before: harder, easier or changed."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from programmes.dosage import Dosage
from programmes.handout.changes import changes
from programmes.handout.document import ChangeKind
from programmes.sides import Side
from tests.compared import DOSES, THREE_TENS, card, handout, of_squat, other, told
from tests.doses import whole_doses


@pytest.mark.parametrize(("dose", "change", "words"), DOSES)
def test_a_dose_is_told_with_what_it_was(dose: Dosage, change: dict[str, Any], words: str):
    assert of_squat(card(dose), card(replace(dose, **change))) == [words]


def test_harder_ones_come_before_easier_ones_and_those_before_the_others():
    before = handout(card(), other("Bridge"), other("Lunge"))
    after = handout(
        card(replace(THREE_TENS, sets=4, reps=6)),
        other("Bridge", amount=replace(THREE_TENS, sets=2)),
        other("Lunge", amount=replace(THREE_TENS, sets=4)),
    )
    assert [line.partition(":")[0] for line in told(before, after)] == ["harder", "easier", "changed"]


def test_two_of_the_same_exercise_are_told_apart():
    left, right = card(number=1), card(side=Side.RIGHT, number=2)
    more = card(replace(THREE_TENS, sets=4), side=Side.RIGHT, number=2)
    assert told(handout(left, right), handout(left, more)) == [
        "harder: Squat (exercise 2): 4 sets of 10, was 3 sets of 10."
    ]


def test_of_two_alike_the_one_that_stopped_is_named_by_its_dose():
    left, right = card(number=1), card(side=Side.RIGHT, number=2)
    assert told(handout(left, right), handout(right)) == ["stopped: Squat (3 sets of 10 on your left leg)."]


@given(whole_doses(), whole_doses())
def test_harder_one_way_is_easier_the_other(one: Dosage, two: Dosage):
    turned = {ChangeKind.HARDER: ChangeKind.EASIER, ChangeKind.EASIER: ChangeKind.HARDER}
    there, back = changes(handout(card(one)), handout(card(two))), changes(handout(card(two)), handout(card(one)))
    assert [turned.get(change.kind, change.kind) for change in there] == [change.kind for change in back]
