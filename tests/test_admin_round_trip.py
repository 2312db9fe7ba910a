"""Saving a form without touching it changes nothing, whatever the shipped content holds."""

from typing import Any

import pytest
from django.core.management import call_command

from programmes.models import (
    Advice,
    Condition,
    EmergencyServices,
    Exercise,
    Measure,
    PainRule,
    PatientFlag,
    Phase,
    ProgrammeKind,
    RedFlag,
    Rule,
    RunningPlan,
    Source,
    Template,
)
from programmes.own_copy import own_copy, own_template
from tests.cast import Cast, make_cast
from tests.workbench import address, messages_of, save

pytestmark = pytest.mark.django_db
LIBRARY = (
    Advice,
    Condition,
    EmergencyServices,
    Exercise,
    Measure,
    PainRule,
    PatientFlag,
    ProgrammeKind,
    RedFlag,
    Rule,
    Source,
)
# Every so-manieth row is enough of the long lists.
EVERY = {Exercise: 13, Rule: 9, Advice: 9, RedFlag: 8, PatientFlag: 20, Source: 30, Measure: 3, EmergencyServices: 3}


@pytest.fixture
def cast() -> Cast:
    call_command("load_library", verbosity=0)
    return make_cast()


def stored(row: Any) -> dict[str, Any]:
    """Return the columns and links of a row and of the rows inside it."""
    row = type(row)._base_manager.get(pk=row.pk)
    columns = (field for field in row._meta.concrete_fields if field.name != "changed_at")
    values = {field.name: getattr(row, field.attname) for field in columns}
    links = {field.name: set(getattr(row, field.name).all()) for field in row._meta.many_to_many}
    names = [name for name in ("texts", "kit_needs", "stages", "advice_lines") if hasattr(row, name)]
    inside = [stored(line) for name in names for line in getattr(row, name).all()]
    return {**values, **links, "inside": inside}


def unchanged(cast: Cast, row: Any) -> None:
    before, name = stored(row), row._meta.model_name
    answer = save(cast.ana, address(f"{name}_change", row))
    assert answer.status_code == 302, (row, answer.context["errors"])
    assert stored(row) == before, row
    assert "success" in messages_of(answer)


def test_library_forms_sent_as_they_are_shown_change_nothing(cast: Cast):
    for model in LIBRARY:
        for row in model.objects.filter(clinic=None)[:: EVERY.get(model, 1)]:
            unchanged(cast, own_copy(row, cast.clinic))


def test_plan_forms_sent_as_they_are_shown_change_nothing(cast: Cast):
    for shared in Template.objects.filter(clinic=None):
        template = own_template(shared, cast.clinic)
        for phase in Phase.objects.filter(programme=template)[:1]:
            unchanged(cast, phase)
            unchanged(cast, phase.prescriptions.first())
        for plan in RunningPlan.objects.filter(programme=template):
            unchanged(cast, plan)
        unchanged(cast, template)
