"""What the API says: rows as JSON, filters that refuse what they do not know, pages, PDFs and the schema."""

from datetime import UTC, datetime
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from programmes.dosage import Dosage, Kind
from programmes.models import Exercise, Handout, Programme
from programmes.models.programme.plain import programme_as_plain
from tests.asking import ask, ids, slugs
from tests.cast import Cast, make_cast
from tests.factories import (
    make_advice,
    make_condition,
    make_exercise,
    make_handout,
    make_kit,
    make_language,
    make_patient,
    make_phase,
    make_prescription,
    make_programme,
    make_programme_kind,
    make_purpose,
    make_red_flag,
    make_rendition,
    make_running_plan,
    make_source,
    make_template,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    make_language()
    return make_cast()


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return make_programme(patient=make_patient(clinic=cast.clinic, name="Eva Holm", reference="R-17"))


def read(cast: Cast, address: str) -> Any:
    answer = ask(cast.ana, address)
    assert answer.status_code == 200, answer.content
    return answer.json()


def refusal(cast: Cast, address: str) -> dict[str, list[str]]:
    """Return what is said about each parameter of a bad request."""
    answer = ask(cast.ana, address)
    assert answer.status_code == 400, answer.content
    return answer.json()["parameters"]


# Words of an exercise


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


# What else is said of an exercise


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


@pytest.mark.parametrize(
    ("address", "make"),
    [
        ("exercises", make_exercise),
        ("conditions", make_condition),
        ("programme-kinds", make_programme_kind),
        ("templates", make_template),
    ],
)
def test_a_clinics_own_copy_stands_in_for_the_shared_row(cast: Cast, address: str, make):
    make(slug="same")
    make(slug="same", clinic=cast.clinic)
    assert slugs(ask(cast.ana, f"{address}/")) == slugs(ask(cast.carla, f"{address}/")) == ["same"]
    assert read(cast, f"{address}/same/")["is_shared"] is False
    assert ask(cast.carla, f"{address}/same/").json()["is_shared"] is True


# Filters


@pytest.fixture
def shelf(cast: Cast) -> None:
    squat = make_exercise(slug="squat", name="Squat", aliases=["Knee bends"], body_regions=["knee", "thigh"])
    plank = make_exercise(slug="plank", name="Side plank", category="activation", start_position="side-lying")
    Exercise.objects.filter(pk=plank.pk).update(body_regions=["hip"])
    squat.kit_needs.create().any_of.add(make_kit(slug="chair"), make_kit(slug="wall"))
    plank.purposes.add(make_purpose(slug="strong-hips"))


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("category=strength", ["squat"]),
        ("category=balance", []),
        ("position=side-lying", ["plank"]),
        ("purpose=strong-hips", ["plank"]),
        ("kit=wall", ["squat"]),
        ("region=knee", ["squat"]),
        ("region=hip", ["plank"]),
        ("q=squats", ["squat"]),
        ("q=KNEE bend", ["squat"]),
        ("q=nothing", []),
        ("category=strength&region=knee&q=squat", ["squat"]),
        ("category=strength&region=hip", []),
    ],
)
def test_exercises_are_found_by(cast: Cast, asked: str, found: list[str]):
    assert slugs(ask(cast.ana, f"exercises/?{asked}")) == found


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("asked", "parameter", "told"),
    [
        ("category=yoga", "category", "Select a valid choice. yoga is not one of the available choices."),
        ("position=flying", "position", "Select a valid choice. flying is not one of the available choices."),
        ("purpose=fame", "purpose", "There is no such purpose."),
        ("kit=sword", "kit", "There is no such kit."),
        ("region=elbow", "region", "There is no such region. There is: hip, knee, thigh."),
        ("region=%22", "region", "There is no such region. There is: hip, knee, thigh."),
        ("q=%21%7C", "q", "Search for letters or numbers."),
        ("q=a%00b", "q", "Null characters are not allowed."),
        ("side=up", "side", '"up" is not a valid choice.'),
        ("page_size=0", "page_size", "Give a number from 1 to 100."),
        ("page_size=101", "page_size", "Give a number from 1 to 100."),
        ("page_size=many", "page_size", "Give a number from 1 to 100."),
        ("page_size=" + "9" * 5000, "page_size", "Give a number from 1 to 100."),
        ("category=", "category", "Give a value, or leave the parameter out."),
        ("q=%20", "q", "Give a value, or leave the parameter out."),
        ("category=strength&category=balance", "category", "Give this parameter once."),
        (
            "colour=red",
            "colour",
            "Unknown parameter. Known here: "
            "category, kit, language, page, page_size, position, purpose, q, region, side.",
        ),
    ],
)
def test_a_bad_parameter_is_refused_by_name(cast: Cast, asked: str, parameter: str, told: str):
    assert refusal(cast, f"exercises/?{asked}") == {parameter: [told]}


