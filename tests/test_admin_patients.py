"""Patients and their screenings in the workbench."""

import re
from datetime import date

import pytest

from programmes.admin.questions import flags_to_add
from programmes.models import Handout, Patient, PatientFlag, Screening, ScreeningAnswer
from programmes.screening import begin
from tests.cast import Cast
from tests.factories import (
    make_condition,
    make_handout,
    make_patient,
    make_patient_flag,
    make_programme,
    make_red_flag,
    make_template,
)
from tests.workbench import address, at, form_on, messages_of, save, shown

pytestmark = pytest.mark.django_db
NOT_ASKED = "not-asked"


@pytest.fixture
def eva(cast: Cast) -> Patient:
    return make_patient(clinic=cast.clinic, name="Eva Holm", reference="R1", date_of_birth=date(1990, 4, 2))


def listed(cast: Cast, query: str = "") -> bool:
    return "Eva Holm" in shown(cast.ana, f"{address('patient_changelist')}?{query}")


@pytest.mark.parametrize("query", ["q=eva", "q=R1", "q=1990-04-02", "patients=all"])
def test_a_patient_is_found(cast: Cast, eva: Patient, query: str):
    assert listed(cast, query)


@pytest.mark.parametrize(
    "query", ["q=adam", "q=1990-04-03", "q=1990-99-99", "patients=archived", "patients=discharged"]
)
def test_a_patient_is_not_found_by_what_does_not_fit(cast: Cast, eva: Patient, query: str):
    assert not listed(cast, query)


@pytest.mark.parametrize(("deed", "state"), [("discharge", "discharged"), ("archive", "archived")])
def test_who_is_discharged_or_archived_is_out_of_the_way_and_found_when_asked_for(
    cast: Cast, eva: Patient, deed: str, state: str
):
    at(cast.ana).post(address(f"patient_{deed}", eva))
    assert not listed(cast)
    assert listed(cast, f"patients={state}")
    assert listed(cast, "patients=all")
    assert f"{state} on" in shown(cast.ana, address("patient_change", eva))
    assert "New programme" not in shown(cast.ana, address("patient_change", eva))
    at(cast.ana).post(address("patient_take-back", eva))
    assert listed(cast)


def test_programmes_of_archived_patients_are_out_of_the_way_too(cast: Cast, eva: Patient):
    make_programme(patient=eva)
    at(cast.ana).post(address("patient_archive", eva))
    assert "Eva Holm" not in shown(cast.ana, address("programme_changelist"))
    assert "Eva Holm" in shown(cast.ana, f"{address('programme_changelist')}?patients=archived")


@pytest.mark.parametrize("name", ["ana", "olga", "sue"])
def test_a_patient_is_never_deleted(cast: Cast, eva: Patient, name: str):
    user = getattr(cast, name)
    assert "deletelink" not in shown(user, address("patient_change", eva))
    assert at(user).post(address("patient_delete", eva), {"post": "yes"}).status_code == 403
    assert Patient.objects.filter(pk=eva.pk).exists()


def test_a_record_number_is_the_clinics_own_and_stands_once(cast: Cast, eva: Patient):
    answer = save(cast.ana, address("patient_add"), name="Adam", reference="R1")
    assert answer.status_code == 200
    assert not Patient.objects.filter(name="Adam").exists()
    assert save(cast.carla, address("patient_add"), name="Adam", reference="R1").status_code == 302


def test_a_new_patients_page_offers_the_next_step(cast: Cast):
    answer = save(cast.ana, address("patient_add"), name="Adam")
    patient = Patient.objects.get(name="Adam")
    assert answer["Location"] == address("patient_change", patient)
    assert f"{address('programme_add')}?patient={patient.pk}" in shown(cast.ana, answer["Location"])


