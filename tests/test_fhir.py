"""A handout in FHIR: valid, whole, and with nothing in it that the sheet does not say."""

import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from programmes import dosage
from programmes.dosage import Dosage, Kind
from programmes.handout import isolates
from programmes.handout.document import Document, PatientLine, PlannedRun, Schedule
from programmes.handout.document import Kind as Sort
from programmes.handout.fhir.codes import codings
from programmes.handout.fhir.file import checked
from programmes.handout.fhir.given import Given, codes_of
from programmes.handout.fhir.plan_definition import plan_definition
from programmes.handout.issue import issue, pdf
from programmes.handout.job import Printed
from programmes.handout.prepare import prepare
from programmes.management import demo
from programmes.models import Clinic, Condition, Programme
from programmes.sides import Side
from tests.documents import make_card, make_document, make_ladder, make_part
from tests.fhir import PDF, bundle_of, faults, resources, said, the
from tests.whole_handouts import whole_handouts

TEMPLATES = tuple(person.template for person in demo.PEOPLE)


@pytest.fixture(scope="module")
def handouts(django_db_setup: None, django_db_blocker: Any) -> Iterator[Mapping[str, Document]]:
    with whole_handouts(django_db_blocker) as made:
        yield made


@pytest.fixture
def library(handouts: Mapping[str, Document], db: None) -> None:
    """Let a test ask the database for what the handouts are made from."""


def requests_of(document: Document, **kwargs: Any) -> list[dict[str, Any]]:
    return resources(bundle_of(document, **kwargs), "ServiceRequest")


def request_of(schedule: Schedule | None = None, **card: Any) -> dict[str, Any]:
    """Return the request of a document with one card."""
    if "dosage" in card:
        card["dose"] = dosage.words(card["dosage"], Side(card.get("side", "left")))
    document = make_document(parts=(make_part(cards=(make_card(**card),)),), schedule=schedule)
    (request,) = requests_of(document)
    return request


