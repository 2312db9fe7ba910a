"""Writing a programme from JSON: all of it in one transaction, or nothing and every reason why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, prefetch_related_objects
from django.utils.translation import gettext as _

from programmes.access import practitioner_of
from programmes.editing.before import Before
from programmes.editing.draft import Draft, draft_of
from programmes.editing.history import mark
from programmes.editing.problem import ChangedMeanwhile, Problem, Refused
from programmes.editing.rows import unstorable
from programmes.editing.shape import CHANGE, NEW
from programmes.models import (
    Clinic,
    Patient,
    Phase,
    PhaseAdvice,
    Prescription,
    Programme,
    RunningPlan,
    Snapshot,
    Stage,
)
from programmes.models.programme import rows_held
from programmes.shapes.faults import faults


def add_programme(data: Any, *, clinic: Clinic | None, patient: Patient | None = None, user: Any = None) -> Programme:
    """Return the new programme that *data* describes: for *patient*, or without one a template of *clinic*.

    *user* is None for whoever runs the machine. Raises PermissionDenied or Refused; then nothing is stored.
    """
    programme = Programme(clinic=clinic, patient=patient)
    _refuse_unless_allowed(user, programme)
    programme.created_by = practitioner_of(user) if user is not None else None
    _refuse_another_shape(data, NEW)
    with transaction.atomic():
        return _store(draft_of(programme, data, Before()), user)


def change_programme(programme: Programme, data: Any, *, user: Any, seen: datetime | None = None) -> Programme:
    """Return *programme* with what *data* says; a key that is left out leaves what is there.

    Phases and lines with the `id` of one of this programme's stay that row; those not named are deleted. *seen* is the
    `changed_at` that *data* was made from. Raises PermissionDenied, ChangedMeanwhile or Refused; then nothing is
    stored.
    """
    _refuse_unless_allowed(user, programme)
    _refuse_another_shape(data, CHANGE)
    with transaction.atomic():
        # Whoever changes it at the same moment waits here, and then finds that it was changed.
        programme = Programme.objects.with_own().select_for_update(of=("self",)).get(pk=programme.pk)
        if seen is not None and programme.changed_at != seen:
            raise ChangedMeanwhile(_("Somebody changed the programme meanwhile. Load it again."))
        return _store(draft_of(programme, data, Before.of(programme, data)), user)


def _refuse_unless_allowed(user: Any, programme: Programme) -> None:
    if user is not None and not user.has_perm("programmes.change_programme", programme):
        raise PermissionDenied(_("You may not change programmes here."))


def _refuse_another_shape(data: Any, validator: Any) -> None:
    problems = [Problem(path, reason) for path, reason in faults(validator, data)] or list(unstorable(data))
    if problems:
        raise Refused(problems)


def _store(draft: Draft, user: Any) -> Programme:
    if draft.problems:
        raise Refused(draft.problems)
    programme = draft.programme
    if programme._state.adding:
        # Its current phase may be a new one: the database looks at that when the transaction ends.
        programme.save()
    for name, rows in draft.many.items():
        getattr(programme, name).set(rows)
    if draft.phases is not None:
        _store_phases(draft)
    if draft.takes_plan:
        _store_plan(programme, draft)
    mark(programme)
    # Last, as a part that goes marks the programme as changed too: this moment is what the next save is made from.
    programme.save()
    prefetch_related_objects([programme], *rows_held())
    Snapshot.objects.record(programme, user)
    return programme


def _store_phases(draft: Draft) -> None:
    """A line may have moved to another phase, so lines are stored before a phase that is gone takes its own along."""
    _put(Phase, [row for row in draft.changed if isinstance(row, Phase)])
    _put(Prescription, [row for row in draft.changed if isinstance(row, Prescription)])
    if draft.gone_lines:
        Prescription.objects.filter(pk__in=draft.gone_lines).delete()
    if draft.advised:
        PhaseAdvice.objects.filter(phase__in=draft.advised).delete()
        PhaseAdvice.objects.bulk_create(draft.advice)
    if draft.gone_phases:
        Phase.objects.filter(pk__in=draft.gone_phases).delete()


def _store_plan(programme: Programme, draft: Draft) -> None:
    if draft.plan is None:
        RunningPlan.objects.filter(programme=programme).delete()
        return
    draft.plan.save()
    numbers = [stage.number for stage in draft.stages]
    Stage.objects.filter(plan=draft.plan).exclude(number__in=numbers).delete()
    _put(Stage, draft.stages, same=("plan", "number"))


def _put(model: type[Model], rows: Sequence[Model], same: tuple[str, ...] = ("id",)) -> None:
    """Store rows in one go, those that are there already and those that are not."""
    if not rows:
        return
    names = [field.name for field in model._meta.concrete_fields if field.name not in ("id", *same)]
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=same, update_fields=names)
