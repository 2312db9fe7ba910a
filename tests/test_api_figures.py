"""Figures in the API: drawn in the clinic's look, sent once, and harmless when opened by themselves."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from programmes.models import Clinic
from tests.asking import ask, detail, read, refusal
from tests.cast import Cast, make_cast
from tests.factories import make_exercise, make_language, make_picture
from tests.figures import drawn, plain_figure

pytestmark = pytest.mark.django_db
FIGURE = "exercises/squat/figure.svg"


@pytest.fixture
def cast() -> Cast:
    make_language()
    make_exercise(slug="squat", figure=plain_figure())
    return make_cast()


def answer(cast: Cast, asked: str = "") -> str:
    """Return the picture that Ana is given."""
    response = ask(cast.ana, f"{FIGURE}{asked}")
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    return response.content.decode()


def test_both_frames_come_in_one_picture(cast: Cast):
    assert answer(cast) == answer(cast, "?frame=both") == drawn().pair


def test_each_frame_comes_by_itself(cast: Cast):
    assert answer(cast, "?frame=start") == drawn().start
    assert answer(cast, "?frame=end") == drawn().end


def test_the_left_leg_works_when_that_is_asked(cast: Cast):
    assert answer(cast, "?side=left") == drawn(is_mirrored=True).pair
    assert answer(cast, "?side=right") == drawn().pair


def test_an_exercise_of_both_sides_together_has_no_left(cast: Cast):
    make_exercise(slug="bridge", figure=plain_figure(), is_unilateral=False, default_side="together")
    assert ask(cast.ana, "exercises/bridge/figure.svg?side=left").content.decode() == drawn().pair


def test_the_exercises_own_side_is_drawn_unless_told(cast: Cast):
    make_exercise(slug="left-squat", figure=plain_figure(), default_side="left")
    assert ask(cast.ana, "exercises/left-squat/figure.svg").content.decode() == drawn(is_mirrored=True).pair


def test_the_clinics_look_is_used_unless_told(cast: Cast):
    Clinic.objects.filter(pk=cast.clinic.pk).update(figure_palette="brown", figure_build="larger")
    assert answer(cast) == drawn(palette="brown", build="larger").pair
    assert answer(cast, "?palette=outline") == drawn(palette="outline", build="larger").pair
    assert answer(cast, "?build=standard") == drawn(palette="brown").pair
    assert ask(cast.carla, FIGURE).content.decode() == drawn().pair


def test_who_runs_the_machine_sees_the_usual_look(cast: Cast):
    assert ask(cast.sue, FIGURE).content.decode() == drawn().pair


def test_a_client_that_accepts_pictures_alone_is_given_one(cast: Cast):
    assert ask(cast.ana, FIGURE, headers={"Accept": "image/svg+xml"}).status_code == 200


def test_a_reader_that_has_the_picture_is_told_it_is_the_same(cast: Cast):
    tag = ask(cast.ana, FIGURE)["ETag"]
    again = ask(cast.ana, FIGURE, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert ask(cast.ana, f"{FIGURE}?side=left", headers={"If-None-Match": tag}).status_code == 200


def test_a_picture_is_kept_by_its_reader_alone_who_asks_again(cast: Cast):
    assert ask(cast.ana, FIGURE)["Cache-Control"] == "private, no-cache"


def test_a_picture_opened_by_itself_may_do_nothing(cast: Cast):
    response = ask(cast.ana, FIGURE)
    assert (
        response["Content-Security-Policy"]
        == "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {element.tag.partition("}")[2] for element in ElementTree.fromstring(response.content).iter()} == {
        "svg",
        "g",
        "path",
    }


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("side=both", '"both" is not a valid choice.'),
        ("frame=middle", '"middle" is not a valid choice.'),
        ("palette=pink", '"pink" is not a valid choice.'),
        ("build=tiny", '"tiny" is not a valid choice.'),
        ("colour=red", "Unknown parameter. Known here: build, frame, palette, side."),
        ("side=", "Give a value, or leave the parameter out."),
        ("side=left&side=right", "Give this parameter once."),
    ],
)
def test_a_parameter_that_means_nothing_is_refused_and_named(cast: Cast, asked: str, told: str):
    assert refusal(cast, f"{FIGURE}?{asked}") == {asked.partition("=")[0]: [told]}


def test_an_exercise_without_a_figure_says_so(cast: Cast):
    make_exercise(slug="bridge")
    response = ask(cast.ana, "exercises/bridge/figure.svg")
    assert (response.status_code, detail(response)) == (404, "This exercise has no figure.")
    assert read(cast, "exercises/bridge/")["figure"] is None


def test_an_exercise_that_is_not_there_is_not_drawn(cast: Cast):
    make_exercise(slug="hillside-squat", figure=plain_figure(), clinic=cast.other_clinic)
    for slug in ("hillside-squat", "nothing"):
        response = ask(cast.ana, f"exercises/{slug}/figure.svg")
        assert response.status_code == 404
        assert detail(response)


def test_the_clinics_own_copy_is_drawn_in_place_of_the_shared_one(cast: Cast):
    make_exercise(slug="squat", figure=plain_figure(muscles=["right glutes"]), clinic=cast.clinic)
    assert answer(cast) != drawn().pair
    assert ask(cast.carla, FIGURE).content.decode() == drawn().pair


def test_a_clinic_that_shows_its_own_pictures_is_given_no_drawing(cast: Cast):
    make_picture(make_exercise(slug="squat", figure=plain_figure(), clinic=cast.clinic))
    response = ask(cast.ana, FIGURE)
    told = "Your clinic shows pictures of its own in place of the drawing."
    assert (response.status_code, detail(response)) == (404, told)
    assert read(cast, "exercises/squat/")["figure"] is None


@pytest.mark.parametrize(("asked", "side"), [("", ""), ("?side=left", "?side=left"), ("?side=each", "")])
def test_an_exercise_says_where_its_figure_is(cast: Cast, asked: str, side: str):
    address = read(cast, f"exercises/squat/{asked}")["figure"]
    assert address == f"http://testserver/api/v1/{FIGURE}{side}"
    assert ask(cast.ana, address.partition("/api/v1/")[2]).status_code == 200


def test_a_figure_costs_a_handful_of_queries(cast: Cast, django_assert_num_queries):
    client = Client()
    client.force_login(cast.ana)
    # The session, the reader with where they work, the exercise and its pictures.
    with django_assert_num_queries(4):
        assert client.get(f"/api/v1/{FIGURE}").status_code == 200
