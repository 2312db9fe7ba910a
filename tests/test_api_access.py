"""Who may read what through the API. access_table.txt says it of every address; this of what lies behind them."""

import pytest
from django.test import Client

from programmes.api.handout import HandoutViewSet
from programmes.api.programme import ProgrammeViewSet
from programmes.models import Handout, Programme
from tests.asking import ask, detail, ids, of_the_library, problem, slugs
from tests.cast import Cast
from tests.factories import (
    make_advice,
    make_condition,
    make_exercise,
    make_handout,
    make_kit,
    make_patient,
    make_phase,
    make_practitioner,
    make_prescription,
    make_programme,
    make_template,
)
from tests.figures import plain_figure
from tests.workbench import at

pytestmark = pytest.mark.django_db
COLLEAGUES = ("ana", "ben", "olga", "rita")
EVERYBODY = (*COLLEAGUES, "carla", "stan", "sue", "nobody")
OF_THE_CLINIC = {**dict.fromkeys(COLLEAGUES, 200), "carla": 404, "stan": 403, "sue": 200, "nobody": 401}
OF_ALL_CLINICS = {**OF_THE_CLINIC, "carla": 200}
LISTS = ("exercises", "conditions", "programme-kinds", "templates", "patients", "programmes", "handouts")


@pytest.fixture
def handout(programme: Programme) -> Handout:
    return make_handout(programme, issued_by=make_practitioner(clinic=programme.clinic))


def user(cast: Cast, name: str):
    return None if name == "nobody" else getattr(cast, name)


def answers(cast: Cast, address: str) -> dict[str, int]:
    return {name: ask(user(cast, name), address).status_code for name in EVERYBODY}


@pytest.mark.parametrize("address", LISTS)
def test_lists_are_for_whoever_works_at_a_clinic(cast: Cast, address: str):
    assert answers(cast, f"{address}/") == OF_ALL_CLINICS


def test_a_programme_is_there_for_its_clinic_alone(cast: Cast, programme: Programme):
    assert answers(cast, f"programmes/{programme.pk}/") == OF_THE_CLINIC


def test_a_handout_is_there_for_its_clinic_alone(cast: Cast, handout: Handout):
    assert answers(cast, f"handouts/{handout.pk}/") == OF_THE_CLINIC


def test_an_issued_pdf_is_there_for_its_clinic_alone(cast: Cast, handout: Handout):
    assert answers(cast, f"handouts/{handout.pk}/pdf/") == OF_THE_CLINIC


def test_a_figure_is_there_for_whom_the_exercise_is_there(cast: Cast):
    make_exercise(slug="squat", figure=plain_figure())
    make_exercise(slug="riverside-squat", figure=plain_figure(), clinic=cast.clinic)
    assert answers(cast, "exercises/squat/figure.svg") == OF_ALL_CLINICS
    assert answers(cast, "exercises/riverside-squat/figure.svg") == {**OF_THE_CLINIC, "sue": 404}


def test_a_withdrawn_handout_does_not_exist_elsewhere_either(cast: Cast, handout: Handout):
    handout.withdraw(cast.ana.practitioner, "Wrong side")
    gone = {name: 410 if code == 200 else code for name, code in OF_THE_CLINIC.items()}
    assert answers(cast, f"handouts/{handout.pk}/pdf/") == gone


@of_the_library
def test_the_shared_library_is_there_for_every_clinic(cast: Cast, address: str, make):
    assert answers(cast, f"{address}/{make().slug}/") == OF_ALL_CLINICS


@of_the_library
def test_a_clinics_own_library_is_there_for_it_alone(cast: Cast, address: str, make):
    own = make(clinic=cast.clinic)
    # Sue works at no clinic: she reads the shared library, where a slug means one row.
    assert answers(cast, f"{address}/{own.slug}/") == {**OF_THE_CLINIC, "sue": 404}


