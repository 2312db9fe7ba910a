"""Exercises in the API: worded for a side and a language, with dose, kit, purposes and sources."""

import pytest

from programmes.dosage import Dosage, Kind
from tests.asking import ask, of_the_library, read, refusal, slugs
from tests.cast import Cast
from tests.factories import (
    make_condition,
    make_exercise,
    make_kit,
    make_language,
    make_programme_kind,
    make_purpose,
    make_source,
    make_template,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_an_exercise_is_worded_for_its_own_side_unless_told(cast: Cast):
    make_exercise(slug="step-up", setup="Stand on {one leg}.", default_side="each")
    text = read(cast, "exercises/step-up/")["text"]
    assert (text["side"], text["setup"]) == ("each", "Stand on one leg.")


@pytest.mark.parametrize(
    ("side", "setup", "step", "dose"),
    [
        ("left", "Stand on your left leg.", "Bend your left knee.", "3 sets of 10 on your left leg"),
        ("right", "Stand on your right leg.", "Bend your right knee.", "3 sets of 10 on your right leg"),
        ("each", "Stand on one leg.", "Bend your knee.", "3 sets of 10 on each leg"),
    ],
)
def test_texts_and_dose_name_the_side_that_was_asked_for(cast: Cast, side: str, setup: str, step: str, dose: str):
    make_exercise(slug="step-up", setup="Stand on {one leg}.", steps=["Bend {your knee}."])
    told = read(cast, f"exercises/step-up/?side={side}")
    assert (told["text"]["side"], told["text"]["setup"], told["text"]["steps"]) == (side, setup, [step])
    assert told["dose_in_words"] == dose


def test_texts_come_as_stored_when_that_is_asked_for(cast: Cast):
    make_exercise(slug="step-up", setup="Stand on {one leg}.")
    text = read(cast, "exercises/step-up/?side=stored")["text"]
    assert (text["side"], text["setup"]) == (None, "Stand on {one leg}.")


def test_an_exercise_of_both_sides_together_has_no_left(cast: Cast):
    make_exercise(slug="squat", is_unilateral=False, default_side="together", setup="Stand on {one leg}.")
    told = read(cast, "exercises/squat/?side=left")
    assert (told["text"]["side"], told["text"]["setup"]) == ("together", "Stand on both legs.")
    assert told["dose_in_words"] == "3 sets of 10"


def test_a_text_with_an_unknown_side_word_comes_as_stored_and_spoils_no_other(cast: Cast):
    make_exercise(slug="a-odd", setup="Stand on {one tentacle}.", clinic=cast.clinic)
    make_exercise(slug="b-sound", setup="Stand on {one leg}.")
    odd, sound = [row["text"] for row in read(cast, "exercises/")["results"]]
    assert (odd["side"], odd["setup"]) == (None, "Stand on {one tentacle}.")
    assert (sound["side"], sound["setup"]) == ("each", "Stand on one leg.")


def test_precautions_name_the_side_too(cast: Cast):
    exercise = make_exercise(slug="step-up")
    exercise.texts.update(precautions=[{"code": "falls-risk", "text": "Rest {your knee}."}])
    text = read(cast, "exercises/step-up/?side=right")["text"]
    assert text["precautions"] == [{"code": "falls-risk", "text": "Rest your right knee."}]


def test_the_words_come_in_the_language_that_was_asked_for(cast: Cast):
    sprich = {"your knee": dict.fromkeys(("left", "right", "each", "together"), "dein Knie")}
    make_language(code="de", side_words=sprich)
    exercise = make_exercise(slug="step-up", name="Step up")
    exercise.texts.create(language="de", name="Aufsteigen", steps=["Beuge {your knee}."])
    text = read(cast, "exercises/step-up/?language=de")["text"]
    assert (text["language"], text["name"], text["steps"]) == ("de", "Aufsteigen", ["Beuge dein Knie."])


def test_what_is_not_written_in_the_language_comes_in_english(cast: Cast):
    make_language(code="de")
    make_exercise(slug="step-up", name="Step up")
    text = read(cast, "exercises/step-up/?language=de")["text"]
    assert (text["language"], text["name"]) == ("en", "Step up")


def test_a_language_nothing_is_written_in_is_refused(cast: Cast):
    told = refusal(cast, "exercises/?language=xx")
    assert told == {"language": ["Nothing is written in this language. There is: en."]}


def test_the_clinics_own_language_is_used_unless_told(cast: Cast):
    cast.clinic.language = "de"
    cast.clinic.save()
    exercise = make_exercise(slug="step-up")
    exercise.texts.create(language="de", name="Aufsteigen")
    assert read(cast, "exercises/step-up/")["text"]["name"] == "Aufsteigen"


def test_an_exercise_without_words_has_no_text(cast: Cast):
    make_exercise(slug="step-up").texts.all().delete()
    assert read(cast, "exercises/step-up/")["text"] is None


def test_a_dose_is_typed_and_worded_and_zero_is_kept(cast: Cast):
    dosage = Dosage(kind=Kind.REPS, sets=2, reps=12, hold_seconds=0, rest_seconds=0, effort_low=0, effort_high=3)
    make_exercise(slug="step-up", dosage=dosage)
    told = read(cast, "exercises/step-up/")
    assert told["dose"] == {
        "kind": "reps",
        "sets": 2,
        "reps": 12,
        "hold_seconds": 0,
        "rest_seconds": 0,
        "effort": [0, 3],
    }
    assert told["dose_in_words"] == "2 sets of 12 on each leg"


def test_the_dose_of_a_side_exercise_speaks_of_sides(cast: Cast):
    make_exercise(slug="side-plank", part="side")
    assert read(cast, "exercises/side-plank/")["dose_in_words"] == "3 sets of 10 on each side"


def test_an_exercise_names_kit_purposes_and_sources(cast: Cast):
    exercise = make_exercise(slug="step-up")
    need = exercise.kit_needs.create(detail="10 to 30 cm")
    need.any_of.add(make_kit(slug="step", name="Step", substitute="a stair"))
    exercise.purposes.add(make_purpose(slug="stairs", name="Stairs hurt"))
    exercise.sources.add(make_source(slug="holm-2019", doi="10.1000/1"))
    told = read(cast, "exercises/step-up/")
    kit = [{"slug": "step", "name": "Step", "substitute": "a stair"}]
    assert told["kit"] == [{"any_of": kit, "is_optional": False, "detail": "10 to 30 cm"}]
    assert told["purposes"] == [{"slug": "stairs", "name": "Stairs hurt"}]
    assert told["sources"] == [
        {
            "slug": "holm-2019",
            "citation": "Holm E et al. 2019. A trial of exercise. Knee",
            "doi": "10.1000/1",
            "url": "",
            "provenance": "source-seen",
        }
    ]


def test_a_retired_exercise_is_not_listed_but_still_there_with_what_replaces_it(cast: Cast):
    make_exercise(slug="old-squat", is_retired=True, replaced_by=make_exercise(slug="squat"))
    assert slugs(ask(cast.ana, "exercises/")) == ["squat"]
    told = read(cast, "exercises/old-squat/")
    assert (told["is_retired"], told["replaced_by"]) == (True, "squat")


@pytest.mark.parametrize(
    ("address", "make"),
    [("conditions", make_condition), ("programme-kinds", make_programme_kind), ("templates", make_template)],
)
def test_what_is_retired_is_not_listed_but_still_there(cast: Cast, address: str, make):
    make(slug="retired", is_retired=True)
    assert "retired" not in slugs(ask(cast.ana, f"{address}/"))
    assert read(cast, f"{address}/retired/")["is_retired"] is True


@of_the_library
def test_a_clinics_own_copy_stands_in_for_the_shared_row(cast: Cast, address: str, make):
    make(slug="same")
    make(slug="same", clinic=cast.clinic)
    assert slugs(ask(cast.ana, f"{address}/")) == slugs(ask(cast.carla, f"{address}/")) == ["same"]
    assert read(cast, f"{address}/same/")["is_shared"] is False
    assert ask(cast.carla, f"{address}/same/").json()["is_shared"] is True
