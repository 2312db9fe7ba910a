"""The pose editor: only a clinic's own exercise is posed, by whoever may change it, and never over a later change."""

import json
from typing import Any

import pytest
from django.test import Client

from programmes.admin.pose_drawn import drawn
from programmes.models import Exercise, ExercisePicture
from programmes.own_copy import own_copy
from programmes.pictures import Look
from tests import shipped
from tests.cast import Cast
from tests.factories import make_exercise
from tests.figures import plain_figure
from tests.workbench import address, at, form_on, messages_of, shown

pytestmark = pytest.mark.django_db
VIEWS = ("pose", "pose-draw", "pose-save", "pose-like")


@pytest.fixture
def shared() -> Exercise:
    return make_exercise(slug="squat", name="Squat", figure=plain_figure(), version="3")


@pytest.fixture
def own(cast: Cast, shared: Exercise) -> Exercise:
    return own_copy(shared, cast.clinic)


def send(user: Any, view: str, row: Exercise, body: Any) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return at(user).post(address(f"exercise_{view}", row), text, content_type="application/json")


def bent(**changes: Any) -> dict[str, Any]:
    return plain_figure(**{"end": {"spine": 12}, **changes})


def test_the_page_of_an_own_exercise_leads_to_the_editor(cast: Cast, own: Exercise):
    assert address("exercise_pose", own) in shown(cast.ana, address("exercise_change", own))
    assert "Pose the picture" in shown(cast.ana, address("exercise_change", own))


def test_a_shared_exercise_is_only_looked_at_and_copied(cast: Cast, shared: Exercise):
    page = shown(cast.ana, address("exercise_pose", shared))
    assert "Make our own copy" in page
    assert "<svg" in page
    assert "pose.js" not in page
    assert "<textarea" not in page


@pytest.mark.parametrize("name", ["ana", "olga", "rita", "sue"])
def test_nobody_poses_a_shared_exercise(cast: Cast, shared: Exercise, name: str):
    user = getattr(cast, name)
    for view in ("pose-draw", "pose-save"):
        assert send(user, view, shared, {"figure": bent(), "version": "3"}).status_code == 403
    assert at(user).post(address("exercise_pose", shared), {"figure": "{}", "version": "3"}).status_code == 403
    shared.refresh_from_db()
    assert shared.figure == plain_figure()


@pytest.mark.parametrize("name", ["carla", "stan"])
@pytest.mark.parametrize("view", VIEWS)
def test_what_is_another_clinics_is_not_there(cast: Cast, own: Exercise, name: str, view: str):
    url = address(f"exercise_{view}", own)
    user = getattr(cast, name)
    answers = [at(user).get(url), at(user).post(url, "{}", content_type="application/json")]
    assert {answer.status_code for answer in answers} <= {403, 404, 405}
    assert 404 in {answer.status_code for answer in answers} or name == "stan"


def test_a_reader_looks_and_does_not_save(cast: Cast, own: Exercise):
    assert "Ask a practitioner" in shown(cast.rita, address("exercise_pose", own))
    for view in ("pose-draw", "pose-save"):
        assert send(cast.rita, view, own, {"figure": bent(), "version": own.version}).status_code == 403
    assert at(cast.rita).get(address("exercise_pose-like", own)).status_code == 403
    assert at(cast.rita).post(address("exercise_pose", own), {}).status_code == 403


def test_without_the_token_of_the_page_nothing_is_saved(cast: Cast, own: Exercise):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ana)
    for view in ("pose-draw", "pose-save"):
        answer = client.post(address(f"exercise_{view}", own), "{}", content_type="application/json")
        assert answer.status_code == 403


def test_saving_makes_a_new_version_with_its_history(cast: Cast, own: Exercise):
    answer = send(cast.ana, "pose-save", own, {"figure": bent(), "version": own.version})
    assert (answer.status_code, answer.json()) == (200, {"version": "2"})
    own.refresh_from_db()
    assert (own.figure, own.version) == (bent(), "2")
    record = own.history.first()
    assert (record.figure, record.history_user) == (bent(), cast.ana)
    assert "12" in shown(cast.ana, address("exercise_history", own))


