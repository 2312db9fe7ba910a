"""Which pictures a line of the programme brings: whose leg they show, their words, and the line under them."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image as PillowImage

from programmes import figures
from programmes.handout.document import Document, ExerciseCard, Picture
from programmes.handout.prepare import prepare
from programmes.models import Programme
from tests.factories import (
    make_clinic,
    make_exercise,
    make_patient,
    make_phase,
    make_picture,
    make_prescription,
    make_programme,
    make_template,
)
from tests.figures import plain_figure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def folder(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def drawn(*, is_mirrored: bool = False, **look: str) -> tuple[str, str]:
    drawing = figures.draw(figures.read(plain_figure()), is_mirrored=is_mirrored, **look)
    return drawing.start, drawing.end


def squat(**kwargs: Any) -> Any:
    exercise = make_exercise(**{"figure": plain_figure(), **kwargs})
    exercise.texts.update(start_alt="Standing on {one leg}", end_alt="With {your knee} bent")
    return exercise


def card(exercise: Any, side: str, *, sore_side: str = "left", first_side: str = "", **kwargs: Any) -> ExerciseCard:
    programme = make_programme(side=sore_side, **kwargs)
    phase = programme.phases.get()
    phase.prescriptions.all().delete()
    make_prescription(phase, exercise=exercise, side=side, first_side=first_side)
    return prepare(Programme.objects.with_lines().get(pk=programme.pk)).cards[0]


def bodies(picture: Picture | None) -> tuple[str, ...]:
    assert picture is not None
    return tuple(frame.body for frame in picture.frames)


@pytest.mark.parametrize(
    ("side", "is_mirrored", "caption", "alt"),
    [
        ("left", True, "Pictured: your left leg, drawn lighter.", "With your left knee bent"),
        ("right", False, "Pictured: your right leg, drawn lighter.", "With your right knee bent"),
        ("together", False, "", "With your knees bent"),
    ],
)
def test_the_picture_shows_the_prescribed_side(side: str, is_mirrored: bool, caption: str, alt: str):
    picture = card(squat(), side).picture
    assert bodies(picture) == drawn(is_mirrored=is_mirrored)
    assert (picture.caption, picture.end.alt) == (caption, alt)


@pytest.mark.parametrize(
    ("sore_side", "first_side", "is_mirrored", "caption", "alt"),
    [
        ("left", "", True, "Pictured: left leg first, drawn lighter.", "Standing on your left leg"),
        ("right", "", False, "Pictured: right leg first, drawn lighter.", "Standing on your right leg"),
        ("left", "right", False, "Pictured: right leg first, drawn lighter.", "Standing on your right leg"),
        ("both", "left", True, "Pictured: left leg first, drawn lighter.", "Standing on your left leg"),
        ("both", "", False, "Pictured: your right leg, drawn lighter.", "Standing on your right leg"),
        ("", "", False, "Pictured: your right leg, drawn lighter.", "Standing on your right leg"),
    ],
)
def test_of_each_side_in_turn_the_first_is_pictured(
    sore_side: str, first_side: str, is_mirrored: bool, caption: str, alt: str
):
    picture = card(squat(), "each", sore_side=sore_side, first_side=first_side).picture
    assert bodies(picture) == drawn(is_mirrored=is_mirrored)
    assert (picture.caption, picture.start.alt) == (caption, alt)


@pytest.mark.parametrize("side", ["left", "each", "together"])
def test_what_both_legs_do_is_never_turned_round(side: str):
    picture = card(squat(is_unilateral=False), side).picture
    assert bodies(picture) == drawn()
    assert picture.caption == ""


def test_where_the_leg_is_not_marked_the_caption_only_names_it():
    picture = card(squat(figure=plain_figure(working=["left arm"])), "left").picture
    assert picture.caption == "Pictured: your left leg."


@pytest.mark.parametrize(
    ("side", "caption"), [("left", "Pictured: your left side."), ("each", "Pictured: left side first.")]
)
def test_an_exercise_of_sides_speaks_of_sides(side: str, caption: str):
    assert card(squat(part="side"), side).picture.caption == caption


def test_a_clinic_has_its_own_look():
    clinic = make_clinic(figure_palette="outline", figure_build="larger")
    picture = card(squat(), "right", patient=make_patient(clinic=clinic)).picture
    assert bodies(picture) == drawn(palette="outline", build="larger")
    assert picture.caption == "Pictured: your right leg, drawn grey."


def test_a_shared_template_is_drawn_in_the_plain_look():
    template = make_template()
    template.phases.get().prescriptions.all().delete()
    make_prescription(template.phases.get(), exercise=squat(), side="right")
    assert bodies(prepare(Programme.objects.with_lines().get(pk=template.pk)).cards[0].picture) == drawn()


def test_an_exercise_that_nobody_has_drawn_has_no_picture():
    assert card(squat(figure={}), "left").picture is None


def test_a_picture_without_words_is_called_by_the_exercise():
    exercise = squat(name="Slow squat")
    exercise.texts.update(start_alt="", end_alt="")
    assert {frame.alt for frame in card(exercise, "left").picture.frames} == {"Slow squat"}


def photo() -> bytes:
    """Return a picture that is red on the left and blue on the right."""
    picture, file = PillowImage.new("RGB", (4, 2), "blue"), BytesIO()
    picture.paste("red", (0, 0, 2, 2))
    picture.save(file, "PNG")
    return file.getvalue()


def photographed(**kwargs: Any) -> Any:
    exercise = squat()
    make_picture(exercise, name="one.png", body=photo(), **kwargs)
    return exercise


def colour_on_the_left(picture: Picture) -> tuple[int, int, int]:
    return PillowImage.open(BytesIO(picture.frames[0].content)).convert("RGB").getpixel((0, 0))


def test_a_clinics_own_picture_stands_in_for_both_drawings():
    picture = card(photographed(frame="end"), "right").picture
    assert (picture.start, picture.end.media_type, picture.end.content) == (None, "image/png", photo())
    assert picture.caption == "Pictured: your right leg."


def test_an_own_picture_is_turned_round_for_the_left():
    picture = card(photographed(), "left").picture
    assert colour_on_the_left(picture) == (0, 0, 255)
    assert (picture.caption, picture.start.alt) == ("Pictured: your left leg.", "Standing on your left leg")


@pytest.mark.parametrize(
    ("side", "caption"),
    [
        ("left", "The picture shows the right leg. Do it with your left."),
        ("each", "The picture shows the right leg. Start with your left."),
        ("right", "Pictured: your right leg."),
    ],
)
def test_an_own_picture_that_may_not_be_turned_says_whose_leg_it_shows(side: str, caption: str):
    picture = card(photographed(may_be_mirrored=False), side).picture
    assert colour_on_the_left(picture) == (255, 0, 0)
    assert (picture.caption, picture.start.alt) == (caption, "Standing on your right leg")


def test_an_exercise_told_before_is_not_pictured_again():
    programme = make_programme()
    phase = programme.phases.get()
    exercise = squat()
    for _ in range(2):
        make_prescription(phase, exercise=exercise, side="left")
    cards = prepare(Programme.objects.with_lines().get(pk=programme.pk)).cards
    assert [card.picture is not None for card in cards[-2:]] == [True, False]


def test_pictures_cost_no_query_more_however_many_there_are(django_assert_num_queries: Any):
    few, many = make_programme(), make_programme()
    for number in range(6):
        make_prescription(many.phases.get(), exercise=squat() if number % 2 else photographed())
    fetched = [Programme.objects.with_lines().get(pk=programme.pk) for programme in (few, many)]
    with CaptureQueriesContext(connection) as queries:
        prepare(fetched[0])
    with django_assert_num_queries(len(queries)):
        prepare(fetched[1])


def test_a_document_with_pictures_comes_back_from_json():
    programme = make_programme()
    phase = make_phase(programme)
    for exercise in (squat(), photographed()):
        make_prescription(phase, exercise=exercise)
    handout = prepare(Programme.objects.with_lines().get(pk=programme.pk), phase="all")
    assert Document.from_json(handout.as_json()) == handout
