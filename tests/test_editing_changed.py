"""A programme that is there is changed by JSON: what is left out stays, and whoever saw an older one is told."""

import pytest

from programmes.editing import ChangedMeanwhile, Refused, change_programme, programme_as_json
from programmes.models import Exercise, Prescription, Programme, RunningPlan
from programmes.own_copy import own_copy
from tests.cast import Cast
from tests.factories import (
    make_advice,
    make_exercise,
    make_patient,
    make_phase,
    make_prescription,
    make_programme,
    make_running_plan,
    make_source,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def programme(cast: Cast) -> Programme:
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    phase = programme.phases.get()
    make_prescription(phase, instead_of=phase.prescriptions.get(), is_optional=True)
    phase.advice_lines.create(advice=make_advice())
    make_phase(programme)
    make_running_plan(programme)
    programme.sources.add(make_source())
    return programme


def test_a_programme_changed_to_what_it_is_stays_as_it_is(cast: Cast, programme: Programme):
    before, keys = programme_as_json(programme), list(Prescription.objects.values_list("pk", flat=True))
    after = change_programme(programme, before, user=cast.ana)
    assert programme_as_json(after) == before
    assert list(Prescription.objects.values_list("pk", flat=True)) == keys


def test_what_is_left_out_stays(cast: Cast, programme: Programme):
    before = programme_as_json(programme)
    after = change_programme(programme, {"goal": "Walk to the sea"}, user=cast.ana)
    assert programme_as_json(after) == {**before, "goal": "Walk to the sea"}


def test_lines_are_changed_added_moved_and_taken_away(cast: Cast, programme: Programme):
    make_exercise(slug="lunge")
    plain = programme_as_json(programme)
    first, second = plain["phases"][0]["prescriptions"]
    first["dose"]["reps"] = 15
    lunge = {"exercise": "lunge", "dose": {"kind": "time", "duration_seconds": 60, "days_per_week": 7}}
    plain["phases"][0]["prescriptions"], plain["phases"][1]["prescriptions"] = [lunge], [first]
    after = change_programme(programme, plain, user=cast.ana)
    (new,), (moved,) = ([*phase.prescriptions.all()] for phase in after.phases.all())
    assert (new.exercise.slug, str(moved.pk), moved.reps) == ("lunge", first["id"], 15)
    assert not Prescription.objects.filter(pk=second["id"]).exists()


def test_phases_are_reordered_and_the_current_one_stays_current(cast: Cast, programme: Programme):
    first, second = programme.phases.all()
    change_programme(programme, {"current_phase": 2}, user=cast.ana)
    plain = programme_as_json(Programme.objects.get(pk=programme.pk))
    after = change_programme(programme, {"phases": plain["phases"][::-1]}, user=cast.ana)
    assert list(after.phases.all()) == [second, first]
    assert after.current_phase == second
    gone = change_programme(programme, {"phases": [plain["phases"][0]]}, user=cast.ana)
    assert (list(gone.phases.all()), gone.current_phase) == ([first], None)


def test_a_running_plan_is_taken_away_only_when_it_says_so(cast: Cast, programme: Programme):
    change_programme(programme, {"name": "Other"}, user=cast.ana)
    assert RunningPlan.objects.filter(programme=programme).exists()
    change_programme(programme, {"running_plan": None}, user=cast.ana)
    assert not RunningPlan.objects.filter(programme=programme).exists()


def test_the_id_of_another_programmes_line_is_only_a_name(cast: Cast, programme: Programme):
    theirs = make_programme()
    other = theirs.phases.get().prescriptions.get()
    plain = programme_as_json(programme)
    plain["phases"] = [{**plain["phases"][0], "id": str(theirs.phases.get().pk)}]
    plain["phases"][0]["prescriptions"] = [
        {"id": str(other.pk), "exercise": other.exercise.slug, "dose": {"kind": "to-comfort"}}
    ]
    change_programme(programme, plain, user=cast.ana)
    assert list(theirs.phases.get().prescriptions.all()) == [other]
    assert Prescription.objects.get(pk=other.pk).dosage == other.dosage


def test_a_retired_exercise_stays_on_the_programme_that_has_it(cast: Cast, programme: Programme):
    Exercise.objects.update(is_retired=True)
    plain = programme_as_json(programme)
    assert programme_as_json(change_programme(programme, plain, user=cast.ana)) == plain


def test_a_copy_the_clinic_made_since_changes_no_line(cast: Cast, programme: Programme):
    shared = programme.phases.first().prescriptions.first().exercise
    own_copy(shared, cast.clinic)
    after = change_programme(programme, programme_as_json(programme), user=cast.ana)
    assert after.phases.first().prescriptions.first().exercise == shared


def test_who_saw_an_older_one_is_told(cast: Cast, programme: Programme):
    seen = Programme.objects.get(pk=programme.pk).changed_at
    change_programme(programme, {"goal": "One"}, user=cast.ana, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change_programme(programme, {"goal": "Two"}, user=cast.ben, seen=seen)
    assert Programme.objects.get(pk=programme.pk).goal == "One"


def test_a_change_is_kept_in_the_history(cast: Cast, programme: Programme):
    for user, goal in ((cast.ana, "One"), (cast.ana, "Two"), (cast.ben, "Three")):
        change_programme(programme, {"goal": goal}, user=user)
    assert [(shot.made_by, shot.data["goal"]) for shot in programme.snapshots.all()] == [
        (cast.ben, "Three"),
        (cast.ana, "Two"),
    ]


def test_a_refused_change_changes_nothing(cast: Cast, programme: Programme):
    before = programme_as_json(programme)
    with pytest.raises(Refused):
        change_programme(programme, {"goal": "New", "phases": [{"name": "x", "prescriptions": [{}]}]}, user=cast.ana)
    with pytest.raises(Refused):
        change_programme(programme, {"goal": "New", "condition": "none"}, user=cast.ana)
    assert programme_as_json(Programme.objects.get(pk=programme.pk)) == before
    assert not programme.snapshots.exists()
