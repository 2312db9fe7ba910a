"""The shipped templates before the gate: clear for a patient without flags, shut for those they are not for."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from programmes.handout.gate import judge
from programmes.handout.verdict import Verdict
from programmes.models import Patient, PatientFlag, Practitioner, Programme
from programmes.precautions import Level
from programmes.screening import begin
from programmes.starting import start_from
from tests import shipped
from tests.factories import make_patient, make_practitioner

TEMPLATES = shipped.ids("templates")
STOPS = ("hot-swollen-joint", "suspected-dvt", "suspected-fracture")
NOT_FOR = [(item["slug"], flag) for item in shipped.items("templates") for flag in item["not_for_flags"]]


@pytest.fixture(scope="module")
def practitioner(django_db_setup: None, django_db_blocker: object) -> Iterator[Practitioner]:
    """Load the library once; all of it is rolled back in the end."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        call_command("load_library", verbosity=0)
        yield make_practitioner()
        transaction.set_rollback(True)


def ready(slug: str, practitioner: Practitioner) -> Programme:
    """Return a finished programme from the template, of a patient who answered no to everything."""
    patient: Patient = make_patient(clinic=practitioner.clinic)
    template = Programme.objects.shared_templates().get(slug=slug)
    side = "left" if template.kind == Programme.Kind.CONDITION else ""
    programme = start_from(template, patient=patient, practitioner=practitioner, side=side)
    programme.goal, programme.practised_on = "Run again", date.today()
    programme.review_date = date.today() + timedelta(weeks=4)
    programme.save()
    begin(patient, programme.condition, practitioner, answer="no")
    return programme


def judged(programme: Programme, *flags: str) -> Verdict:
    programme.patient.flags.set(PatientFlag.objects.shared().filter(slug__in=flags))
    return judge(Programme.objects.with_lines().get(pk=programme.pk))


@pytest.mark.parametrize("slug", TEMPLATES)
def test_nothing_stands_against_a_shipped_template_for_a_patient_without_flags(slug: str, practitioner: Practitioner):
    verdict = judged(ready(slug, practitioner))
    assert verdict.gaps == ()
    # How long a session takes is weighed with the reason that the template brings along.
    found = [finding for finding in verdict.findings if not finding.code.startswith("budget-")]
    assert {finding.code for finding in found if finding.level > Level.INFO} == set()


@pytest.mark.parametrize("flag", STOPS)
@pytest.mark.parametrize("slug", TEMPLATES)
def test_what_stops_all_exercise_stops_every_template(slug: str, flag: str, practitioner: Practitioner):
    verdict = judged(ready(slug, practitioner), flag)
    assert "stop-flag" in {finding.code for finding in verdict.stops}
    assert verdict.keeps_it


@pytest.mark.parametrize(("slug", "flag"), NOT_FOR)
def test_a_template_is_stopped_by_what_it_is_not_for(slug: str, flag: str, practitioner: Practitioner):
    verdict = judged(ready(slug, practitioner), flag)
    assert verdict.stops
    assert verdict.keeps_it


@pytest.mark.parametrize("slug", TEMPLATES)
def test_a_locked_knee_stops_every_template(slug: str, practitioner: Practitioner):
    verdict = judged(ready(slug, practitioner), "locked-knee")
    assert [finding.code for finding in verdict.stops] == ["not-for-flag"]
    assert "SR-010" in {finding.code for finding in verdict.unanswered}