def test_saving_what_is_stored_already_is_no_new_version(cast: Cast, own: Exercise):
    versions = own.history.count()
    answer = send(cast.ana, "pose-save", own, {"figure": own.figure, "version": own.version})
    assert answer.json() == {"version": own.version}
    assert own.history.count() == versions


def test_nobody_saves_over_a_change_that_they_have_not_seen(cast: Cast, own: Exercise):
    assert send(cast.ana, "pose-save", own, {"figure": bent(), "version": own.version}).status_code == 200
    answer = send(cast.ben, "pose-save", own, {"figure": plain_figure(ghost=False), "version": own.version})
    assert answer.status_code == 409
    assert "Somebody changed" in answer.json()["problems"][0]["message"]
    own.refresh_from_db()
    assert own.figure == bent()


@pytest.mark.parametrize("view", ["pose-draw", "pose-save"])
def test_a_wrong_figure_is_named_by_its_path(cast: Cast, own: Exercise, view: str):
    wrong = bent(end={"right_leg": {"knee": "far"}})
    answer = send(cast.ana, view, own, {"figure": wrong, "version": own.version})
    assert answer.status_code == 422
    assert answer.json()["problems"] == [{"path": "end.right_leg.knee", "message": "must be a number"}]


@pytest.mark.parametrize("view", ["pose-draw", "pose-save"])
@pytest.mark.parametrize(
    "body", ["", "{", "[]", "7", '{"figure": 7}', "[" * 5000, '{"figure": "' + "x" * 90_000 + '"}']
)
def test_what_is_no_figure_at_all_is_refused(cast: Cast, own: Exercise, view: str, body: str):
    assert send(cast.ana, view, own, body).status_code in (409, 422)


@pytest.mark.parametrize(
    "edits", [7, ["x"], [{}] * 51, [{"do": "explode"}], [{"do": "set", "path": ["tail"], "to": 1}]]
)
def test_what_is_no_edit_is_refused(cast: Cast, own: Exercise, edits: Any):
    assert send(cast.ana, "pose-draw", own, {"figure": plain_figure(), "edits": edits}).status_code == 422


def test_a_pose_that_no_body_can_take_is_a_warning_and_is_saved(cast: Cast, own: Exercise):
    strained = bent(start={"right_leg": {"hip": [0, 0, 0], "knee": 170}})
    drawn = send(cast.ana, "pose-draw", own, {"figure": strained}).json()
    assert any(problem.startswith("Start: right knee is at 170 degrees") for problem in drawn["problems"])
    assert send(cast.ana, "pose-save", own, {"figure": strained, "version": own.version}).status_code == 200


def test_a_drag_is_answered_with_the_figure_drawn_and_its_handles(cast: Cast, own: Exercise):
    before = send(cast.ana, "pose-draw", own, {"figure": own.figure, "frame": "end"}).json()
    pelvis = next(each for each in before["handles"] if each["name"] == "pelvis")
    edit = {"do": "drag", "handle": "pelvis", "to": [pelvis["x"] + 4, pelvis["y"]]}
    after = send(cast.ana, "pose-draw", own, {"figure": own.figure, "frame": "end", "edits": [edit]}).json()
    moved = next(each for each in after["handles"] if each["name"] == "pelvis")
    assert (moved["x"] - pelvis["x"], moved["y"] - pelvis["y"]) == pytest.approx((4, 0), abs=0.2)
    assert after["figure"]["start"] == own.figure["start"]
    assert after["pictures"]["start"].startswith("<svg")
    assert after["pictures"]["end"] != before["pictures"]["end"]
    assert len(after["handles"]) == 8


def test_a_control_for_every_angle_keeps_within_what_the_joint_can_do(cast: Cast, own: Exercise):
    figure = bent(start={"right_leg": {"hip": [10, 0, 0], "knee": 20}})
    sections = send(cast.ana, "pose-draw", own, {"figure": figure}).json()["sections"]
    fields = {field["id"]: field for each in sections for group in each["groups"] for field in group["fields"]}
    knee = fields["pose-right_leg-knee"]
    assert (knee["label"], knee["value"], knee["min"], knee["max"]) == ("Knee bent", 20, -2, 160)
    assert len(fields) == sum(len(group["fields"]) for each in sections for group in each["groups"])


