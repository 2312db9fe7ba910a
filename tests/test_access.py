import pytest
from django.contrib.auth.models import AnonymousUser

from programmes import access
from programmes.models import Exercise, Handout, Override, Patient, Practitioner, Programme, Screening, Snapshot
from tests.cast import Cast
from tests.factories import (
    make_exercise,
    make_patient,
    make_phase,
    make_programme,
    make_screening,
    make_template,
)

pytestmark = pytest.mark.django_db
INSIDERS = ("ana", "ben", "olga", "rita")
OUTSIDERS = ("carla", "stan")


def who_sees(cast: Cast, row: object) -> set[str]:
    people = (*INSIDERS, *OUTSIDERS, "sue")
    return {name for name in people if access.visible(type(row), getattr(cast, name)).filter(pk=row.pk).exists()}


def who_may(cast: Cast, action: str, row: object) -> set[str]:
    return {name for name in (*INSIDERS, *OUTSIDERS) if getattr(cast, name).has_perm(f"programmes.{action}", row)}


def test_a_clinics_people_see_its_patients_and_programmes_and_nobody_else_does(cast: Cast, programme: Programme):
    for row in (programme, programme.patient, make_screening(programme), Snapshot.objects.record(programme, cast.ana)):
        assert who_sees(cast, row) == {*INSIDERS, "sue"}


def test_phases_and_lines_are_seen_like_their_programme(cast: Cast, programme: Programme):
    phase = programme.phases.get()
    assert who_sees(cast, phase) == who_sees(cast, phase.prescriptions.get()) == {*INSIDERS, "sue"}


def test_shared_templates_are_seen_by_all_and_changed_by_nobody(cast: Cast):
    template = make_template()
    assert {*INSIDERS, "carla"} <= who_sees(cast, template)
    assert who_may(cast, "view_programme", template) == {*INSIDERS, "carla"}
    assert who_may(cast, "change_programme", template) == set()
    assert who_may(cast, "start_programme", template) == {"ana", "ben", "olga", "carla"}


def test_a_clinics_own_exercise_is_unknown_elsewhere(cast: Cast):
    own = make_exercise(clinic=cast.clinic)
    assert who_sees(cast, own) == {*INSIDERS, "sue"}
    assert who_may(cast, "change_exercise", own) == {"ana", "ben", "olga"}


def test_a_shared_exercise_is_read_only_in_every_clinic(cast: Cast):
    assert who_may(cast, "change_exercise", make_exercise()) == set()


@pytest.mark.parametrize("action", ["view_patient", "change_patient", "delete_patient"])
def test_what_may_be_done_with_a_patient(cast: Cast, programme: Programme, action: str):
    expected = {"view_patient": set(INSIDERS), "change_patient": {"ana", "ben", "olga"}, "delete_patient": set()}
    assert who_may(cast, action, programme.patient) == expected[action]


def test_a_reader_issues_nothing(cast: Cast, programme: Programme):
    assert who_may(cast, "issue_programme", programme) == {"ana", "ben", "olga"}


def test_handouts_are_made_and_changed_by_nobody_by_hand(cast: Cast):
    for action in ("add_handout", "change_handout", "delete_handout"):
        assert who_may(cast, action, None) == set()


def test_a_recorded_reason_is_the_clinics_and_is_changed_by_nobody(cast: Cast, programme: Programme):
    by = cast.ana.practitioner
    row = Override.objects.create(
        programme=programme, code="SR-1", where="programme", reason="Agreed.", who=by, who_name=by.name
    )
    assert who_sees(cast, row) == {*INSIDERS, "sue"}
    for action in ("change_override", "delete_override"):
        assert who_may(cast, action, row) == set()


def test_only_the_owner_changes_clinic_and_people(cast: Cast):
    assert who_may(cast, "change_clinic", cast.clinic) == {"olga"}
    assert who_may(cast, "change_practitioner", cast.ana.practitioner) == {"olga"}
    assert who_may(cast, "view_practitioner", cast.ana.practitioner) == set(INSIDERS)


def test_nobody_logged_in_sees_nothing(cast: Cast, programme: Programme):
    nobody = AnonymousUser()
    assert not nobody.has_perm("programmes.view_programme", programme)
    for model in (Patient, Programme, Handout, Screening, Exercise, Practitioner):
        assert not access.visible(model, nobody).exists()


def test_somebody_whose_log_in_was_closed_sees_nothing(cast: Cast, programme: Programme):
    cast.ana.practitioner.end_access()
    cast.ana.refresh_from_db()
    assert not access.visible(Programme, cast.ana).exists()
    assert not cast.ana.has_perm("programmes.view_programme", programme)


def test_choices_offer_the_clinics_copy_in_place_of_the_shared_row(cast: Cast):
    shared = make_exercise(slug="squat")
    own = make_exercise(slug="squat", clinic=cast.clinic)
    assert set(access.choices(Exercise, cast.ana)) == {own}
    assert set(access.choices(Exercise, cast.carla)) == {shared}


def test_choices_leave_out_what_is_retired(cast: Cast):
    make_exercise(is_retired=True)
    assert not access.choices(Exercise, cast.ana).exists()


def test_choices_of_phases_are_the_own_clinics(cast: Cast, programme: Programme):
    elsewhere = make_phase(make_programme(patient=make_patient(clinic=cast.other_clinic)))
    assert elsewhere not in access.choices(type(elsewhere), cast.ana)
