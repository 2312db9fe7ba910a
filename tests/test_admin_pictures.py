"""Pictures in the workbench: drawn in the clinic's look, replaced by its own, and shown to whom they may be shown."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from programmes.models import Clinic, Exercise, ExercisePicture
from programmes.own_copy import own_copy
from tests.cast import Cast
from tests.factories import (
    make_exercise,
    make_own_squat,
    make_patient,
    make_phase,
    make_picture,
    make_prescription,
    make_programme,
    make_template,
)
from tests.figures import drawn, plain_figure
from tests.workbench import address, at, queries, save, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
CIRCLE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="2" cy="4" r="1" /></svg>'
ASK_FOR_WORDS = "Say what your picture shows, for whoever cannot see it."


@pytest.fixture
def own(cast: Cast) -> Exercise:
    """An exercise of Ana's clinic, with the pictures in words."""
    return make_own_squat(cast.clinic)


def url_of(exercise: Exercise, frame: str = "end") -> str:
    return reverse("admin:programmes_exercise_picture", args=[exercise.pk, frame])


def sources(page: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'<img class="figure[^>]* src="([^"]*)"', page)]


def photo(colour: str = "red", kind: str = "JPEG") -> bytes:
    body = BytesIO()
    Image.new("RGB", (30, 20), colour).save(body, kind)
    return body.getvalue()


def send(user: Any, exercise: Exercise, body: bytes, *, name: str = "eva holm.jpg", **changes: Any) -> Any:
    """Send a picture of the start, as the first new one on the exercise's page."""
    values = {
        "pictures__0__frame": "start",
        "pictures__0__licence": "our own photo",
        "pictures__0__file": SimpleUploadedFile(name, body),
        **changes,
    }
    return save(user, address("exercise_change", exercise), **values)


