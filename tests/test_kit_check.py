"""What a plan needs, against what the patient has at home."""

from typing import Any

import pytest

from programmes.handout import gate
from programmes.handout.checks import kit
from programmes.models import Exercise, Kit, Prescription, Programme
from programmes.precautions import Finding, Level
from tests.factories import (
    make_clinic,
    make_exercise,
    make_kit,
    make_patient,
    make_patient_flag,
    make_phase,
    make_prescription,
    make_programme,
    make_purpose,
    make_rule,
)

pytestmark = pytest.mark.django_db


def anything(exercise: Exercise) -> bool:
    return True


def make_needing(thing: Kit | None, **kwargs: Any) -> Exercise:
    exercise = make_exercise(**{"setting": ["home"], **kwargs})
    if thing is not None:
        exercise.kit_needs.create().any_of.add(thing)
    return exercise


def with_band(**kwargs: Any) -> tuple[Programme, Prescription, Kit]:
    """Make a programme with one exercise that needs a band, for which nothing else does."""
    programme = make_programme()
    band = make_kit(slug="band", name="resistance band", substitute="")
    exercise = make_needing(band, slug="side-step", **kwargs)
    programme.phases.get().prescriptions.all().delete()
    return programme, make_prescription(programme.phases.get(), exercise=exercise), band


def findings(programme: Programme, held: list[str] | None, passes: Any = anything) -> list[Finding]:
    return list(kit.findings(Programme.objects.with_lines().get(pk=programme.pk), held, passes))


def test_what_is_not_at_home_is_named_beside_its_exercise():
    programme, line, _band = with_band()
    (found,) = findings(programme, ["chair"])
    assert (found.code, found.level, found.where) == ("kit-not-at-home", Level.WARN, f"prescription:{line.pk}")
    assert found.reason == "Side step needs what is not at home: resistance band."


def test_what_is_at_home_is_not_mentioned():
    assert findings(with_band()[0], ["band"]) == []


def test_not_asked_is_not_having_none():
    programme, _line, _band = with_band()
    assert findings(programme, None) == []
    assert kit.at_home(programme) is None
    programme.patient.kit_at_home.add(make_kit(slug="chair"))
    assert kit.at_home(programme) == {"chair"}


@pytest.mark.parametrize("changes", [{"is_everyday": True}, {"substitute": "a belt"}])
def test_what_every_home_has_or_can_do_without_is_there(changes: dict[str, Any]):
    programme, _line, band = with_band()
    Kit.objects.filter(pk=band.pk).update(**changes)
    assert findings(programme, []) == []


def test_any_of_the_named_things_will_do():
    programme, line, _band = with_band()
    line.exercise.kit_needs.get().any_of.add(make_kit(slug="strap", substitute=""))
    assert findings(programme, ["strap"]) == []


def test_what_an_exercise_can_do_without_is_not_needed():
    programme, line, _band = with_band()
    line.exercise.kit_needs.update(is_optional=True)
    assert findings(programme, []) == []


def test_a_machine_at_the_gym_and_a_later_phase_are_only_told():
    programme, line, band = with_band(setting=["gym"])
    assert [found.level for found in findings(programme, [])] == [Level.INFO]
    Exercise.objects.filter(pk=line.exercise_id).update(setting=["home"])
    programme.current_phase = make_phase(programme)
    programme.save()
    assert [found.level for found in findings(programme, [])] == [Level.INFO]


def test_an_exercise_for_the_same_purpose_is_offered():
    programme, line, band = with_band()
    hips, calf = make_purpose(), make_purpose()
    line.exercise.purposes.add(hips)
    same, other, needs_it_too = make_needing(None), make_needing(None), make_needing(band)
    gym = make_needing(None, setting=["gym"])
    for exercise in (same, needs_it_too, gym):
        exercise.purposes.add(hips)
    other.purposes.add(calf)
    (found,) = findings(programme, [])
    assert found.safer == (same.slug,)
    assert found.reason.endswith("Others do for the same purpose.")


def test_the_exercise_that_shares_most_comes_first():
    programme, line, _band = with_band()
    purposes = [make_purpose() for _ in range(2)]
    line.exercise.purposes.set(purposes)
    one, two, stretch = make_needing(None), make_needing(None), make_needing(None, category="stretch")
    one.purposes.set(purposes[:1])
    two.purposes.set(purposes)
    stretch.purposes.set(purposes)
    assert findings(programme, [])[0].safer == (two.slug, one.slug, stretch.slug)


def test_what_is_on_the_phase_already_is_not_offered():
    programme, line, _band = with_band()
    purpose = make_purpose()
    other = make_needing(None)
    for exercise in (line.exercise, other):
        exercise.purposes.add(purpose)
    make_prescription(line.phase, exercise=other)
    assert findings(programme, [])[0].safer == ()


def test_only_what_is_safe_for_the_patient_is_offered():
    programme, line, _band = with_band()
    purpose = make_purpose()
    squat, bridge = make_needing(None, slug="squat"), make_needing(None, slug="bridge")
    for exercise in (line.exercise, squat, bridge):
        exercise.purposes.add(purpose)
    make_rule()
    make_patient_flag(slug="flag")
    programme = Programme.objects.with_lines().get(pk=programme.pk)
    offered = {
        tuple(flags): next(
            each for each in gate.judge(programme, flags=flags, kit_at_home=[]).findings if each.safer
        ).safer
        for flags in ([], ["flag"])
    }
    assert offered == {(): ("bridge", "squat"), ("flag",): ("bridge",)}


def test_another_clinics_exercise_is_not_offered():
    programme, line, _band = with_band()
    purpose = make_purpose()
    foreign = make_needing(None, clinic=make_patient(clinic=make_clinic()).clinic)
    for exercise in (line.exercise, foreign):
        exercise.purposes.add(purpose)
    assert findings(programme, [])[0].safer == ()


def test_the_queries_do_not_grow_with_the_plan(django_assert_max_num_queries: Any):
    programme, line, _band = with_band()
    line.exercise.purposes.add(make_purpose())
    for _ in range(6):
        make_prescription(line.phase, exercise=make_needing(line.exercise.kit_needs.get().any_of.get()))
    fetched = Programme.objects.with_lines().get(pk=programme.pk)
    with django_assert_max_num_queries(6):
        assert len(list(kit.findings(fetched, [], anything))) == 7