def test_a_refusal_is_one_sentence_too(cast: Cast):
    told = ask(cast.ana, "conditions/?colour=red").json()["detail"]
    assert told == "colour: Unknown parameter. Known here: page, page_size."


@pytest.mark.parametrize(
    "address",
    ["exercises/squat/?category=strength", "programmes/{programme}/?patient=1", "conditions/?q=knee", "templates/?q=a"],
)
def test_a_filter_is_refused_where_it_means_nothing(cast: Cast, programme: Programme, address: str):
    make_exercise(slug="squat")
    assert refusal(cast, address.format(programme=programme.pk))


@pytest.mark.parametrize(
    "asked",
    [
        "patient=17",
        "patient=",
        "kind=yoga",
        "condition=flat-feet",
        "changed_since=yesterday",
        "changed_since=0001-01-01T00:00:00%2B14:00",
    ],
)
def test_a_bad_filter_never_lists_every_programme(cast: Cast, programme: Programme, asked: str):
    assert refusal(cast, f"programmes/?{asked}")


def test_programmes_are_found_by_condition_patient_and_kind(cast: Cast, programme: Programme):
    warm_up = make_programme(patient=make_patient(clinic=cast.clinic), kind="warm-up", condition=None)
    for asked, found in [
        (f"condition={programme.condition.slug}", programme),
        (f"patient={programme.patient_id}", programme),
        ("kind=condition", programme),
        ("kind=warm-up", warm_up),
        (f"patient={warm_up.patient_id}", warm_up),
    ]:
        assert ids(ask(cast.ana, f"programmes/?{asked}")) == [str(found.pk)]


def test_programmes_of_the_shared_condition_are_found_when_the_clinic_has_its_own_copy(
    cast: Cast, programme: Programme
):
    make_condition(slug=programme.condition.slug, clinic=cast.clinic)
    assert ids(ask(cast.ana, f"programmes/?condition={programme.condition.slug}")) == [str(programme.pk)]


def test_programmes_changed_since_a_moment_are_found(cast: Cast, programme: Programme):
    Programme.objects.filter(pk=programme.pk).update(changed_at=datetime(2026, 3, 1, 8, tzinfo=UTC))
    assert ids(ask(cast.ana, "programmes/?changed_since=2026-03-01T08:00:00Z")) == [str(programme.pk)]
    assert ids(ask(cast.ana, "programmes/?changed_since=2026-03-01T08:00:01Z")) == []
    assert ids(ask(cast.ana, "programmes/?changed_since=2026-03-01T10:00:00%2B02:00")) == [str(programme.pk)]


def test_templates_are_found_by_condition_and_kind(cast: Cast):
    make_template(slug="tpl-knee", condition=make_condition(slug="sore-knee"))
    make_template(slug="tpl-warm-up", kind="warm-up")
    assert slugs(ask(cast.ana, "templates/?condition=sore-knee")) == ["tpl-knee"]
    assert slugs(ask(cast.ana, "templates/?kind=warm-up")) == ["tpl-warm-up"]


