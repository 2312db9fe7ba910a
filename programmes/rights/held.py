"""All that is held about a patient: one list, which the export reads and the erasure empties.

A model that leads to a patient and is not in it fails a test.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from programmes.models import (
    AccessRecord,
    BatchItem,
    ClinicianCopy,
    Goal,
    Handout,
    IdempotentAnswer,
    Opening,
    Override,
    Patient,
    Phase,
    PhaseAdvice,
    Prescription,
    Programme,
    Removal,
    Rendition,
    Responsibility,
    RunLog,
    RunningPlan,
    Score,
    Screening,
    ScreeningAnswer,
    SessionLog,
    ShareLink,
    Snapshot,
    Stage,
)

# The way from each row to the patient, in the order a person reads it.
WAYS: dict[type[Model], str] = {
    Patient: "pk",
    Screening: "patient",
    ScreeningAnswer: "screening__patient",
    Programme: "patient",
    Phase: "programme__patient",
    PhaseAdvice: "phase__programme__patient",
    Prescription: "phase__programme__patient",
    RunningPlan: "programme__patient",
    Stage: "plan__programme__patient",
    RunLog: "plan__programme__patient",
    Override: "programme__patient",
    Responsibility: "programme__patient",
    Snapshot: "programme__patient",
    Goal: "programme__patient",
    Score: "programme__patient",
    SessionLog: "programme__patient",
    ShareLink: "programme__patient",
    Handout: "programme__patient",
    Rendition: "handout__programme__patient",
    ClinicianCopy: "handout__programme__patient",
    BatchItem: "patient",
    Opening: "patient",
    IdempotentAnswer: "patient",
    Removal: "patient",
    AccessRecord: "patient_id",
}


def rows(model: type[Model], patient: Patient) -> QuerySet[Any]:
    return model._default_manager.filter(**{WAYS[model]: patient.pk})


def histories(patient: Patient, programmes: Collection[Any] | None = None) -> Iterator[QuerySet[Any]]:
    """Yield the versions of the patient's rows that simple-history keeps, of rows that are gone too.

    *programmes*: the ids that `programmes_ever` found, once the rows that it finds them by are gone.
    """
    ids = programmes_ever(patient) if programmes is None else programmes
    screenings = Screening.history.filter(patient_id=patient.pk)
    yield Patient.history.filter(id=patient.pk)
    yield screenings
    yield ScreeningAnswer.history.filter(screening_id__in=screenings.values("id"))
    yield Override.history.filter(programme_id__in=ids)


def links_of_histories(versions: QuerySet[Any]) -> Iterator[QuerySet[Any]]:
    """Yield what the versions were linked to: flags and kit, which simple-history keeps in tables beside."""
    for relation in versions.model._meta.related_objects:
        yield relation.related_model._default_manager.filter(history__in=versions.values("pk"))


def log_entries(patient: Patient) -> QuerySet[LogEntry]:
    """Return what the workbench's own log says of the patient's rows: it writes names into each line."""
    keys: dict[type[Model], Collection[Any]] = {
        model: rows(model, patient).values_list("pk", flat=True)
        for model in (Patient, Screening, Handout, Phase, Prescription, RunningPlan)
    }
    wanted = Q(pk__in=())
    for model, pks in {**keys, Programme: programmes_ever(patient)}.items():
        kind = ContentType.objects.get_for_model(model)
        wanted |= Q(content_type=kind, object_id__in=[str(pk) for pk in pks])
    return LogEntry.objects.filter(wanted)


def programmes_ever(patient: Patient) -> set[Any]:
    """Return the ids of the patient's programmes, and of those that were deleted."""
    deleted = rows(Removal, patient).values_list("programme_id", flat=True)
    return {*rows(Programme, patient).values_list("pk", flat=True), *deleted}
