"""Who did what: the log-ins that the clinic's rows name, and the workbench's own log.

No password, second factor or token is taken along. Whoever has a log-in at the clinic gets in with a new password.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from programmes.exchange import kinds, versions
from programmes.exchange.row import Plain, plain_of
from programmes.exchange.shape import shape_of
from programmes.models import (
    AccessRecord,
    Batch,
    Clinic,
    Erasure,
    Handout,
    Override,
    Patient,
    Phase,
    Practitioner,
    Prescription,
    Programme,
    Removal,
    Responsibility,
    Review,
    RunningPlan,
    Score,
    Screening,
    ShareLink,
    Snapshot,
    Template,
)

ROWS_AT_ONCE = 2000
# Where else a row says who, and the way from it to the clinic.
_WHO = (
    (Practitioner, "user", "clinic"),
    (Snapshot, "made_by", "programme__clinic"),
    (Removal, "removed_by", "clinic"),
    (Erasure, "by", "clinic"),
    (AccessRecord, "user", "clinic"),
)
# Rows that cannot be without a person, and the way from each to the clinic.
_NAMED = (
    *((Screening, "done_by", "patient__clinic"), (Review, "reviewed_by", "clinic")),
    *((model, "who", "programme__clinic") for model in (Override, Responsibility)),
    *((Score, "entered_by", "programme__clinic"), (ShareLink, "made_by", "programme__clinic")),
    *((Handout, "issued_by", "programme__clinic"), (Batch, "made_by", "clinic")),
)
# What the workbench's own log tells of, by its content type and the key of the row.
LOGGED: dict[Any, str] = {
    **{kind.model: "clinic" for kind in kinds.LIBRARY},
    **{Clinic: "pk", Practitioner: "clinic", Review: "clinic", Patient: "clinic", Batch: "clinic"},
    **{Programme: "clinic", Template: "clinic", Screening: "patient__clinic"},
    **{Handout: "programme__clinic", ShareLink: "programme__clinic", RunningPlan: "programme__clinic"},
    **{Phase: "programme__clinic", Prescription: "phase__programme__clinic"},
}


def of_clinic(clinic: Clinic) -> QuerySet[Practitioner]:
    """Return who works or worked at the clinic, and who did something there and was moved to another since."""
    named = [
        Q(pk__in=model._default_manager.filter(**{way: clinic}).order_by().values(column))
        for model, column, way in _NAMED
    ]
    return Practitioner.objects.filter(reduce(or_, named, Q(clinic=clinic)))


def users_of(clinic: Clinic) -> set[Any]:
    """Return the keys of the log-ins that the clinic's rows, versions and log name. Queries once a kind."""
    found: set[Any] = set()
    for model, column, way in _WHO:
        found.update(
            model._default_manager.filter(**{way: clinic.pk}).order_by().values_list(column, flat=True).distinct()
        )
    for kind in kinds.VERSIONED:
        rows = versions.of_clinic(kind, clinic).order_by()
        found.update(rows.values_list("history_user_id", flat=True).distinct())
    found.update(entry.user_id for entry in _entries(clinic))
    return found - {None}


def rows_of(everybody: QuerySet[Practitioner], clinic: Clinic, names: Any) -> Iterator[Plain]:
    for row in everybody.order_by("pk"):
        plain = plain_of(row, shape_of(Practitioner), names)
        if row.clinic_id != clinic.pk:
            plain.pop("user", None)
        yield plain


def log_ins(clinic: Clinic, names: dict[Any, str]) -> Iterator[Plain]:
    """Yield the log-ins by their names: of whoever has one at the clinic the address, of anybody else nothing more."""
    here = set(Practitioner.objects.filter(clinic=clinic).exclude(user=None).values_list("user_id", flat=True))
    rows = {user.pk: user for user in User.objects.filter(pk__in=here)}
    for pk, name in sorted(names.items(), key=lambda pair: pair[1]):
        user = rows.get(pk)
        more = {"email": user.email, "is_active": user.is_active} if user else {}
        yield {"user_name": name, **more}


def workbench_log(clinic: Clinic, names: dict[Any, str]) -> Iterator[Plain]:
    """Yield what the workbench noted of rows that are there, and of programmes that were deleted."""
    models = _models()
    for entry in _entries(clinic):
        yield {
            "at": entry.action_time.isoformat(),
            "by": names[entry.user_id],
            "kind": models[entry.content_type_id]._meta.model_name,
            "id": entry.object_id,
            "what": entry.action_flag,
            "name": entry.object_repr,
            "message": entry.change_message,
        }


def _entries(clinic: Clinic) -> Iterator[LogEntry]:
    keys = {model: _keys(model, way, clinic) for model, way in LOGGED.items()}
    models = _models()
    rows = LogEntry.objects.filter(content_type__in=models).order_by("pk")
    for entry in rows.iterator(chunk_size=ROWS_AT_ONCE):
        # Not asked of the database: the key of a row is text here, and each kind of database writes it otherwise.
        if entry.object_id in keys[models[entry.content_type_id]]:
            yield entry


def _models() -> dict[Any, Any]:
    return {ContentType.objects.get_for_model(model, for_concrete_model=False).pk: model for model in LOGGED}


def _keys(model: Any, way: str, clinic: Clinic) -> set[str]:
    keys = {str(pk) for pk in model._default_manager.filter(**{way: clinic.pk}).values_list("pk", flat=True)}
    if model in (Programme, Template):
        deleted = Removal.objects.filter(clinic=clinic).values_list("programme_id", flat=True)
        keys |= {str(pk) for pk in deleted}
    return keys