def test_handouts_are_found_by_programme_patient_and_moment(cast: Cast, programme: Programme):
    first = make_handout(programme, issued_at=datetime(2026, 3, 1, tzinfo=UTC))
    other = make_handout(
        make_programme(patient=make_patient(clinic=cast.clinic)), issued_at=datetime(2026, 4, 1, tzinfo=UTC)
    )
    for asked, found in [
        (f"programme={programme.pk}", [first]),
        (f"patient={other.programme.patient_id}", [other]),
        ("issued_since=2026-03-15T00:00:00Z", [other]),
        ("withdrawn_since=2026-01-01T00:00:00Z", []),
    ]:
        assert ids(ask(cast.ana, f"handouts/?{asked}")) == [str(handout.pk) for handout in found]
    first.withdraw(cast.ana.practitioner, "Wrong side")
    assert ids(ask(cast.ana, "handouts/?withdrawn_since=2026-01-01T00:00:00Z")) == [str(first.pk)]


# Pages


def test_a_long_list_comes_in_pages_of_a_hundred_in_the_same_order_each_time(cast: Cast):
    make_exercise(slug="e-000")
    shared = Exercise.objects.get()
    Exercise.objects.bulk_create(
        Exercise(slug=f"e-{number:03}", category=shared.category, dose_kind="reps") for number in range(104, 0, -1)
    )
    first, second = read(cast, "exercises/"), read(cast, "exercises/?page=2")
    assert (first["count"], len(first["results"]), len(second["results"])) == (105, 100, 5)
    assert first["next"].endswith("/api/v1/exercises/?page=2")
    told = [row["slug"] for row in first["results"] + second["results"]]
    assert told == [f"e-{number:03}" for number in range(105)]


def test_a_page_can_be_made_smaller(cast: Cast):
    for slug in "abc":
        make_exercise(slug=slug)
    assert slugs(ask(cast.ana, "exercises/?page_size=2&page=2")) == ["c"]


@pytest.mark.parametrize("page", ["3", "0", "-1", "x", "9" * 5000])
def test_a_page_that_is_not_there_is_said_so(cast: Cast, page: str):
    answer = ask(cast.ana, f"exercises/?page={page}")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("There is no page")


def test_programmes_stay_in_their_place_when_they_are_changed(cast: Cast, programme: Programme):
    later = make_programme(patient=make_patient(clinic=cast.clinic))
    programme.save()
    assert ids(ask(cast.ana, "programmes/")) == [str(programme.pk), str(later.pk)]


# Conditions


def test_a_condition_tells_advice_and_warning_signs_in_their_order(cast: Cast):
    for slug in ("one", "two"):
        make_advice(slug=slug)
        make_red_flag(slug=slug)
    make_red_flag(slug="everybodys", is_always_shown=True)
    make_advice(slug="gone", is_retired=True)
    make_condition(
        slug="sore-knee", advice_slugs=["two", "gone", "one"], other_advice_slugs=["one"], red_flag_slugs=["two"]
    )
    told = read(cast, "conditions/sore-knee/")
    assert [advice["slug"] for advice in told["advice"]] == ["two", "one"]
    assert [advice["slug"] for advice in told["other_advice"]] == ["one"]
    assert [sign["slug"] for sign in told["red_flags"]] == ["two", "everybodys"]


def test_a_kind_of_programme_tells_its_advice(cast: Cast):
    make_advice(slug="warm-up")
    make_programme_kind(slug="runners-warm-up", advice_slugs=["warm-up"], template_slug="tpl-dynamic-warm-up")
    told = read(cast, "programme-kinds/runners-warm-up/")
    assert ([advice["slug"] for advice in told["advice"]], told["template"]) == (["warm-up"], "tpl-dynamic-warm-up")


# Programmes and templates


def test_a_programme_comes_whole_in_one_answer(cast: Cast, programme: Programme):
    make_running_plan(programme)
    told = read(cast, f"programmes/{programme.pk}/")
    line = programme.phases.get().prescriptions.get()
    assert told["patient"] == {"id": str(programme.patient_id), "printed_name": "Eva Holm", "reference": "R-17"}
    phase = told["phases"][0]
    assert phase["pain_rule"]["max_during"] == 3
    assert phase["criteria_to_progress"] == [{"text": "Stairs pain 3 out of 10 or less"}]
    assert phase["step_back_if"] == ["New swelling"]
    prescription = phase["prescriptions"][0]
    assert prescription["exercise"] == {"slug": line.exercise.slug, "name": str(line.exercise)}
    assert (prescription["side"], prescription["dose"]["reps"]) == ("each", 10)
    assert prescription["dose_in_words"] == "3 sets of 10 on each leg"
    assert told["running_plan"]["stages"][0]["walk_seconds"] == 240
    assert told["running_plan"]["entry_criteria"] == [{"text": "Brisk walk for 30 minutes"}]


