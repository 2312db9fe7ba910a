"""Who may do what. The admin, the API and every later door ask here, and nowhere else.

Three questions, because any one alone leaks: which rows are shown (`visible`), may this person do this
to this row (the `rules` permissions below), and which rows may a form point at (`choices`).
"""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Model, QuerySet

from programmes.models import (
    AccessRecord,
    Advice,
    ApiToken,
    Batch,
    BatchItem,
    Clinic,
    Condition,
    EmergencyServices,
    Erasure,
    Exercise,
    ExercisePicture,
    ExerciseText,
    Favourite,
    Goal,
    Handout,
    Invitation,
    KeptHandout,
    Kit,
    KitNeed,
    Measure,
    Override,
    PainRule,
    Patient,
    PatientFlag,
    Phase,
    PhaseAdvice,
    Practitioner,
    Prescription,
    Programme,
    ProgrammeKind,
    Purpose,
    RedFlag,
    Removal,
    Responsibility,
    Review,
    Rule,
    RunLog,
    RunningPlan,
    Score,
    Screening,
    ScreeningAnswer,
    SessionLog,
    ShareLink,
    Snapshot,
    Source,
    Stage,
    Template,
)
from programmes.models.library.item import LibraryItem, LibraryQuerySet

LIBRARY: tuple[type[LibraryItem], ...] = (
    Advice,
    Condition,
    Exercise,
    Kit,
    Measure,
    PainRule,
    PatientFlag,
    ProgrammeKind,
    Purpose,
    RedFlag,
    Rule,
    Source,
)


def practitioner_of(user: Any) -> Practitioner | None:
    """Return who *user* is at a clinic; None for somebody without one. Queries once."""
    return getattr(user, "practitioner", None) if user.is_authenticated else None


def clinic_of(user: Any) -> Clinic | None:
    practitioner = practitioner_of(user)
    return practitioner.clinic if practitioner else None


def practitioner_for(user: Any, row: Any) -> Practitioner | None:
    """Return who *user* is at the clinic of *row*: nobody signs there in the name of another clinic."""
    practitioner = practitioner_of(user)
    return practitioner if practitioner is not None and in_own_clinic(user, row) else None


def clinic_of_row(row: Any) -> Clinic | None:
    """Return the clinic a row belongs to; None for the shared library."""
    if isinstance(row, Clinic):
        return row
    for owner in (
        "programme",
        "plan",
        "phase",
        "patient",
        "practitioner",
        "exercise",
        "screening",
        "handout",
        "batch",
    ):
        if not hasattr(row, "clinic_id") and hasattr(row, owner):
            return clinic_of_row(getattr(row, owner))
    return row.clinic


def visible(model: type[Model], user: Any) -> QuerySet[Any]:
    """Return the rows of *model* that *user* may see."""
    if model is ExerciseText:
        return ExerciseText.objects.filter(exercise__in=Exercise.objects.visible_to(user))
    return model._default_manager.visible_to(user)


def choices(model: type[Model], user: Any) -> QuerySet[Any]:
    """Return the rows of *model* that *user* may point at in a form: visible, and still in use."""
    rows = visible(model, user)
    if isinstance(rows, LibraryQuerySet):
        clinic = clinic_of(user)
        return rows.for_clinic(clinic).in_use() if clinic or not user.is_superuser else rows.in_use()
    return rows


@rules.predicate
def works_at_a_clinic(user: Any, row: Any = None) -> bool:
    return user.is_active and practitioner_of(user) is not None


@rules.predicate
def may_write(user: Any, row: Any = None) -> bool:
    practitioner = practitioner_of(user)
    return practitioner is not None and practitioner.role != Practitioner.Role.READER


@rules.predicate
def runs_the_clinic(user: Any, row: Any = None) -> bool:
    practitioner = practitioner_of(user)
    return practitioner is not None and practitioner.role == Practitioner.Role.OWNER


@rules.predicate
def in_own_clinic(user: Any, row: Any) -> bool:
    """True when no row is asked about: which rows are shown is the queryset's business."""
    if row is None:
        return True
    clinic = clinic_of_row(row)
    return clinic is not None and clinic == clinic_of(user)


@rules.predicate
def shared_or_own(user: Any, row: Any) -> bool:
    return row is None or clinic_of_row(row) is None or in_own_clinic(user, row)


