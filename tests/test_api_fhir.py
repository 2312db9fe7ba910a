"""FHIR over the API: the same files as in the workbench, for a token that may have the PDF."""

import pytest
from django.utils.timezone import localdate

from programmes.models import AccessRecord, Handout, Phase, Template
from programmes.sign_off import sign_off
from tests.asking import ask, detail, problem, send
from tests.cast import Cast
from tests.factories import make_api_token
from tests.fhir import faults, the
from tests.workbench import address, at

pytestmark = pytest.mark.django_db


def test_a_handout_comes_as_a_valid_bundle(cast: Cast, handout: Handout):
    answer = ask(cast.rita, f"handouts/{handout.pk}/fhir/", headers={"Accept": "application/fhir+json"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/fhir+json")
    assert faults(answer.json()) == []
    assert the(answer.json(), "CarePlan")["status"] == "active"
    assert "no-store" in answer["Cache-Control"]


def test_both_doors_give_the_same_file(cast: Cast, handout: Handout, template: Template):
    for row, kind, name in ((handout, "handout", handout.pk), (template, "template", template.slug)):
        downloaded = at(cast.ana).get(address(f"{kind}_fhir", row))
        assert ask(cast.ana, f"{kind}s/{name}/fhir/").content == downloaded.content


def test_it_is_in_the_access_log_as_the_pdf_is(cast: Cast, handout: Handout):
    for name in ("pdf", "fhir"):
        ask(cast.ana, f"handouts/{handout.pk}/{name}/")
    records = AccessRecord.objects.filter(patient_id=handout.programme.patient_id, door="api")
    assert [record.kind for record in records] == ["pdf", "pdf"]


def test_who_has_it_is_told_that_it_is_the_same_until_it_is_not(cast: Cast, handout: Handout):
    tag = ask(cast.ana, f"handouts/{handout.pk}/fhir/")["ETag"]
    known = {"If-None-Match": tag}
    assert ask(cast.ana, f"handouts/{handout.pk}/fhir/", headers=known).status_code == 304
    handout.withdraw(cast.ana.practitioner, "Wrong side")
    assert ask(cast.ana, f"handouts/{handout.pk}/fhir/", headers=known).status_code == 200


def test_one_that_was_withdrawn_says_so_throughout_and_not_why(cast: Cast, handout: Handout):
    handout.withdraw(cast.ana.practitioner, "Wrong side")
    answer = ask(cast.ana, f"handouts/{handout.pk}/fhir/")
    assert the(answer.json(), "CarePlan")["status"] == "entered-in-error"
    assert the(answer.json(), "DocumentReference")["status"] == "entered-in-error"
    assert "Wrong side" not in answer.content.decode()


def test_a_damaged_pdf_is_not_handed_on(cast: Cast, handout: Handout):
    handout.renditions.update(pdf=b"%PDF-1.7 something else")
    answer = ask(cast.ana, f"handouts/{handout.pk}/fhir/")
    assert (answer.status_code, "%PDF" in answer.content.decode()) == (500, False)
    assert "damaged" in detail(answer)


def test_a_handout_without_its_pdf_is_no_bundle(cast: Cast, handout: Handout):
    handout.renditions.all().delete()
    assert problem(ask(cast.ana, f"handouts/{handout.pk}/fhir/"))["status"] == 404


def test_what_is_another_clinics_is_not_there(cast: Cast, handout: Handout, template: Template):
    for place in (f"handouts/{handout.pk}/fhir/", f"templates/{template.slug}/fhir/"):
        assert problem(ask(cast.carla, place))["status"] == 404
        assert problem(ask(None, place))["status"] == 401


def test_a_token_for_the_library_has_templates_and_no_handouts(cast: Cast, handout: Handout, template: Template):
    _token, key = make_api_token(cast.ana, scope="library")
    assert send(key, "get", f"templates/{template.slug}/fhir/").status_code == 200
    assert send(key, "get", f"handouts/{handout.pk}/fhir/").status_code == 403


def test_a_template_comes_as_a_valid_plan_definition_that_is_a_draft_until_it_is_signed_off(
    cast: Cast, template: Template
):
    place = f"templates/{template.slug}/fhir/"
    plain = ask(cast.rita, place).json()
    assert faults(plain) == []
    assert (plain["resourceType"], plain["status"], plain["version"]) == ("PlanDefinition", "draft", template.version)
    sign_off(template, cast.ana.practitioner, localdate())
    assert ask(cast.ana, place).json()["status"] == "active"


def test_a_template_that_no_sheet_can_be_made_of_says_why(cast: Cast, template: Template):
    Phase.objects.filter(programme=template).delete()
    told = problem(ask(cast.ana, f"templates/{template.slug}/fhir/"))
    assert told["status"] == 409


def test_both_ask_the_database_a_fixed_number_of_times(
    cast: Cast, handout: Handout, template: Template, django_assert_max_num_queries: object
):
    for place, most in ((f"handouts/{handout.pk}/fhir/", 32), (f"templates/{template.slug}/fhir/", 60)):
        ask(cast.ana, place)
        with django_assert_max_num_queries(most):
            ask(cast.ana, place)
