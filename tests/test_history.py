"""Every change of clinic data is kept: who, when, before and after. Each model says how, and is held to it."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from programmes.admin.site import workbench
from programmes.editing import record
from programmes.models import (
    AccessRecord,
    ClinicianCopy,
    EmergencyServices,
    Erasure,
    Exercise,
    Handout,
    KeptHandout,
    Kit,
    KitNeed,
    Measure,
    Phase,
    PhaseAdvice,
    Prescription,
    Programme,
    Purpose,
    Removal,
    Rendition,
    Responsibility,
    Review,
    RunningPlan,
    Snapshot,
    Source,
    Stage,
    Template,
)
from programmes.models.programme.kept import programme_as_kept
from programmes.models.safety import Override
from tests.addresses import LIBRARY
from tests.cast import Cast, make_cast
from tests.factories import (
    make_exercise,
    make_handout,
    make_kit,
    make_patient,
    make_programme,
    make_running_plan,
    make_source,
    make_template,
)
from tests.workbench import address, at, save, shown

pytestmark = pytest.mark.django_db

# A snapshot of the whole programme, per editor and ten minutes and at issue.
SNAPSHOT = {Programme, Template, Phase, PhaseAdvice, Prescription, RunningPlan, Stage}
# Made once, by one person at one moment that stand in the row; never changed, never deleted.
MADE_ONCE = {
    AccessRecord,
    Removal,
    Erasure,
    KeptHandout,
    Handout,
    Rendition,
    ClinicianCopy,
    Responsibility,
    Review,
    Snapshot,
}
# No data of a clinic, or made anew from what is.
NONE = {
    "Goal": "added in the patient's words and taken away by nobody; the programme's log says by whom",
    "RunLog": "the patient's own run, theirs to delete; what a practitioner wrote down stands in the programme's log",
    "Score": "the programme's log says who kept or took away which score",
    "SessionLog": "the patient's own words, theirs to delete; what is copied from paper stands in the programme's log",
    "ShareLink": "whatever happens to it has a column of its own: made, revoked and by whom",
    "Favourite": "what one person keeps at hand",
    "Invitation": "whatever happens to it has a column of its own: by whom, sent, accepted, revoked",
    "Language": "of the shared library: only `load_library` writes it",
    "IdempotentAnswer": "what was answered, for a day: never changed once it is whole",
    "Opening": "the last few patients one person opened: written by looking",
    "Phrasebook": "of the shared library: only `load_library` writes it",
    "Batch": "begun once; what became of each handout stands in its rows",
    "BatchItem": "its state, when and why stand in the row, and the handout it led to never changes",
    "SearchEntry": "an index made from the exercises",
    "SearchWord": "an index made from the exercises",
}


def our_models() -> list[type[models.Model]]:
    every = apps.get_app_config("programmes").get_models()
    return [model for model in every if not hasattr(model, "history_user_id") and "Historical" not in model.__name__]


def has_history(model: Any) -> bool:
    return hasattr(model, "history")


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_model_says_how_its_changes_are_kept(model: type[models.Model]):
    ways = [has_history(model), model in SNAPSHOT, model in MADE_ONCE, model.__name__ in NONE]
    assert ways.count(True) == 1, f"{model.__name__}: give it HistoricalRecords(), or say here how its changes are kept"


# What a history leaves out: a secret, a day that says nothing of a change, and what each version says of itself.
NOT_KEPT = {"ApiToken": {"digest", "last_used_on"}, "Patient": {"created_at", "changed_at"}}


@pytest.mark.parametrize("model", [model for model in our_models() if has_history(model)], ids=lambda m: m.__name__)
def test_a_history_keeps_every_column_and_every_link(model: Any):
    kept = {field.name for field in model.history.model._meta.get_fields()}
    columns = {field.name for field in model._meta.concrete_fields} - NOT_KEPT.get(model.__name__, set())
    assert columns <= kept
    links = {field.name for field in model.history.model._history_m2m_fields}
    assert {field.name for field in model._meta.local_many_to_many} == links


@pytest.mark.parametrize(
    "model", [model for model in our_models() if has_history(model) and model in workbench._registry]
)
def test_whatever_has_a_history_has_a_page_that_shows_it(model: Any):
    assert hasattr(workbench._registry[model], "history_form_view")


@pytest.mark.parametrize("model", sorted(MADE_ONCE, key=lambda model: model.__name__), ids=lambda m: m.__name__)
def test_what_is_made_once_is_changed_and_deleted_by_nobody(model: Any):
    cast = make_cast()
    page = workbench._registry.get(model)
    for user in (cast.olga, cast.ana, cast.rita):
        name = model._meta.model_name
        assert not user.has_perm(f"programmes.change_{name}")
        assert not user.has_perm(f"programmes.delete_{name}")
    if page is not None:
        request = type("Request", (), {"user": cast.sue})()
        assert not page.has_delete_permission(request)


# What is not in a snapshot, and why.
LEFT_OUT = {
    Programme: {
        "id": "says which programme it is of",
        "clinic": "never changes",
        "created_at": "never changes",
        "created_by": "never changes",
        "changed_at": "is the moment of the snapshot",
        "ours": "of the shared library: no page changes it",
    },
    Phase: {
        "id": "made anew with a copy",
        "programme": "is what it is part of",
        "position": "is its place in the list",
    },
    Prescription: {
        "phase": "is what it is part of",
        "position": "is its place in the list",
        "replaces": "set once, when the line is made",
    },
    Stage: {"id": "made anew with a copy", "plan": "is what it is part of"},
    RunningPlan: {"id": "made anew with a copy", "programme": "is what it is part of"},
}


def test_a_snapshot_holds_whatever_can_be_changed_of_a_programme():
    template = make_template()
    make_running_plan(template)
    kept = programme_as_kept(Programme.objects.with_rows().get(pk=template.pk))
    phase = kept["phases"][0]
    places = {
        Programme: kept,
        Phase: phase,
        Prescription: {**phase["prescriptions"][0], **_columns_of_a_dose()},
        RunningPlan: kept["running_plan"],
        Stage: kept["running_plan"]["stages"][0],
    }
    for model, place in places.items():
        fields = {field.name for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many)}
        assert fields - set(place) - set(LEFT_OUT[model]) == set(), model


def _columns_of_a_dose() -> dict[str, Any]:
    """A dose stands in the snapshot as one value."""
    from programmes.models.dose import Dosed

    return {field.name: ... for field in Dosed._meta.get_fields()}


def test_a_changed_stage_is_in_the_history_with_before_and_after(cast: Cast):
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    plan = make_running_plan(programme)
    record(programme, cast.ben)
    stage = plan.stages.first()
    stage.run_seconds = 777
    stage.save()
    record(programme, cast.ana)
    page = shown(cast.rita, address("programme_history", programme))
    assert f"Stage {stage.number}, run (seconds): " in page
    assert "→ 777" in page


def test_a_plan_that_goes_is_in_the_history(cast: Cast):
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    plan = make_running_plan(programme)
    record(programme, cast.ben)
    plan.delete()
    record(programme, cast.ana)
    assert "Way back to running removed" in shown(cast.rita, address("programme_history", programme))


def test_an_older_snapshot_that_says_less_is_still_read(cast: Cast):
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    older = record(programme, cast.ben).snapshots.get()
    for name in ("running_plan", "sources", "is_retired", "total_weeks_min"):
        older.data.pop(name, None)
    older.save()
    make_running_plan(programme)
    programme.goal = "Stairs"
    programme.save()
    record(programme, cast.ana)
    page = shown(cast.rita, address("programme_history", programme))
    assert "Stairs" in page
    assert "Way back" not in page


def test_a_template_keeps_what_it_rests_on_before_and_after(cast: Cast):
    template = Template.objects.get(pk=make_template(clinic=cast.clinic).pk)
    record(template, cast.ben)
    template.sources.set([make_source(clinic=cast.clinic, slug="new-paper")])
    record(template, cast.ana)
    assert "Sources:" in shown(cast.rita, address("template_history", template))


def test_an_own_copy_of_a_template_begins_with_a_snapshot(cast: Cast):
    shared = Template.objects.get(pk=make_template().pk)
    at(cast.ana).post(address("template_make-own-copy", shared))
    assert Template.objects.get(clinic=cast.clinic).snapshots.get().made_by == cast.ana


def test_a_retired_template_says_who_retired_it(cast: Cast):
    template = Template.objects.get(pk=make_template(clinic=cast.clinic).pk)
    at(cast.ana).post(address("template_retire", template))
    kept = template.snapshots.get()
    assert (kept.data["is_retired"], kept.made_by) == (True, cast.ana)


@pytest.mark.parametrize("kind", ["kit", "purpose", "source"])
def test_a_change_of_a_library_list_says_who_and_what_it_was(cast: Cast, kind: str):
    row = LIBRARY[kind](clinic=cast.clinic, slug="ours")
    name = "title" if kind == "source" else "name"
    was = getattr(row, name)
    save(cast.ana, address(f"{kind}_change", row), **{name: "Said anew"})
    last = row.history.first()
    assert (getattr(last, name), last.history_user) == ("Said anew", cast.ana)
    assert getattr(last.prev_record, name) == was


def test_the_kit_an_exercise_needs_has_a_history_with_what_will_do():
    need = KitNeed.objects.create(exercise=make_exercise())
    need.any_of.set([make_kit(slug="band")])
    assert [link.kit.slug for link in need.history.first().any_of.all()] == ["band"]


def test_what_a_handout_was_cannot_be_saved_over():
    handout = make_handout(make_programme())
    with pytest.raises(Exception, match="not edited"):
        handout.save()


def test_a_reason_to_go_on_is_kept_with_every_word():
    assert has_history(Override)
    assert {Kit, Purpose, Source, Measure, EmergencyServices, Exercise} <= {m for m in our_models() if has_history(m)}


def test_a_deleted_programme_is_kept_as_it_was(cast: Cast):
    programme = make_programme(patient=make_patient(clinic=cast.clinic, name="Eva Holm"), goal="Climb the stairs")
    at(cast.ben).post(address("programme_delete", programme), {"post": "yes"})
    assert not Programme.objects.filter(pk=programme.pk).exists()
    gone = Removal.objects.get()
    assert (gone.removed_by, gone.removed_by_name, gone.programme_id) == (cast.ben, "Ben", programme.pk)
    page = shown(cast.rita, address("removal_change", gone))
    assert "Climb the stairs" in page
    assert "Eva Holm" in shown(cast.rita, address("removal_changelist"))
    assert at(cast.carla).get(address("removal_change", gone)).status_code == 404