def test_a_programme_in_the_api_is_the_one_its_history_keeps(cast: Cast, programme: Programme):
    kept = programme_as_plain(programme)
    told = read(cast, f"programmes/{programme.pk}/")
    del kept["slug"]
    assert {name: told[name] for name in kept} == {
        **kept,
        "patient": told["patient"],
        "phases": told["phases"],
    }
    for kept_phase, told_phase in zip(kept["phases"], told["phases"], strict=True):
        nested = {name: told_phase[name] for name in ("pain_rule", "running_pain_rule", "advice", "prescriptions")}
        assert {name: told_phase[name] for name in kept_phase} == {**kept_phase, **nested}
        for kept_line, told_line in zip(kept_phase["prescriptions"], told_phase["prescriptions"], strict=True):
            exercise = {"exercise": told_line["exercise"]}
            assert {name: told_line[name] for name in kept_line} == {**kept_line, **exercise}


@pytest.mark.parametrize(("printed", "name"), [("name", "Eva Holm"), ("initials", "EH"), ("none", "")])
def test_a_patient_is_named_as_on_paper(cast: Cast, printed: str, name: str):
    patient = make_patient(clinic=cast.clinic, name="Eva Holm", name_on_handout=printed)
    told = read(cast, f"programmes/{make_programme(patient=patient).pk}/")
    assert told["patient"]["printed_name"] == name
    assert "Eva Holm" in str(told) if printed == "name" else "Eva Holm" not in str(told)


def test_exercises_are_named_in_the_patients_language(cast: Cast):
    programme = make_programme(patient=make_patient(clinic=cast.clinic, language="de"))
    line = programme.phases.get().prescriptions.get()
    line.exercise.texts.create(language="de", name="Kniebeuge")
    told = read(cast, f"programmes/{programme.pk}/")
    assert told["phases"][0]["prescriptions"][0]["exercise"]["name"] == "Kniebeuge"


def test_the_phase_in_force_is_named_by_its_position(cast: Cast, programme: Programme):
    assert read(cast, f"programmes/{programme.pk}/")["current_phase"] == 1
    programme.current_phase = make_phase(programme)
    programme.save()
    assert read(cast, f"programmes/{programme.pk}/")["current_phase"] == 2


def test_a_template_shows_its_offers_and_what_they_stand_in_for(cast: Cast):
    make_template(slug="tpl-knee")
    required, offer = read(cast, "templates/tpl-knee/")["phases"][0]["prescriptions"]
    assert (required["is_optional"], required["instead_of"]) == (False, None)
    assert (offer["is_optional"], offer["instead_of"]) == (True, required["id"])


def test_a_clinics_template_without_a_short_name_is_found_by_its_id(cast: Cast):
    template = make_template(slug="", clinic=cast.clinic)
    assert read(cast, f"templates/{template.pk}/")["id"] == str(template.pk)
    assert ask(cast.carla, f"templates/{template.pk}/").status_code == 404


# Handouts


def test_a_handout_says_what_was_given_by_whom_and_when(cast: Cast, programme: Programme):
    handout = make_handout(programme, pdf=b"%PDF one", issued_by=cast.ana.practitioner, library_version="2026.1")
    told = read(cast, f"handouts/{handout.pk}/")
    assert (told["version"], told["issued_by_name"], told["library_version"]) == (1, "Ana", "2026.1")
    assert (told["programme"], told["patient"]["reference"]) == (str(programme.pk), "R-17")
    (rendition,) = told["renditions"]
    assert rendition["sha256"] == sha256(b"%PDF one").hexdigest()
    assert rendition["pdf"].endswith(f"/api/v1/handouts/{handout.pk}/pdf/?layout=standard&paper=A4")
    assert ask(cast.ana, rendition["pdf"].partition("/api/v1/")[2]).content == b"%PDF one"


