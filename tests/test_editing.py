"""A programme is written from JSON as it says, whole or not at all."""

from copy import deepcopy
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from programmes.dosage import Dosage, Kind
from programmes.editing import add_programme
from programmes.models import Clinic, Exercise, Programme, Snapshot
from programmes.own_copy import own_copy
from tests.cast import make_cast
from tests.editing import PLAIN, make_clinic_with_library, minimal
from tests.factories import make_clinic, make_exercise, make_patient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def clinic() -> Clinic:
    return make_clinic_with_library()


def test_a_programme_is_written_as_it_says(clinic: Clinic):
    programme = add_programme(PLAIN, clinic=clinic)
    phase = programme.phases.get()
    squat, bridge = phase.prescriptions.all()
    assert (programme.clinic, programme.patient, programme.condition.slug) == (clinic, None, "runners-knee")
    assert (programme.session_days, str(programme.start_date)) == ([1, 3, 5], "2026-03-02")
    assert (phase.pain_rule.slug, [row.slug for row in phase.advice.all()]) == ("pain-3", ["rest"])
    assert (squat.exercise.slug, squat.side, squat.first_side) == ("squat", "each", "right")
    assert squat.dosage == Dosage(kind=Kind.REPS, sets=3, reps=12, effort_low=4, effort_high=6, days_per_week=3)
    assert (bridge.side, bridge.is_optional, bridge.instead_of) == ("together", True, squat)


def test_a_patients_programme_is_theirs_and_remembers_who_made_it():
    cast = make_cast()
    patient = make_patient(clinic=cast.clinic)
    programme = add_programme(minimal(), clinic=cast.clinic, patient=patient, user=cast.ana)
    assert (programme.patient, programme.created_by.name) == (patient, "Ana")
    assert Snapshot.objects.get(programme=programme).made_by == cast.ana


def test_a_template_has_a_version_and_a_history(clinic: Clinic):
    template = add_programme(PLAIN, clinic=clinic)
    assert template.version == "1"
    assert template.snapshots.get().made_by is None


def test_a_failure_at_the_end_leaves_nothing_behind(clinic: Clinic, monkeypatch: pytest.MonkeyPatch):
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(models.query.QuerySet, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        add_programme(PLAIN, clinic=clinic)
    assert not Programme.objects.exists()


def queries(plain: dict[str, Any], clinic: Clinic) -> int:
    with CaptureQueriesContext(connection) as caught:
        add_programme(plain, clinic=clinic)
    return len(caught)


def test_queries_do_not_grow_with_the_programme(clinic: Clinic):
    large = deepcopy(PLAIN)  # Of few enough lines to fit into one query on SQLite.
    for number in range(5):
        make_exercise(slug=f"more-{number}")
        new = {"exercise": f"more-{number}", "dose": {"kind": "to-comfort", "days_per_week": 7}, "why": "{Your knee}."}
        large["phases"].append({**deepcopy(PLAIN["phases"][0]), "prescriptions": [new] * 4})
    assert queries(PLAIN, clinic) == queries(large, clinic)


def test_the_clinics_own_exercise_stands_in_for_the_shared_one(clinic: Clinic):
    own = own_copy(Exercise.objects.get(slug="squat"), clinic)
    assert add_programme(PLAIN, clinic=clinic).phases.get().prescriptions.first().exercise == own


def test_another_clinics_copy_is_never_used(clinic: Clinic):
    shared = Exercise.objects.get(slug="squat")
    own_copy(shared, make_clinic())
    assert add_programme(PLAIN, clinic=clinic).phases.get().prescriptions.first().exercise == shared
