"""Migrations forward over a database that holds rows: from each earlier state to the last, nothing is lost."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from programmes.backup import schema
from programmes.models import Exercise
from tests import kept
from tests.factories import make_exercise


def earlier_states() -> list[str]:
    """Return the migrations of our app that others of it come after."""
    graph = MigrationLoader(None).graph
    leaves = graph.leaf_nodes("programmes")
    return [name for app, name in graph.forwards_plan(leaves[0]) if app == "programmes" and (app, name) not in leaves]


def go_to(*migrations: tuple[str, str]) -> None:
    MigrationExecutor(connection).migrate(list(migrations))


def rows() -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every table as the database has it now, by the names of its columns."""
    return {
        label: list(model._base_manager.order_by("pk").values())
        for label, model in schema.tables(schema.applied(connection)).items()
    }


def only(columns: list[dict[str, Any]], table: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = columns[0].keys() if columns else ()
    return [{name: row[name] for name in names if name in row} for row in table]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", earlier_states())
def test_a_filled_database_migrates_forward_and_keeps_every_row(state: str):
    kept.fill()
    make_exercise(slug="bridge", name="Bridge on a ball")
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        go_to(("programmes", state))
        before = rows()
        assert sum(map(len, before.values())) > 100
    finally:
        go_to(*latest)
    after = rows()
    for label, table in before.items():
        assert only(table, after[label]) == only(after[label], table), label
    assert [row.slug for row in Exercise.objects.search("ball")] == ["bridge"]
    connection.check_constraints()
    make_exercise(slug="later", name="Wobble board")
    assert [row.slug for row in Exercise.objects.search("wobble")] == ["later"]