def test_an_issued_pdf_is_handed_out_byte_for_byte(cast: Cast, programme: Programme):
    pdf = bytes(range(256))
    handout = make_handout(programme, pdf=pdf)
    answer = ask(cast.rita, f"handouts/{handout.pk}/pdf/", headers={"Accept": "application/pdf"})
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, pdf, "application/pdf")
    assert answer["ETag"] == f'"{sha256(pdf).hexdigest()}"'


def test_the_file_name_of_a_pdf_tells_nothing_of_the_patient(cast: Cast, programme: Programme):
    handout = make_handout(programme)
    told = ask(cast.ana, f"handouts/{handout.pk}/pdf/")["Content-Disposition"]
    assert told == f'inline; filename="handout-{str(handout.pk)[:8]}-version-1.pdf"'


def test_a_reader_that_has_the_pdf_is_told_it_is_the_same(cast: Cast, programme: Programme):
    address = f"handouts/{make_handout(programme).pk}/pdf/"
    tag = ask(cast.ana, address)["ETag"]
    again = ask(cast.ana, address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert ask(cast.ana, address, headers={"If-None-Match": '"another"'}).status_code == 200


def test_another_layout_that_was_made_is_handed_out(cast: Cast, programme: Programme):
    handout = make_handout(programme, pdf=b"%PDF standard")
    make_rendition(handout, layout="large-print", pdf=b"%PDF large")
    assert ask(cast.ana, f"handouts/{handout.pk}/pdf/").content == b"%PDF standard"
    assert ask(cast.ana, f"handouts/{handout.pk}/pdf/?layout=large-print").content == b"%PDF large"


def test_a_layout_that_was_never_made_is_not_there(cast: Cast, programme: Programme):
    answer = ask(cast.ana, f"handouts/{make_handout(programme).pk}/pdf/?layout=compact&paper=Letter")
    assert answer.status_code == 404
    told = "This handout was not made in compact on Letter. Its renditions say what there is."
    assert answer.json() == {"detail": told}


def test_an_unknown_layout_is_refused(cast: Cast, programme: Programme):
    handout = make_handout(programme)
    assert refusal(cast, f"handouts/{handout.pk}/pdf/?layout=huge") == {"layout": ['"huge" is not a valid choice.']}


@pytest.fixture
def withdrawn(cast: Cast, programme: Programme) -> Handout:
    handout = make_handout(programme)
    handout.withdraw(cast.ana.practitioner, "Wrong side")
    return handout


def test_a_withdrawn_handout_is_not_handed_out_and_says_why(cast: Cast, withdrawn: Handout):
    answer = ask(cast.ana, f"handouts/{withdrawn.pk}/pdf/", headers={"Accept": "application/pdf"})
    assert answer.status_code == 410
    day = withdrawn.withdrawn_at.date().isoformat()
    assert answer.json() == {"detail": f"Do not use this handout. It was withdrawn on {day}: Wrong side"}


def test_a_reader_that_has_a_withdrawn_pdf_is_not_told_it_is_the_same(cast: Cast, withdrawn: Handout):
    tag = f'"{withdrawn.renditions.get().sha256}"'
    answer = ask(cast.ana, f"handouts/{withdrawn.pk}/pdf/", headers={"If-None-Match": tag})
    assert answer.status_code == 410


def test_a_withdrawn_handout_stays_on_the_record_without_its_pdf(cast: Cast, withdrawn: Handout):
    told = read(cast, f"handouts/{withdrawn.pk}/")
    assert (told["is_withdrawn"], told["withdrawn_by"], told["withdrawn_reason"]) == (True, "Ana", "Wrong side")
    assert [rendition["pdf"] for rendition in told["renditions"]] == [None]


def test_no_document_and_no_page_is_in_a_list_of_handouts(cast: Cast, programme: Programme):
    make_handout(programme, document={"goal": "run"})
    assert "goal" not in ask(cast.ana, "handouts/").content.decode()


# Queries


def _fill_exercises(cast: Cast, count: int) -> None:
    for _number in range(count):
        exercise = make_exercise()
        exercise.kit_needs.create().any_of.add(make_kit(), make_kit())
        exercise.purposes.add(make_purpose())
        exercise.sources.add(make_source())


def _fill_conditions(cast: Cast, count: int) -> None:
    for _number in range(count):
        advice, sign = make_advice(), make_red_flag()
        advice.sources.add(make_source())
        sign.sources.add(make_source())
        condition = make_condition(advice_slugs=[advice.slug], red_flag_slugs=[sign.slug])
        condition.sources.add(make_source())


def _fill_programme_kinds(cast: Cast, count: int) -> None:
    for _number in range(count):
        make_programme_kind(advice_slugs=[make_advice().slug]).sources.add(make_source())


def _fill_phases(cast: Cast, programme: Programme) -> None:
    phase = make_phase(programme)
    make_prescription(phase, is_optional=True, instead_of=make_prescription(phase))
    phase.advice_lines.create(advice=make_advice())
    phase.pain_rule.sources.add(make_source())
    make_running_plan(programme)


def _fill_programmes(cast: Cast, count: int) -> None:
    for _number in range(count):
        programme = make_programme(patient=make_patient(clinic=cast.clinic), template=make_template())
        _fill_phases(cast, programme)


def _fill_templates(cast: Cast, count: int) -> None:
    for _number in range(count):
        template = make_template()
        _fill_phases(cast, template)
        make_exercise(slug=template.phases.first().prescriptions.first().exercise.slug, clinic=cast.clinic)


def _fill_handouts(cast: Cast, count: int) -> None:
    for _number in range(count):
        handout = make_handout(make_programme(patient=make_patient(clinic=cast.clinic)))
        make_rendition(handout, layout="compact", pdf=b"%PDF")
        handout.withdraw(cast.ana.practitioner, "Wrong side")


FILLED = {
    "exercises": _fill_exercises,
    "conditions": _fill_conditions,
    "programme-kinds": _fill_programme_kinds,
    "templates": _fill_templates,
    "programmes": _fill_programmes,
    "handouts": _fill_handouts,
}


@pytest.mark.parametrize("address", FILLED)
def test_a_list_costs_the_same_number_of_queries_however_long_it_is(
    cast: Cast, address: str, django_assert_num_queries, django_assert_max_num_queries
):
    FILLED[address](cast, 3)
    with django_assert_max_num_queries(45) as short:
        assert len(read(cast, f"{address}/")["results"]) == 3
    FILLED[address](cast, 27)
    with django_assert_num_queries(len(short)):
        assert len(read(cast, f"{address}/")["results"]) == 30


# Schema


def test_the_schema_validates_without_a_warning():
    told = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=told)
    assert "title: Rehab exercise programmes" in told.getvalue()


