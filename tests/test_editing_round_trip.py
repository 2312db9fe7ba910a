"""A programme as JSON comes back equal, whatever it holds."""

from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.editing import add_programme, programme_as_json
from programmes.models import Clinic, Programme
from programmes.starting import start_from
from tests import shipped
from tests.doses import whole_doses
from tests.editing import make_clinic_with_library, numbered
from tests.factories import (
    make_clinic,
    make_condition,
    make_pain_rule,
    make_patient,
    make_patient_flag,
    make_phase,
    make_prescription,
    make_programme,
    make_running_plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def clinic() -> Clinic:
    return make_clinic_with_library()


@pytest.mark.parametrize("slug", shipped.ids("templates"))
def test_each_shipped_template_comes_back_equal(slug: str):
    call_command("load_library", verbosity=0)
    template = Programme.objects.shared_templates().get(slug=slug)
    plain = programme_as_json(template)
    clinic = make_clinic()
    assert numbered(programme_as_json(add_programme(plain, clinic=clinic))) == numbered(plain)
    started = start_from(template, patient=make_patient(clinic=clinic), practitioner=None, side="left")
    theirs = programme_as_json(started)
    copy = add_programme(theirs, clinic=clinic, patient=make_patient(clinic=clinic))
    assert numbered(programme_as_json(copy)) == numbered(theirs)


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0{}"), max_size=30)
counts = st.none() | st.integers(0, 20)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_programme_comes_back_equal(clinic: Clinic, data: st.DataObject):
    def some(strategy: st.SearchStrategy[Any]) -> Any:
        return data.draw(strategy)

    programme = make_programme(
        patient=make_patient(clinic=clinic),
        condition=some(st.sampled_from([None, make_condition()])),
        session_days=some(st.lists(st.integers(1, 7), unique=True)),
        goal=some(texts),
        where=some(texts),
        review_date=some(st.none() | st.dates()),
        adjuncts=["Walk"] if some(st.booleans()) else [],
    )
    for _number in range(some(st.integers(0, 2))):
        rules = st.sampled_from([None, make_pain_rule()])
        phase = make_phase(programme, goal=some(texts), weeks_min=some(counts), running_pain_rule=some(rules))
        for _line in range(some(st.integers(0, 3))):
            before = [None, *phase.prescriptions.all()]
            make_prescription(
                phase, dosage=some(whole_doses()), note=some(texts), instead_of=some(st.sampled_from(before))
            )
    if some(st.booleans()):
        make_running_plan(programme)
    programme.current_phase = some(st.sampled_from([None, *programme.phases.all()]))
    programme.not_for_flags.add(*[make_patient_flag() for _ in range(some(st.integers(0, 2)))])
    programme.save()
    plain = programme_as_json(Programme.objects.with_lines().get(pk=programme.pk))
    copy = add_programme(plain, clinic=clinic, patient=make_patient(clinic=clinic))
    assert numbered(programme_as_json(copy)) == numbered(plain)
