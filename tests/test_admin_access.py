"""Another clinic's rows do not exist: addresses answer 404, lists and choices leave them out, their ids are refused."""

import pytest
from django.urls import reverse

from programmes.admin import workbench
from programmes.models import (
    Handout,
    Patient,
    Phase,
    Practitioner,
    Prescription,
    Programme,
    RunningPlan,
    Screening,
    Template,
)
from tests.cast import Cast
from tests.factories import (
    make_advice,
    make_exercise,
    make_handout,
    make_pain_rule,
    make_patient,
    make_programme,
    make_running_plan,
    make_screening,
    make_template,
)
from tests.workbench import address, at, form_on, save, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(cast: Cast) -> dict[type, object]:
    """One row of each kind that belongs to Ana's clinic."""
    programme = make_programme(patient=make_patient(clinic=cast.clinic, name="Eva Holm"))
    phase = programme.phases.get()
    return {
        Patient: programme.patient,
        Programme: programme,
        Phase: phase,
        Prescription: phase.prescriptions.get(),
        RunningPlan: make_running_plan(programme),
        Screening: make_screening(programme),
        Handout: make_handout(programme),
        Template: Template.objects.get(pk=make_template(clinic=cast.clinic).pk),
        Practitioner: cast.ana.practitioner,
    }


def test_an_old_version_of_another_clinics_row_is_not_there(cast: Cast, rows: dict):
    for model in (Patient, Screening, Practitioner):
        version = rows[model].history.first()
        url = reverse(f"admin:programmes_{model._meta.model_name}_simple_history", args=[rows[model].pk, version.pk])
        assert at(cast.ana).get(url).status_code == 200
        assert [at(cast.carla).get(url).status_code, at(cast.carla).post(url).status_code] == [404, 404]


def test_an_old_version_is_not_reached_through_a_row_of_ones_own(cast: Cast, rows: dict):
    own = make_patient(clinic=cast.other_clinic)
    version = rows[Patient].history.first()
    url = reverse("admin:programmes_patient_simple_history", args=[own.pk, version.pk])
    assert at(cast.carla).get(url).status_code == 404


def test_colleagues_reach_the_same_addresses(cast: Cast, rows: dict):
    for row in (row for model, row in rows.items() if model is not RunningPlan):
        for user in (cast.ben, cast.rita, cast.sue):
            assert at(user).get(address(f"{row._meta.model_name}_change", row)).status_code == 200, (row, user)
            assert at(user).get(address(f"{row._meta.model_name}_history", row)).status_code == 200, (row, user)


def test_what_is_not_there_and_what_is_not_allowed_is_said_in_words(cast: Cast, rows: dict):
    page = at(cast.carla).get(address("patient_change", rows[Patient])).content.decode()
    assert "There is no such page" in page
    assert "Eva Holm" not in page
    assert "Your role does not allow this" in at(cast.rita).get(address("patient_add")).content.decode()


def test_an_address_that_never_was_answers_the_same(cast: Cast):
    for name in ("patient", "programme", "screening", "handout"):
        for nothing in ("5a0ce3a0-0000-4000-8000-000000000000", "x", "1"):
            assert at(cast.ana).get(reverse(f"admin:programmes_{name}_change", args=[nothing])).status_code == 404


def test_lists_leave_out_other_clinics(cast: Cast, rows: dict):
    for name in ("patient", "programme", "screening", "handout", "template", "practitioner"):
        assert "Eva Holm" not in shown(cast.carla, address(f"{name}_changelist"))
    for name in ("patient", "programme", "screening", "handout"):
        assert "Eva Holm" in shown(cast.ana, address(f"{name}_changelist"))
        assert "Eva Holm" not in shown(cast.carla, address(f"{name}_changelist") + "?q=Eva")


def test_filters_of_a_list_do_not_name_other_clinics_people(cast: Cast, rows: dict):
    make_handout(make_programme(patient=make_patient(clinic=cast.other_clinic)), issued_by=cast.carla.practitioner)
    page = shown(cast.carla, address("handout_changelist"))
    assert "Carla" in page
    assert "Ana" not in page


