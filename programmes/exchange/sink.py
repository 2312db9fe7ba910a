"""Rows on their way into the database: in batches, as they were, and none in the place of one that is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DataError, IntegrityError, models

from programmes.archive.insert import insert
from programmes.exchange.refusal import refuse
from programmes.exchange.shape import concrete

Values = dict[str, Any]
ROWS_AT_ONCE, BYTES_AT_ONCE = 100, 20_000_000


class Sink:
    """Takes rows as values by column. Foreign keys are held against each other by the caller, in the end."""

    def __init__(self) -> None:
        self._waiting: dict[Any, list[tuple[str, Values]]] = defaultdict(list)
        self._unique: dict[Any, tuple[str, ...]] = {}
        self._bytes = 0

    def put(self, model: Any, values: Values, where: str, unique: tuple[str, ...] = ()) -> None:
        """Take a row. *unique* are columns that must be free in the whole installation, as its key must be."""
        model = concrete(model)
        self._unique[model] = unique
        waiting = self._waiting[model]
        waiting.append((where, values))
        self._bytes += sum(len(value) for value in values.values() if isinstance(value, bytes))
        if len(waiting) >= ROWS_AT_ONCE:
            self._flush(model)
        elif self._bytes > BYTES_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        for model in list(self._waiting):
            self._flush(model)
        self._bytes = 0

    def _flush(self, model: Any) -> None:
        waiting = self._waiting.pop(model, [])
        if not waiting:
            return
        self._refuse_taken(model, waiting)
        fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
        rows = [model(**values) for _where, values in waiting]
        with database_told(waiting[0][0]):
            insert(model, fields, rows)

    def _refuse_taken(self, model: Any, waiting: list[tuple[str, Values]]) -> None:
        key = model._meta.pk
        columns = (key.attname, *self._unique[model]) if isinstance(key, models.UUIDField) else self._unique[model]
        for column in columns:
            wanted = {values[column]: where for where, values in waiting if values.get(column) is not None}
            rows = model._base_manager.filter(**{f"{column}__in": list(wanted)})
            taken = rows.values_list(column, flat=True).first() if wanted else None
            if taken is not None:
                name = model._meta.verbose_name
                raise refuse(wanted[taken], f"a {name} with this {column} is here already, and not of this clinic")


@contextmanager
def database_told(where: str) -> Iterator[None]:
    """Raise Refused for what the database does not take. What it quotes of a row is told nobody."""
    try:
        yield
    except (DataError, IntegrityError) as error:
        first = str(error).splitlines()[0]
        raise refuse(f"{where} or after", f"the database does not take it ({first})") from error
