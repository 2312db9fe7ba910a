"""What every test is held to, and what many of them need: people, a programme, a folder."""

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from hypothesis import HealthCheck, settings

from programmes.backup import clearing
from programmes.handout import pdf
from programmes.handout.job import Printed
from programmes.models import Handout, Programme, Template
from tests.cast import Cast, make_cast
from tests.documents import make_document
from tests.factories import make_handout, make_language, make_patient, make_programme, make_template
from tests.kept import AS_FILES
from tests.recalling import Bench

# How long an example takes says something of the machine and what else it does, and nothing of the code.
# Nor is an example kept for the next run: runs on two databases side by side would find each other's.
settings.register_profile("any machine", database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


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


@pytest.fixture(autouse=True)
def nobody_tried_before(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Count attempts to come in anew: in memory, and in a table of no model, which Django empties after no test."""
    caches["memory"].clear()
    yield
    mark = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (mark and mark.kwargs.get("transaction")):
        with django_db_blocker.unblock():
            cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Make the test database; in the end let go of what server threads of the browser tests still hold open.

    PostgreSQL drops no database that somebody is connected to.
    """
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(connection.ops, "sql_flush", _row_by_row)
        yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


def _row_by_row(style: Any, tables: Sequence[str], *, reset_sequences: bool = False, **more: bool) -> list[str]:
    """Empty the tables between tests by DELETE: by TRUNCATE, which makes files anew, it takes fifty times as long."""
    if reset_sequences:
        return type(connection.ops).sql_flush(connection.ops, style, tables, reset_sequences=True, **more)
    return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]


@pytest.fixture(scope="session", autouse=True)
def database_beside_a_browser() -> Iterator[None]:
    """Playwright runs an event loop in this thread until the end, beside which Django refuses its database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


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
    """Whoever works at two clinics: see `Cast`."""
    return make_cast()


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """What Ana's clinic has in hand for Eva Holm."""
    return make_programme(patient=make_patient(clinic=cast.clinic, name="Eva Holm", reference="R-17"))


@pytest.fixture
def handout(programme: Programme) -> Handout:
    """What Eva Holm was given."""
    return make_handout(programme, document=make_document().as_plain())


@pytest.fixture
def template(english: None, cast: Cast) -> Template:
    """A template of Ana's clinic."""
    return Template.objects.get(pk=make_template(clinic=cast.clinic, slug="own-plan").pk)


@pytest.fixture
def cheap_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no page be set, which takes its time: what a document says is asked of the document."""
    monkeypatch.setattr(pdf, "printed", lambda *args: Printed(b"%PDF-1.7", "test"))


@pytest.fixture
def bench(cheap_pages: None, english: None, cast: Cast) -> Bench:
    """Ana's clinic, that hands out squats."""
    return Bench(cast.ana)
