"""Rows of a file on their way in: each held against its columns, its links followed, and the rows inside it along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from programmes.exchange.contents import refuse_odd_contents
from programmes.exchange.kinds import Kind
from programmes.exchange.names import SHARED, Taken
from programmes.exchange.refusal import refuse
from programmes.exchange.row import Plain, pointed_at, values_of
from programmes.exchange.shape import Shape, shape_of
from programmes.exchange.sink import Sink
from programmes.models import Clinic


class RowsIn:
    """Takes rows of any kind. What a row inside another has in a part of its own is for whoever knows the parts."""

    def __init__(self, sink: Sink, names: Taken) -> None:
        self.sink, self.names = sink, names

    def of_clinic(self, field: Any, name: str) -> Any:
        """Return the key that a row of the clinic points at."""
        return self.names.of(field, name)

    def of_library(self, field: Any, name: str) -> Any:
        """Return the key that a shared row points at."""
        return self.names.of(field, name, of_library=True)

    def put(
        self,
        kind: Kind,
        plain: Any,
        where: str,
        *,
        clinic: Clinic | None,
        is_shared: bool = False,
        more: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Take a row with what hangs on it, and return its values.

        *is_shared*: it stands in the file as a row of the shared library. *more* are values beside its columns.
        """
        pointing = self.of_library if is_shared else self.of_clinic
        shape = shape_of(kind.model, kind.left_out, is_shared=is_shared)
        beside = (*shape.links, *kind.nested)
        values = values_of(plain, shape, where, pointing, beside)
        refuse_odd_contents(kind.model, values, where)
        key = self._key(kind.model, values, where)
        values.update({**self._owner(kind.model, clinic), **(more or {})})
        self.sink.put(kind.model, values, where, kind.unique)
        self.link(shape, plain, where, key, pointing)
        for name, inner in kind.nested.items():
            self._inside(inner, plain.get(name, []), f"{where}: {name}", key, pointing, is_shared=is_shared)
        return values

    def _inside(self, kind: Kind, rows: Any, where: str, parent: Any, pointing: Any, *, is_shared: bool) -> None:
        shape = shape_of(kind.model, kind.left_out | {kind.way}, is_shared=is_shared)
        column = kind.model._meta.get_field(kind.way).attname
        for at, plain in enumerate(listed(rows, where)):
            place = f"{where}[{at}]"
            more = self.beside(kind, parent, plain, place)
            if more is None:
                continue
            values = values_of(plain, shape, place, pointing, (*shape.links, *self.keys_beside(kind)))
            refuse_odd_contents(kind.model, values, place)
            key = self._key(kind.model, values, place)
            self.sink.put(kind.model, {**values, **more, column: parent}, place)
            self.link(shape, plain, place, key, pointing)

    def keys_beside(self, kind: Kind) -> tuple[str, ...]:
        """Return the keys of a row inside another that are no columns."""
        return ()

    def beside(self, kind: Kind, parent: Any, plain: Any, where: str) -> dict[str, Any] | None:
        """Return what a row inside another has beside its columns; None to leave it out."""
        return {}

    def _key(self, model: Any, values: dict[str, Any], where: str) -> Any:
        """Return the key, which stands once; None for one that the database counts."""
        column = model._meta.pk
        key = values.get(column.attname)
        if isinstance(key, UUID) and not self.names.is_here(model, key):
            raise refuse(f"{where}: {column.name}", "stands twice")
        return key

    @staticmethod
    def _owner(model: Any, clinic: Clinic | None) -> dict[str, Any]:
        has_one = any(field.name == "clinic" for field in model._meta.concrete_fields)
        return {"clinic_id": clinic.pk if clinic else None} if has_one else {}

    def link(self, shape: Shape, plain: Plain, where: str, key: Any, pointing: Any) -> None:
        for name, field in shape.links.items():
            place, through = f"{where}: {name}", field.remote_field.through
            source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
            others = [pointed_at(field, said, place, pointing) for said in listed(plain.get(name, []), place)]
            for other in dict.fromkeys(others):
                self.sink.put(through, {source: key, target: other}, place)


def listed(plain: Any, where: str) -> list[Any]:
    if not isinstance(plain, list):
        raise refuse(where, "must be a list")
    return plain


def short_name(plain: Any, where: str) -> str:
    """Return the short name of a row of the library. Raises Refused."""
    slug = plain.get("slug") if isinstance(plain, dict) else None
    if not isinstance(slug, str) or not slug or slug.startswith(SHARED):
        raise refuse(f"{where}: slug", "is missing, or no short name")
    return slug


def id_of(plain: Any, where: str) -> UUID:
    """Return the id of a row that is not read yet. Raises Refused."""
    try:
        return UUID(plain["id"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise refuse(f"{where}: id", "is missing, or no id") from None