def test_a_programme_is_not_read_as_a_template(cast: Cast, programme: Programme):
    assert ask(cast.ana, f"templates/{programme.pk}/").status_code == 404


def test_a_template_is_not_read_as_a_programme(cast: Cast):
    assert ask(cast.ana, f"programmes/{make_template().pk}/").status_code == 404


@pytest.mark.parametrize("view", [ProgrammeViewSet, HandoutViewSet])
def test_a_row_that_slips_past_the_query_is_refused_all_the_same(cast: Cast, handout: Handout, monkeypatch, view):
    monkeypatch.setattr(view, "get_queryset", lambda self: view.model.objects.all())
    addresses = {ProgrammeViewSet: [f"programmes/{handout.programme_id}/"]}
    for address in addresses.get(view, [f"handouts/{handout.pk}/", f"handouts/{handout.pk}/pdf/"]):
        assert answers(cast, address) == OF_THE_CLINIC


def test_lists_hold_the_own_clinics_rows(cast: Cast, programme: Programme, handout: Handout):
    elsewhere = make_programme(patient=make_patient(clinic=cast.other_clinic))
    theirs = make_handout(elsewhere)
    assert ids(ask(cast.ana, "programmes/")) == [str(programme.pk)]
    assert ids(ask(cast.carla, "programmes/")) == [str(elsewhere.pk)]
    assert ids(ask(cast.ana, "handouts/")) == [str(handout.pk)]
    assert ids(ask(cast.carla, "handouts/")) == [str(theirs.pk)]


def test_who_runs_the_machine_sees_the_programmes_of_all_clinics(cast: Cast, programme: Programme):
    elsewhere = make_programme(patient=make_patient(clinic=cast.other_clinic))
    assert set(ids(ask(cast.sue, "programmes/"))) == {str(programme.pk), str(elsewhere.pk)}


@pytest.mark.parametrize("address", ["programmes", "handouts"])
def test_a_filter_by_another_clinics_patient_finds_no_such_patient(cast: Cast, handout: Handout, address: str):
    patient = handout.programme.patient_id
    stranger = ask(cast.carla, f"{address}/?patient={patient}")
    unknown = ask(cast.carla, f"{address}/?patient=00000000-0000-4000-8000-000000000000")
    assert (stranger.status_code, stranger.json()) == (unknown.status_code, unknown.json())
    assert (stranger.status_code, detail(stranger)) == (404, "There is no such patient.")


def test_a_filter_by_another_clinics_programme_finds_no_such_programme(cast: Cast, handout: Handout):
    answer = ask(cast.carla, f"handouts/?programme={handout.programme_id}")
    assert (answer.status_code, detail(answer)) == (404, "There is no such programme.")


@pytest.mark.parametrize(
    ("address", "make"),
    [
        ("exercises/?kit={}", make_kit),
        ("programmes/?condition={}", make_condition),
        ("templates/?condition={}", make_condition),
    ],
)
def test_a_filter_by_another_clinics_library_finds_no_such_thing(cast: Cast, address: str, make):
    address = address.format(make(clinic=cast.clinic).slug)
    assert ask(cast.ana, address).status_code == 200
    assert ask(cast.carla, address).status_code == 400


@pytest.mark.parametrize("order", ["patient__name", "clinic__name", "-created_at"])
def test_rows_cannot_be_put_in_an_order_that_tells_of_others(cast: Cast, programme: Programme, order: str):
    assert ask(cast.carla, f"programmes/?ordering={order}").status_code == 400


def test_an_exercise_of_another_clinic_is_not_found_by_search(cast: Cast):
    make_exercise(clinic=cast.clinic, name="Riverside squat", slug="riverside-squat")
    assert slugs(ask(cast.ana, "exercises/?q=riverside")) == ["riverside-squat"]
    assert slugs(ask(cast.carla, "exercises/?q=riverside")) == []


