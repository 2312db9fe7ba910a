"""Erasing a patient: all of it or nothing, history and access log along, and a line in the list of erasures."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from programmes.models import (
    AccessRecord,
    BatchItem,
    Erasure,
    Goal,
    Handout,
    IdempotentAnswer,
    KeptHandout,
    Opening,
    Override,
    Patient,
    Programme,
    Removal,
    Responsibility,
    RunLog,
    Score,
    Screening,
    SessionLog,
    ShareLink,
    Snapshot,
)
from programmes.rights import erasures, held
from programmes.rights.free_text import EMPTY, make_empty

Mode = Erasure.Mode
# What is counted out to whoever asks, before and after.
COUNTED = (Screening, Programme, Handout, Snapshot)


@dataclass(frozen=True)
class Plan:
    """What goes: how many rows of each kind. `kept_handouts`: of how many handouts version, dates and hash stay."""

    goes: dict[str, int]
    kept_handouts: int
    versions: int
    looks: int


def plan_of(patient: Patient) -> Plan:
    """Return what erasing *patient* would take away. Changes nothing."""
    return Plan(
        {str(model._meta.verbose_name_plural): held.rows(model, patient).count() for model in COUNTED},
        len(_to_keep(patient)),
        sum(versions.count() for versions in held.histories(patient)),
        held.rows(AccessRecord, patient).count(),
    )


def erase(
    patient: Patient, *, mode: str, user: Any = None, at: datetime | None = None, is_listed: bool = False
) -> Plan:
    """Erase *patient*, or leave what leads to nobody, and return what went.

    *user* is None for whoever runs the machine. *is_listed*: the list of erasures says so already, *at* that time.
    Raises NotListed when the list cannot be written; then nothing is erased.
    """
    with transaction.atomic():
        patient = Patient.objects.select_for_update(of=("self",)).select_related("clinic").get(pk=patient.pk)
        plan, programmes = plan_of(patient), held.programmes_ever(patient)
        _keep_handouts(patient)
        _forget(patient)
        if mode == Mode.ANONYMISE:
            _leave_rest_to_nobody(patient)
        _delete(patient, programmes)
        erasure = _note(patient, mode, user, at)
        if not is_listed:
            # Last: what is in the list was erased, but for the moment in which the database itself fails.
            erasures.add(erasure)
    return plan


def years_before(moment: datetime, years: int) -> datetime:
    """Return the same day so many years earlier, the 28th for a 29th of February."""
    year = moment.year - years
    return moment.replace(year=year, day=min(moment.day, calendar.monthrange(year, moment.month)[1]))


def _to_keep(patient: Patient) -> list[Handout]:
    """Return the handouts of which the clinic keeps the record for longer, by what it says itself."""
    years = patient.clinic.handout_retention_years
    if years is None:
        return []
    since = years_before(timezone.now(), years)
    rows = held.rows(Handout, patient).filter(issued_at__gte=since).defer("document")
    return list(rows.prefetch_related("renditions"))


def _keep_handouts(patient: Patient) -> None:
    for handout in _to_keep(patient):
        hashes = [
            {"layout": made.layout, "paper": made.paper, "sha256": made.sha256}
            for made in handout.renditions.defer("pdf").order_by("pk")
        ]
        KeptHandout.objects.create(
            id=handout.pk,
            clinic=patient.clinic,
            version=handout.version,
            issued_at=handout.issued_at,
            withdrawn_at=handout.withdrawn_at,
            schema_version=handout.schema_version,
            library_version=handout.library_version,
            paper=handout.paper,
            hashes=hashes,
        )


def _forget(patient: Patient) -> None:
    """Delete what was said, given and seen: the workbench's log first, as its lines are found by the rows."""
    held.log_entries(patient).delete()
    AccessRecord.objects.cut(patient.pk)
    said = (Score, Goal, SessionLog, RunLog, ShareLink)
    gone = (Opening, IdempotentAnswer, Removal, BatchItem, Handout, Snapshot, Override, Responsibility)
    for model in (*said, *gone):
        held.rows(model, patient).delete()


def _leave_rest_to_nobody(patient: Patient) -> None:
    """Give programmes and screenings, without a word that was typed, to somebody new of whom nothing is known."""
    for model in EMPTY:
        make_empty(model, held.rows(model, patient))
    nobody = Patient(
        clinic=patient.clinic,
        name_on_handout=Patient.NameOnHandout.NONE,
        information_need=patient.information_need,
        language=patient.language,
        discharged_at=patient.discharged_at,
        archived_at=timezone.now(),
    )
    nobody.save()
    nobody.flags.set(patient.flags.all())
    nobody.kit_at_home.set(patient.kit_at_home.all())
    for model in (Programme, Screening):
        held.rows(model, patient).update(patient=nobody)


def _delete(patient: Patient, programmes: Collection[Any]) -> None:
    """Delete the rows that are left; then every version of them, with those that their deletion wrote."""
    held.rows(Programme, patient).delete()
    Patient.objects.filter(pk=patient.pk).delete()
    for versions in reversed(list(held.histories(patient, programmes))):
        for links in held.links_of_histories(versions):
            links.delete()
        versions.delete()


def _note(patient: Patient, mode: str, user: Any, at: datetime | None) -> Erasure:
    practitioner = getattr(user, "practitioner", None)
    erasure, _made = Erasure.objects.update_or_create(
        patient_id=patient.pk,
        defaults={
            "clinic": patient.clinic,
            "mode": mode,
            "at": at or timezone.now(),
            "by": user,
            "by_name": practitioner.name if practitioner else (user.get_username() if user else ""),
        },
    )
    AccessRecord.objects.note(AccessRecord.Kind.ERASED, user, patient.clinic_id)
    return erasure