def test_no_list_is_filtered_by_every_clinics_rows():
    for model, page in workbench._registry.items():
        for name in (each for each in page.list_filter if isinstance(each, str)):
            assert not model._meta.get_field(name).is_relation, (model, name)


def test_somebody_without_a_clinic_is_told_so(cast: Cast):
    assert "You belong to no clinic yet" in shown(cast.stan, reverse("admin:index"))


def suggested(user: object, model: str, field: str, term: str = "") -> list[str]:
    query = {"app_label": "programmes", "model_name": model, "field_name": field, "term": term}
    answer = at(user).get(reverse("admin:autocomplete"), query)
    return [result["text"] for result in answer.json()["results"]] if answer.status_code == 200 else []


def test_suggestions_hold_nothing_of_another_clinic(cast: Cast, rows: dict):
    assert suggested(cast.ana, "programme", "patient") == ["Eva Holm, born 2 Apr 1990"]
    make_exercise(clinic=cast.clinic, name="Our own squat")
    for model, field in (("programme", "patient"), ("screening", "patient"), ("prescription", "exercise")):
        assert not {"Eva Holm, born 2 Apr 1990", "Our own squat"} & set(suggested(cast.carla, model, field))
    for model, field in (("handout", "programme"), ("phase", "programme"), ("prescription", "phase")):
        assert suggested(cast.carla, model, field, "e") == []
    assert suggested(cast.carla, "handout", "issued_by") == ["Carla"]
    assert suggested(cast.stan, "programme", "patient") == []


def test_suggestions_leave_out_who_is_archived_and_what_is_retired(cast: Cast, rows: dict):
    rows[Patient].archive()
    make_exercise(name="Old squat", is_retired=True)
    assert suggested(cast.ana, "programme", "patient") == []
    assert suggested(cast.ana, "prescription", "exercise", "old") == []


def test_the_exact_name_is_suggested_first_then_names_that_begin_so(cast: Cast):
    for name in ("Wall squat", "Squat jump", "Squat"):
        make_exercise(name=name)
    assert suggested(cast.ana, "prescription", "exercise", "squat") == ["Squat", "Squat jump", "Wall squat"]


def test_a_programme_is_not_started_for_another_clinics_patient(cast: Cast, rows: dict):
    template = make_template()
    choice = {"patient": rows[Patient].pk, "template": template.pk, "side": "left"}
    answer = at(cast.carla).post(address("programme_add"), choice)
    assert answer.status_code == 200
    assert not Programme.objects.filter(clinic=cast.other_clinic).exists()


def test_a_programme_is_not_started_from_another_clinics_template(cast: Cast, rows: dict):
    patient = make_patient(clinic=cast.other_clinic)
    choice = {"patient": patient.pk, "template": rows[Template].pk, "side": "left"}
    assert at(cast.carla).post(address("programme_add"), choice).status_code == 200
    assert not patient.programmes.exists()


def test_whoever_runs_the_machine_cannot_mix_clinics_either(cast: Cast, rows: dict):
    patient = make_patient(clinic=cast.other_clinic)
    choice = {"patient": patient.pk, "template": rows[Template].pk, "side": "left"}
    answer = at(cast.sue).post(address("programme_add"), choice)
    assert "This belongs to another clinic." in answer.content.decode()


def test_another_clinics_patient_is_not_screened(cast: Cast, rows: dict):
    before = Screening.objects.count()
    url = f"{address('screening_add')}?patient={rows[Patient].pk}&condition="
    page = at(cast.carla).get(url)
    assert "Eva Holm" not in page.content.decode()
    assert at(cast.carla).post(url, {}).status_code in (200, 403)
    assert Screening.objects.count() == before


@pytest.mark.parametrize("name", ["phase_add", "prescription_add", "runningplan_add"])
def test_a_part_is_not_added_to_another_clinics_plan(cast: Cast, rows: dict, name: str):
    whole = rows[Phase] if name == "prescription_add" else rows[Programme]
    column = "phase" if name == "prescription_add" else "programme"
    url = f"{address(name)}?{column}={whole.pk}"
    assert at(cast.carla).get(url).status_code == 404
    assert at(cast.carla).post(url, {"name": "Theirs"}).status_code == 404
    assert at(cast.rita).get(url).status_code == 404


