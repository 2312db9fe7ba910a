"""Brings one table of the database to what the content says: writes only what differs, deletes no shared item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from simple_history.utils import bulk_create_with_history

from programmes.content.rows import Row, Table


@dataclass
class Changes:
    """The slugs of the items that a table's rows belong to, by what happened to them."""

    new: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    retired: set[str] = field(default_factory=set)


def store(table: Table) -> Changes:
    """Write the rows of *table* that differ from what is stored. History is written with each."""
    links = sorted({name for row in table.rows for name in row.links})
    stored = {_key(table, instance): instance for instance in table.scope.prefetch_related(*links)}
    changes, fresh = Changes(), []
    for row in table.rows:
        instance = stored.pop(tuple(row.values[name] for name in table.key), None)
        if instance is None:
            fresh.append(row)
            changes.new.add(row.owner)
        elif _update(instance, row):
            changes.changed.add(row.owner)
    if fresh:
        _create(table.model, fresh)
    _put_away(table, stored.values(), changes)
    return changes


def _key(table: Table, instance: Any) -> tuple[Any, ...]:
    return tuple(getattr(instance, name) for name in table.key)


def _create(model: type[Any], rows: list[Row]) -> None:
    pairs = [(model(**row.values), row) for row in rows]
    instances = [instance for instance, _row in pairs]
    if _links_are_history(model):
        # Links go first, which the database minds only at commit, so that history is written once and whole.
        _link_all(model, pairs)
        for instance in instances:
            instance.save(force_insert=True)
    else:
        if hasattr(model, "history"):
            bulk_create_with_history(instances, model)
        else:
            model.objects.bulk_create(instances)
        _link_all(model, pairs)


def _links_are_history(model: type[Any]) -> bool:
    return hasattr(model, "history") and bool(model.history.model._history_m2m_fields)


def _link_all(model: type[Any], pairs: list[tuple[Any, Row]]) -> None:
    for name in sorted({name for _instance, row in pairs for name in row.links}):
        _link(model, name, [(instance, row.links[name]) for instance, row in pairs])


def _update(instance: Any, row: Row) -> bool:
    """Bring a stored row up to date; return whether it had to change."""
    values = {name: value for name, value in row.values.items() if getattr(instance, name) != value}
    links = {name: wanted for name, wanted in row.links.items() if _linked(instance, name) != set(wanted)}
    if not values and not links:
        return False
    for name, wanted in links.items():
        _unlink(instance, name)
        _link(type(instance), name, [(instance, wanted)])
    for name, value in values.items():
        setattr(instance, name, value)
    instance.save()
    return True


def _put_away(table: Table, gone: Iterable[Any], changes: Changes) -> None:
    """Retire what the content no longer holds; delete what is only a part of an item, whose version has changed."""
    for instance in gone:
        if not table.is_retired_when_gone:
            instance.delete()
        elif instance.version and not instance.is_retired:  # without a version, it never was in the content
            instance.is_retired = True
            instance.save()
            changes.retired.add(instance.slug)


def _linked(instance: Any, name: str) -> set[Any]:
    return {other.pk for other in getattr(instance, name).all()}


def _link(model: type[Any], name: str, pairs: list[tuple[Any, list[Any]]]) -> None:
    """Write links straight to their table: a change signal here would write history before the row is right."""
    near, far, through = _through(model, name)
    rows = [through(**{near: instance.pk, far: pk}) for instance, pks in pairs for pk in pks]
    through.objects.bulk_create(rows)


def _unlink(instance: Any, name: str) -> None:
    near, _far, through = _through(type(instance), name)
    through.objects.filter(**{near: instance.pk}).delete()


def _through(model: type[Any], name: str) -> tuple[str, str, type[Any]]:
    field = model._meta.get_field(name)
    return f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id", field.remote_field.through
