"""What every test is held to."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from hypothesis import HealthCheck, settings

from programmes.backup import clearing
from tests.cast import Cast, make_cast
from tests.factories import make_language
from tests.kept import AS_FILES

# How long an example takes says something of the machine and what else it does, and nothing of the code.
# Nor is an example kept for the next run: runs on two databases side by side would find each other's.
settings.register_profile("any machine", database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@pytest.fixture(autouse=True)
def renderer_has_nothing_to_say() -> Iterator[None]:
    """Fail a test in which WeasyPrint complains: it logs bad styles and missing pictures, and prints on."""
    kept = _Kept()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(kept)
    yield
    logger.removeHandler(kept)
    assert kept.messages == []


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Make the test database; in the end let go of what server threads of the browser tests still hold open.

    PostgreSQL drops no database that somebody is connected to.
    """
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture(scope="session", autouse=True)
def list_of_erasures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test adds to the list of a site."""
    with override_settings(ERASURES_FILE=tmp_path_factory.mktemp("erasures") / "erasures.jsonl"):
        yield


@pytest.fixture
def erasures_file(settings: Any, tmp_path: Path) -> Path:
    """Keep a list of erasures that holds nothing yet."""
    settings.ERASURES_FILE = tmp_path / "kept" / "erasures.jsonl"
    return settings.ERASURES_FILE


@pytest.fixture
def media_folder(settings: Any, tmp_path: Path) -> Path:
    """Keep pictures as files, in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = AS_FILES
    return settings.MEDIA_ROOT


@pytest.fixture
def no_tables(transactional_db: None) -> Iterator[Callable[[], None]]:
    """Drop the tables when called; they are there again for the next test."""

    def drop() -> None:
        with clearing.rebuilding(connection):
            clearing.drop_all(connection)

    yield drop
    call_command("migrate", verbosity=0)


@pytest.fixture
def english(db: None) -> None:
    make_language()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()