def test_a_change_of_a_patient_is_kept_with_who_made_it(cast: Cast, eva: Patient):
    flag = make_patient_flag(label="Blood thinner")
    save(cast.ben, address("patient_change", eva), name="Eva Holmes", flags=[flag.pk])
    page = shown(cast.ana, address("patient_history", eva))
    assert "Name:</strong> Eva Holm → Eva Holmes" in page
    assert "Flags:</strong> – → Blood thinner" in page
    assert "Ben" in page


def test_an_old_version_shows_the_flags_of_then(cast: Cast, eva: Patient):
    flag = make_patient_flag(label="Blood thinner")
    first = eva.history.last()
    save(cast.ben, address("patient_change", eva), flags=[flag.pk])
    last = eva.history.first()
    assert "Blood thinner" not in shown(cast.ana, f"{address('patient_history', eva)}{first.pk}/")
    assert "Blood thinner" in shown(cast.ana, f"{address('patient_history', eva)}{last.pk}/")


def test_two_of_the_same_name_are_told_apart_by_the_date_of_birth(cast: Cast, eva: Patient):
    make_patient(clinic=cast.clinic, name="Eva Holm", date_of_birth=date(2001, 1, 5))
    page = shown(cast.ana, f"{address('programme_add')}?patient={eva.pk}")
    assert "Eva Holm, born 2 Apr 1990" in page


def questions(cast: Cast, eva: Patient, condition: object) -> str:
    return f"{address('screening_add')}?patient={eva.pk}&condition={condition.pk if condition else ''}"


@pytest.fixture
def asked() -> dict[str, object]:
    """What there is to ask: a sign and a flag of the condition, a sign that is always shown and a stop flag."""
    stop = make_patient_flag(slug="clot", group="stop", intake_question="Is your calf sore?")
    thinner = make_patient_flag(slug="thinner", label="Blood thinner", intake_question="Do you take a blood thinner?")
    bleeding = make_red_flag(
        slug="bleeding", screening_question="Do you bleed easily?", flag_slug="thinner", urgency="emergency"
    )
    hot = make_red_flag(slug="hot", screening_question="Is your knee hot?", is_always_shown=True)
    make_red_flag(slug="other", screening_question="Something else?")
    make_patient_flag(slug="unasked", intake_question="Nobody's question?")
    condition = make_condition(red_flag_slugs=["bleeding"], flag_slugs=["thinner"])
    return {"stop": stop, "thinner": thinner, "bleeding": bleeding, "hot": hot, "condition": condition}


def name_of(row: object) -> str:
    return f"flag-{row.pk}" if isinstance(row, PatientFlag) else f"sign-{row.pk}"


def test_every_question_there_is_stands_on_the_form_as_not_asked(cast: Cast, eva: Patient, asked: dict):
    page = shown(cast.ana, questions(cast, eva, asked["condition"]))
    form = form_on(page)
    names = {name_of(asked[key]) for key in ("stop", "thinner", "bleeding", "hot")}
    assert {name: value for name, value in form.items() if "-" in name} == {name: [NOT_ASKED] for name in names}
    assert "Something else?" not in page
    assert "Nobody&#x27;s question?" not in page
    assert "Eva Holm, born 2 Apr 1990" in page


def test_looking_at_the_questions_records_nothing(cast: Cast, eva: Patient, asked: dict):
    shown(cast.ana, questions(cast, eva, asked["condition"]))
    assert not Screening.objects.exists()


def test_answers_are_kept_and_what_was_not_asked_is_never_no(cast: Cast, eva: Patient, asked: dict):
    answer = at(cast.ana).post(questions(cast, eva, asked["condition"]), {name_of(asked["hot"]): "no"})
    screening = Screening.objects.get()
    assert (screening.patient, screening.condition, screening.done_by) == (
        eva,
        asked["condition"],
        cast.ana.practitioner,
    )
    answers = {row.red_flag or row.patient_flag: row.answer for row in screening.answers.all()}
    assert answers.pop(asked["hot"]) == "no"
    assert len(answers) == 3
    assert set(answers.values()) == {NOT_ASKED}
    assert answer["Location"] == address("patient_change", eva)


