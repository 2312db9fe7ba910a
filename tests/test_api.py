"""The API as a whole: how much a list costs, what the schema says, how problems are told."""

import pytest

from programmes.models import Programme
from tests.asking import ask, detail, read
from tests.cast import Cast
from tests.factories import (
    make_advice,
    make_condition,
    make_exercise,
    make_handout,
    make_kit,
    make_patient,
    make_patient_flag,
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

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


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


def _fill_patients(cast: Cast, count: int) -> None:
    for _number in range(count):
        patient = make_patient(clinic=cast.clinic)
        patient.flags.add(make_patient_flag(), make_patient_flag())
        patient.kit_at_home.add(make_kit(), make_kit())


def _fill_diary(cast: Cast, count: int) -> None:
    for _number in range(count):
        programme = make_programme(patient=make_patient(clinic=cast.clinic))
        programme.session_logs.create(on="2026-03-02", done="all", entered_by=cast.ana.practitioner)


FILLED = {
    "exercises": _fill_exercises,
    "conditions": _fill_conditions,
    "programme-kinds": _fill_programme_kinds,
    "templates": _fill_templates,
    "programmes": _fill_programmes,
    "handouts": _fill_handouts,
    "patients": _fill_patients,
    "diary": _fill_diary,
}


@pytest.mark.parametrize("address", FILLED)
def test_a_list_costs_the_same_number_of_queries_however_long_it_is(
    cast: Cast, address: str, django_assert_num_queries, django_assert_max_num_queries
):
    FILLED[address](cast, 3)
    with django_assert_max_num_queries(45) as short:
        assert len(read(cast, f"{address}/")["results"]) == 3
    asked = len(short)
    assert asked > 5
    FILLED[address](cast, 27)
    with django_assert_num_queries(asked):
        assert len(read(cast, f"{address}/")["results"]) == 30


def test_an_address_that_is_none_says_so_in_json(cast: Cast):
    answer = ask(cast.ana, "nothing/at/all/")
    assert answer.status_code == 404
    assert detail(answer) == "There is nothing at this address. /api/v1/docs/ lists what there is."


def test_an_address_without_its_last_slash_is_put_right(cast: Cast):
    answer = ask(cast.ana, "exercises?category=strength")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/exercises/?category=strength")


@pytest.mark.parametrize("row", ["exercises/%00/", "exercises/no-such/", "programmes/17/", "handouts/x/pdf/"])
def test_a_row_that_is_none_says_so_in_json(cast: Cast, row: str):
    answer = ask(cast.ana, row)
    assert answer.status_code == 404
    assert detail(answer)
