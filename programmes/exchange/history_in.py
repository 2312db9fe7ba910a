"""Earlier versions, and the workbench's own log, on their way in: none that speaks of a row of somebody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models

from programmes.archive.insert import insert, insert_one
from programmes.exchange import kinds, people, versions
from programmes.exchange.kinds import Kind
from programmes.exchange.names import NAMED, Taken
from programmes.exchange.parts import Parts
from programmes.exchange.refusal import refuse
from programmes.exchange.row import pointed_at, values_of
from programmes.exchange.rows_in import listed
from programmes.exchange.shape import Shape, points_at
from programmes.exchange.sink import database_told
from programmes.models import Clinic, ExercisePicture, Programme, ScreeningAnswer, Template

# A version of a row whose key the database counts is found by these.
_KNOWN_BY: dict[Any, tuple[str, ...]] = {
    ScreeningAnswer: ("screening_id", "red_flag_id", "patient_flag_id"),
    ExercisePicture: ("exercise_id", "frame"),
}
_LOG = Shape(
    LogEntry,
    {
        "at": LogEntry._meta.get_field("action_time"),
        "by": LogEntry._meta.get_field("user"),
        "id": LogEntry._meta.get_field("object_id"),
        "what": LogEntry._meta.get_field("action_flag"),
        "name": LogEntry._meta.get_field("object_repr"),
        "message": LogEntry._meta.get_field("change_message"),
    },
    {},
)


class HistoryIn:
    """Reads what is left once all rows are in the database."""

    def __init__(self, parts: Parts, names: Taken, clinic: Clinic) -> None:
        self._parts, self._names, self._clinic = parts, names, clinic

    def read(self) -> None:
        for kind in kinds.VERSIONED:
            self._versions(kind)
        self._log()

    def _versions(self, kind: Kind) -> None:
        history, shape, links = versions.history_of(kind), versions.shape(kind), versions.links_of(kind)
        fields = [field for field in history._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
        keys = _keys(kind) if kind.model in _KNOWN_BY else {}
        linked: dict[str, list[dict[str, Any]]] = {name: [] for name in links}
        for where, plain in self._parts.rows(kinds.VERSIONS_FOLDER + kind.part):
            values = values_of(plain, shape, where, self._pointing, links)
            values.update(self._more(kind, values, keys, where))
            row = history(**values)
            with database_told(where):
                key = insert_one(history, fields, row)
            for name, (_table, field) in links.items():
                place = f"{where}: {name}"
                for said in listed(plain.get(name, []), place):
                    other = pointed_at(field, said, place, self._pointing)
                    linked[name].append(
                        {**_link_of(links[name][0], kind, row), "history_id": key, field.attname: other}
                    )
        for name, (table, _field) in links.items():
            columns = [each for each in table._meta.local_concrete_fields if not isinstance(each, models.AutoField)]
            insert(table, columns, (table(**values) for values in linked[name]))

    def _more(self, kind: Kind, values: dict[str, Any], keys: dict[Any, Any], where: str) -> dict[str, Any]:
        """Return whose the version is, and of which row."""
        more = {"clinic_id": self._clinic.pk} if kind.way == "clinic" else {}
        if kind.model in _KNOWN_BY:
            # Of one that is gone only what it was is known.
            more["id"] = keys.get(tuple(values[name] for name in _KNOWN_BY[kind.model]), 0)
        elif kind.model is Clinic and values["id"] != self._clinic.pk:
            raise refuse(f"{where}: id", "is another clinic")
        elif self._is_of_somebody_else(kind.model, values["id"]):
            raise refuse(f"{where}: id", "is a row that is here already, and not of this clinic")
        return more

    def _pointing(self, field: Any, name: str) -> Any:
        pk = self._names.of(field, name, may_be_gone=True)
        model = points_at(field)
        is_by_id = isinstance(pk, UUID) and (model not in NAMED or model is Programme)
        if is_by_id and self._is_of_somebody_else(model, pk):
            raise LookupError(name)
        return pk

    def _is_of_somebody_else(self, model: Any, pk: UUID) -> bool:
        return not self._names.knows(model, pk) and bool(model._base_manager.filter(pk=pk).exists())

    def _log(self) -> None:
        types = {model._meta.model_name: model for model in people.LOGGED}
        columns = [field for field in LogEntry._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
        rows = []
        for where, plain in self._parts.rows(kinds.WORKBENCH_LOG):
            values = values_of(plain, _LOG, where, self._names.of, ("kind",))
            kind = plain.get("kind")
            model = types.get(kind) if isinstance(kind, str) else None
            if model is None:
                raise refuse(f"{where}: kind", "is none of those that are logged")
            if not self._is_ours(model, values["object_id"]):
                raise refuse(f"{where}: id", "is no row of this clinic")
            content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
            rows.append(LogEntry(**values, content_type=content_type))
        with database_told(kinds.WORKBENCH_LOG):
            insert(LogEntry, columns, rows)

    def _is_ours(self, model: Any, key: Any) -> bool:
        try:
            pk = UUID(key)
        except (TypeError, ValueError):
            return False
        return self._names.knows(Programme if model is Template else model, pk)


def _keys(kind: Kind) -> dict[Any, Any]:
    """Return the keys of rows by what they are known by."""
    columns = _KNOWN_BY[kind.model]
    return {tuple(row[1:]): row[0] for row in kind.model.objects.values_list("pk", *columns)}


def _link_of(table: Any, kind: Kind, row: Any) -> dict[str, Any]:
    """Return what a kept link says of the row that it was of; the key that the link itself had says nothing here."""
    own = next(field for field in table._meta.fields if field.is_relation and points_at(field) is kind.model)
    return {own.attname: row.id, "id": 0}