def test_a_picture_of_the_shared_library_is_there_for_every_clinic(cast: Cast):
    url = url_of(make_exercise(figure=plain_figure()))
    codes = {name: at(getattr(cast, name)).get(url).status_code for name in ("ana", "rita", "carla", "stan", "sue")}
    assert codes == {"ana": 200, "rita": 200, "carla": 200, "stan": 403, "sue": 200}
    assert Client().get(url)["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("has_own", [False, True])
def test_a_picture_of_a_clinics_own_exercise_is_there_for_it_alone(cast: Cast, own: Exercise, has_own: bool):
    if has_own:
        make_picture(own, frame="end")
    url = url_of(own)
    codes = {name: at(getattr(cast, name)).get(url).status_code for name in ("ana", "rita", "carla", "stan", "sue")}
    assert codes == {"ana": 200, "rita": 200, "carla": 404, "stan": 404, "sue": 200}


def test_a_row_that_slips_past_the_query_is_refused_all_the_same(cast: Cast, own: Exercise, monkeypatch):
    monkeypatch.setattr("programmes.admin.exercise.ExerciseAdmin.get_queryset", lambda *_: Exercise.objects.all())
    assert at(cast.carla).get(url_of(own)).status_code == 403


@pytest.mark.parametrize("frame", ["middle", "start_alt", "is_left", "both"])
def test_a_frame_that_is_none_is_not_there(cast: Cast, own: Exercise, frame: str):
    assert at(cast.ana).get(url_of(own, frame)).status_code == 404


def test_an_exercise_without_a_figure_has_no_picture(cast: Cast):
    exercise = make_exercise()
    assert at(cast.ana).get(url_of(exercise)).status_code == 404
    assert sources(shown(cast.ana, address("exercise_changelist"))) == []
    assert sources(shown(cast.ana, address("exercise_change", exercise))) == []


def test_each_frame_is_drawn_in_the_look_of_the_readers_clinic(cast: Cast):
    exercise = make_exercise(figure=plain_figure())
    Clinic.objects.filter(pk=cast.clinic.pk).update(figure_palette="brown", figure_build="larger")
    assert at(cast.ana).get(url_of(exercise, "start")).content.decode() == drawn(palette="brown", build="larger").start
    assert at(cast.carla).get(url_of(exercise, "end")).content.decode() == drawn().end


def test_the_left_leg_works_where_one_leg_does(cast: Cast):
    one, both = make_exercise(figure=plain_figure()), make_exercise(figure=plain_figure(), is_unilateral=False)
    assert at(cast.ana).get(f"{url_of(one)}?side=left").content.decode() == drawn(is_mirrored=True).end
    assert at(cast.ana).get(f"{url_of(both)}?side=left").content.decode() == drawn().end


def test_a_picture_opened_by_itself_may_do_nothing(cast: Cast, own: Exercise):
    answer = at(cast.ana).get(url_of(own))
    assert answer["Content-Type"] == "image/svg+xml"
    assert (
        answer["Content-Security-Policy"]
        == "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_picture_at_the_address_of_its_page_is_kept_for_good(cast: Cast, own: Exercise):
    (url,) = sources(shown(cast.ana, address("exercise_changelist")))
    assert at(cast.ana).get(url)["Cache-Control"] == "private, max-age=31536000, immutable"
    for other in (url_of(own), f"{url_of(own)}?v=0"):
        assert at(cast.ana).get(other)["Cache-Control"] == "private, no-cache"


def test_a_picture_that_is_there_already_is_not_sent_again(cast: Cast, own: Exercise):
    tag = at(cast.ana).get(url_of(own))["ETag"]
    again = at(cast.ana).get(url_of(own), headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_another_figure_look_or_picture_has_another_address(cast: Cast, own: Exercise):
    def now() -> str:
        return sources(shown(cast.ana, address("exercise_changelist")))[0]

    addresses = [now()]
    assert now() == addresses[0]
    Clinic.objects.filter(pk=cast.clinic.pk).update(figure_palette="outline")
    addresses.append(now())
    Exercise.objects.filter(pk=own.pk).update(figure=plain_figure(muscles=[]))
    addresses.append(now())
    picture = make_picture(own)
    addresses.append(now())
    picture.file = SimpleUploadedFile("other.svg", CIRCLE)
    picture.save()
    addresses.append(now())
    assert len(set(addresses)) == len(addresses)


def test_the_list_shows_each_exercise_beside_its_name(cast: Cast, own: Exercise):
    page = shown(cast.ana, address("exercise_changelist"))
    assert sources(page)[0].startswith(url_of(own, "end"))
    (picture,) = re.findall(r'<img class="figure[^>]*>', page)
    assert 'alt="" loading="lazy"' in picture
    assert re.search(rf'<th class="field-__str__[^>]*><a href="{address("exercise_change", own)}[^"]*">Squat</a>', page)


def test_the_page_of_an_exercise_shows_both_frames_in_words_too(cast: Cast, own: Exercise):
    page = shown(cast.ana, address("exercise_change", own))
    assert [url.partition("?")[0] for url in sources(page)] == [url_of(own, "start"), url_of(own, "end")]
    assert 'alt="Standing on one leg."' in page
    assert 'alt="Your knee bent."' in page
    assert all(at(cast.ana).get(url).status_code == 200 for url in sources(page))


def test_words_with_an_unknown_side_word_are_shown_without_braces(cast: Cast, own: Exercise):
    own.texts.update(start_alt="On {no word} of ours.")
    assert 'alt="On no word of ours."' in shown(cast.ana, address("exercise_change", own))


def test_a_plan_shows_each_line_on_its_side(cast: Cast):
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    phase = programme.phases.get()
    phase.prescriptions.all().delete()
    exercise = make_exercise(figure=plain_figure())
    for side in ("left", "right", "each"):
        line = make_prescription(phase, exercise=exercise, side=side)
    urls = sources(shown(cast.ana, address("programme_change", programme)))
    assert [url.partition("?")[0] for url in urls] == [url_of(exercise)] * 3
    assert [url.endswith("&side=left") for url in urls] == [True, False, False]
    assert len(sources(shown(cast.ana, address("prescription_change", line)))) == 2


def test_a_template_shows_its_lines_in_the_look_of_the_readers_clinic(cast: Cast):
    template = make_template()
    Exercise.objects.update(figure=plain_figure())
    Clinic.objects.filter(pk=cast.clinic.pk).update(figure_palette="outline")
    ours, theirs = (sources(shown(user, address("template_change", template))) for user in (cast.ana, cast.carla))
    assert len(ours) == len(theirs) == 2
    assert set(ours).isdisjoint(theirs)


def test_pictures_cost_no_query_a_row(cast: Cast, own: Exercise):
    programme = make_programme(patient=make_patient(clinic=cast.clinic), template=make_template())
    urls = [address("exercise_changelist"), address("programme_change", programme), url_of(own)]
    make_picture(own, frame="end")
    before = [queries(cast.ana, url) for url in urls]
    phase = make_phase(programme)
    for _number in range(4):
        exercise = make_exercise(figure=plain_figure(), clinic=cast.clinic)
        make_picture(exercise)
        make_prescription(phase, exercise=exercise)
    assert [queries(cast.ana, url) for url in urls] == before
    assert before[-1] <= 9


def test_a_photo_takes_the_place_of_the_drawing(cast: Cast, own: Exercise):
    assert send(cast.ana, own, photo()).status_code == 302
    picture = own.pictures.get()
    assert re.fullmatch(r"pictures/[0-9a-f]{32}\.jpg", picture.file.name)
    page = shown(cast.ana, address("exercise_change", own))
    assert [url.partition("?")[0] for url in sources(page)] == [url_of(own, "start")]
    answer = at(cast.ana).get(url_of(own, "start"))
    assert answer["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(answer.content)).size == (30, 20)
    assert at(cast.ana).get(url_of(own, "end")).status_code == 404


def test_a_drawing_is_cleaned_before_it_is_stored(cast: Cast, own: Exercise):
    traps = CIRCLE.replace(b"<circle", b'<script>alert(1)</script><circle onload="alert(1)"')
    assert send(cast.ana, own, traps, name="x.jpg").status_code == 302
    picture = own.pictures.get()
    assert picture.file.name.endswith(".svg")
    assert at(cast.ana).get(url_of(own, "start")).content == CIRCLE


def test_a_photo_is_turned_round_for_the_left_unless_it_may_not_be(cast: Cast, own: Exercise):
    make_picture(own, body=CIRCLE)
    url = f"{url_of(own, 'start')}?side=left"
    assert b"matrix(-1 0 0 1 9 0)" in at(cast.ana).get(url).content
    own.pictures.update(may_be_mirrored=False)
    assert at(cast.ana).get(url).content == CIRCLE


def test_a_new_picture_is_a_new_version_of_the_exercise(cast: Cast, own: Exercise):
    send(cast.ana, own, photo())
    own.refresh_from_db()
    assert own.version == "2"
    assert own.pictures.get().history.get().history_user == cast.ana


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"GIF89a", "This is no PNG, JPEG or SVG that can be read, whatever its name says."),
        (CIRCLE.replace(b"<circle", b"<use"), "The drawing uses &lt;use&gt;, which is not taken over."),
        (b"", "The submitted file is empty."),
    ],
)
def test_what_cannot_be_used_is_refused_beside_the_field(cast: Cast, own: Exercise, sent: bytes, told: str):
    page = send(cast.ana, own, sent).content.decode()
    row = re.search(r'<div class="form-row errors field-file">.*?</ul>', page, re.DOTALL)
    assert row is not None
    assert told in row[0]
    assert not own.pictures.exists()


def test_a_picture_needs_a_licence(cast: Cast, own: Exercise):
    page = send(cast.ana, own, photo(), pictures__0__licence="").content.decode()
    assert re.search(r'field-licence.*?<ul class="errorlist"[^>]*><li>This field is required', page, re.DOTALL)
    assert not own.pictures.exists()


def test_a_frame_has_one_picture(cast: Cast, own: Exercise):
    make_picture(own)
    second = {"frame": "start", "licence": "ours", "file": SimpleUploadedFile("b.jpg", photo())}
    again = send(cast.ana, own, photo(), **{f"pictures__1__{name}": value for name, value in second.items()})
    assert "Please correct the duplicate data for frame." in again.content.decode()
    assert own.pictures.get().file.name.endswith(".svg")


def test_a_picture_needs_words_for_whoever_cannot_see_it(cast: Cast, own: Exercise):
    own.texts.update(start_alt="", end_alt="")
    page = send(cast.ana, own, photo()).content.decode()
    assert page.count(ASK_FOR_WORDS) == 1
    assert re.search(rf'<div class="form-row errors field-start_alt">.*?{ASK_FOR_WORDS}', page, re.DOTALL)
    assert not own.pictures.exists()
    assert send(cast.ana, own, photo(), texts__0__start_alt="Standing on {one leg}.").status_code == 302


def test_everything_wrong_with_a_picture_is_said_at_once(cast: Cast, own: Exercise):
    own.texts.update(start_alt="")
    page = send(cast.ana, own, b"GIF89a", pictures__0__licence="").content.decode()
    assert ASK_FOR_WORDS in page
    assert "This is no PNG, JPEG or SVG" in page
    assert page.count("This field is required.") == 1


def test_words_of_a_picture_are_not_taken_away_while_it_stays(cast: Cast, own: Exercise):
    make_picture(own, frame="end")
    url, picture = address("exercise_change", own), own.pictures.get()
    assert ASK_FOR_WORDS in save(cast.ana, url, texts__0__end_alt="").content.decode()
    assert save(cast.ana, url, texts__0__start_alt="").status_code == 302
    assert save(cast.ana, url, texts__0__end_alt="", pictures__0__DELETE="on").status_code == 302
    assert not ExercisePicture.objects.filter(pk=picture.pk).exists()


def test_a_drawn_exercise_needs_no_words_to_be_saved(cast: Cast, own: Exercise):
    own.texts.update(start_alt="", end_alt="")
    assert save(cast.ana, address("exercise_change", own), impact="low").status_code == 302


def test_the_file_of_a_replaced_picture_goes(cast: Cast, own: Exercise, django_capture_on_commit_callbacks):
    before = make_picture(own).file.name
    with django_capture_on_commit_callbacks(execute=True):
        send(cast.ana, own, photo())
    assert not default_storage.exists(before)
    assert default_storage.exists(own.pictures.get().file.name)


def test_the_file_of_a_picture_taken_away_goes(cast: Cast, own: Exercise, django_capture_on_commit_callbacks):
    name = make_picture(own).file.name
    with django_capture_on_commit_callbacks(execute=True):
        save(cast.ana, address("exercise_change", own), pictures__0__DELETE="on")
    assert not own.pictures.exists()
    assert not default_storage.exists(name)
    assert len(sources(shown(cast.ana, address("exercise_change", own)))) == 2


def test_a_picture_saved_as_it_is_keeps_its_file(cast: Cast, own: Exercise, django_capture_on_commit_callbacks):
    name = make_picture(own).file.name
    with django_capture_on_commit_callbacks(execute=True):
        save(cast.ana, address("exercise_change", own), pictures__0__credit="Ana")
    assert (own.pictures.get().credit, own.pictures.get().file.name) == ("Ana", name)
    assert default_storage.exists(name)


def test_a_picture_is_at_no_address_that_everybody_may_open(cast: Cast, own: Exercise):
    picture = make_picture(own)
    assert picture.file.url not in shown(cast.ana, address("exercise_change", own))
    assert at(cast.ana).get(f"/media/{picture.file.name}").status_code == 404


@pytest.mark.parametrize(("name", "code"), [("carla", 404), ("rita", 403), ("stan", 404)])
def test_nobody_else_sends_a_picture(cast: Cast, own: Exercise, name: str, code: int):
    values = {"pictures-TOTAL_FORMS": "1", "pictures-INITIAL_FORMS": "0", "pictures-0-frame": "start"}
    sent = {**values, "pictures-0-licence": "x", "pictures-0-file": SimpleUploadedFile("x.jpg", photo())}
    assert at(getattr(cast, name)).post(address("exercise_change", own), sent).status_code == code
    assert not own.pictures.exists()


def test_a_shared_exercise_takes_no_picture(cast: Cast):
    exercise = make_exercise(figure=plain_figure())
    page = shown(cast.ana, address("exercise_change", exercise))
    assert "pictures-TOTAL_FORMS" not in page
    assert at(cast.ana).post(address("exercise_change", exercise), {}).status_code == 403


def samples(page: str, part: str) -> dict[str, str]:
    """Return what is drawn beside each choice of one part of the look."""
    choices = re.findall(rf'src="([^"]*)" alt=""><span><input type="radio" name="figure_{part}" value="(\w+)"', page)
    return {value: source for source, value in choices}


def test_a_clinic_chooses_its_look_by_looking(cast: Cast):
    url = address("clinic_change", cast.clinic)
    page = shown(cast.olga, url)
    palettes, builds = samples(page, "palette"), samples(page, "build")
    assert list(palettes) == ["teal", "brown", "outline"]
    assert list(builds) == ["standard", "larger"]
    assert palettes["teal"] == builds["standard"]
    assert len({*palettes.values(), *builds.values()}) == 4
    assert all(source.startswith("data:image/svg+xml;base64,") for source in palettes.values())
    assert save(cast.olga, url, figure_palette="brown", figure_build="larger").status_code == 302
    cast.clinic.refresh_from_db()
    assert (cast.clinic.figure_palette, cast.clinic.figure_build) == ("brown", "larger")
    assert samples(shown(cast.olga, url), "palette")["brown"] == samples(shown(cast.olga, url), "build")["larger"]


def test_whoever_only_looks_is_told_the_look_in_words(cast: Cast):
    page = shown(cast.ana, address("clinic_change", cast.clinic))
    assert "light skin, teal shirt" in page
    assert samples(page, "palette") == {}


def test_a_look_that_is_none_is_refused(cast: Cast):
    url = address("clinic_change", cast.clinic)
    assert save(cast.olga, url, figure_palette="pink").status_code == 200
    cast.clinic.refresh_from_db()
    assert cast.clinic.figure_palette == "teal"


def test_a_copy_is_drawn_as_the_shared_exercise_is(cast: Cast, own: Exercise):
    shared = Exercise.objects.get(clinic=None)
    assert own.figure == shared.figure == plain_figure()
    assert not own.pictures.exists()
    make_picture(own)
    assert own_copy(shared, cast.clinic).pictures.count() == 1
    assert at(cast.carla).get(url_of(shared)).content.decode() == drawn().end
