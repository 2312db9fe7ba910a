"""What the database itself refuses, and what rows know of themselves."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import PositiveSmallIntegerField, ProtectedError

from programmes.dosage import BOUNDS, Dosage, Kind, Tempo
from programmes.models import Exercise, Patient, Practitioner, Prescription, Snapshot, Source
from tests.factories import (
    make_clinic,
    make_exercise,
    make_patient,
    make_phase,
    make_practitioner,
    make_prescription,
    make_programme,
    make_template,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_dose_comes_back_from_the_database_as_it_went_in():
    dosage = Dosage(
        kind=Kind.REPS, sets=3, reps=8, hold_seconds=0, rest_seconds=0, tempo=Tempo(3, 0, 2), load="body weight",
        times_per_day=1, days_per_week=7, effort_low=0, effort_high=10,
    )  # fmt: skip
    line = make_prescription(make_phase(make_template(phases=0)), dosage=dosage)
    line.refresh_from_db()
    assert line.dosage == dosage


def test_a_dose_without_tempo_has_none():
    line = make_prescription(
        make_phase(make_template(phases=0)), dosage=Dosage(kind=Kind.HOLD, sets=1, hold_seconds=30)
    )
    line.refresh_from_db()
    assert line.dosage.tempo is None


@pytest.mark.parametrize("change", [{"sets": 0}, {"days_per_week": 8}, {"effort_low": 8, "effort_high": 4}])
def test_the_database_refuses_an_impossible_dose(change: dict[str, int]):
    line = make_prescription(make_phase(make_template(phases=0)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Prescription.objects.filter(pk=line.pk).update(**change)


def test_a_missing_dose_can_be_saved_but_a_wrong_one_cannot():
    line = make_prescription(make_phase(make_template(phases=0)))
    line.sets = None
    line.clean()
    line.sets, line.hold_seconds = 3, 100_000
    with pytest.raises(ValidationError) as caught:
        line.clean()
    assert set(caught.value.message_dict) == {"hold_seconds"}


def test_an_exercise_for_both_legs_takes_no_side():
    line = make_prescription(make_phase(make_template(phases=0)), exercise=make_exercise(is_unilateral=False))
    line.side = "left"
    with pytest.raises(ValidationError) as caught:
        line.clean()
    assert set(caught.value.message_dict) == {"side"}


def test_which_leg_first_is_asked_only_where_both_take_turns():
    line = make_prescription(make_phase(make_template(phases=0)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Prescription.objects.filter(pk=line.pk).update(side="left", first_side="right")


def test_an_exercise_in_use_is_not_deleted():
    line = make_prescription(make_phase(make_template(phases=0)))
    with pytest.raises(ProtectedError):
        line.exercise.delete()


def test_the_same_exercise_may_stand_in_a_phase_twice():
    phase = make_phase(make_template(phases=0))
    exercise = make_exercise()
    make_prescription(phase, exercise=exercise)
    make_prescription(phase, exercise=exercise)
    assert phase.prescriptions.count() == 2


def test_a_shared_slug_is_there_once_and_once_more_in_each_clinic():
    make_exercise(slug="squat")
    clinic = make_clinic()
    make_exercise(slug="squat", clinic=clinic)
    for owner in (None, clinic):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_exercise(slug="squat", clinic=owner)


def test_a_clinic_works_with_its_copy_in_place_of_the_shared_row():
    shared = make_exercise(slug="squat")
    clinic = make_clinic()
    own = make_exercise(slug="squat", clinic=clinic)
    assert list(Exercise.objects.for_clinic(clinic)) == [own]
    assert list(Exercise.objects.for_clinic(make_clinic())) == [shared]
    assert list(Exercise.objects.for_clinic(None)) == [shared]


def test_a_patient_of_another_clinic_is_refused():
    programme = make_programme()
    programme.patient = make_patient()
    with pytest.raises(ValidationError) as caught:
        programme.full_clean()
    assert "patient" in caught.value.message_dict


def test_the_current_phase_is_one_of_its_own():
    programme = make_programme()
    programme.current_phase = make_phase(make_programme())
    with pytest.raises(ValidationError) as caught:
        programme.full_clean()
    assert "current_phase" in caught.value.message_dict


def test_without_a_current_phase_the_first_is_in_force():
    programme = make_programme()
    second = make_phase(programme)
    assert programme.phase_in_force() == programme.phases.first()
    programme.current_phase = second
    assert programme.phase_in_force() == second


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        (Patient.NameOnHandout.NAME, "Eva Holm"),
        (Patient.NameOnHandout.INITIALS, "EH"),
        (Patient.NameOnHandout.NONE, ""),
    ],
)
def test_paper_carries_the_name_the_initials_or_nothing(shown: str, printed: str):
    assert make_patient(name_on_handout=shown).printed_name == printed


def test_a_patient_without_any_identifier_has_something_to_be_called_by():
    assert str(make_patient(name="", date_of_birth=None)).startswith("Patient ")


def test_discharge_archive_and_back():
    patient = make_patient()
    for leave in (patient.discharge, patient.archive):
        leave()
        assert not Patient.objects.current().exists()
        patient.take_back()
        assert Patient.objects.current().get() == patient


def test_a_leavers_log_in_goes_and_their_name_stays():
    practitioner = make_practitioner(user=make_user(username="ana"), name="Ana Brook")
    user = practitioner.user
    practitioner.end_access()
    user.refresh_from_db()
    assert Practitioner.objects.get().name == "Ana Brook"
    assert (user.is_active, user.has_usable_password()) == (False, False)


def test_changes_of_patients_are_kept():
    patient = make_patient()
    patient.name = "Eva Berg"
    patient.save()
    assert [row.name for row in patient.history.all()] == ["Eva Berg", "Eva Holm"]


def test_one_snapshot_a_sitting_and_one_at_issue():
    programme, user = make_programme(), make_user()
    first = Snapshot.objects.record(programme, user)
    programme.goal = "Walk the dog"
    assert Snapshot.objects.record(programme, user).pk == first.pk
    assert Snapshot.objects.record(programme, make_user()).pk != first.pk
    at_issue = Snapshot.objects.record(programme, user, at_issue=True)
    assert Snapshot.objects.record(programme, user).pk not in {None, at_issue.pk}
    assert Snapshot.objects.get(pk=first.pk).data["goal"] == "Walk the dog"


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("squats", True), ("SQUAT", True), ("split peas", False), ("étirement", False), ("thigh", True),
        ("bum squeeze", True), ("bum-squeeze", True),
    ],
)  # fmt: skip
def test_search_forgives_capitals_accents_hyphens_and_plurals(term: str, found: bool):
    exercise = make_exercise(name="Squat", aliases=["Bum squeeze"], body_regions=["thigh"])
    assert (exercise in Exercise.objects.search(term)) is found


def test_a_convention_is_cited_as_what_it_is_and_not_as_a_publication():
    source = Source(kind="convention", authors="none", title="Usual practice", journal="Not a publication")
    assert source.citation == "Usual practice"


def test_every_number_a_dose_may_have_fits_its_column():
    """On PostgreSQL, where a small column holds numbers to 32,767 and refuses the row else."""
    small = {field.name for field in Prescription._meta.fields if isinstance(field, PositiveSmallIntegerField)}
    assert {name for name, (_lowest, highest) in BOUNDS.items() if name in small and highest > 32_767} == set()