def test_an_answer_that_is_none_is_refused(cast: Cast, eva: Patient, asked: dict):
    answer = at(cast.ana).post(questions(cast, eva, asked["condition"]), {name_of(asked["hot"]): "perhaps"})
    assert answer.status_code == 200
    assert not Screening.objects.exists()


def test_after_the_questions_the_waiting_programme_is_shown_again(cast: Cast, eva: Patient, asked: dict):
    programme = make_programme(patient=eva, condition=asked["condition"])
    url = f"{questions(cast, eva, asked['condition'])}&programme={programme.pk}"
    assert url.replace("&", "&amp;") in shown(cast.ana, address("programme_change", programme))
    assert at(cast.ana).post(url, {})["Location"] == address("programme_build", programme)


def test_a_flag_that_is_put_on_the_record_leads_back_to_the_waiting_programme(cast: Cast, eva: Patient, asked: dict):
    programme = make_programme(patient=eva, condition=asked["condition"])
    url = f"{questions(cast, eva, asked['condition'])}&programme={programme.pk}"
    answer = at(cast.ana).post(url, {name_of(asked["bleeding"]): "yes"})
    page = shown(cast.ana, answer["Location"])
    assert f'href="{address("programme_build", programme)}"' in page
    (action,) = re.findall(r'action="([^"]+add-flag[^"]+)"', page)
    answer = at(cast.ana).post(action, {"flag": asked["thinner"].pk})
    assert list(eva.flags.all()) == [asked["thinner"]]
    assert answer["Location"] == address("programme_build", programme)


def test_without_a_condition_what_is_asked_of_everybody_is_asked(cast: Cast, eva: Patient, asked: dict):
    form = form_on(shown(cast.ana, questions(cast, eva, None)))
    assert {name for name in form if "-" in name} == {name_of(asked["hot"]), name_of(asked["stop"])}


def test_who_and_what_is_asked_first(cast: Cast, eva: Patient):
    page = shown(cast.ana, address("screening_add"))
    assert "Show the questions" in page
    assert 'method="get"' in page


def test_a_screening_is_recorded_by_a_practitioner(cast: Cast, eva: Patient):
    answer = at(cast.sue).get(questions(cast, eva, None))
    assert "recorded by a practitioner" in messages_of(answer)


def test_a_yes_proposes_the_flag_and_a_person_adds_it(cast: Cast, eva: Patient, asked: dict):
    answer = at(cast.ana).post(questions(cast, eva, asked["condition"]), {name_of(asked["bleeding"]): "yes"})
    screening = Screening.objects.get()
    assert answer["Location"] == address("screening_change", screening)
    assert not eva.flags.exists()
    assert "Add “Blood thinner”" in shown(cast.ana, answer["Location"])
    at(cast.ana).post(address("screening_add-flag", screening), {"flag": asked["thinner"].pk})
    assert list(eva.flags.all()) == [asked["thinner"]]
    assert "Add “Blood thinner”" not in shown(cast.ana, answer["Location"])
    assert eva.history.first().history_user == cast.ana


def test_a_flag_no_answer_speaks_for_is_not_added(cast: Cast, eva: Patient, asked: dict):
    at(cast.ana).post(questions(cast, eva, asked["condition"]), {name_of(asked["bleeding"]): "yes"})
    at(cast.ana).post(address("screening_add-flag", Screening.objects.get()), {"flag": asked["stop"].pk})
    assert not eva.flags.exists()


def test_an_answer_changed_later_is_kept_with_who_changed_it(cast: Cast, eva: Patient, asked: dict):
    screening = begin(eva, asked["condition"], cast.ana.practitioner)
    save(cast.ben, address("screening_change", screening), **{name_of(asked["hot"]): "yes"})
    assert screening.answers.get(red_flag=asked["hot"]).answer == "yes"
    page = shown(cast.ana, address("screening_history", screening))
    assert "Is your knee hot? <strong>yes</strong>" in page
    assert "Ben" in page


