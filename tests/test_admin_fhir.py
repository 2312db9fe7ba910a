"""FHIR in the workbench: downloaded from a handout's page and from a template's, by those who may have the PDF."""

import json

import pytest
from django.utils.timezone import localdate

from programmes.models import AccessRecord, Handout, Template
from programmes.sign_off import sign_off
from tests.cast import Cast
from tests.documents import make_document
from tests.factories import make_handout
from tests.fhir import PDF, faults, the
from tests.workbench import address, at, messages_of, shown

pytestmark = pytest.mark.django_db


def test_a_handout_is_downloaded_as_a_valid_bundle(cast: Cast, handout: Handout):
    answer = at(cast.rita).get(address("handout_fhir", handout))
    assert answer["Content-Type"] == "application/fhir+json"
    assert answer["Content-Disposition"] == 'attachment; filename="handout-version-1.fhir.json"'
    assert "no-store" in answer["Cache-Control"]
    whole = json.loads(answer.content)
    assert faults(whole) == []
    assert the(whole, "CarePlan")["status"] == "active"


def test_the_page_leads_to_it(cast: Cast, handout: Handout):
    assert f'<a href="{address("handout_fhir", handout)}">Download as FHIR</a>' in shown(
        cast.ana, address("handout_change", handout)
    )


def test_it_is_nothing_to_another_clinic(cast: Cast, handout: Handout):
    assert at(cast.carla).get(address("handout_fhir", handout)).status_code == 404


def test_the_download_is_in_the_access_log_as_that_of_the_pdf_is(cast: Cast, handout: Handout):
    for name in ("handout_pdf", "handout_fhir"):
        at(cast.ana).get(address(name, handout))
    records = AccessRecord.objects.filter(patient_id=handout.programme.patient_id)
    assert [record.kind for record in records] == ["pdf", "pdf"]
    assert {record.who_name for record in records} == {cast.ana.practitioner.name}


def test_it_asks_the_database_a_fixed_number_of_times(
    cast: Cast, handout: Handout, django_assert_max_num_queries: object
):
    client = at(cast.ana)
    client.get(address("handout_fhir", handout))
    with django_assert_max_num_queries(16):
        client.get(address("handout_fhir", handout))


def test_one_that_was_withdrawn_says_so_in_its_name_and_inside(cast: Cast, handout: Handout):
    handout.withdraw(cast.ana.practitioner, "Wrong side")
    answer = at(cast.ana).get(address("handout_fhir", handout))
    assert 'filename="WITHDRAWN-handout-version-1.fhir.json"' in answer["Content-Disposition"]
    assert the(json.loads(answer.content), "CarePlan")["status"] == "entered-in-error"
    assert "Wrong side" not in answer.content.decode()


def test_one_with_a_later_version_is_superseded_and_the_later_one_names_it(cast: Cast, handout: Handout):
    document = make_document(version=2).as_plain()
    later = make_handout(handout.programme, pdf=PDF, document=document)
    first, second = (json.loads(at(cast.ana).get(address("handout_fhir", row)).content) for row in (handout, later))
    assert the(first, "DocumentReference")["status"] == "superseded"
    named = the(second, "CarePlan")["replaces"][0]["identifier"]["value"]
    assert named == the(first, "CarePlan")["identifier"][0]["value"]
    replaced = the(second, "DocumentReference")["relatesTo"][0]["target"]["identifier"]["value"]
    assert replaced == the(first, "DocumentReference")["masterIdentifier"]["value"]


def test_a_damaged_pdf_is_not_handed_on(cast: Cast, handout: Handout):
    handout.renditions.update(pdf=b"%PDF-1.7 something else")
    answer = at(cast.ana).get(address("handout_fhir", handout))
    assert answer.url == address("handout_change", handout)
    assert "The stored sheet was damaged" in messages_of(answer)


def test_a_template_is_downloaded_as_a_valid_plan_definition(cast: Cast, template: Template):
    answer = at(cast.rita).get(address("template_fhir", template))
    assert answer["Content-Disposition"] == 'attachment; filename="own-plan.fhir.json"'
    plain = json.loads(answer.content)
    assert faults(plain) == []
    assert plain["status"] == "draft"
    assert plain["version"] == template.version
    assert address("template_fhir", template) in shown(cast.ana, address("template_change", template))


def test_a_template_that_the_clinic_signed_off_is_active(cast: Cast, template: Template):
    sign_off(template, cast.ana.practitioner, localdate())
    answer = at(cast.ana).get(address("template_fhir", template))
    assert json.loads(answer.content)["status"] == "active"