def plain_words(text: str) -> str:
    return isolates.without(text)


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_handout_of_every_template_is_a_valid_bundle(handouts: Mapping[str, Document], template: str):
    assert faults(bundle_of(handouts[template])) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_card_is_a_request_with_its_dose_its_words_and_its_side(handouts: Mapping[str, Document], template: str):
    document = handouts[template]
    requests = requests_of(document)
    assert len(requests) == len(document.cards)
    assert document.cards
    for card, request in zip(document.cards, requests, strict=True):
        instruction = request["patientInstruction"].splitlines()
        assert request["code"] == {"text": card.name}
        for line in card.dose:
            assert f"{line.label}: {line.text}" in instruction, card.code
            assert {"text": f"{line.label}: {line.text}"} in request["orderDetail"]
        assert request.get("bodySite", []) == ([{"text": card.side_words}] if card.side_words else [])
        assert not card.side_words or card.side_words in instruction
        for step in (card.why, *card.steps, *card.mistakes, *card.care, card.stop_if, card.note, card.feel):
            assert step in request["patientInstruction"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_goal_pain_rule_and_warning_is_in_the_bundle(handouts: Mapping[str, Document], template: str):
    document = handouts[template]
    whole = bundle_of(document)
    goals = [goal["description"]["text"] for goal in resources(whole, "Goal")]
    wanted = [document.goal, *(part.goal or part.heading for part in document.parts)]
    assert goals == [*wanted, *([document.next_part.goal] if document.next_part else [])]
    notes = [note["text"] for note in the(whole, "CarePlan")["note"]]
    for box in document.warnings:
        assert "\n".join((box.heading, box.action, *box.signs)) in notes
    assert document.warnings
    if document.pain_rule:
        (pain,) = [note for note in notes if note.startswith("How much pain is all right")]
        for row in document.pain_rule.rows:
            assert f"{row.score}: {row.meaning}. {row.action}" in pain
        assert document.pain_rule.running in pain
    assert plain_words(document.stop_rule) in said(notes)


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_is_a_valid_plan_definition(library: None, template: str):
    row = Programme.objects.with_lines().get(slug=template, patient=None)
    document = prepare(row, phase="all")
    plain = plan_definition(document, version=row.version, is_signed_off=False)
    assert faults(plain) == []
    assert plain["status"] == "draft"
    actions = plain["action"]
    exercises = [each for action in actions for each in action.get("action", [])]
    assert [each["title"] for each in exercises] == [card.name for card in document.cards]
    for card, action in zip(document.cards, exercises, strict=True):
        assert all(line.text in action["textEquivalent"] for line in card.dose)
    assert len(plain["goal"]) == len(document.parts)
    assert all(sign in plain["usage"] for box in document.warnings for sign in box.signs)
    assert "subject" not in said(list(plain))


def test_issued_handouts_of_the_demo_are_valid_bundles(library: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "printed", lambda *args: Printed(PDF, "test"))
    lead = demo.demo_practitioner("not a secret")
    programmes = Programme.objects.filter(patient__isnull=False, template__slug__in=TEMPLATES)
    assert programmes.count() == len(TEMPLATES)
    for programme in programmes:
        row = issue(programme, lead, lead.user, takes_responsibility=True)
        document = Document.from_plain(row.document)
        given = Given.of(row, document, row.renditions.get())
        assert faults(bundle_of(document, **vars(given))) == []
        assert given.issued_by == "Alex Morgan"
        if programme.kind == Sort.CONDITION and programme.condition.slug != "meniscus-injury":
            assert [each["system"] for each in given.codes] == ["http://hl7.org/fhir/sid/icd-10"]
        else:
            assert given.codes == ()


def test_a_polish_handout_is_valid_and_in_polish(library: None):
    programme = Programme.objects.with_lines().get(patient__isnull=False, template__slug=TEMPLATES[0])
    whole = bundle_of(prepare(programme, version=1, is_preview=False, language="pl"))
    assert faults(whole) == []
    assert {entry["resource"]["language"] for entry in whole["entry"]} == {"pl"}
    assert "How many" not in said(whole)
    assert not any(mark in said(whole) for mark in "\u2066\u2068\u2069")


def test_the_models_refuse_what_is_not_fhir():
    whole = bundle_of(make_document())
    whole["entry"][0]["resource"]["nonsense"] = "1"
    with pytest.raises(ValidationError):
        checked(whole)


def test_the_tests_own_check_sees_a_wrong_code_and_a_stray_reference():
    whole = bundle_of(make_document())
    whole["entry"][0]["resource"]["status"] = "activ"
    whole["entry"][0]["resource"]["subject"] = {"reference": "urn:uuid:nobody"}
    assert [fault.partition(":")[0] for fault in faults(whole)] == [
        "Bundle.entry.resource.status",
        "Bundle.entry.resource.subject",
    ]


@pytest.mark.parametrize(
    ("dose", "repeat"),
    [
        ({"times_per_day": 2, "days_per_week": 7}, {"frequency": 2, "period": 1, "periodUnit": "d"}),
        ({"times_per_day": 2}, {"frequency": 2, "period": 1, "periodUnit": "d"}),
        ({"times_per_day": 1, "days_per_week": 3}, {"frequency": 3, "period": 1, "periodUnit": "wk"}),
        ({"times_per_day": 2, "days_per_week": 3}, {"frequency": 6, "period": 1, "periodUnit": "wk"}),
        ({"days_per_week": 3}, None),
        ({}, None),
    ],
)
def test_how_often_is_counted_where_it_is_said(dose: dict[str, int], repeat: dict[str, Any] | None):
    request = request_of(dosage=Dosage(kind=Kind.REPS, sets=3, reps=12, **dose))
    assert request.get("occurrenceTiming", {}).get("repeat") == repeat


def test_the_words_of_how_often_go_along():
    request = request_of(dosage=Dosage(kind=Kind.REPS, sets=3, reps=12, times_per_day=2, days_per_week=3))
    assert request["occurrenceTiming"]["code"] == {"text": "Twice a day, 3 days a week"}


def test_weekdays_and_the_first_day_are_those_of_the_schedule():
    dose = Dosage(kind=Kind.REPS, sets=3, reps=12, times_per_day=2, days_per_week=2)
    schedule = Schedule("Monday and Thursday", weekdays=(1, 4), starts=date(2026, 3, 2))
    assert request_of(schedule, dosage=dose)["occurrenceTiming"]["repeat"] == {
        "boundsPeriod": {"start": "2026-03-02"},
        "frequency": 2,
        "period": 1,
        "periodUnit": "d",
        "dayOfWeek": ["mon", "thu"],
    }


def test_an_exercise_for_fewer_days_than_the_others_has_no_weekdays_guessed():
    schedule = Schedule("Monday and Thursday", weekdays=(1, 4))
    dose = Dosage(kind=Kind.REPS, sets=3, reps=12, times_per_day=1, days_per_week=1)
    assert "dayOfWeek" not in request_of(schedule, dosage=dose)["occurrenceTiming"]["repeat"]


@pytest.mark.parametrize(
    ("seconds", "duration"),
    [
        (45, {"duration": 45, "durationUnit": "s"}),
        (600, {"duration": 10, "durationUnit": "min"}),
    ],
)
def test_one_go_has_its_time_in_seconds_or_minutes(seconds: int, duration: dict[str, Any]):
    dose = Dosage(kind=Kind.TIME, sets=1, duration_seconds=seconds)
    assert request_of(dosage=dose, side="together")["occurrenceTiming"]["repeat"] == duration


@pytest.mark.parametrize(
    ("dose", "quantity"),
    [
        (
            Dosage(kind=Kind.DISTANCE, sets=1, distance_metres=60),
            {"value": 60, "unit": "metres", "system": "http://unitsofmeasure.org", "code": "m"},
        ),
        (Dosage(kind=Kind.REPS, reps=12), {"value": 12, "unit": "repetitions"}),
        (Dosage(kind=Kind.REPS, sets=3, reps=12), None),
    ],
)
def test_an_amount_of_one_number_is_a_quantity(dose: Dosage, quantity: dict[str, Any] | None):
    assert request_of(dosage=dose, side="together").get("quantityQuantity") == quantity


def test_what_is_done_on_each_side_is_not_counted_once():
    dose = Dosage(kind=Kind.TIME, sets=1, duration_seconds=180)
    request = request_of(dosage=dose, side="each")
    assert "occurrenceTiming" not in request
    assert "3 minutes on each leg" in request["patientInstruction"]


def test_only_codes_that_are_sure_whole_and_alone_go_out():
    rows = [
        {"system": "ICD-10 (WHO)", "code": "M17", "term": "Gonarthrosis (M17.0 bilateral)", "certainty": "sure"},
        {"system": "ICD-10-CM", "code": "M17.1-", "term": "One side", "certainty": "sure"},
        {"system": "SNOMED CT", "code": "239873007", "term": "Arthritis", "certainty": "sure; seen in several files"},
        {"system": "SNOMED CT", "code": None, "term": "Arthritis", "certainty": "not found"},
        {"system": "Own", "code": "1", "term": "Knee", "certainty": "sure"},
    ]
    assert codings(rows) == ({"system": "http://hl7.org/fhir/sid/icd-10", "code": "M17", "display": "Gonarthrosis"},)


def test_of_two_codes_that_may_be_meant_none_is_chosen():
    rows = [{"system": "ICD-10 (WHO)", "code": code, "certainty": "sure"} for code in ("S83.2", "M23.2")]
    assert codings(rows) == ()


def test_every_code_that_goes_out_is_in_the_content_as_sure(library: None):
    sent = {row.slug: [each["code"] for each in codes_of(row.slug, None)] for row in Condition.objects.shared()}
    assert sent == {
        "itb-syndrome": ["M76.3"],
        "knee-osteoarthritis": ["M17"],
        "meniscus-injury": [],
        "patellar-tendinopathy": ["M76.5"],
        "patellofemoral-pain": ["M22.2"],
    }
    for row in Condition.objects.shared():
        sure = {each["code"] for each in row.codes if each["certainty"] == "sure"}
        assert set(sent[row.slug]) <= sure


def test_the_patient_is_named_as_on_the_sheet_and_no_further():
    assert the(bundle_of(make_document()), "Patient")["name"] == [{"text": "Eva Holm"}]
    initials = make_document(patient=PatientLine("EH", "EH"))
    assert "Eva" not in said(bundle_of(initials))
    nameless = the(bundle_of(make_document(patient=None)), "Patient")
    assert nameless == {"resourceType": "Patient", "language": "en"}


def test_names_stay_and_those_of_a_plan_are_its_versions():
    first, again = bundle_of(make_document()), bundle_of(make_document())
    assert first == again
    other = bundle_of(make_document(), handout="5a6f1c1e-7d0c-4a93-a1a5-b1f6f5b9f003")
    urls = [{entry["fullUrl"]: entry["resource"]["resourceType"] for entry in each["entry"]} for each in (first, other)]
    shared = {urls[0][url] for url in urls[0].keys() & urls[1].keys()}
    assert shared == {"Patient", "Organization"}


def test_no_id_of_a_row_is_told():
    whole = bundle_of(make_document(), earlier="5a6f1c1e-7d0c-4a93-a1a5-b1f6f5b9f000")
    assert "b1f6f5b9f00" not in said(whole)


@pytest.mark.parametrize(
    ("card", "intent", "told"),
    [
        ({}, "order", "Left leg"),
        ({"is_optional": True}, "proposal", "(optional)"),
        ({"instead_of": "Bridge"}, "proposal", "(in place of Bridge)"),
    ],
)
def test_only_what_is_asked_of_the_patient_is_an_order(card: dict[str, Any], intent: str, told: str):
    request = request_of(**card)
    assert request["intent"] == intent
    assert request["patientInstruction"].startswith(told)


def test_the_pdf_is_inside_with_its_digests():
    sheet = the(bundle_of(make_document()), "DocumentReference")
    attachment = sheet["content"][0]["attachment"]
    assert b64decode(attachment["data"]) == PDF
    assert attachment["size"] == len(PDF)
    assert len(b64decode(attachment["hash"])) == 20
    assert sheet["identifier"][0]["value"].startswith("ni:///sha-256;")


def test_who_issued_it_answers_for_it_even_where_another_leads():
    who = the(bundle_of(make_document()), "Provenance")["agent"][0]["who"]
    assert who["display"] == "Ana Brook"
    assert who["reference"].startswith("urn:uuid:")
    other = the(bundle_of(make_document(), issued_by="Ben Low"), "Provenance")
    assert other["agent"][0]["who"] == {"display": "Ben Low"}
    assert len(other["target"]) == 7  # The plan, the sheet, three goals and two exercises.


@pytest.mark.parametrize(
    ("state", "statuses"),
    [
        ({}, ("active", "active", "accepted", "current")),
        ({"is_replaced": True}, ("revoked", "revoked", "accepted", "superseded")),
        ({"is_withdrawn": True}, ("entered-in-error",) * 4),
    ],
)
def test_what_became_of_a_handout_is_told(state: dict[str, bool], statuses: tuple[str, ...]):
    whole = bundle_of(make_document(), **state)
    assert faults(whole) == []
    goal = resources(whole, "Goal")[0]["lifecycleStatus"]
    kinds = ("CarePlan", "ServiceRequest")
    plan, request = (resources(whole, kind)[0]["status"] for kind in kinds)
    assert (plan, request, goal, the(whole, "DocumentReference")["status"]) == statuses
    is_in_error = "verificationStatus" in the(whole, "Condition")
    assert is_in_error is bool(state.get("is_withdrawn"))


def test_the_handout_before_is_named_and_not_led_to():
    whole = bundle_of(make_document(), earlier="5a6f1c1e-7d0c-4a93-a1a5-b1f6f5b9f000")
    assert faults(whole) == []
    replaced = the(whole, "CarePlan")["replaces"]
    assert list(replaced[0]) == ["identifier"]
    assert the(whole, "DocumentReference")["relatesTo"][0]["code"] == "replaces"


def test_stages_of_a_way_back_to_running_are_activities_with_their_days():
    ladder = make_ladder()
    stage = replace(ladder.stages[0], is_now=True, runs=(PlannedRun(date(2026, 3, 3)),), note="On the flat.")
    document = make_document(ladder=replace(ladder, stages=(stage, replace(stage, number=2, is_now=False))))
    whole = bundle_of(document)
    assert faults(whole) == []
    details = [each["detail"] for each in the(whole, "CarePlan")["activity"] if "detail" in each]
    assert [detail["status"] for detail in details] == ["in-progress", "unknown"]
    assert details[0]["scheduledTiming"] == {"event": ["2026-03-03"]}
    assert details[0]["description"].splitlines() == [
        "Stage 1: Walk 4 minutes, run 1 minute, 5 times",
        "25 minutes in all.",
        "How hard: 3 out of 10.",
        "On the flat.",
        "Move on after: 2",
    ]


def test_a_sheet_for_no_condition_claims_none():
    whole = bundle_of(make_document(kind=Sort.WARM_UP, condition=None))
    assert faults(whole) == []
    assert resources(whole, "Condition") == []
    assert "addresses" not in the(whole, "CarePlan")
    assert "reasonReference" not in resources(whole, "ServiceRequest")[0]


def test_a_signed_off_template_is_active():
    document = make_document(programme="5a6f1c1e-7d0c-4a93-a1a5-b1f6f5b9f001")
    plain = plan_definition(document, version="3", is_signed_off=True, codes=({"system": "x:y", "code": "M17"},))
    assert faults(plain) == []
    assert plain["status"] == "active"
    assert plain["useContext"][0]["valueCodeableConcept"]["coding"] == [{"system": "x:y", "code": "M17"}]


@pytest.mark.parametrize("module", ["programmes.handout.page", "programmes.admin.handout"])
def test_nobody_waits_for_fhir_who_has_not_asked_for_it(module: str):
    said_so = "print([name for name in sys.modules if name.split('.')[0] in ('fhir', 'pydantic')])"
    code = f"import django, sys; django.setup(); import {module}; {said_so}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=_environment())
    assert done.stdout.strip() == "[]", done.stderr


def _environment() -> dict[str, str]:
    return {"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""}


def test_a_clinics_own_condition_has_its_own_codes(library: None):
    clinic = Clinic.objects.create(name="Own codes")
    assert [each["code"] for each in codes_of("itb-syndrome", clinic)] == ["M76.3"]
    shared = Condition.objects.shared().get(slug="itb-syndrome")
    Condition.objects.create(slug="itb-syndrome", clinic=clinic, name=shared.name, codes=[])
    assert codes_of("itb-syndrome", clinic) == ()
