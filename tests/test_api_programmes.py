"""Conditions, templates and programmes in the API, each whole in one answer."""

import pytest

from programmes.models import Programme
from programmes.models.programme.plain import programme_as_plain
from tests.asking import ask, read
from tests.cast import Cast
from tests.factories import (
    make_advice,
    make_condition,
    make_patient,
    make_phase,
    make_programme,
    make_programme_kind,
    make_red_flag,
    make_running_plan,
    make_template,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


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
