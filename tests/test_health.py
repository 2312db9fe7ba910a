"""What a monitor is told: ok, or in plain words what is wrong."""

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from whitenoise.storage import CompressedManifestStaticFilesStorage

from rehab import errors, health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the site ask for migrations as it does once after its start."""
    monkeypatch.setattr(health, "_migrated", set())


def asked() -> tuple[int, str]:
    answer = Client().get("/healthz")
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code, answer.content.decode()


def test_all_is_well():
    assert asked() == (200, "ok")


def test_a_database_that_does_not_answer_is_said_and_nothing_else(monkeypatch: pytest.MonkeyPatch):
    def refused(*args: Any) -> None:
        raise OperationalError('connection to server at "db.internal" failed for user "rehab"')

    monkeypatch.setattr(health.connection, "cursor", refused)
    assert asked() == (503, "the database does not answer")


def test_a_missing_migration_is_said():
    MigrationRecorder.Migration.objects.filter(app="programmes").latest("pk").delete()
    assert asked() == (503, "the database needs: manage.py migrate")


def test_migrations_are_asked_for_until_all_are_there():
    last = MigrationRecorder.Migration.objects.filter(app="programmes").latest("pk")
    last.delete()
    assert asked()[0] == 503
    MigrationRecorder.Migration.objects.create(app=last.app, name=last.name)
    assert asked() == (200, "ok")


def test_a_database_that_has_them_all_is_asked_one_thing(django_assert_num_queries: Any):
    asked()
    with django_assert_num_queries(1):
        assert asked() == (200, "ok")


def test_static_files_that_were_not_collected_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(health, "staticfiles_storage", CompressedManifestStaticFilesStorage(location=str(tmp_path)))
    assert asked() == (503, "the pages need: manage.py collectstatic")


def test_an_error_page_that_fails_itself_hides_nothing(monkeypatch: pytest.MonkeyPatch):
    def no_page(*args: Any) -> str:
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(errors, "render_to_string", no_page)
    monkeypatch.setattr(health.connection, "cursor", no_page)
    answer = Client(raise_request_exception=False).get("/healthz")
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
