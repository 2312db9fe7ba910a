"""From a line of a programme to the card of an exercise, worded for the patient."""

from typing import Any

import pytest

from programmes.dosage import Dosage
from programmes.dosage import Kind as Counted
from programmes.handout.document import ExerciseCard
from programmes.handout.prepare import CannotPrepare
from tests.factories import (
    make_exercise,
    make_patient_flag,
    make_phase,
    make_prescription,
    make_programme,
    make_template,
)
from tests.preparing import changed, prepared, the_line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def card_on(side: str, **line: Any) -> Any:
    programme = make_programme()
    changed(the_line(programme), side=side, **line)
    return prepared(programme).parts[0].cards[0]


@pytest.mark.parametrize(
    ("side", "step", "start", "side_words", "summary"),
    [
        ("left", "Bend your left knee.", "Stand on your left leg.", "Left leg", "3 sets of 10 on your left leg"),
        ("right", "Bend your right knee.", "Stand on your right leg.", "Right leg", "3 sets of 10 on your right leg"),
        ("each", "Bend your knee.", "Stand on one leg.", "Left leg first, then swap", "3 sets of 10 on each leg"),
        ("together", "Bend your knees.", "Stand on both legs.", "Both legs", "3 sets of 10"),
    ],
)
def test_text_side_and_dose_name_the_same_side(side: str, step: str, start: str, side_words: str, summary: str):
    card = card_on(side)
    assert (card.steps[0], card.start, card.side_words, card.summary) == (step, start, side_words, summary)


def test_the_side_to_start_with_is_the_lines_own_else_the_sore_one():
    assert card_on("each").side_words == "Left leg first, then swap"
    assert card_on("each", first_side="right").side_words == "Right leg first, then swap"


def test_with_no_sore_side_either_leg_may_start():
    assert prepared(make_programme(side="")).parts[0].cards[0].side_words == "One leg, then the other"


def test_an_exercise_on_its_side_speaks_of_sides():
    programme = make_programme()
    exercise = make_exercise(part="side")
    changed(the_line(programme), exercise=exercise, side="left")
    card = prepared(programme).parts[0].cards[0]
    assert (card.side_words, card.summary) == ("Left side", "3 sets of 10 on your left side")


def test_the_dose_is_typed_and_worded():
    card = card_on("each")
    assert card.dosage == Dosage(kind=Counted.REPS, sets=3, reps=10, rest_seconds=60, times_per_day=1, days_per_week=3)
    assert [(line.label, line.text) for line in card.dose] == [
        ("How many", "3 sets of 10 on each leg"),
        ("Rest", "1 minute between sets"),
        ("How often", "Once a day, 3 days a week"),
    ]
    assert (card.days, card.ticks) == ("3", 3)


def test_no_more_than_two_mistakes_are_told():
    programme = make_programme()
    mistakes = ["Going too fast.", "Holding your breath.", "Leaning over."]
    changed(the_line(programme), exercise=make_exercise(common_mistakes=mistakes))
    assert prepared(programme).parts[0].cards[0].mistakes == ("Going too fast.", "Holding your breath.")


def test_the_lines_own_why_stands_in_for_the_exercises():
    assert card_on("each").why == "Makes your legs strong."
    assert card_on("left", why="Helps {your knee} on stairs.").why == "Helps your left knee on stairs."


def test_easier_and_harder_are_the_first_that_is_still_in_use():
    make_exercise(slug="old", name="Old one", is_retired=True)
    make_exercise(slug="easy", name="Wall sit")
    make_exercise(slug="hard", name="Lunge")
    programme = make_programme()
    exercise = make_exercise(regressions=["old", "easy"], progressions=["hard", "missing"])
    changed(the_line(programme), exercise=exercise)
    card = prepared(programme).parts[0].cards[0]
    assert (card.easier, card.harder) == ("Wall sit", "Lunge")


def test_a_caution_is_told_only_to_whom_it_concerns():
    programme = make_programme()
    exercise = make_exercise()
    cautions = [{"code": "falls-risk", "text": "Hold a worktop."}, {"code": "hip", "text": "Use a pillow."}]
    changed(exercise.texts.get(), precautions=cautions)
    changed(the_line(programme), exercise=exercise)
    assert prepared(programme).parts[0].cards[0].care == ()
    programme.patient.flags.add(make_patient_flag(slug="falls-risk"))
    assert prepared(programme).parts[0].cards[0].care == ("Hold a worktop.",)


def test_the_note_is_for_the_patient_and_stays_as_it_was_written():
    assert card_on("left", note="Mind {your} step").note == "Mind {your} step"
    assert card_on("left", practitioner_note="Watch valgus").note == ""


def test_cards_are_numbered_through_all_phases():
    programme = make_programme()
    make_prescription(make_phase(programme))
    assert [card.number for card in prepared(programme, phase="all").cards] == [1, 2]


def again_as(side: str, **values: Any) -> tuple[ExerciseCard, ...]:
    """Return the cards of one exercise on the left leg, and once more with *side* and *values*."""
    programme = make_programme(side="left")
    line = the_line(programme)
    changed(line, side="left")
    make_prescription(line.phase, exercise=line.exercise, side=side, **values)
    return prepared(programme).parts[0].cards


def test_the_same_exercise_again_points_to_where_it_was_told():
    first, again = again_as("left")
    assert (first.same_as, again.same_as) == (None, 1)
    assert (again.steps, again.start, again.why) == ((), "", "")
    assert again.dose


@pytest.mark.parametrize("side", ["right", "each"])
def test_the_same_exercise_on_another_leg_is_told_in_full(side: str):
    """Whoever is sent to the steps of the other leg bends the wrong knee."""
    _first, again = again_as(side)
    assert again.same_as is None
    assert again.steps == card_on(side).steps
    assert again.start == card_on(side).start


def test_each_leg_again_points_back_only_where_the_same_leg_begins():
    programme = make_programme(side="left")
    line = the_line(programme)
    changed(line, side="each")
    for first_side in ("left", "right"):
        make_prescription(line.phase, exercise=line.exercise, side="each", first_side=first_side)
    assert [card.same_as for card in prepared(programme).parts[0].cards] == [None, 1, None]


def test_what_a_line_itself_is_for_is_said_although_the_exercise_was_told_before():
    _first, again = again_as("left", why="Helps {your knee} on stairs.")
    assert (again.same_as, again.why) == (1, "Helps your left knee on stairs.")


def test_an_optional_line_says_in_whose_place_it_stands():
    required, optional = prepared(make_template()).parts[0].cards
    assert (required.is_optional, optional.is_optional) == (False, True)
    assert optional.instead_of == required.name


def test_an_exercise_without_words_is_refused_by_name():
    programme = make_programme()
    the_line(programme).exercise.texts.all().delete()
    with pytest.raises(CannotPrepare, match="has no words yet"):
        prepared(programme)
