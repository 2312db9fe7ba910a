"""The tables as they are in a state of the migrations: that of the database, or that of a file. Knows no row."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

Migrations = frozenset[tuple[str, str]]
LEFT_OUT = {
    "sessions.session": "Whoever was logged in when the backup was made must not be so after a restore: log in again.",
}


def applied(connection: Any) -> Migrations:
    """Return the migrations of the database; none where there is no table yet."""
    return frozenset(MigrationLoader(connection).applied_migrations or ())


def unknown(migrations: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return those that this version of the product does not have."""
    known = MigrationLoader(None).disk_migrations or {}
    return sorted(set(migrations) - set(known))


def tables(migrations: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return by label the models that have a table of their own once *migrations* were applied, the kept ones only."""
    return {label: model for label, model in every_table(migrations).items() if label not in LEFT_OUT}


def every_table(migrations: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return those of `tables`, and those that are left out."""
    return _every_table(frozenset(migrations))


@lru_cache(maxsize=2)  # working it out takes half a second, and a restore asks for the same again and again
def _every_table(migrations: Migrations) -> dict[str, Any]:
    loader = MigrationLoader(None)
    # A squashed migration counts as applied beside those it replaces, which the graph no longer holds.
    nodes = [key for key in sorted(migrations) if key in loader.graph.nodes]
    apps = loader.project_state(nodes, at_end=True).apps
    models = apps.get_models(include_auto_created=True)
    return {model._meta.label_lower: model for model in sorted(models, key=_label) if _has_a_table(model)}


def columns(model: Any) -> list[Any]:
    """Return the fields that hold something: neither those of a parent's table nor what the database works out."""
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def migrate(connection: Any, migrations: Iterable[tuple[str, str]]) -> None:
    """Apply *migrations*, and whatever they rest on, that are not applied yet: many within one transaction."""

    def settle(action: str, *_migration: Any) -> None:
        # PostgreSQL changes no table whose rows still wait to be checked.
        if action == "apply_success":
            connection.check_constraints()

    wanted = set(migrations)
    executor = MigrationExecutor(connection, progress_callback=settle)
    nodes = executor.loader.graph.node_map
    # The last ones only: to be asked for an earlier one means to go back to it.
    executor.migrate([key for key in sorted(wanted) if key in nodes and not _followers(nodes[key]) & wanted])


def newest(connection: Any) -> Migrations:
    return frozenset(MigrationExecutor(connection).loader.graph.leaf_nodes())


def _followers(node: Any) -> set[tuple[str, str]]:
    return {child.key for child in node.children if child.key[0] == node.key[0]}


def _label(model: Any) -> str:
    label: str = model._meta.label_lower
    return label


def _has_a_table(model: Any) -> bool:
    return bool(model._meta.managed and not model._meta.proxy)