@pytest.mark.parametrize("exercise", shipped.items("exercises"), ids=lambda exercise: exercise["slug"])
def test_every_shipped_picture_can_be_posed(exercise: Any):
    for frame in ("start", "end"):
        answer = drawn(exercise["figure"], frame, [{"do": "drag", "handle": "right hand", "to": [20, -50]}], Look())
        fields = [field for each in answer["sections"] for group in each["groups"] for field in group["fields"]]
        assert len({field["id"] for field in fields}) == len(fields)
        assert all(field["min"] <= field["value"] <= field["max"] for field in fields if field["kind"] == "range")


def test_the_nearest_exercise_comes_first_and_any_of_its_names_finds_it(cast: Cast, own: Exercise):
    make_exercise(slug="bridge", name="Bridge", start_position="supine", figure=plain_figure())
    make_exercise(slug="sit", name="Wall sit", aliases=["Chair against the wall"], figure=plain_figure())
    make_exercise(slug="deep", name="Deep squat", figure=plain_figure())
    make_exercise(slug="bare", name="Without a picture")
    make_exercise(slug="theirs", name="Theirs", clinic=cast.other_clinic, figure=plain_figure())
    url = address("exercise_pose-like", own)
    assert [each["name"] for each in at(cast.ana).get(url).json()["found"]] == ["Deep squat", "Wall sit", "Bridge"]
    found = at(cast.ana).get(f"{url}?q=chair").json()["found"]
    assert [each["name"] for each in found] == ["Wall sit"]
    assert found[0]["figure"] == plain_figure()
    assert found[0]["picture"].startswith("<svg")


def test_without_scripts_the_figure_is_saved_as_text(cast: Cast, own: Exercise):
    url = address("exercise_pose", own)
    form = form_on(shown(cast.ana, url))
    assert json.loads(form["figure"][0]) == plain_figure()
    answer = at(cast.ana).post(url, {**form, "figure": json.dumps(bent())})
    assert (answer.status_code, messages_of(answer)) == (302, "The picture is saved.")
    own.refresh_from_db()
    assert (own.figure, own.version) == (bent(), "2")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"start": {"spin": 3}}', "start.spin: is an unknown key"),
        ("{", "Enter a valid JSON"),
        ("[" * 9000, "Enter a valid JSON"),
        ("9" * 50_000, "too long"),
        ("", "required"),
    ],
)
def test_a_wrong_text_comes_back_with_its_error(cast: Cast, own: Exercise, text: str, words: str):
    answer = at(cast.ana).post(address("exercise_pose", own), {"figure": text, "version": own.version})
    assert words in answer.content.decode()
    own.refresh_from_db()
    assert own.figure == plain_figure()


def test_an_exercise_without_a_picture_begins_with_somebody_standing(cast: Cast):
    bare = own_copy(make_exercise(), cast.clinic)
    form = form_on(shown(cast.ana, address("exercise_pose", bare)))
    assert json.loads(form["figure"][0])["start"]["root"] == {"at": [0, 52.5, 0]}
    assert at(cast.ana).post(address("exercise_pose", bare), form).status_code == 302
    bare.refresh_from_db()
    assert bare.figure


def test_a_clinics_own_pictures_are_said_to_stand_in_the_place_of_the_drawing(cast: Cast, own: Exercise):
    assert "stand in place of" not in shown(cast.ana, address("exercise_pose", own))
    ExercisePicture.objects.create(exercise=own, frame="start", file="exercises/x.png")
    assert "stand in place of" in shown(cast.ana, address("exercise_pose", own))


@pytest.mark.parametrize(("view", "most"), [("pose", 9), ("pose-draw", 6), ("pose-like", 8)])
def test_a_page_asks_few_questions_however_long_the_library(
    cast: Cast, own: Exercise, view: str, most: int, django_assert_max_num_queries: Any
):
    for number in range(5):
        make_exercise(slug=f"other-{number}", figure=plain_figure())
    client, url = at(cast.ana), address(f"exercise_{view}", own)
    body = json.dumps({"figure": own.figure})
    with django_assert_max_num_queries(most):
        answer = client.post(url, body, content_type="application/json") if view == "pose-draw" else client.get(url)
    assert answer.status_code == 200
