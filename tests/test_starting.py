import pytest
from django.core.exceptions import ValidationError

from programmes.models import Programme, RunningPlan, Stage
from programmes.starting import offers, start_from, take_up
from tests.factories import (
    make_clinic,
    make_exercise,
    make_patient,
    make_phase,
    make_practitioner,
    make_prescription,
    make_programme,
    make_template,
)

pytestmark = pytest.mark.django_db


def start(template: Programme, **kwargs) -> Programme:
    practitioner = make_practitioner()
    patient = make_patient(clinic=practitioner.clinic)
    return start_from(template, patient=patient, practitioner=practitioner, **kwargs)


def test_a_started_programme_has_the_required_lines_only():
    template = make_template(phases=2)
    programme = start(template)
    assert [phase.prescriptions.count() for phase in programme.phases.all()] == [1, 1]


def test_a_started_programme_remembers_template_and_version():
    template = make_template(version="abc")
    programme = start(template, side="left")
    assert (programme.template, programme.template_version, programme.side) == (template, "abc", "left")
    assert (programme.slug, programme.version) == ("", "")


def test_dose_and_side_are_copied_as_they_are():
    template = make_template()
    programme = start(template)
    theirs, ours = template.phases.get().prescriptions.first(), programme.phases.get().prescriptions.get()
    assert ours.dosage == theirs.dosage
    assert ours.side == theirs.side
    assert ours.pk != theirs.pk


def test_changing_the_template_later_leaves_the_programme_alone():
    template = make_template()
    programme = start(template)
    template.phases.get().prescriptions.update(sets=9)
    assert programme.phases.get().prescriptions.get().sets == 3


def test_the_clinics_own_exercise_stands_in_for_the_shared_one():
    practitioner = make_practitioner()
    template = make_template()
    shared = template.phases.get().prescriptions.first().exercise
    own = make_exercise(slug=shared.slug, clinic=practitioner.clinic)
    programme = start_from(template, patient=make_patient(clinic=practitioner.clinic), practitioner=practitioner)
    assert programme.phases.get().prescriptions.get().exercise == own


def test_another_clinics_copy_is_never_used():
    template = make_template()
    shared = template.phases.get().prescriptions.first().exercise
    make_exercise(slug=shared.slug, clinic=make_clinic())
    assert start(template).phases.get().prescriptions.get().exercise == shared


def test_the_walk_run_ladder_is_copied():
    template = make_template(kind="return-to-running", phases=1)
    plan = RunningPlan.objects.create(programme=template, entry_criteria=[{"text": "No swelling"}])
    Stage.objects.create(plan=plan, number=1, name="Walk 4, run 1", kind="interval", walk_seconds=240, run_seconds=60)
    copy = start(template).running_plan
    assert copy != plan
    assert copy.entry_criteria == [{"text": "No swelling"}]
    assert [(stage.number, stage.walk_seconds) for stage in copy.stages.all()] == [(1, 240)]


def test_a_programme_of_a_patient_is_no_template():
    programme = make_programme()
    with pytest.raises(ValidationError, match="not a template"):
        start_from(programme, patient=programme.patient, practitioner=None)


def test_another_clinics_template_cannot_be_started_from():
    with pytest.raises(ValidationError, match="another clinic"):
        start(make_template(clinic=make_clinic()))
    assert not Programme.objects.for_patients().exists()


def test_optional_lines_wait_as_offers():
    programme = start(make_template())
    (offer,) = offers(programme)
    assert offer.line.is_optional
    assert offer.phase == programme.phases.get()
    assert offer.instead_of == programme.phases.get().prescriptions.get()


def test_a_taken_up_offer_is_added_at_the_end_and_offered_no_more():
    programme = start(make_template())
    (offer,) = offers(programme)
    line = take_up(offer)
    assert list(programme.phases.get().prescriptions.all())[-1] == line
    assert (line.is_optional, line.replaces) == (False, "")
    assert offers(programme) == []


def test_use_instead_of_takes_the_place_of_the_line():
    template = make_template()
    make_prescription(template.phases.get())
    programme = start(template)
    (offer,) = offers(programme)
    before = offer.instead_of.exercise.slug
    line = take_up(offer, replace=True)
    lines = list(programme.phases.get().prescriptions.all())
    assert len(lines) == 2
    assert lines[0] == line
    assert line.replaces == before


def test_a_phase_that_the_template_does_not_know_has_no_offers():
    programme = start(make_template())
    programme.phases.all().delete()
    make_phase(programme, slug="our-own")
    assert offers(programme) == []