def test_a_region_that_only_another_clinic_knows_is_unknown(cast: Cast):
    make_exercise(clinic=cast.clinic, body_regions=["elbow"])
    make_exercise(body_regions=["knee"])
    told = problem(ask(cast.carla, "exercises/?region=elbow"))["errors"]
    assert told == [{"field": "region", "reason": "There is no such region. There is: knee."}]


def test_a_template_shows_each_clinic_its_own_copies_alone(cast: Cast):
    template = make_template(slug="tpl-knee")
    phase = template.phases.get()
    shared = phase.prescriptions.first().exercise
    advice = make_advice(slug="rest", title="Rest")
    phase.advice_lines.create(advice=advice)
    make_exercise(slug=shared.slug, clinic=cast.clinic, name="Riverside squat")
    make_advice(slug="rest", clinic=cast.clinic, title="Riverside rest")
    ours = ask(cast.ana, "templates/tpl-knee/").content.decode()
    theirs = ask(cast.carla, "templates/tpl-knee/").content.decode()
    assert "Riverside squat" in ours
    assert "Riverside rest" in ours
    assert "Riverside" not in theirs


def test_a_condition_is_told_with_the_own_clinics_advice(cast: Cast):
    make_advice(slug="rest", title="Rest")
    make_advice(slug="rest", clinic=cast.clinic, title="Riverside rest")
    make_condition(slug="sore-knee", advice_slugs=["rest"])
    told = {name: ask(user(cast, name), "conditions/sore-knee/").json()["advice"] for name in ("ana", "carla")}
    assert [advice["title"] for advice in told["ana"]] == ["Riverside rest"]
    assert [advice["title"] for advice in told["carla"]] == ["Rest"]


def test_a_line_that_points_into_another_clinic_does_not_open_that_clinics_exercise(cast: Cast, programme: Programme):
    stray = make_exercise(clinic=cast.other_clinic, slug="hillside-squat")
    make_prescription(make_phase(programme), exercise=stray)
    assert ask(cast.ana, f"programmes/{programme.pk}/").status_code == 200
    assert ask(cast.ana, "exercises/hillside-squat/").status_code == 404


def test_somebody_whose_log_in_was_closed_reads_nothing(cast: Cast, programme: Programme):
    client = Client()
    client.force_login(cast.ana)
    cast.ana.practitioner.end_access()
    assert client.get(f"/api/v1/programmes/{programme.pk}/").status_code == 401


@pytest.mark.parametrize("address", [*(f"{name}/" for name in LISTS), "", "schema/", "nothing/"])
def test_nobody_is_told_to_log_in_in_json(cast: Cast, address: str):
    answer = ask(None, address, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert detail(answer) == "Authentication credentials were not provided."


def test_a_person_without_a_clinic_is_told_why(cast: Cast):
    told = detail(ask(cast.stan, "exercises/"))
    assert told == "This log-in belongs to nobody who works at a clinic."


def test_the_page_for_people_sends_nobody_to_the_log_in(cast: Cast):
    answer = ask(None, "docs/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/api/v1/docs/")


@pytest.mark.parametrize("method", ["put", "delete"])
@pytest.mark.parametrize("kind", ["patients", "programmes", "handouts"])
def test_nothing_is_replaced_or_deleted(cast: Cast, handout: Handout, kind: str, method: str):
    row = {"patients": handout.programme.patient_id, "programmes": handout.programme_id, "handouts": handout.pk}[kind]
    for address in (f"{kind}/", f"{kind}/{row}/"):
        assert getattr(at(cast.ana), method)(f"/api/v1/{address}").status_code == 405


def test_a_patient_is_there_for_its_clinic_alone(cast: Cast, programme: Programme):
    assert answers(cast, f"patients/{programme.patient_id}/") == OF_THE_CLINIC


def test_what_is_read_is_kept_by_no_cache(cast: Cast, handout: Handout):
    for address in ("exercises/", f"programmes/{handout.programme_id}/", f"handouts/{handout.pk}/pdf/"):
        assert ask(cast.ana, address)["Cache-Control"] == "private, no-store"
