"""A backup: every kind of row in one file for its owner alone, or none and a sentence why."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from programmes.archive.plain import as_plain
from programmes.backup import back_up, opened
from programmes.models import Source
from tests import kept
from tests.commands import Terminal, told
from tests.factories import make_clinic, make_patient, make_source

pytestmark = pytest.mark.usefixtures("media_folder")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rehab.backup"


@pytest.mark.django_db(transaction=True)
def test_a_backup_names_a_part_for_every_model_that_is_kept(file: Path):
    back_up(file)
    with opened(file) as backup:
        parts = {part.name for part in backup.manifest.tables}
        left_out = set(backup.manifest.left_out)
    labels = {model._meta.label_lower for model in kept.every_model()}
    # There may be more: the table of a model that another one stands in for.
    assert parts >= {f"tables/{label}.jsonl" for label in labels - left_out}
    assert not parts & {f"tables/{label}.jsonl" for label in left_out}
    assert left_out == kept.NOT_KEPT


@pytest.mark.django_db(transaction=True)
def test_only_its_owner_may_read_a_backup(file: Path):
    old = os.umask(0)
    try:
        back_up(file)
    finally:
        os.umask(old)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_quiet_where_nobody_watches(file: Path):
    assert told("backup", str(file)) == ""


@pytest.mark.django_db(transaction=True)
def test_whoever_watches_sees_how_far_it_is(file: Path):
    make_patient()
    out, err = Terminal(), Terminal()
    call_command("backup", str(file), stdout=out, stderr=err)
    assert "programmes.patient: 1\r" in err.getvalue()
    assert "keep it as safe as the database" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_is_gone_is_named(media_folder: Path, file: Path):
    clinic = make_clinic()
    clinic.logo.name = "logos/gone.png"
    clinic.save()
    assert "the picture logos/gone.png is not on the disk" in told("backup", str(file))


@pytest.mark.django_db(transaction=True)
def test_the_earlier_backup_stays_when_the_next_one_fails(file: Path, monkeypatch: pytest.MonkeyPatch):
    back_up(file)
    before = file.read_bytes()
    make_source(title="cannot be kept")
    monkeypatch.setattr("programmes.backup.make.as_plain", _fails)
    with pytest.raises(TypeError):
        back_up(file)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir() if "backup" in path.name] == [file.name]


def _fails(field: Any, value: Any) -> Any:
    raise TypeError("no")


@pytest.mark.parametrize("place", ["/dev/null", "/", "/no/such/folder/file"])
@pytest.mark.django_db(transaction=True)
def test_a_place_that_takes_no_file_is_refused_in_one_line(place: str):
    with pytest.raises(CommandError, match="No backup was made") as refused:
        call_command("backup", place)
    assert "\n" not in str(refused.value)
    assert Path("/dev/null").is_char_device()


def test_a_database_without_tables_is_not_backed_up(file: Path, no_tables: Callable[[], None]):
    no_tables()
    with pytest.raises(CommandError, match="Run migrate first"):
        call_command("backup", str(file))


@pytest.mark.django_db(transaction=True)
def test_others_may_save_while_a_backup_reads_and_it_holds_one_moment(file: Path, monkeypatch: pytest.MonkeyPatch):
    """What is written after the first row was read is not in the file, and the writer does not wait."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("SQLite in memory has one connection; test_under_load.py asks this of a file.")
    make_source(slug="before")
    other = connection.copy()

    def saved_meanwhile(field: Any, value: Any) -> Any:
        if field.name == "slug" and value == "before":
            with other.cursor() as cursor:
                cursor.execute("UPDATE programmes_source SET title = 'meanwhile'")
        return as_plain(field, value)

    monkeypatch.setattr("programmes.backup.make.as_plain", saved_meanwhile)
    back_up(file)
    other.close()
    assert Source.objects.get().title == "meanwhile"
    assert "meanwhile" not in str(kept.held(file)["tables/programmes.source.jsonl"])
