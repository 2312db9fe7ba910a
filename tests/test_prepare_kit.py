"""The things a handout says a patient needs: each once, in its place a substitute."""

from typing import Any

import pytest

from programmes.models import KitNeed
from tests.factories import make_exercise, make_kit, make_prescription, make_programme
from tests.preparing import changed, prepared, the_line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def needing(*needs: tuple[Any, dict[str, Any]]) -> Any:
    exercise = make_exercise()
    for kit, values in needs:
        exercise.kit_needs.create(**values).any_of.add(*kit)
    return exercise


def test_each_thing_is_listed_once_and_a_needed_one_is_not_optional():
    mat = make_kit(name="mat", substitute="a folded blanket")
    programme = make_programme()
    changed(the_line(programme), exercise=needing(([mat], {"is_optional": True})))
    make_prescription(programme.phases.first(), exercise=needing(([mat], {"detail": "thick"})))
    items = prepared(programme).kit
    assert [(item.name, item.substitute, item.is_optional) for item in items] == [
        ("Mat (thick)", "a folded blanket", False)
    ]


def test_a_substitute_that_is_one_of_the_things_is_not_repeated():
    rail, wall = make_kit(name="rail", substitute="a wall"), make_kit(name="wall", substitute="")
    programme = make_programme()
    changed(the_line(programme), exercise=needing(([rail, wall], {})))
    assert [(item.name, item.substitute) for item in prepared(programme).kit] == [("Rail or wall", "")]


def test_nothing_needed_is_an_answer():
    assert prepared(make_programme()).kit == ()


def test_an_optional_thing_that_is_needed_anyway_is_listed_once():
    programme = make_programme()
    line = programme.phases.get().prescriptions.get()
    band = make_kit(name="band")
    KitNeed.objects.create(exercise=line.exercise, position=1).any_of.add(band)
    either = KitNeed.objects.create(exercise=line.exercise, position=2, is_optional=True)
    either.any_of.add(band, make_kit(name="weight"))
    assert [item.name for item in prepared(programme).kit] == ["Band"]


def test_an_easier_exercise_that_needs_other_kit_is_not_named():
    exercise = make_exercise(slug="squat", regressions=["leg-press"])
    press = make_exercise(slug="leg-press", name="Leg press")
    need = KitNeed.objects.create(exercise=press)
    need.any_of.add(make_kit(name="leg press machine"))
    programme = make_programme()
    make_prescription(programme.phases.get(), exercise=exercise)
    assert prepared(programme).cards[1].easier == ""
