"""Backup, wipe, restore: row for row and byte for byte the same, here and in another kind of database."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import override_settings

from programmes.backup import back_up, media, opened, restore
from programmes.models import Erasure, Exercise, Patient
from programmes.rights.erase import erase
from tests import kept
from tests.commands import Cut, cut, manage_elsewhere, told
from tests.factories import make_exercise, make_patient, make_user

pytestmark = pytest.mark.usefixtures("media_folder")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rehab.backup"


@pytest.mark.django_db(transaction=True)
def test_every_row_of_every_app_and_every_picture_comes_back(media_folder: Path, file: Path):
    kept.fill()
    rows, pictures = kept.rows(), kept.pictures(media_folder)
    assert len(pictures) == 2
    call_command("backup", str(file))
    kept.wipe(media_folder)
    call_command("restore", str(file), verbosity=0)
    assert kept.rows() == rows
    assert kept.pictures(media_folder) == pictures
    assert not (media_folder / media.WORKSHOP).exists()


@pytest.mark.django_db(transaction=True)
def test_a_whole_library_comes_back(media_folder: Path, file: Path):
    call_command("load_library", verbosity=0)
    kept.fill(handouts=40)
    for row in Exercise.objects.all():
        row.save()  # history for each
    rows, pictures = kept.rows(), kept.pictures(media_folder)
    assert sum(map(len, rows.values())) > 5000
    call_command("backup", str(file))
    kept.wipe(media_folder)
    call_command("restore", str(file), verbosity=0)
    assert kept.rows() == rows
    assert kept.pictures(media_folder) == pictures
    assert [found.slug for found in Exercise.objects.search("clamshel")][:1] == ["clamshell"]


@pytest.mark.django_db(transaction=True)
def test_rows_made_after_a_restore_do_not_take_a_number_that_is_taken(media_folder: Path, file: Path):
    users = [make_user() for _number in range(3)]
    back_up(file)
    kept.wipe(media_folder)
    call_command("restore", str(file), verbosity=0)
    assert make_user().pk > max(user.pk for user in users)


@pytest.mark.django_db(transaction=True)
def test_the_search_finds_what_was_restored_and_nothing_that_was_replaced(media_folder: Path, file: Path):
    make_exercise(slug="bridge", name="Bridge on a ball")
    back_up(file)
    Exercise.objects.all().delete()
    make_exercise(slug="plank", name="Plank on elbows")
    call_command("restore", str(file), replace=True, verbosity=0)
    assert [row.slug for row in Exercise.objects.search("ball")] == ["bridge"]
    assert not Exercise.objects.search("elbows")
    make_exercise(slug="later", name="Wobble board")
    assert [row.slug for row in Exercise.objects.search("wobble")] == ["later"]


@pytest.mark.django_db(transaction=True)
def test_nobody_is_logged_in_after_a_restore(file: Path, client: Any):
    client.force_login(make_user())
    back_up(file)
    call_command("restore", str(file), replace=True, verbosity=0)
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db(transaction=True)
def test_whoever_was_erased_since_the_backup_does_not_come_back(media_folder: Path, file: Path, tmp_path: Path):
    gone, stays = make_patient(name="Eva Holm"), make_patient(name="Tom Reid")
    back_up(file)
    with override_settings(ERASURES_FILE=tmp_path / "erasures.jsonl"):
        erase(gone, mode=Erasure.Mode.ERASE)
        assert "1 patients who were erased since then are erased again" in told("restore", str(file), "--replace")
        assert list(Patient.objects.all()) == [stays]
        (tmp_path / "erasures.jsonl").write_text("what?\n")
        with pytest.raises(CommandError, match="Restored, but not all were erased again"):
            told("restore", str(file), "--replace")


@pytest.mark.django_db(transaction=True)
def test_replacing_leaves_nothing_of_what_was_there(media_folder: Path, file: Path):
    kept.fill()
    rows, pictures = kept.rows(), kept.pictures(media_folder)
    back_up(file)
    make_patient(name="Ida Lind")
    (media_folder / "logos" / "later.png").write_bytes(b"later")
    call_command("restore", str(file), replace=True, verbosity=0)
    assert kept.rows() == rows
    assert kept.pictures(media_folder) == pictures


def test_a_backup_is_restored_where_there_are_no_tables_yet(
    media_folder: Path, file: Path, no_tables: Callable[[], None]
):
    kept.fill()
    rows = kept.rows()
    back_up(file)
    no_tables()
    # What SQLite itself knows of tables stays.
    assert [name for name in connection.introspection.table_names() if not name.startswith("sqlite_")] == []
    shutil.rmtree(media_folder)
    call_command("restore", str(file), verbosity=0)
    assert kept.rows() == rows
    assert not MigrationRecorder(connection).applied_migrations().keys() ^ set(_migrations_of(file))


@pytest.mark.django_db(transaction=True)
def test_a_backup_of_an_earlier_state_is_brought_up_to_date(media_folder: Path, file: Path):
    """The file is of the first version of all; what came later is there all the same once it is restored."""
    make_exercise(slug="bridge", name="Bridge on a ball")
    rows = kept.rows()
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        MigrationExecutor(connection).migrate([("programmes", "0001_initial")])
        back_up(file)
    finally:
        MigrationExecutor(connection).migrate(latest)
    call_command("restore", str(file), replace=True, verbosity=0)
    assert kept.rows() == rows
    assert [row.slug for row in Exercise.objects.search("ball")] == ["bridge"]
    assert set(MigrationRecorder(connection).applied_migrations()) > set(_migrations_of(file))


def _migrations_of(file: Path) -> list[tuple[str, str]]:
    with opened(file) as backup:
        return backup.manifest.migrations


@pytest.mark.django_db(transaction=True)
def test_a_site_moves_to_another_database_and_back(media_folder: Path, file: Path, tmp_path: Path):
    """To SQLite, in a process of its own. Where the tests run on PostgreSQL that is another kind of database."""
    kept.fill()
    rows, pictures = kept.rows(), kept.pictures(media_folder)
    back_up(file)
    there, folder_there, file_there = (
        f"sqlite:///{tmp_path}/there.sqlite3",
        tmp_path / "there",
        tmp_path / "there.backup",
    )
    manage_elsewhere(there, folder_there, "restore", str(file))
    manage_elsewhere(there, folder_there, "backup", str(file_there))
    assert kept.held(file_there) == kept.held(file)
    kept.wipe(media_folder)
    call_command("restore", str(file_there), verbosity=0)
    assert kept.rows() == rows
    assert kept.pictures(media_folder) == pictures


@pytest.mark.django_db(transaction=True)
def test_a_restore_cut_short_among_the_pictures_is_made_good_by_doing_it_again(
    media_folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
):
    kept.fill(handouts=1)
    back_up(file)
    rows, pictures = kept.rows(), kept.pictures(media_folder)
    make_patient(name="Ida Lind")
    with monkeypatch.context() as patched, opened(file) as backup:
        patched.setattr("programmes.backup.media.sync_folder", cut)
        patched.setattr("programmes.backup.media.Exchange.put", lambda self, name, content: _put(self, name, content))
        with pytest.raises(Cut):
            restore(backup, replace=True)
    assert (media_folder / media.WORKSHOP / "old" / "logos").is_dir()
    call_command("restore", str(file), replace=True, verbosity=0)
    assert (kept.rows(), kept.pictures(media_folder)) == (rows, pictures)


def _put(exchange: Any, name: str, content: Any) -> None:
    path = exchange._new / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(content))


@pytest.mark.django_db(transaction=True)
def test_a_restore_whose_pictures_cannot_be_moved_says_what_to_do(
    media_folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
):
    back_up(file)
    monkeypatch.setattr("programmes.backup.media.Exchange.swap", _no_room)
    with pytest.raises(CommandError, match="The rows are restored, the pictures are not.*again with --replace"):
        call_command("restore", str(file), replace=True)


def _no_room(exchange: Any) -> None:
    raise OSError(28, "No space left on device")
