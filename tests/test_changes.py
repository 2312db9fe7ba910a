"""When a programme counts as changed: whenever anything in it is."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from programmes.models import Programme
from tests.factories import make_advice, make_phase, make_prescription, make_programme, make_running_plan

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def programme() -> Programme:
    programme = make_programme()
    make_running_plan(programme)
    programme.phases.get().advice_lines.create(advice=make_advice())
    Programme.objects.update(changed_at=LONG_AGO)
    return programme


def line(programme: Programme):
    return programme.phases.get().prescriptions.get()


@pytest.mark.parametrize(
    "change",
    [
        lambda programme: programme.save(),
        lambda programme: programme.phases.get().save(),
        lambda programme: programme.phases.get().delete(),
        lambda programme: make_phase(programme),
        lambda programme: line(programme).save(),
        lambda programme: line(programme).delete(),
        lambda programme: programme.phases.get().prescriptions.all().delete(),
        lambda programme: make_prescription(programme.phases.get()),
        lambda programme: programme.phases.get().advice_lines.get().delete(),
        lambda programme: programme.running_plan.save(),
        lambda programme: programme.running_plan.stages.get().save(),
        lambda programme: programme.running_plan.delete(),
    ],
)
def test_a_change_of_a_part_is_a_change_of_the_programme(programme: Programme, change: Callable[[Programme], object]):
    change(programme)
    programme.refresh_from_db()
    assert programme.changed_at > LONG_AGO


def test_a_change_of_another_programme_is_not(programme: Programme):
    line(make_programme()).save()
    programme.refresh_from_db()
    assert programme.changed_at == LONG_AGO


def test_a_programme_can_be_deleted_with_all_its_parts(programme: Programme):
    programme.delete()
    assert not Programme.objects.filter(pk=programme.pk).exists()
