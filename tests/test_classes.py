"""One template given to a class: each patient asked for by themselves, each once, and whoever is kept listed."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programmes import batches, editing
from programmes.batches import Agreed
from programmes.models import (
    AccessRecord,
    Batch,
    BatchItem,
    Handout,
    Patient,
    Programme,
    Responsibility,
    Review,
    Screening,
    ScreeningAnswer,
    Snapshot,
    Template,
)
from programmes.rights.erase import erase
from tests.cast import Cast
from tests.factories import (
    make_exercise,
    make_patient,
    make_patient_flag,
    make_prescription,
    make_red_flag,
    make_rule,
    make_template,
    sign_off_everything,
)
from tests.recalling import counts, document_of
from tests.workbench import address, at, form_on, messages_of, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "cheap_pages")]
AGREED = Agreed(goal="Start each run loose", practised_on=date(2026, 3, 2), review_date=date(2026, 3, 30))
ANY_EXERCISE = [{"attr": "slug", "op": "ne", "value": "nothing"}]
ANSWERS = {"goal": "Start each run loose", "practised_on": "2026-03-02", "review_date": "2026-03-30"}


@pytest.fixture
def warm_up(cast: Cast) -> Template:
    row = make_template(slug="tpl-warm-up", name="Warm-up", kind="warm-up")
    sign_off_everything(cast.ana.practitioner)
    return Template.objects.get(pk=row.pk)


def someone(cast: Cast, name: str, **values: Any) -> Patient:
    """Return a patient who was asked the safety questions."""
    patient = make_patient(clinic=cast.clinic, name=name, **values)
    Screening.objects.create(patient=patient, done_by=cast.ana.practitioner, done_at=timezone.now())
    return patient


def given(cast: Cast, template: Programme, *patients: Patient, by: User | None = None, **asked: Any) -> Batch:
    by = by or cast.ana
    batch = batches.begin_class(template, patients, AGREED, **{"by": by.practitioner, "key": uuid4(), **asked})
    batches.carry_on(batch, by)
    return batch


def item_of(patient: Patient) -> BatchItem:
    return BatchItem.objects.get(patient=patient)


# Each patient for themselves


def test_each_is_given_a_sheet_of_their_own_in_the_name_of_whoever_asked(cast: Cast, warm_up: Template):
    patients = [someone(cast, name) for name in ("Eva Holm", "Ida Lind", "Jan Berg")]
    batch = given(cast, warm_up, *patients)
    assert counts(batch) == {"done": 3}
    for patient in patients:
        handout = Handout.objects.get(programme__patient=patient)
        document = document_of(handout)
        assert document.patient is not None
        assert (document.patient.name, document.goal) == (patient.name, "Start each run loose")
        assert (handout.issued_by, handout.programme.template_id) == (cast.ana.practitioner, warm_up.pk)
        assert handout.programme.created_by == cast.ana.practitioner
        assert item_of(patient).to_handout == handout
        assert Snapshot.objects.filter(programme=handout.programme).exists()
        assert AccessRecord.objects.filter(kind="issued", patient_id=patient.pk).get().who_name == "Ana"


def test_a_flag_of_one_keeps_that_one_alone(cast: Cast, warm_up: Template):
    make_rule(reason_plain="Too much for a fresh repair.", tests=ANY_EXERCISE)
    free, blocked = someone(cast, "Eva Holm"), someone(cast, "Ida Lind")
    blocked.flags.add(make_patient_flag(slug="flag"))
    batch = given(cast, warm_up, free, blocked)
    assert counts(batch) == {"done": 1, "left": 1}
    left = item_of(blocked)
    assert left.reason == "Too much for a fresh repair."
    assert left.programme is not None
    assert not Handout.objects.filter(programme__patient=blocked).exists()


def test_whoever_was_not_screened_is_left_and_given_it_once_they_were(cast: Cast, warm_up: Template):
    patient = make_patient(clinic=cast.clinic, name="Eva Holm")
    batch = given(cast, warm_up, patient)
    assert "screening questions" in item_of(patient).reason
    assert not Handout.objects.exists()
    Screening.objects.create(patient=patient, done_by=cast.ana.practitioner, done_at=timezone.now())
    batches.try_again(batch)
    batches.carry_on(batch, cast.ana)
    assert counts(batch) == {"done": 1}
    assert patient.programmes.count() == 1


def test_a_safety_question_that_was_not_asked_keeps_the_sheet(cast: Cast, warm_up: Template):
    patient = someone(cast, "Eva Holm")
    sign = make_red_flag(urgency="emergency")
    sign_off_everything(cast.ana.practitioner)
    ScreeningAnswer.objects.create(
        screening=patient.screenings.get(), red_flag=sign, position=0, answer=ScreeningAnswer.Answer.NOT_ASKED
    )
    given(cast, warm_up, patient)
    assert "was not asked" in item_of(patient).reason
    assert not Handout.objects.exists()


def test_a_warning_is_weighed_for_nobody(cast: Cast, warm_up: Template):
    make_rule(level="warn", reason_plain="Watch the kneecap.", tests=ANY_EXERCISE)
    patient = someone(cast, "Eva Holm")
    patient.flags.add(make_patient_flag(slug="flag"))
    given(cast, warm_up, patient)
    assert "Watch the kneecap." in item_of(patient).reason
    assert not Handout.objects.exists()


def test_a_template_for_a_condition_takes_the_side_that_was_said(cast: Cast):
    template = make_template(slug="tpl-knee")
    sign_off_everything(cast.ana.practitioner)
    patient = make_patient(clinic=cast.clinic)
    Screening.objects.create(
        patient=patient, condition=template.condition, done_by=cast.ana.practitioner, done_at=timezone.now()
    )
    agreed = Agreed("Run", "right", practised_on=date(2026, 3, 2), review_date=date(2026, 3, 30))
    batch = batches.begin_class(template, [patient], agreed, by=cast.ana.practitioner, key=uuid4())
    batches.carry_on(batch, cast.ana)
    assert counts(batch) == {"done": 1}
    assert patient.programmes.get().side == "right"


def test_what_is_not_signed_off_needs_somebody_who_answers_for_it(cast: Cast):
    template = make_template(slug="tpl-warm-up", kind="warm-up")
    eva, ida = someone(cast, "Eva Holm"), someone(cast, "Ida Lind")
    given(cast, template, eva)
    assert "signed off" in item_of(eva).reason
    given(cast, template, ida, takes_responsibility=True)
    assert Responsibility.objects.get().programme.patient == ida


# Once each


def test_the_same_form_sent_twice_is_one_class(cast: Cast, warm_up: Template):
    patient, key = someone(cast, "Eva Holm"), uuid4()
    first = given(cast, warm_up, patient, key=key)
    assert given(cast, warm_up, patient, key=key) == first
    assert (Batch.objects.count(), Handout.objects.count(), Programme.objects.for_patients().count()) == (1, 1, 1)


def test_a_form_sent_again_with_somebody_more_leaves_nobody_out_unsaid(cast: Cast, warm_up: Template):
    eva, ida, key = someone(cast, "Eva Holm"), someone(cast, "Ida Lind"), uuid4()
    given(cast, warm_up, eva, key=key)
    for patients, agreed in (([eva, ida], AGREED), ([eva], Agreed(goal="Run")), ([ida], AGREED)):
        with pytest.raises(ValidationError, match="sent before"):
            batches.begin_class(warm_up, patients, agreed, by=cast.ana.practitioner, key=key)
    assert not ida.programmes.exists()


def test_whoever_has_a_programme_from_it_already_is_left_for_a_person(cast: Cast, warm_up: Template):
    patient = someone(cast, "Eva Holm")
    given(cast, warm_up, patient)
    again = given(cast, warm_up, patient)
    assert "already" in again.items.get().reason
    assert patient.programmes.count() == 1


def test_killed_between_starting_and_issuing_it_goes_on_with_the_same_programme(
    cast: Cast, warm_up: Template, monkeypatch: pytest.MonkeyPatch
):
    patients = [someone(cast, f"Patient {number}") for number in range(4)]
    give, calls = batches.classes.issue, []

    def killed(*args: Any, **asked: Any) -> Any:
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return give(*args, **asked)

    monkeypatch.setattr(batches.classes, "issue", killed)
    with pytest.raises(KeyboardInterrupt):
        given(cast, warm_up, *patients)
    batch = Batch.objects.get()
    assert counts(batch) == {"done": 2, "waiting": 2}
    batches.carry_on(batch, cast.ana)
    assert counts(batch) == {"done": 4}
    assert [patient.programmes.count() for patient in patients] == [1] * 4
    assert Handout.objects.count() == 4


def test_what_a_person_issued_meanwhile_is_not_issued_again(cast: Cast, warm_up: Template):
    patient = make_patient(clinic=cast.clinic)
    batch = given(cast, warm_up, patient)
    Screening.objects.create(patient=patient, done_by=cast.ana.practitioner, done_at=timezone.now())
    batches.classes.issue(patient.programmes.get(), cast.ana.practitioner, cast.ana)
    batches.try_again(batch)
    batches.carry_on(batch, cast.ana)
    assert "meanwhile" in item_of(patient).reason
    assert Handout.objects.count() == 1


def test_a_template_that_was_changed_meanwhile_goes_to_nobody(cast: Cast, warm_up: Template):
    patient = someone(cast, "Eva Holm")
    batch = batches.begin_class(warm_up, [patient], AGREED, by=cast.ana.practitioner, key=uuid4())
    Programme.objects.filter(pk=warm_up.pk).update(version="v2")
    batches.carry_on(batch, cast.ana)
    assert "changed" in item_of(patient).reason
    assert not patient.programmes.exists()


def test_a_draft_of_a_template_that_was_changed_or_retired_since_is_not_given_either(cast: Cast, warm_up: Template):
    patient = make_patient(clinic=cast.clinic)
    batch = given(cast, warm_up, patient)
    Programme.objects.filter(pk=warm_up.pk).update(version="v2")
    Screening.objects.create(patient=patient, done_by=cast.ana.practitioner, done_at=timezone.now())
    batches.try_again(batch)
    batches.carry_on(batch, cast.ana)
    assert "changed" in item_of(patient).reason
    assert not Handout.objects.exists()


def test_nobody_answers_for_what_was_changed_since_they_did(cast: Cast, warm_up: Template):
    Review.objects.all().delete()
    changed, as_started = make_patient(clinic=cast.clinic), make_patient(clinic=cast.clinic)
    batch = given(cast, warm_up, changed, as_started, takes_responsibility=True)
    for patient in (changed, as_started):
        Screening.objects.create(patient=patient, done_by=cast.ana.practitioner, done_at=timezone.now())
    programme = changed.programmes.get()
    make_prescription(programme.phases.first(), exercise=make_exercise(name="Hop"))
    editing.record(programme, cast.ben)
    batches.try_again(batch)
    batches.carry_on(batch, cast.ana)
    assert item_of(as_started).state == "done"
    assert "changed since it was started" in item_of(changed).reason
    assert not programme.handouts.exists()
    assert not programme.responsibilities.exists()


def test_cancelled_it_stops_and_can_be_taken_up_again(cast: Cast, warm_up: Template):
    patients = [someone(cast, f"Patient {number}") for number in range(3)]
    batch = batches.begin_class(warm_up, patients, AGREED, by=cast.ana.practitioner, key=uuid4())
    batches.carry_on(batch, cast.ana, most=1)
    waiting = batches.waiting(batch)
    batches.cancel(batch)
    assert batches.give(waiting[0], cast.ana) == "cancelled"
    assert counts(batch) == {"done": 1, "cancelled": 2}
    batches.try_again(batch)
    batches.carry_on(batch, cast.ana)
    assert counts(batch) == {"done": 3}


def test_cancelled_while_its_pages_are_set_it_does_not_go_out(
    cast: Cast, warm_up: Template, monkeypatch: pytest.MonkeyPatch
):
    patient = someone(cast, "Eva Holm")
    batch = batches.begin_class(warm_up, [patient], AGREED, by=cast.ana.practitioner, key=uuid4())
    from programmes.handout import issue as issuing

    printed = issuing.pdf.printed

    def cancelled_meanwhile(*args: Any) -> Any:
        batches.cancel(batch)
        return printed(*args)

    monkeypatch.setattr(issuing.pdf, "printed", cancelled_meanwhile)
    batches.carry_on(batch, cast.ana)
    assert counts(batch) == {"cancelled": 1}
    assert not Handout.objects.exists()


# Who, and of whom


def test_patients_and_templates_of_another_clinic_are_refused(cast: Cast, warm_up: Template):
    theirs = make_patient(clinic=cast.other_clinic)
    with pytest.raises(ValidationError, match="another clinic"):
        given(cast, warm_up, theirs)
    own = make_template(slug="tpl-own", clinic=cast.other_clinic, kind="warm-up")
    with pytest.raises(ValidationError, match="no template"):
        given(cast, own, someone(cast, "Eva Holm"))
    assert not Batch.objects.exists()


def test_a_reader_goes_on_with_none(cast: Cast, warm_up: Template):
    batch = batches.begin_class(warm_up, [someone(cast, "Eva")], AGREED, by=cast.ana.practitioner, key=uuid4())
    with pytest.raises(PermissionDenied):
        batches.carry_on(batch, cast.rita)
    assert not Handout.objects.exists()


def test_nothing_goes_out_in_the_name_of_somebody_who_left(cast: Cast, warm_up: Template):
    batch = batches.begin_class(warm_up, [someone(cast, "Eva")], AGREED, by=cast.ben.practitioner, key=uuid4())
    cast.ben.practitioner.end_access()
    batches.carry_on(batch, cast.ana)
    assert "issues nothing here any more" in batch.items.get().reason


def test_a_patient_who_is_erased_takes_their_line_along(cast: Cast, warm_up: Template):
    eva, ida = someone(cast, "Eva Holm"), make_patient(clinic=cast.clinic, name="Ida Lind")
    batch = given(cast, warm_up, eva, ida)
    for patient in (eva, ida):
        erase(patient, mode="erase")
    assert not batch.items.exists()


# The page


def sent(cast: Cast, template: Template, **said: Any) -> Any:
    url = address("template_give-to-class", template)
    key = form_on(shown(cast.ana, url)).get("key")
    return at(cast.ana).post(url, {"key": key, **ANSWERS, **said})


def test_the_page_offers_the_clinics_current_patients(cast: Cast, warm_up: Template):
    someone(cast, "Eva Holm")
    someone(cast, "Ida Lind").discharge()
    make_patient(clinic=cast.other_clinic, name="Jan Berg")
    page = shown(cast.ana, address("template_give-to-class", warm_up))
    assert "Eva Holm" in page
    assert "Ida Lind" not in page
    assert "Jan Berg" not in page


def test_those_ticked_stay_ticked_while_others_are_looked_for(cast: Cast, warm_up: Template):
    eva, ida = someone(cast, "Eva Holm"), someone(cast, "Ida Lind")
    someone(cast, "Jan Berg")
    url = address("template_give-to-class", warm_up)
    page = at(cast.ana).post(url, {"patients": [eva.pk], "q": "Ida", "_search": "1", "goal": "Run"}).content.decode()
    assert re.findall(r'value="([^"]+)"[^>]* checked', page) == [str(eva.pk)]
    assert f'value="{ida.pk}"' in page
    assert "Jan Berg" not in page
    assert 'value="Run"' in page
    assert not Batch.objects.exists()


@pytest.mark.parametrize("q", ["\0", "2026-99-99", "%", "x" * 500, "nobody"])
def test_whatever_is_looked_for_the_page_answers(cast: Cast, warm_up: Template, q: str):
    url = address("template_give-to-class", warm_up)
    assert at(cast.ana).post(url, {"q": q, "_search": "1", "patients": ["\0", "x"]}).status_code == 200


def test_from_the_page_to_the_sheets(cast: Cast, warm_up: Template):
    eva, ida = someone(cast, "Eva Holm"), make_patient(clinic=cast.clinic, name="Ida Lind")
    answer = sent(cast, warm_up, patients=[eva.pk, ida.pk])
    batch = Batch.objects.get()
    assert answer.url == address("batch_report", batch)
    at(cast.ana).post(address("batch_step", batch))
    page = shown(cast.ana, answer.url)
    assert "1 issued, 1 left for a person" in page
    assert "Ask the screening questions" in page
    assert address("handout_change", Handout.objects.get()) in page
    assert address("programme_change", ida.programmes.get()) in page


def test_nobody_is_chosen_by_accident(cast: Cast, warm_up: Template):
    make_patient(clinic=cast.other_clinic, name="Jan Berg")
    for patients in ([], [Patient.objects.get(name="Jan Berg").pk], ["no key"]):
        answer = sent(cast, warm_up, patients=patients)
        assert answer.status_code == 200
        assert "errors" in answer.content.decode()
    assert not Batch.objects.exists()


def test_one_whose_copy_stands_in_for_it_is_not_given(cast: Cast, warm_up: Template):
    make_template(slug=warm_up.slug, clinic=cast.clinic, kind="warm-up")
    assert address("template_give-to-class", warm_up) not in shown(cast.ana, address("template_change", warm_up))
    asked = {"key": uuid4(), **ANSWERS, "patients": [someone(cast, "Eva Holm").pk]}
    assert "of its own" in messages_of(at(cast.ana).post(address("template_give-to-class", warm_up), asked))
    assert not Batch.objects.exists()


def test_pages_ask_the_database_as_often_for_many_as_for_few(cast: Cast, warm_up: Template):
    asked = []
    for many in (2, 6):
        patients = [someone(cast, f"Patient {many} {number}") for number in range(many)]
        patients += [make_patient(clinic=cast.clinic, name=f"Not screened {number}") for number in range(many)]
        batch = given(cast, warm_up, *patients)
        client = at(cast.ana)
        for url in (address("batch_report", batch), address("template_give-to-class", warm_up)):
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            asked.append(len(queries))
    assert asked[:2] == asked[2:]


def test_the_page_asks_whose_side_for_a_condition_alone(cast: Cast, warm_up: Template):
    knee = Template.objects.get(pk=make_template(slug="tpl-knee").pk)
    assert 'name="side"' in shown(cast.ana, address("template_give-to-class", knee))
    assert 'name="side"' not in shown(cast.ana, address("template_give-to-class", warm_up))


def test_cancelling_and_taking_up_again_are_buttons(cast: Cast, warm_up: Template):
    patients = [someone(cast, f"Patient {number}").pk for number in range(4)]
    sent(cast, warm_up, patients=patients)
    batch = Batch.objects.get()
    at(cast.ana).post(address("batch_step", batch))
    at(cast.ana).post(address("batch_cancel", batch))
    page = shown(cast.ana, address("batch_report", batch))
    assert "3 issued, 1 cancelled" in page
    assert "Take up again" in page
    at(cast.ana).post(address("batch_try-again", batch))
    at(cast.ana).post(address("batch_step", batch))
    assert counts(batch) == {"done": 4}
