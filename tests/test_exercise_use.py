"""What a clinic works with: favourites, the last and the most prescribed exercises; and what a filter passes."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes import access
from programmes.models import Clinic, Exercise, Favourite, Kit, Practitioner, Programme, Template
from programmes.models.library import use
from programmes.own_copy import own_copy
from tests.cast import Cast
from tests.factories import (
    make_condition,
    make_exercise,
    make_favourite,
    make_kit,
    make_patient,
    make_phase,
    make_prescription,
    make_programme,
    make_purpose,
    make_template,
)

pytestmark = pytest.mark.django_db


def prescribed(clinic: Clinic, *exercises: Exercise, day: int = 1, by: Practitioner | None = None) -> Programme:
    """Make a patient's programme of just these exercises, last changed on a day of March."""
    programme = make_programme(patient=make_patient(clinic=clinic), created_by=by)
    programme.phases.all().delete()
    phase = make_phase(programme)
    for exercise in exercises:
        make_prescription(phase, exercise=exercise)
    Programme.objects.filter(pk=programme.pk).update(changed_at=datetime(2026, 3, day, tzinfo=UTC))
    return programme


def slugs(rows: object) -> list[str]:
    return [row.slug for row in rows]


@pytest.fixture
def squat() -> Exercise:
    return make_exercise(slug="squat")


@pytest.fixture
def plank() -> Exercise:
    return make_exercise(slug="plank")


def test_the_most_used_are_those_of_most_programmes(cast: Cast, squat: Exercise, plank: Exercise):
    prescribed(cast.clinic, squat, squat, squat)
    prescribed(cast.clinic, plank)
    prescribed(cast.clinic, plank)
    assert slugs(Exercise.objects.most_used_in(cast.clinic)) == ["plank", "squat"]
    assert slugs(Exercise.objects.most_used_in(cast.other_clinic)) == []


