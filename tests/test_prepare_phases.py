"""Which phases of a programme a handout prints, and when the patient moves on or goes back."""

import pytest

from programmes.handout.document import Kind
from programmes.handout.prepare import CannotPrepare
from tests.factories import make_pain_rule, make_phase, make_prescription, make_programme
from tests.preparing import changed, prepared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_current_phase_is_printed_and_the_next_one_announced():
    programme = make_programme()
    second = make_phase(programme, plain_name="Build strength", goal_plain="Get stronger.")
    make_phase(programme, plain_name="Return")
    changed(programme, current_phase=second)
    handout = prepared(programme)
    assert [part.heading for part in handout.parts] == ["Phase 2: Build strength"]
    assert handout.next_part.heading == "Phase 3: Return"
    assert handout.next_part.start_when == ("Stairs pain 3 out of 10 or less",)
    assert handout.why == ("Get stronger.",)


def test_without_a_current_phase_the_first_is_printed():
    programme = make_programme()
    make_phase(programme)
    assert prepared(programme).parts[0].heading == "Phase 1: Calm it down"


def test_nothing_comes_after_the_last_phase():
    assert prepared(make_programme()).next_part is None


def test_a_phase_can_be_asked_for_by_its_number():
    programme = make_programme()
    make_phase(programme, plain_name="Build strength")
    assert [part.heading for part in prepared(programme, phase="2").parts] == ["Phase 2: Build strength"]


def test_all_phases_can_be_asked_for():
    programme = make_programme()
    make_phase(programme)
    handout = prepared(programme, phase="all")
    assert len(handout.parts) == 2
    assert handout.next_part is None


@pytest.mark.parametrize("phase", ["0", "3", "-1", "two", ""])
def test_a_phase_that_is_not_there_is_refused_with_what_is(phase: str):
    programme = make_programme()
    make_phase(programme)
    with pytest.raises(CannotPrepare, match="give a number from 1 to 2, or all"):
        prepared(programme, phase=phase)


def test_a_programme_without_a_phase_is_refused():
    programme = make_programme()
    programme.phases.all().delete()
    with pytest.raises(CannotPrepare, match="no phase yet"):
        prepared(programme)


def test_a_warm_up_prints_all_its_parts():
    programme = make_programme(kind="warm-up", condition=None, side="")
    make_phase(programme, plain_name="Loosen up", goal_plain="Loosen up.")
    handout = prepared(programme)
    assert handout.kind is Kind.WARM_UP
    assert [part.heading for part in handout.parts] == ["Part 1: Calm it down", "Part 2: Loosen up"]
    assert handout.parts[1].goal == ""
    assert [part.move_on_when for part in handout.parts] == [(), ()]
    assert handout.next_part is None


def test_a_pain_rule_of_a_later_phase_is_told_there():
    programme = make_programme()
    make_phase(programme, pain_rule=make_pain_rule(plain="Up to 5 is fine."))
    assert [part.pain for part in prepared(programme, phase="all").parts] == ["", "Up to 5 is fine."]


def test_criteria_are_told_in_the_patients_wording():
    programme = make_programme()
    make_phase(programme)
    criteria = [{"text": "nprs <= 3", "patient_text": "Stairs hurt 3 out of 10 or less."}]
    changed(programme.phases.first(), criteria_to_progress=criteria, step_back_if=["Your knee swells."])
    part = prepared(programme).parts[0]
    assert part.move_on_when == ("Stairs hurt 3 out of 10 or less.",)
    assert part.go_back_if == ("Your knee swells.",)


def test_there_is_no_step_back_from_the_first_phase():
    programme = make_programme()
    make_prescription(make_phase(programme))
    assert [part.is_first for part in prepared(programme, phase="all").parts] == [True, False]
