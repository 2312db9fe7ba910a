"""What a handout that is issued tells of the one the patient was given last, and of no other."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from programmes.handout.document import Document, Earlier
from programmes.handout.issue import issue
from programmes.handout.last_given import beside_last_given
from programmes.handout.prepare import prepare
from programmes.handout.preview import preview_pdf
from programmes.models import Handout, Practitioner, Prescription, Programme, Snapshot
from programmes.starting import Offer, take_up
from tests import printed
from tests.compared import handout
from tests.factories import (
    make_exercise,
    make_handout,
    make_language,
    make_phase,
    make_practitioner,
    make_prescription,
    make_programme,
    make_screening,
)


@pytest.fixture
def practitioner(db: None) -> Practitioner:
    return make_practitioner(name="Ana Brook")


@pytest.fixture
def programme(practitioner: Practitioner) -> Programme:
    make_language()
    programme = make_programme()
    practitioner.clinic = programme.clinic
    practitioner.save()
    make_screening(programme, done_by=practitioner)
    return programme


def line_of(programme: Programme) -> Prescription:
    return programme.phases.first().prescriptions.first()


def given_out(programme: Programme, practitioner: Practitioner) -> Document:
    return Document.from_plain(issue(programme, practitioner, practitioner.user, takes_responsibility=True).document)


def put(programme: Programme, **values: Any) -> None:
    for name, value in values.items():
        setattr(programme, name, value)
    programme.save()


def redose(line: Prescription, **values: Any) -> None:
    line.dosage = replace(line.dosage, **values)
    line.save()


def test_the_first_handout_has_changed_nothing(programme: Programme, practitioner: Practitioner):
    put(programme, change_note="Written too early.")
    first = given_out(programme, practitioner)
    assert (first.since, first.changes, first.change_reason) == (None, (), "")


def test_the_second_tells_what_is_different_from_the_first_and_why(programme: Programme, practitioner: Practitioner):
    phase = programme.phases.get()
    gone = make_prescription(phase, exercise=make_exercise(name="Clamshell"))
    easier = make_prescription(phase, exercise=make_exercise(name="Bridge"))
    put(line_of(programme).exercise.texts.get(), name="Squat")
    first = given_out(programme, practitioner)
    redose(line_of(programme), sets=4)
    redose(easier, reps=8)
    gone.delete()
    make_prescription(phase, exercise=make_exercise(name="Step up"))
    put(programme, change_note="Stairs no longer hurt.")
    second = given_out(programme, practitioner)
    assert second.since == Earlier(1, first.issued)
    assert [(change.kind, change.text) for change in second.changes] == [
        ("new", "Step up."),
        ("harder", "Squat: 4 sets of 10, was 3 sets of 10."),
        ("easier", "Bridge: 3 sets of 8, was 3 sets of 10."),
        ("stopped", "Clamshell."),
    ]
    assert second.change_reason == "Stairs no longer hurt."


def test_an_offer_taken_up_in_place_of_a_line_is_told_as_a_swap(programme: Programme, practitioner: Practitioner):
    phase, old = programme.phases.get(), line_of(programme)
    put(old.exercise.texts.get(), name="Mini squat")
    given_out(programme, practitioner)
    line = Prescription(exercise=make_exercise(name="Squat"), side="each", is_optional=True)
    line.dosage = old.dosage
    take_up(Offer(phase, line, instead_of=old), replace=True)
    assert [change.text for change in given_out(programme, practitioner).changes] == ["Squat in place of Mini squat."]


def test_the_reason_is_for_one_handout(programme: Programme, practitioner: Practitioner):
    given_out(programme, practitioner)
    put(programme, change_note="Stairs no longer hurt.")
    given_out(programme, practitioner)
    programme.refresh_from_db()
    assert programme.change_note == ""
    assert Snapshot.objects.first().data["change_note"] == ""
    assert given_out(programme, practitioner).change_reason == ""


def test_a_withdrawn_handout_is_compared_with_nothing(programme: Programme, practitioner: Practitioner):
    given_out(programme, practitioner)
    redose(line_of(programme), sets=4)
    wrong = issue(programme, practitioner, practitioner.user, takes_responsibility=True)
    wrong.withdraw(practitioner, "Wrong dose")
    third = given_out(programme, practitioner)
    assert third.since.version == 1
    assert [change.kind for change in third.changes] == ["harder"]


def test_where_all_was_withdrawn_it_is_a_first_handout_again(programme: Programme, practitioner: Practitioner):
    issue(programme, practitioner, practitioner.user, takes_responsibility=True).withdraw(practitioner, "Wrong patient")
    assert given_out(programme, practitioner).since is None


def test_another_programme_of_the_patient_is_not_compared_with(programme: Programme, practitioner: Practitioner):
    make_handout(make_programme(patient=programme.patient), document=handout().as_plain())
    assert given_out(programme, practitioner).since is None


def test_a_handout_of_a_shape_of_old_does_not_stop_the_next(programme: Programme, practitioner: Practitioner):
    make_handout(programme, document={"schema_version": 0})
    assert given_out(programme, practitioner).since is None


def test_moving_to_the_next_phase_is_told(programme: Programme, practitioner: Practitioner):
    second = make_phase(programme, plain_name="Build strength", slug="build")
    make_prescription(second)
    given_out(programme, practitioner)
    put(programme, current_phase=second)
    assert "You are now in phase 2: Build strength." in [
        change.text for change in given_out(programme, practitioner).changes
    ]


def preview_of(programme: Programme, **asked: Any) -> str:
    return " ".join(printed.pages(preview_pdf(Programme.objects.with_lines().get(pk=programme.pk), **asked)))


def test_a_preview_tells_what_the_next_handout_will(programme: Programme, practitioner: Practitioner):
    assert "What changed" not in preview_of(programme)
    given_out(programme, practitioner)
    redose(line_of(programme), sets=4)
    put(programme, change_note="Stairs no longer hurt.")
    text = preview_of(programme)
    assert "What changed since" in text
    assert "4 sets of 10, was 3 sets of 10." in text
    assert "Why: Stairs no longer hurt." in text


def test_all_phases_at_once_are_compared_with_nothing(programme: Programme, practitioner: Practitioner):
    make_prescription(make_phase(programme))
    given_out(programme, practitioner)
    assert "What changed" not in preview_of(programme, phase="all")


def test_looking_back_is_one_query(
    programme: Programme, practitioner: Practitioner, django_assert_num_queries: Callable[[int], Any]
):
    given_out(programme, practitioner)
    fetched = Programme.objects.with_lines().get(pk=programme.pk)
    new = prepare(fetched, issued=timezone.localdate())
    with django_assert_num_queries(1):
        assert beside_last_given(new, fetched).since.version == 1
    assert Handout.objects.count() == 1