def test_use_is_that_of_the_last_programmes(
    cast: Cast, squat: Exercise, plank: Exercise, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(use, "PROGRAMMES_FOR_A_LIST", 1)
    prescribed(cast.clinic, squat, day=1)
    prescribed(cast.clinic, plank, day=2)
    assert slugs(Exercise.objects.most_used_in(cast.clinic)) == ["plank"]


def test_templates_are_no_use(cast: Cast, squat: Exercise):
    template = make_template(clinic=cast.clinic, phases=0)
    make_prescription(make_phase(template), exercise=squat)
    assert slugs(Exercise.objects.most_used_in(cast.clinic)) == slugs(Exercise.objects.recent_in(cast.clinic)) == []


def test_the_recent_are_those_changed_last(cast: Cast, squat: Exercise, plank: Exercise):
    ana = cast.ana.practitioner
    prescribed(cast.clinic, plank, day=3, by=ana)
    prescribed(cast.clinic, squat, day=2, by=ana)
    prescribed(cast.clinic, make_exercise(slug="bens"), day=4, by=cast.ben.practitioner)
    assert slugs(Exercise.objects.recent_for(ana)) == ["plank", "squat"]
    assert slugs(Exercise.objects.recent_in(cast.clinic)) == ["bens", "plank", "squat"]
    assert slugs(Exercise.objects.recent_for(cast.carla.practitioner)) == []


def test_favourites_are_ones_own_the_newest_first(cast: Cast, squat: Exercise, plank: Exercise):
    for exercise in (squat, plank):
        make_favourite(cast.ana.practitioner, exercise=exercise)
    make_favourite(cast.ben.practitioner)
    assert slugs(Exercise.objects.favourites_of(cast.ana.practitioner)) == ["plank", "squat"]
    assert slugs(Exercise.objects.favourites_of(cast.rita.practitioner)) == []


def test_the_clinics_own_copy_takes_the_place_of_what_was_used_and_kept(cast: Cast, squat: Exercise):
    prescribed(cast.clinic, squat, by=cast.ana.practitioner)
    make_favourite(cast.ana.practitioner, exercise=squat)
    copy = own_copy(squat, cast.clinic)
    make_favourite(cast.ana.practitioner, exercise=copy)
    for rows in (
        Exercise.objects.most_used_in(cast.clinic),
        Exercise.objects.recent_in(cast.clinic),
        Exercise.objects.recent_for(cast.ana.practitioner),
        Exercise.objects.favourites_of(cast.ana.practitioner),
    ):
        assert list(rows) == [copy]


def test_what_is_retired_is_not_offered(cast: Cast, squat: Exercise):
    prescribed(cast.clinic, squat)
    make_favourite(cast.ana.practitioner, exercise=squat)
    Exercise.objects.update(is_retired=True)
    assert not Exercise.objects.most_used_in(cast.clinic).exists()
    assert not Exercise.objects.favourites_of(cast.ana.practitioner).exists()


@pytest.mark.parametrize("what", ["most_used_in", "recent_in", "recent_for", "favourites_of"])
def test_each_takes_the_same_queries_however_much_there_is(cast: Cast, what: str):
    def asked() -> int:
        whose = cast.clinic if what.endswith("_in") else cast.ana.practitioner
        with CaptureQueriesContext(connection) as queries:
            list(getattr(Exercise.objects, what)(whose))
        return len(queries)

    def grow() -> None:
        exercise = make_exercise()
        prescribed(cast.clinic, exercise, by=cast.ana.practitioner)
        make_favourite(cast.ana.practitioner, exercise=exercise)

    grow()
    before = asked()
    for _time in range(5):
        grow()
    assert asked() == before <= 3


def test_favourites_are_seen_in_the_clinic_and_changed_by_their_owner(cast: Cast):
    row = make_favourite(cast.ana.practitioner)
    assert set(access.visible(Favourite, cast.ben)) == {row}
    assert not access.visible(Favourite, cast.carla).exists()
    may_delete = {user.username for user in (cast.ana, cast.ben, cast.carla) if user.has_perm(DELETE, row)}
    assert may_delete == {"ana"}
    assert cast.rita.has_perm("programmes.add_favourite")
    assert not cast.stan.has_perm("programmes.add_favourite")


DELETE = "programmes.delete_favourite"


# Filters
def test_each_filter_leaves_what_it_asks_for(squat: Exercise):
    other = make_exercise(category="balance", start_position="sitting", body_regions=["hip"])
    Exercise.objects.filter(pk=squat.pk).update(body_regions=["knee", "thigh"])
    squat.purposes.add(make_purpose(slug="stairs"))
    for narrowing in (
        {"region": "knee"},
        {"position": "standing"},
        {"category": "strength"},
        {"purpose": "stairs"},
        {"region": "thigh", "purpose": "stairs", "position": "standing"},
    ):
        assert list(Exercise.objects.narrowed(**narrowing)) == [squat], narrowing
    assert set(Exercise.objects.narrowed()) == {squat, other}
    assert Exercise.objects.regions() == ["hip", "knee", "thigh"]


KIT = {
    "everyday": {"is_everyday": True, "substitute": ""},
    "with a substitute": {"substitute": "a stair"},
    "to buy": {"substitute": ""},
}


@pytest.mark.parametrize(
    ("needs", "at_hand", "can_be_done"),
    [
        ([], (), True),
        (["everyday"], (), True),
        (["with a substitute"], (), True),
        (["to buy"], (), False),
        (["to buy"], ("to-buy",), True),
        (["everyday", "to buy"], (), False),
        (["everyday", "to buy"], ("to-buy",), True),
        (["to buy or everyday"], (), True),
        (["optional"], (), True),
    ],
)
def test_what_can_be_done_with_the_kit_at_hand(
    squat: Exercise, needs: list[str], at_hand: tuple[str, ...], can_be_done: bool
):
    things = {name: make_kit(slug=name.replace(" ", "-"), **values) for name, values in KIT.items()}
    for need in needs:
        row = squat.kit_needs.create(is_optional=need == "optional")
        row.any_of.set([things[name] for name in need.split(" or ")] if need != "optional" else [things["to buy"]])
    assert Exercise.objects.that_need_only(at_hand).exists() is can_be_done


@pytest.mark.parametrize("at_hand", [(), ("to-buy",)])
def test_one_thing_is_told_as_all_are(at_hand: tuple[str, ...]):
    for name, values in KIT.items():
        make_kit(slug=name.replace(" ", "-"), **values)
    there = {thing.slug for thing in Kit.objects.all() if thing.is_at_hand(at_hand)}
    assert {thing.slug for thing in Kit.objects.at_hand(at_hand)} == there


def test_what_a_condition_uses_is_what_its_templates_here_prescribe_or_offer(
    cast: Cast, squat: Exercise, plank: Exercise
):
    knee = make_condition(slug="knee")
    make_prescription(make_phase(make_template(condition=knee, phases=0)), exercise=squat, is_optional=True)
    elsewhere = make_template(condition=knee, phases=0, clinic=cast.other_clinic)
    make_prescription(make_phase(elsewhere), exercise=plank)
    prescribed(cast.clinic, plank).condition = knee
    own_copy(squat, cast.clinic)
    templates = access.choices(Template, cast.ana).filter(condition__slug="knee")
    assert slugs(Exercise.objects.for_clinic(cast.clinic).narrowed(templates=templates)) == ["squat"]