def test_the_schema_is_served(cast: Cast):
    schema = ask(cast.ana, "schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    assert (schema["info"]["title"], schema["info"]["version"]) == ("Rehab exercise programmes", "1.0.0")
    assert {tag["name"] for tag in schema["tags"]} == {"Library", "Programmes", "Handouts"}
    tags = {tag for path in schema["paths"].values() for tag in path["get"]["tags"]}
    assert tags == {"Library", "Programmes", "Handouts"}
    assert set(schema["paths"]["/api/v1/handouts/{id}/pdf/"]["get"]["responses"]) == {
        "200",
        "304",
        "400",
        "403",
        "404",
        "410",
    }


# Problems


def test_an_address_that_is_none_says_so_in_json(cast: Cast):
    answer = ask(cast.ana, "nothing/at/all/")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "There is nothing at this address. /api/v1/docs/ lists what there is."}


def test_an_address_without_its_last_slash_is_put_right(cast: Cast):
    answer = ask(cast.ana, "exercises?category=strength")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/exercises/?category=strength")


@pytest.mark.parametrize("row", ["exercises/%00/", "exercises/no-such/", "programmes/17/", "handouts/x/pdf/"])
def test_a_row_that_is_none_says_so_in_json(cast: Cast, row: str):
    answer = ask(cast.ana, row)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert answer.json()["detail"]