def test_untouched_answers_leave_no_trace(cast: Cast, eva: Patient, asked: dict):
    screening = begin(eva, asked["condition"], cast.ana.practitioner)
    save(cast.ben, address("screening_change", screening))
    assert not ScreeningAnswer.history.filter(history_type="~").exists()


def test_readers_see_the_answers(cast: Cast, eva: Patient, asked: dict):
    screening = begin(eva, asked["condition"], cast.ana.practitioner)
    page = shown(cast.rita, address("screening_change", screening))
    assert "Is your knee hot?" in page
    assert "not asked" in page


def test_the_list_of_screenings_shows_what_was_answered_yes(cast: Cast, eva: Patient, asked: dict):
    at(cast.ana).post(questions(cast, eva, asked["condition"]), {name_of(asked["hot"]): "yes"})
    page = shown(cast.ana, address("screening_changelist"))
    assert '<td class="field-yes_answers">Hot knee</td>' in page
    assert '<td class="field-not_asked">3</td>' in page


def test_the_template_for_what_was_asked_about_is_chosen_already(cast: Cast, eva: Patient, asked: dict):
    template = make_template(condition=asked["condition"])
    make_template()
    begin(eva, asked["condition"], cast.ana.practitioner)
    form = form_on(shown(cast.ana, f"{address('programme_add')}?patient={eva.pk}"))
    assert (form["patient"], form["template"]) == ([str(eva.pk)], [str(template.pk)])
    assert "side" not in form


@pytest.fixture
def handed_out(eva: Patient) -> Handout:
    return make_handout(make_programme(patient=eva, name="Knee programme"))


def test_a_stop_set_after_issue_names_every_handout_the_patient_holds(cast: Cast, eva: Patient, handed_out: Handout):
    second = make_handout(handed_out.programme)
    withdrawn = make_handout(make_programme(patient=eva))
    withdrawn.withdraw(cast.ana.practitioner, "Wrong side")
    assert "still with the patient" not in shown(cast.ana, address("patient_change", eva))
    eva.flags.add(make_patient_flag(group="stop", label="Blood clot"))
    page = shown(cast.ana, address("patient_change", eva)).split("stopped-heading")[-1].split("</section>")[0]
    assert "Stop: 2 handouts are still with the patient" in page
    assert "Blood clot: no exercise until a doctor has looked." in page
    for handout in (handed_out, second):
        assert f"Knee programme, version {handout.version}, given" in page
        assert address("handout_withdraw", handout) in page
    assert address("handout_change", withdrawn) not in page
    assert "Withdraw version" not in shown(cast.rita, address("patient_change", eva))


def test_a_stop_answered_in_a_screening_is_shown_before_it_stands_on_the_record(
    cast: Cast, eva: Patient, handed_out: Handout
):
    stop = make_patient_flag(group="stop", label="Blood clot")
    screening = begin(eva, handed_out.programme.condition, cast.ana.practitioner)
    screening.answers.filter(patient_flag=stop).update(answer="yes")
    page = shown(cast.ana, address("patient_change", eva))
    assert "Stop: 1 handout is still with the patient" in page
    assert "Tell the patient not to use it, and withdraw it." in page


def test_a_flag_the_template_is_not_for_names_its_handouts_alone(cast: Cast, eva: Patient, handed_out: Handout):
    make_handout(make_programme(patient=eva, name="Hip programme"))
    flag = make_patient_flag(group="knee", label="Locked knee")
    handed_out.programme.not_for_flags.add(flag)
    eva.flags.add(flag)
    page = shown(cast.ana, address("patient_change", eva))
    assert "Stop: 1 handout is still with the patient" in page
    assert "Hip programme, version" not in page


def test_what_was_not_asked_or_answered_no_proposes_no_flag(cast: Cast, eva: Patient, asked: dict):
    screening = begin(eva, asked["condition"], cast.ana.practitioner)
    assert flags_to_add(screening) == []
    screening.answers.filter(red_flag=asked["bleeding"]).update(answer="no")
    assert flags_to_add(screening) == []
