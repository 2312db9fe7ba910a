"""Programmes in the workbench: started, changed, looked through and handed out."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from programmes.dosage import Dosage, Kind
from programmes.models import Handout, Patient, Programme, Snapshot
from programmes.screening import begin
from programmes.starting import start_from
from tests.cast import Cast
from tests.factories import (
    make_exercise,
    make_handout,
    make_language,
    make_patient,
    make_patient_flag,
    make_phase,
    make_prescription,
    make_programme,
    make_red_flag,
    make_screening,
    make_shipped_rule,
    make_template,
    sign_off_everything,
)
from tests.workbench import address, at, form_on, messages_of, save, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def eva(cast: Cast) -> Patient:
    return make_patient(clinic=cast.clinic, name="Eva Holm")


@pytest.fixture
def programme(eva: Patient) -> Programme:
    make_language()
    return make_programme(patient=eva)


def page_of(programme: Programme) -> str:
    return address("programme_change", programme)


def started(cast: Cast, eva: Patient, **kwargs: object) -> Programme:
    return start_from(make_template(**kwargs), patient=eva, practitioner=cast.ana.practitioner, side="left")


def test_a_programme_is_started_in_one_step(cast: Cast, eva: Patient):
    template = make_template(name="Knee programme")
    choice = {"patient": eva.pk, "template": template.pk, "side": "left"}
    at(cast.ana).post(address("programme_add"), choice)
    programme = eva.programmes.get()
    assert (programme.name, programme.side, programme.template) == ("Knee programme", "left", template)
    assert (programme.clinic, programme.created_by) == (cast.clinic, cast.ana.practitioner)
    assert Snapshot.objects.get(programme=programme).made_by == cast.ana


def test_the_questions_come_before_the_plan_unless_they_were_asked(cast: Cast, eva: Patient):
    template = make_template()
    choice = {"patient": eva.pk, "template": template.pk, "side": "left"}
    first = at(cast.ana).post(address("programme_add"), choice)["Location"]
    programme = eva.programmes.get()
    assert first.startswith(address("screening_add"))
    assert at(cast.ana).post(first, {})["Location"] == address("programme_build", programme)
    second = at(cast.ana).post(address("programme_add"), choice)["Location"]
    assert second == address("programme_build", eva.programmes.exclude(pk=programme.pk).get())


def test_a_programme_for_a_sore_knee_needs_its_side(cast: Cast, eva: Patient):
    choice = {"patient": eva.pk, "template": make_template().pk}
    for side in ("", "none"):
        answer = at(cast.ana).post(address("programme_add"), {**choice, "side": side})
        assert answer.status_code == 200
    assert "choose the side" in answer.content.decode()
    assert not eva.programmes.exists()


def test_a_warm_up_needs_no_side(cast: Cast, eva: Patient):
    template = make_template(kind="warm-up", condition=None)
    at(cast.ana).post(address("programme_add"), {"patient": eva.pk, "template": template.pk, "side": "none"})
    assert eva.programmes.get().side == ""


def test_a_programme_may_start_empty(cast: Cast, eva: Patient):
    choice = {"patient": eva.pk, "template": "empty", "side": "left"}
    assert at(cast.ana).post(address("programme_add"), choice).status_code == 200
    at(cast.ana).post(address("programme_add"), {**choice, "name": "Hip work"})
    programme = eva.programmes.get()
    assert (programme.name, [phase.name for phase in programme.phases.all()]) == ("Hip work", ["Phase 1"])


def test_an_archived_patient_gets_no_new_programme(cast: Cast, eva: Patient):
    eva.archive()
    choice = {"patient": eva.pk, "template": make_template().pk, "side": "left"}
    assert at(cast.ana).post(address("programme_add"), choice).status_code == 200
    assert not eva.programmes.exists()


def test_what_is_missing_stands_at_the_top_with_the_way_to_it(cast: Cast, eva: Patient):
    programme = make_programme(patient=eva, goal="", review_date=None)
    make_screening(programme)
    sign_off_everything(cast.ana.practitioner)
    page = shown(cast.ana, page_of(programme))
    assert "2 things to finish" in page
    assert '<a href="#id_goal">Write the patient&#x27;s goal in their own words.</a>' in page
    assert '<a href="#id_review_date">Set the day of the review.</a>' in page
    assert 'id="id_goal"' in page


def test_every_thing_to_finish_leads_to_where_it_is_finished(cast: Cast, eva: Patient):
    stop = make_patient_flag(label="Blood clot", group="stop")
    sign = make_red_flag(is_always_shown=True, urgency="emergency")
    make_shipped_rule("PR-001")
    eva.flags.add(stop)
    programme = make_programme(patient=eva, goal="", side="", practised_on=None, review_date=None)
    programme.phases.get().prescriptions.update(reps=None)
    screening = begin(eva, programme.condition, cast.ana.practitioner)
    screening.answers.filter(red_flag=sign).update(answer="yes")
    page = shown(cast.ana, page_of(programme))
    links = re.findall(r'<a href="([^"]+)">', page.split("plan-state")[1].split("</section>")[0])
    assert len(links) >= 8
    for link in links:
        if link.startswith("#"):
            assert f'id="{link[1:]}"' in page
        else:
            assert at(cast.ana).get(unescape(link)).status_code == 200, link


def test_a_dose_to_finish_leads_to_its_line(cast: Cast, programme: Programme):
    line = make_prescription(programme.phases.get(), dosage=Dosage(kind=Kind.REPS, sets=3))
    assert f'<a href="{address("prescription_change", line)}">' in shown(cast.ana, page_of(programme))
    assert "Say how many repetitions." in shown(cast.ana, page_of(programme))


def test_goal_days_and_dates_are_kept_with_a_snapshot(cast: Cast, programme: Programme):
    save(cast.ana, page_of(programme), goal="Dance again", session_days=["5", "1"], review_date="30/04/2026")
    programme.refresh_from_db()
    assert (programme.goal, programme.session_days, programme.review_date) == ("Dance again", [1, 5], date(2026, 4, 30))
    assert Snapshot.objects.get(programme=programme).data["goal"] == "Dance again"


def test_the_phase_in_force_is_chosen_by_a_person(cast: Cast, programme: Programme):
    second = make_phase(programme, name="Build")
    save(cast.ana, page_of(programme), current_phase=second.pk)
    programme.refresh_from_db()
    assert programme.current_phase == second


def test_patient_and_condition_of_a_programme_stay(cast: Cast, programme: Programme):
    other = make_patient(clinic=cast.clinic)
    save(cast.ana, page_of(programme), patient=other.pk, condition="")
    programme.refresh_from_db()
    assert (programme.patient.name, programme.condition is None) == ("Eva Holm", False)


def test_doses_are_read_as_the_patient_reads_them(cast: Cast, programme: Programme):
    assert "3 sets of 10 on each leg. Once a day, 3 days a week" in shown(cast.ana, page_of(programme))


def offer_on(programme: Programme) -> dict[str, object]:
    phase = programme.phases.get()
    optional = programme.template.phases.get().prescriptions.get(is_optional=True)
    return {"phase": phase.pk, "line": optional.pk}


def test_what_the_template_offers_is_added(cast: Cast, eva: Patient):
    programme = started(cast, eva)
    page = shown(cast.ana, page_of(programme))
    assert "The template offers 1 more" in page
    answer = at(cast.ana).post(address("programme_take-offer", programme), offer_on(programme))
    assert programme.phases.get().prescriptions.count() == 2
    assert answer["Location"].startswith(f"{page_of(programme)}#")
    assert "The template offers" not in shown(cast.ana, page_of(programme))
    assert Snapshot.objects.filter(programme=programme, made_by=cast.ana).exists()


def test_what_the_template_offers_takes_the_place_of_another(cast: Cast, eva: Patient):
    programme = started(cast, eva)
    required = programme.phases.get().prescriptions.get()
    assert f"Use instead of {required}" in shown(cast.ana, page_of(programme))
    at(cast.ana).post(address("programme_take-offer", programme), {**offer_on(programme), "replace": "1"})
    line = programme.phases.get().prescriptions.get()
    assert line.exercise != required.exercise


def test_what_the_template_does_not_offer_is_not_added(cast: Cast, eva: Patient):
    programme, elsewhere = started(cast, eva), started(cast, eva)
    answer = at(cast.ana).post(address("programme_take-offer", programme), offer_on(elsewhere))
    assert "offers this no longer" in messages_of(answer)
    assert programme.phases.get().prescriptions.count() == 1


def test_an_offer_pressed_twice_at_once_is_taken_up_once(cast: Cast, eva: Patient, monkeypatch: pytest.MonkeyPatch):
    programme = started(cast, eva)
    url, offer = address("programme_take-offer", programme), offer_on(programme)
    lock = Programme.objects.select_for_update

    def after_another_press() -> Any:
        monkeypatch.undo()
        at(cast.ana).post(url, offer)
        return lock()

    monkeypatch.setattr(Programme.objects, "select_for_update", after_another_press)
    assert "offers this no longer" in messages_of(at(cast.ana).post(url, offer))


def test_the_preview_is_marked_and_stores_nothing(cast: Cast, programme: Programme, monkeypatch: pytest.MonkeyPatch):
    asked = []
    monkeypatch.setattr(
        "programmes.admin.plan_page.preview_pdf", lambda row, **kwargs: asked.append((row.pk, kwargs)) or b"%PDF-1.7"
    )
    answer = at(cast.ana).get(address("programme_preview", programme))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('inline; filename="preview-')
    assert answer["X-Frame-Options"] == "DENY"
    assert asked == [(programme.pk, {"practitioner": cast.ana.practitioner})]
    assert not Handout.objects.exists()


def test_saving_may_lead_to_the_preview(cast: Cast, programme: Programme):
    answer = save(cast.ana, page_of(programme), goal="Dance", _preview="1")
    assert answer["Location"] == address("programme_preview", programme)
    programme.refresh_from_db()
    assert programme.goal == "Dance"


def test_saving_and_issuing_is_one_press(cast: Cast, programme: Programme):
    make_screening(programme)
    sign_off_everything(cast.ana.practitioner)
    answer = save(cast.ana, page_of(programme), goal="Dance again", _issue="1")
    handout = Handout.objects.get()
    assert (handout.version, handout.issued_by, handout.document["goal"]) == (1, cast.ana.practitioner, "Dance again")
    assert answer["Location"] == page_of(programme)
    assert address("handout_pdf", handout) in messages_of(answer)
    assert "Download version 1" in shown(cast.ana, page_of(programme))


def test_why_it_changes_is_asked_once_the_patient_holds_a_handout(cast: Cast, programme: Programme):
    assert 'name="change_note"' not in shown(cast.ana, page_of(programme))
    handout = make_handout(programme)
    assert 'name="change_note"' in shown(cast.ana, page_of(programme))
    handout.withdraw(cast.ana.practitioner, "Wrong side")
    assert 'name="change_note"' not in shown(cast.ana, page_of(programme))


def test_why_it_changes_is_told_in_the_next_handout(cast: Cast, programme: Programme):
    make_screening(programme)
    sign_off_everything(cast.ana.practitioner)
    save(cast.ana, page_of(programme), _issue="1")
    save(cast.ana, page_of(programme), goal="Dance", change_note="Stairs no longer hurt.", _issue="1")
    assert Handout.objects.get(version=2).document["change_reason"] == "Stairs no longer hurt."
    programme.refresh_from_db()
    assert programme.change_note == ""


def test_nothing_is_issued_while_there_is_something_to_finish(cast: Cast, programme: Programme):
    answer = save(cast.ana, page_of(programme), goal="", _issue="1")
    assert "Not issued: 2 things to finish." in messages_of(answer)
    assert not Handout.objects.exists()


def test_nothing_is_issued_from_a_form_with_an_error(cast: Cast, programme: Programme):
    make_screening(programme)
    sign_off_everything(cast.ana.practitioner)
    answer = save(cast.ana, page_of(programme), review_date="soon", _issue="1")
    assert answer.status_code == 200
    assert not Handout.objects.exists()


def test_whoever_works_at_no_clinic_issues_nothing(cast: Cast, programme: Programme):
    make_screening(programme)
    sign_off_everything(cast.ana.practitioner)
    assert "Save and issue" not in shown(cast.sue, page_of(programme))
    answer = save(cast.sue, page_of(programme), _issue="1")
    assert "issued by a practitioner" in messages_of(answer)
    assert not Handout.objects.exists()


def test_a_programme_somebody_was_given_is_not_deleted(cast: Cast, programme: Programme):
    assert "deletelink" in shown(cast.ana, page_of(programme))
    make_handout(programme)
    assert "deletelink" not in shown(cast.ana, page_of(programme))
    assert at(cast.ana).post(address("programme_delete", programme), {"post": "yes"}).status_code == 403


def test_a_programme_nobody_was_given_may_be_deleted(cast: Cast, programme: Programme):
    at(cast.ana).post(address("programme_delete", programme), {"post": "yes"})
    assert not Programme.objects.filter(pk=programme.pk).exists()


def test_the_history_says_who_changed_what(cast: Cast, programme: Programme):
    line = programme.phases.get().prescriptions.get()
    save(cast.ana, page_of(programme), goal="Dance")
    save(cast.ben, page_of(programme), goal="Sing", session_days=["1"], review_date="30/04/2026")
    save(cast.ana, address("prescription_change", line), shorthand="4x8")
    page = shown(cast.rita, address("programme_history", programme))
    assert "Goal: Dance → Sing" in page
    assert "Days: – → Monday" in page
    assert "Review date: 30 Mar 2026 → 30 Apr 2026" in page
    assert f"Settle: {line.exercise}, dose: 3x10 r60 t1 d3 → 4x8 r60 t1 d3" in page
    assert page.index("4x8") < page.index("Goal: Dance → Sing")


def test_the_history_names_what_came_and_what_went(cast: Cast, programme: Programme):
    line = programme.phases.get().prescriptions.get()
    save(cast.ana, page_of(programme), goal="Dance")
    url = f"{address('prescription_add')}?phase={programme.phases.get().pk}"
    at(cast.ben).post(url, {"exercise": make_exercise(name="Bridge").pk, "shorthand": "", "side": ""})
    at(cast.ana).post(address("prescription_delete", line), {"post": "yes"})
    page = shown(cast.ana, address("programme_history", programme))
    assert "Settle: Bridge added, 3x10 r60 t1 d3" in page
    assert f"Settle: {line.exercise} removed" in page


def test_the_admin_and_the_clinics_log_agree_on_who_did_it(cast: Cast, programme: Programme):
    make_screening(programme)
    sign_off_everything(cast.ana.practitioner)
    save(cast.ben, page_of(programme), _issue="1")
    assert Snapshot.objects.get(at_issue=True).made_by == cast.ben
    assert "Handed out" in shown(cast.ana, address("programme_history", programme))


def test_a_current_phase_taken_away_leaves_the_first(cast: Cast, programme: Programme):
    second = make_phase(programme)
    save(cast.ana, page_of(programme), current_phase=second.pk)
    at(cast.ana).post(address("phase_delete", second), {"post": "yes"})
    programme.refresh_from_db()
    assert programme.current_phase is None
    assert form_on(shown(cast.ana, page_of(programme)))["goal"] == ["Run 5 km with my daughter"]
