import pytest
from django.core.exceptions import ValidationError

from programmes.copies import as_template, copy_for
from programmes.models import Patient, Programme, Template
from programmes.sides import Side, turned
from programmes.starting import start_from
from tests.cast import Cast
from tests.factories import (
    make_patient,
    make_patient_flag,
    make_phase,
    make_prescription,
    make_programme,
    make_template,
)
from tests.workbench import address, at, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast: Cast) -> Programme:
    programme = make_programme(
        patient=make_patient(clinic=cast.clinic, name="Eva Holm"),
        change_note="Stairs no longer hurt",
        session_days=[1, 3],
        where="the living room",
        template=make_template(slug="tpl-knee"),
    )
    later = make_phase(programme, name="Later")
    make_prescription(later, side="left", note="As you did with the dog", practitioner_note="Eva is scared of it")
    programme.current_phase = later
    programme.save()
    return programme


@pytest.fixture
def other(cast: Cast) -> Patient:
    return make_patient(clinic=cast.clinic, name="Tom Reid")


@pytest.mark.parametrize(
    ("side", "was", "now", "then"),
    [
        ("left", "left", "right", "right"),
        ("right", "left", "right", "left"),
        ("left", "left", "both", "each"),
        ("left", "left", "left", "left"),
        ("left", "", "right", "left"),
        ("left", "both", "right", "left"),
        ("each", "left", "right", "each"),
        ("together", "left", "both", "together"),
    ],
)
def test_a_line_for_one_leg_follows_the_sore_side(side: str, was: str, now: str, then: str):
    assert turned(Side(side), was, now) == then


def test_another_patient_gets_the_exercises_and_nothing_that_was_agreed(
    cast: Cast, programme: Programme, other: Patient
):
    copy = copy_for(programme, patient=other, practitioner=cast.ben.practitioner, side="right")
    assert [phase.name for phase in copy.phases.all()] == ["Settle", "Later"]
    assert (copy.goal, copy.where, copy.session_days, copy.change_note) == ("", "", [], "")
    assert (copy.review_date, copy.practised_on, copy.current_phase) == (None, None, None)
    line = copy.phases.last().prescriptions.get()
    assert (line.side, line.note, line.practitioner_note) == ("right", "As you did with the dog", "")
    assert (copy.created_by, copy.patient) == (cast.ben.practitioner, other)


def test_a_copy_remembers_the_template_and_whom_it_is_not_for(cast: Cast, programme: Programme, other: Patient):
    flag = make_patient_flag()
    programme.not_for_flags.add(flag)
    copy = copy_for(programme, patient=other, practitioner=cast.ana.practitioner)
    assert (copy.template, list(copy.not_for_flags.all())) == (programme.template, [flag])


def test_the_same_patients_next_programme_keeps_what_still_holds(cast: Cast, programme: Programme):
    copy = copy_for(programme, patient=programme.patient, practitioner=cast.ana.practitioner, side="left")
    assert (copy.goal, copy.where, copy.session_days) == (programme.goal, "the living room", [1, 3])
    assert copy.current_phase == copy.phases.last()
    assert (copy.review_date, copy.practised_on, copy.change_note) == (None, None, "")
    assert copy.phases.last().prescriptions.get().practitioner_note == "Eva is scared of it"


def test_changing_a_copy_leaves_the_first_alone(cast: Cast, programme: Programme, other: Patient):
    copy = copy_for(programme, patient=other, practitioner=cast.ana.practitioner)
    copy.phases.last().prescriptions.all().delete()
    assert programme.phases.last().prescriptions.count() == 1


def test_no_copy_goes_to_another_clinic(cast: Cast, programme: Programme):
    with pytest.raises(ValidationError, match="another clinic"):
        copy_for(programme, patient=make_patient(clinic=cast.other_clinic), practitioner=None)
    assert Programme.objects.for_patients().count() == 1


def test_a_programme_becomes_a_template_without_what_is_the_patients(cast: Cast, programme: Programme):
    template = as_template(programme, name="Knee, our way", practitioner=cast.ana.practitioner)
    assert (template.slug, template.clinic, template.patient) == ("knee-our-way", cast.clinic, None)
    assert (template.goal, template.where, template.practised_on) == ("", "", None)
    assert template.phases.last().prescriptions.get().practitioner_note == ""


def test_started_for_the_other_knee_a_saved_template_turns_round(cast: Cast, programme: Programme, other: Patient):
    template = as_template(programme, name="Knee, our way", practitioner=cast.ana.practitioner)
    right = start_from(template, patient=other, practitioner=cast.ana.practitioner, side="right")
    assert right.phases.last().prescriptions.get().side == "right"


def test_no_saved_template_stands_in_for_another_by_its_name(cast: Cast, programme: Programme):
    make_template(slug="knee")
    make_template(slug="knee-2", clinic=cast.clinic)
    assert as_template(programme, name="Knee", practitioner=cast.ana.practitioner).slug == "knee-3"


def test_a_template_is_saved_from_the_builder_under_a_name(cast: Cast, programme: Programme):
    page = address("programme_save-as-template", programme)
    assert address("programme_save-as-template", programme) in shown(cast.ana, address("programme_build", programme))
    answer = at(cast.ana).post(page, {"name": "Ours"})
    template = Template.objects.get(name="Ours")
    assert answer["Location"] == address("template_build", template)
    assert template.snapshots.get().made_by == cast.ana


@pytest.mark.parametrize("who", ["rita", "carla", "stan"])
def test_nobody_else_saves_a_template_or_copies(cast: Cast, programme: Programme, who: str):
    user = getattr(cast, who)
    assert at(user).post(address("programme_save-as-template", programme), {"name": "Ours"}).status_code in (403, 404)
    choice = {"patient": programme.patient.pk, "template": f"copy:{programme.pk}", "side": "left"}
    at(user).post(f"{address('programme_add')}?copy={programme.pk}", choice)
    assert Programme.objects.count() == 2


def test_a_programme_is_copied_for_another_patient_by_the_start_form(cast: Cast, programme: Programme, other: Patient):
    start = f"{address('programme_add')}?copy={programme.pk}"
    assert f"copy:{programme.pk}" in shown(cast.ana, start)
    choice = {"patient": other.pk, "template": f"copy:{programme.pk}", "side": "right", "goal": "Walk far"}
    at(cast.ana).post(start, choice)
    copy = other.programmes.get()
    assert (copy.goal, copy.side) == ("Walk far", "right")


def test_the_start_form_offers_the_patients_last_programmes(cast: Cast, programme: Programme):
    assert f"copy:{programme.pk}" in shown(cast.ana, f"{address('programme_add')}?patient={programme.patient.pk}")


def test_what_was_agreed_at_the_start_is_put_down(cast: Cast, other: Patient):
    template = make_template()
    agreed = {"goal": "Walk far", "practised": "on", "review_date": "2026-04-01"}
    choice = {"patient": other.pk, "template": template.pk, "side": "left", **agreed}
    at(cast.ana).post(address("programme_add"), choice)
    programme = other.programmes.get()
    assert (programme.goal, str(programme.review_date)) == ("Walk far", "2026-04-01")
    assert programme.practised_on is not None
