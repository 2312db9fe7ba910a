"""The plan in the workbench: its lines, their doses and sides, and its phases."""

import pytest

from programmes.dosage import Dosage, Kind
from programmes.models import Prescription, Programme, Snapshot
from tests.cast import Cast
from tests.factories import (
    make_advice,
    make_exercise,
    make_prescription,
)
from tests.workbench import address, at, save, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def page_of(programme: Programme) -> str:
    return address("programme_change", programme)


def add_line(cast: Cast, programme: Programme, **values: object) -> object:
    url = f"{address('prescription_add')}?phase={programme.phases.get().pk}"
    return at(cast.ana).post(url, {"shorthand": "", "side": "", **values})


def test_a_new_line_takes_the_usual_dose_and_side(cast: Cast, programme: Programme):
    exercise = make_exercise(default_side="each", dosage=Dosage(kind=Kind.HOLD, sets=2, hold_seconds=30))
    answer = add_line(cast, programme, exercise=exercise.pk)
    line = Prescription.objects.get(exercise=exercise)
    assert (line.dosage, line.side, line.position) == (exercise.dosage, "each", 2)
    assert answer["Location"] == f"{page_of(programme)}#prescription-{line.pk}"
    lines = Snapshot.objects.get(programme=programme).data["phases"][0]["prescriptions"]
    assert lines[-1]["exercise"] == exercise.slug


def test_a_new_line_may_be_dosed_in_short(cast: Cast, programme: Programme):
    exercise = make_exercise()
    add_line(cast, programme, exercise=exercise.pk, shorthand="4x8 h2 r90 R")
    line = Prescription.objects.get(exercise=exercise)
    assert (line.sets, line.reps, line.hold_seconds, line.rest_seconds, line.side) == (4, 8, 2, 90, "right")


@pytest.mark.parametrize(
    ("typed", "words"),
    [("3x12 often", "Not understood: often"), ("3x9999", "give a number from"), ("99x12", "give a number from")],
)
def test_what_is_typed_and_makes_no_sense_changes_nothing(cast: Cast, programme: Programme, typed: str, words: str):
    answer = add_line(cast, programme, exercise=make_exercise().pk, shorthand=typed)
    assert words in answer.content.decode()
    assert programme.phases.get().prescriptions.count() == 1


def test_a_side_that_the_exercise_does_not_have_is_refused(cast: Cast, programme: Programme):
    exercise = make_exercise(is_unilateral=False, default_side="together")
    answer = add_line(cast, programme, exercise=exercise.pk, side="left")
    assert "uses both sides together" in answer.content.decode()


def test_a_dose_is_changed_in_its_columns(cast: Cast, programme: Programme):
    line = programme.phases.get().prescriptions.get()
    save(cast.ana, address("prescription_change", line), sets="4", rest_seconds="0", note="Slowly.")
    line.refresh_from_db()
    assert (line.sets, line.rest_seconds, line.note) == (4, 0, "Slowly.")


def test_a_dose_is_changed_in_short(cast: Cast, programme: Programme):
    line = programme.phases.get().prescriptions.get()
    save(cast.ana, address("prescription_change", line), shorthand="3x30s L", rest_seconds="45")
    line.refresh_from_db()
    assert line.dosage.kind is Kind.HOLD
    assert (line.sets, line.reps, line.hold_seconds, line.rest_seconds, line.side) == (3, None, 30, 45, "left")


def test_braces_in_what_a_patient_reads_are_declared_words(cast: Cast, programme: Programme):
    line = programme.phases.get().prescriptions.get()
    url = address("prescription_change", line)
    assert "is not a declared side word" in save(cast.ana, url, why="Wakes {my knee}.").content.decode()
    assert "Leave braces out" in save(cast.ana, url, note="Mind {your knee}.").content.decode()
    assert save(cast.ana, url, why="Wakes {your knee}.").status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"days_per_week": "9"}, "less than or equal to 7"),
        ({"distance_metres": "20"}, "leave this empty when counting by"),
        ({"lower_seconds": "3"}, "Give all three parts of the tempo"),
        ({"effort_low": "6", "effort_high": "4"}, "Give the lower effort first"),
    ],
)
def test_a_dose_that_cannot_be_meant_is_refused_in_words(cast: Cast, programme: Programme, changes: dict, words: str):
    line = programme.phases.get().prescriptions.get()
    answer = save(cast.ana, address("prescription_change", line), **changes)
    assert words in answer.content.decode()


def test_an_incomplete_dose_is_kept_and_stands_among_what_is_to_finish(cast: Cast, programme: Programme):
    line = programme.phases.get().prescriptions.get()
    assert save(cast.ana, address("prescription_change", line), reps="").status_code == 302
    assert "Say how many repetitions." in shown(cast.ana, page_of(programme))


def test_a_line_is_taken_off_the_plan(cast: Cast, programme: Programme):
    line = make_prescription(programme.phases.get())
    answer = at(cast.ana).post(address("prescription_delete", line), {"post": "yes"})
    assert answer["Location"] == page_of(programme)
    assert programme.phases.get().prescriptions.count() == 1


def test_lines_are_put_in_another_order_and_removed_on_the_phases_page(cast: Cast, programme: Programme):
    phase = programme.phases.get()
    second, third = make_prescription(phase), make_prescription(phase)
    first = phase.prescriptions.first()
    values = {
        "prescriptions__0__position": "9",
        "prescriptions__1__position": "1",
        "prescriptions__2__DELETE": "on",
    }
    save(cast.ana, address("phase_change", phase), **values)
    assert list(phase.prescriptions.all()) == [second, first]
    assert not Prescription.objects.filter(pk=third.pk).exists()


def test_goals_of_a_phase_keep_their_measure_while_their_words_stay(cast: Cast, programme: Programme):
    phase = programme.phases.get()
    kept = {"text": "Stairs 3 or less", "patient_text": "Stairs hurt 3 or less.", "measure": "nprs_stairs", "value": 3}
    phase.criteria_to_progress = [kept, {**kept, "text": "Walking 2 or less"}]
    phase.save()
    values = {"criteria_to_progress__1__text": "Walking 1 or less", "step_back_if": "New swelling\nMore pain"}
    save(cast.ana, address("phase_change", phase), **values)
    phase.refresh_from_db()
    assert phase.criteria_to_progress == [
        kept,
        {"text": "Walking 1 or less", "patient_text": "Stairs hurt 3 or less."},
    ]
    assert phase.step_back_if == ["New swelling", "More pain"]


def test_a_phase_is_added_with_advice_and_taken_away(cast: Cast, programme: Programme):
    answer = save(cast.ana, f"{address('phase_add')}?programme={programme.pk}", name="Build")
    phase = programme.phases.get(name="Build")
    assert answer["Location"] == f"{page_of(programme)}#phase-{phase.pk}"
    assert phase.position == 2
    advice = make_advice(title="Rest well")
    save(cast.ana, address("phase_change", phase), advice_lines__0__advice=advice.pk)
    assert "Rest well" in shown(cast.ana, page_of(programme))
    at(cast.ana).post(address("phase_delete", phase), {"post": "yes"})
    assert programme.phases.count() == 1
