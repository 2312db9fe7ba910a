"""What simple-history keeps of a clinic's rows: each as it was, when, and who changed it. Of deleted rows too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from programmes.exchange.kinds import Kind
from programmes.exchange.row import Plain, plain_of
from programmes.exchange.shape import Shape, shape_of
from programmes.models import Clinic, Exercise, Patient, Programme, Removal, Screening

ROWS_AT_ONCE = 2000


def history_of(kind: Kind) -> Any:
    return kind.model.history.model


def shape(kind: Kind) -> Shape:
    return shape_of(history_of(kind), kind.left_out)


def links_of(kind: Kind) -> dict[str, tuple[Any, Any]]:
    """Return by the name of each many-to-many the model that keeps its links, and the column that says to what."""
    history = history_of(kind)
    # They are called after the table whose links they keep.
    tables = {relation.related_model.__name__: relation.related_model for relation in history._meta.related_objects}
    found = {}
    # Named by a set, which has another order in each process.
    for field in sorted(getattr(history, "_history_m2m_fields", ()), key=lambda field: field.name):
        table = tables[f"Historical{field.remote_field.through.__name__}"]
        found[field.name] = (table, table._meta.get_field(field.m2m_reverse_field_name()))
    return found


def of_clinic(kind: Kind, clinic: Clinic) -> QuerySet[Any]:
    """Return the versions, the first ones first."""
    rows = history_of(kind).objects.order_by("history_id")
    if kind.way in ("clinic", "id"):
        return rows.filter(**{kind.way: clinic.pk})
    return rows.filter(_WITHIN[kind.way](clinic))


def rows_of(kind: Kind, clinic: Clinic, names: Any) -> Iterator[Plain]:
    rows, columns = of_clinic(kind, clinic), shape(kind)
    links = {name: _links(table, field, rows) for name, (table, field) in links_of(kind).items()}
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        plain = plain_of(row, columns, names)
        for name, (_table, field) in links_of(kind).items():
            others = links[name].get(row.pk)
            if others:
                plain[name] = [names.of(field, pk) for pk in others]
        yield plain


def _links(table: Any, field: Any, rows: QuerySet[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    pairs = table.objects.filter(history__in=rows.order_by().values("pk")).order_by("pk")
    for pk, other in pairs.values_list("history_id", field.attname):
        found.setdefault(pk, []).append(other)
    return found


def _ever(model: Any, clinic: Clinic) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Return the keys of the clinic's rows, and of those that are gone."""
    return model.objects.filter(clinic=clinic).values("pk"), model.history.filter(clinic=clinic.pk).values("id")


def _within_patients(clinic: Clinic) -> Q:
    there, ever = _ever(Patient, clinic)
    return Q(patient_id__in=there) | Q(patient_id__in=ever)


def _within_screenings(clinic: Clinic) -> Q:
    screenings = Screening.history.filter(_within_patients(clinic)).values("id")
    return Q(screening_id__in=screenings) | Q(screening_id__in=Screening.objects.filter(patient__clinic=clinic))


def _within_programmes(clinic: Clinic) -> Q:
    deleted = Removal.objects.filter(clinic=clinic).values("programme_id")
    return Q(programme_id__in=Programme.objects.filter(clinic=clinic).values("pk")) | Q(programme_id__in=deleted)


def _within_exercises(clinic: Clinic) -> Q:
    there, ever = _ever(Exercise, clinic)
    return Q(exercise_id__in=there) | Q(exercise_id__in=ever)


_WITHIN = {
    "patient": _within_patients,
    "screening": _within_screenings,
    "programme": _within_programmes,
    "exercise": _within_exercises,
}
