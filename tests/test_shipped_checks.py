"""What the checks say of the shipped templates: nothing that is not so."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from programmes.content.load import load_library
from programmes.handout import gate
from programmes.handout.checks import budget
from programmes.models import Patient, Programme
from programmes.precautions import Level
from programmes.starting import start_from
from tests import shipped
from tests.factories import make_patient, make_practitioner

SLUGS = shipped.ids("templates")
VARIANTS = [
    (item["slug"], variant["id"]) for item in shipped.items("templates") for variant in item.get("variants", ())
]


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: object) -> Iterator[Patient]:
    """Load the library once, with a patient to start programmes for; all of it is rolled back in the end."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        load_library()
        yield make_patient()
        transaction.set_rollback(True)


def fetched(slug: str) -> Programme:
    return Programme.objects.shared_templates().with_lines().get(slug=slug)


def test_all_seven_templates_are_asked():
    assert len(SLUGS) == 7


@pytest.mark.parametrize("slug", SLUGS)
def test_a_shipped_template_is_whole_and_has_no_finding_above_info(library: Patient, slug: str):
    verdict = gate.judge(fetched(slug), flags=[])
    assert verdict.gaps == ()
    assert verdict.percent == 100
    assert [finding for finding in verdict.findings if finding.level > Level.INFO] == []
    assert not verdict.keeps_it


@pytest.mark.parametrize("slug", SLUGS)
def test_a_programme_started_from_a_template_has_only_its_own_fields_to_fill(library: Patient, slug: str):
    practitioner = make_practitioner(clinic=library.clinic)
    started = start_from(fetched(slug), patient=library, practitioner=practitioner, side="left")
    verdict = gate.judge(Programme.objects.with_lines().get(pk=started.pk), practitioner=practitioner)
    assert {gap.code for gap in verdict.gaps} <= {"no-goal", "not-practised", "no-review", "no-screening"}
    assert [finding for finding in verdict.findings if finding.level > Level.INFO] == []


@pytest.mark.parametrize(("slug", "variant"), VARIANTS)
def test_a_variant_of_a_template_raises_no_alarm(library: Patient, slug: str, variant: str):
    started = start_from(fetched(slug), patient=library, practitioner=None, side="left", variant=variant)
    programme = Programme.objects.with_lines().get(pk=started.pk)
    for phase in programme.phases.all():
        programme.current_phase = phase
        found = gate.judge(programme).findings
        assert [finding for finding in found if finding.level > Level.INFO] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_long_session_of_a_shipped_template_gives_its_reason_and_a_shorter_one_none(library: Patient, slug: str):
    for found in budget.budgets(fetched(slug)):
        assert bool(found.reason) == found.is_too_long