def test_a_line_does_not_take_another_clinics_exercise(cast: Cast, rows: dict):
    theirs = make_exercise(clinic=cast.other_clinic)
    url = f"{address('prescription_add')}?phase={rows[Phase].pk}"
    answer = at(cast.ana).post(url, {"exercise": theirs.pk, "shorthand": "", "side": ""})
    assert answer.status_code == 200
    assert rows[Phase].prescriptions.count() == 1


def test_a_phase_takes_no_pain_rule_or_advice_of_another_clinic(cast: Cast, rows: dict):
    url = address("phase_change", rows[Phase])
    rule, advice = make_pain_rule(clinic=cast.other_clinic), make_advice(clinic=cast.other_clinic)
    assert save(cast.ana, url, pain_rule=rule.pk).status_code == 200
    assert save(cast.ana, url, advice_lines__0__advice=advice.pk).status_code == 200
    assert not Phase.objects.filter(pain_rule=rule).exists()
    assert not rows[Phase].advice_lines.exists()


def test_the_current_phase_is_one_of_the_programmes_own(cast: Cast, rows: dict):
    elsewhere = make_programme(patient=make_patient(clinic=cast.clinic)).phases.get()
    answer = save(cast.ana, address("programme_change", rows[Programme]), current_phase=elsewhere.pk)
    assert answer.status_code == 200
    assert elsewhere.name not in form_on(shown(cast.ana, address("programme_change", rows[Programme])))


def test_a_row_cannot_be_put_into_another_clinic(cast: Cast, rows: dict):
    save(cast.ana, address("patient_change", rows[Patient]), clinic=cast.other_clinic.pk, name="Moved")
    rows[Patient].refresh_from_db()
    assert (rows[Patient].clinic, rows[Patient].name) == (cast.clinic, "Moved")


def test_a_new_patient_belongs_to_the_clinic_of_whoever_adds_them(cast: Cast):
    save(cast.ana, address("patient_add"), name="New Patient", clinic=cast.other_clinic.pk)
    assert Patient.objects.get(name="New Patient").clinic == cast.clinic


def test_whoever_runs_the_machine_says_which_clinic(cast: Cast):
    assert save(cast.sue, address("patient_add"), name="New").status_code == 200
    save(cast.sue, address("patient_add"), name="New", clinic=cast.other_clinic.pk)
    assert Patient.objects.get(name="New").clinic == cast.other_clinic


def test_readers_look_and_change_nothing(cast: Cast, rows: dict):
    for row in (rows[Patient], rows[Programme], rows[Screening], rows[Phase], rows[Prescription], rows[Template]):
        url = address(f"{row._meta.model_name}_change", row)
        page = shown(cast.rita, url)
        assert 'name="_save"' not in page
        assert 'name="_issue"' not in page
        assert at(cast.rita).post(url, {"name": "Changed"}).status_code == 403
    assert at(cast.rita).get(address("patient_add")).status_code == 403
    assert at(cast.rita).get(address("programme_add")).status_code == 403
    assert at(cast.rita).get(address("screening_add")).status_code == 403


def test_buttons_are_pressed_by_post_only(cast: Cast, rows: dict):
    for name in ("discharge", "archive", "take-back"):
        assert at(cast.ana).get(address(f"patient_{name}", rows[Patient])).status_code == 405
    assert at(cast.ana).get(address("programme_take-offer", rows[Programme])).status_code == 405
    answer = at(cast.ana).get(address("patient_discharge", rows[Patient]))
    assert answer.headers["Allow"] == "POST"
    assert f'href="{address("patient_change", rows[Patient])}">To its page' in answer.content.decode()
    strangers = at(cast.carla).get(address("patient_discharge", rows[Patient]))
    assert strangers.status_code == 404
    rows[Patient].refresh_from_db()
    assert rows[Patient].archived_at is None