@rules.predicate
def keeps_it(user: Any, row: Any) -> bool:
    """True of a favourite for whoever keeps it: nobody tidies another's."""
    return row is None or row.practitioner == practitioner_of(user)


@rules.predicate
def holds_it(user: Any, row: Any) -> bool:
    return row is None or row.user_id == user.pk


SEE_OWN = works_at_a_clinic & in_own_clinic
SEE_SHARED_OR_OWN = works_at_a_clinic & shared_or_own
CHANGE_OWN = may_write & in_own_clinic
RUN_OWN = runs_the_clinic & in_own_clinic
NEVER = rules.always_deny


def _permit(model: type[Model], **predicates: Any) -> None:
    for action, predicate in predicates.items():
        rules.add_perm(f"programmes.{action}_{model._meta.model_name}", predicate)


# Library rows are retired, patients archived: deleting either would tear a hole in old programmes.
for _model in (*LIBRARY, EmergencyServices, ExerciseText, KitNeed):
    _permit(_model, view=SEE_SHARED_OR_OWN, add=may_write, change=CHANGE_OWN, delete=NEVER)
_permit(ExercisePicture, view=SEE_SHARED_OR_OWN, add=may_write, change=CHANGE_OWN, delete=CHANGE_OWN)
_permit(Patient, view=SEE_OWN, add=may_write, change=CHANGE_OWN, delete=NEVER)
_permit(Screening, view=SEE_OWN, add=may_write, change=CHANGE_OWN, delete=NEVER)
_permit(ScreeningAnswer, view=SEE_OWN, add=may_write, change=CHANGE_OWN, delete=NEVER)
for _model in (Programme, Template, Phase, PhaseAdvice, Prescription, RunningPlan, Stage):
    _permit(_model, view=SEE_SHARED_OR_OWN, add=may_write, change=CHANGE_OWN, delete=CHANGE_OWN)
_permit(Favourite, view=SEE_OWN, add=works_at_a_clinic, change=NEVER, delete=works_at_a_clinic & keeps_it)
_permit(Programme, start=may_write & shared_or_own, issue=CHANGE_OWN)
_permit(Handout, view=SEE_OWN, add=NEVER, change=NEVER, delete=NEVER, withdraw=CHANGE_OWN)
# A reader looks at what went out to many; going on with it is issuing.
for _model in (Batch, BatchItem):
    _permit(_model, view=SEE_OWN, add=may_write, change=NEVER, delete=NEVER)
_permit(Batch, carry_on=CHANGE_OWN)
_permit(Snapshot, view=SEE_OWN, add=NEVER, change=NEVER, delete=NEVER)
_permit(Removal, view=SEE_OWN, add=NEVER, change=NEVER, delete=NEVER)
_permit(Override, view=SEE_OWN, add=may_write, change=NEVER, delete=NEVER)
_permit(Responsibility, view=SEE_OWN, add=may_write, change=NEVER, delete=NEVER)
_permit(SessionLog, view=SEE_OWN, add=may_write, change=NEVER, delete=CHANGE_OWN)
for _model in (Goal, RunLog, Score):
    _permit(_model, view=SEE_OWN, add=may_write, change=NEVER, delete=CHANGE_OWN)
_permit(ShareLink, view=SEE_OWN, add=may_write, change=NEVER, delete=NEVER, revoke=CHANGE_OWN)
_permit(Review, view=SEE_OWN, add=may_write, change=NEVER, delete=NEVER)
_MAY_STOP = SEE_OWN & (holds_it | runs_the_clinic)
_permit(ApiToken, view=_MAY_STOP, add=works_at_a_clinic, change=NEVER, delete=_MAY_STOP)
_permit(Patient, export=CHANGE_OWN, erase=RUN_OWN)
for _model in (Erasure, KeptHandout):
    _permit(_model, view=RUN_OWN, add=NEVER, change=NEVER, delete=NEVER)
_permit(AccessRecord, view=RUN_OWN, add=NEVER, change=NEVER, delete=NEVER)
_permit(Clinic, view=SEE_OWN, add=NEVER, change=RUN_OWN, delete=NEVER)
_permit(Practitioner, view=SEE_OWN, add=NEVER, change=RUN_OWN, delete=NEVER)
_permit(Invitation, view=RUN_OWN, add=runs_the_clinic, change=NEVER, delete=NEVER, manage=RUN_OWN)
