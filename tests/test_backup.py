"""Backup, wipe, restore: row for row and byte for byte the same, or nothing touched and a sentence why."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import override_settings

from programmes.archive.plain import as_plain, from_plain
from programmes.backup import Refused, back_up, clearing, media, opened, restore
from programmes.models import Erasure, Exercise, Patient, Source
from programmes.rights.erase import erase
from tests import kept
from tests.factories import make_clinic, make_exercise, make_patient, make_source, make_user

ROOT = Path(__file__).resolve().parent.parent
AS_FILES = {**settings.STORAGES, "default": {"BACKEND": "programmes.whole_files.WholeFiles"}}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Keep pictures as files, in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = AS_FILES
    return settings.MEDIA_ROOT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rehab.backup"


def wipe(folder: Path) -> None:
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(folder, ignore_errors=True)


def told(*args: Any, **kwargs: Any) -> str:
    out = StringIO()
    call_command(*args, stdout=out, stderr=out, **kwargs)
    return out.getvalue()


def rewritten(file: Path, **parts: bytes | None) -> Path:
    """Return a copy of *file* with other parts, without those that are None."""
    other = file.with_name(f"{file.name}.rewritten")
    with ZipFile(file) as old, ZipFile(other, "w") as new:
        for name in old.namelist():
            body = parts.get(name, old.read(name))
            if body is not None:
                new.writestr(name, body)
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name] or b"")
    return other


def with_manifest(file: Path, **changes: Any) -> Path:
    with ZipFile(file) as archive:
        plain = json.loads(archive.read("manifest.json"))
    body = json.dumps({**plain, **changes}).encode()
    return rewritten(file, **{"manifest.json": body, "manifest.sha256": sha256(body).hexdigest().encode()})


# What a value is afterwards

VALUES = [
    (models.TextField(), 'ä\n\u2028\t"\\ \U0001f9b5'),
    (models.IntegerField(), -(2**40)),
    (models.FloatField(), 0.1 + 0.2),
    (models.BooleanField(), False),
    (models.DecimalField(max_digits=20, decimal_places=9), Decimal("12345678901.000000010")),
    (models.UUIDField(), UUID("00000000-0000-4000-8000-00000000000a")),
    (models.DateTimeField(), datetime(2026, 3, 29, 1, 59, 59, 999999, tzinfo=UTC)),
    (models.DateField(), date(1, 2, 3)),
    (models.TimeField(), time(23, 59, 59, 1)),
    (models.DurationField(), timedelta(days=-3, microseconds=1)),
    (models.JSONField(), {"a": [1, 1.5, None, True, "x"], "": {}}),
    (models.BinaryField(), bytes(range(256))),
    (models.TextField(null=True), None),
]


@pytest.mark.parametrize(("field", "value"), VALUES, ids=lambda value: type(value).__name__)
def test_a_value_comes_back_as_it_was(field: Any, value: Any):
    back = from_plain(field, json.loads(json.dumps(as_plain(field, value))))
    back = bytes(back) if isinstance(back, memoryview) else back
    assert (back, type(back)) == (value, type(value))


def test_a_kind_of_value_that_is_not_known_is_no_silent_loss():
    with pytest.raises(TypeError, match="cannot keep"):
        as_plain(models.TextField(), object())


# There and back


@pytest.mark.django_db(transaction=True)
def test_every_row_of_every_app_and_every_picture_comes_back(folder: Path, file: Path):
    kept.fill()
    rows, pictures = kept.rows(), kept.pictures(folder)
    assert len(pictures) == 2
    call_command("backup", str(file))
    wipe(folder)
    call_command("restore", str(file), verbosity=0)
    assert kept.rows() == rows
    assert kept.pictures(folder) == pictures
    assert not (folder / media.WORKSHOP).exists()


@pytest.mark.django_db(transaction=True)
def test_a_whole_library_comes_back(folder: Path, file: Path):
    call_command("load_library", verbosity=0)
    kept.fill(handouts=40)
    for row in Exercise.objects.all():
        row.save()  # history for each
    rows, pictures = kept.rows(), kept.pictures(folder)
    assert sum(map(len, rows.values())) > 5000
    call_command("backup", str(file))
    wipe(folder)
    call_command("restore", str(file), verbosity=0)
    assert kept.rows() == rows
    assert kept.pictures(folder) == pictures
    assert [found.slug for found in Exercise.objects.search("clamshel")][:1] == ["clamshell"]


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
def test_rows_made_after_a_restore_do_not_take_a_number_that_is_taken(folder: Path, file: Path):
    users = [make_user() for _number in range(3)]
    back_up(file)
    wipe(folder)
    call_command("restore", str(file), verbosity=0)
    assert make_user().pk > max(user.pk for user in users)


@pytest.mark.django_db(transaction=True)
def test_the_search_finds_what_was_restored_and_nothing_that_was_replaced(folder: Path, file: Path):
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
def test_whoever_was_erased_since_the_backup_does_not_come_back(folder: Path, file: Path, tmp_path: Path):
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
def test_replacing_leaves_nothing_of_what_was_there(folder: Path, file: Path):
    kept.fill()
    rows, pictures = kept.rows(), kept.pictures(folder)
    back_up(file)
    make_patient(name="Ida Lind")
    (folder / "logos" / "later.png").write_bytes(b"later")
    call_command("restore", str(file), replace=True, verbosity=0)
    assert kept.rows() == rows
    assert kept.pictures(folder) == pictures


@pytest.fixture
def no_tables(transactional_db: None) -> Iterator[Callable[[], None]]:
    """Drop the tables when called; they are there again for the next test."""

    def drop() -> None:
        with clearing.rebuilding(connection):
            clearing.drop_all(connection)

    yield drop
    call_command("migrate", verbosity=0)


def test_a_backup_is_restored_where_there_are_no_tables_yet(folder: Path, file: Path, no_tables: Callable[[], None]):
    kept.fill()
    rows = kept.rows()
    back_up(file)
    no_tables()
    # What SQLite itself knows of tables stays.
    assert [name for name in connection.introspection.table_names() if not name.startswith("sqlite_")] == []
    shutil.rmtree(folder)
    call_command("restore", str(file), verbosity=0)
    assert kept.rows() == rows
    assert not MigrationRecorder(connection).applied_migrations().keys() ^ set(_migrations_of(file))


@pytest.mark.django_db(transaction=True)
def test_a_backup_of_an_earlier_state_is_brought_up_to_date(folder: Path, file: Path):
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
    assert set(_applied()) > set(_migrations_of(file))


def _applied() -> list[tuple[str, str]]:
    return list(MigrationRecorder(connection).applied_migrations())


def _migrations_of(file: Path) -> list[tuple[str, str]]:
    with opened(file) as backup:
        return backup.manifest.migrations


def run(database: str, folder: Path, *args: str) -> None:
    place = {"DATABASE_URL": database, "MEDIA_ROOT": str(folder), "DJANGO_SETTINGS_MODULE": "rehab.settings"}
    command = [sys.executable, str(ROOT / "manage.py"), *args]
    subprocess.run(command, check=True, env={**os.environ, **place}, capture_output=True)


@pytest.mark.django_db(transaction=True)
def test_a_site_moves_to_another_database_and_back(folder: Path, file: Path, tmp_path: Path):
    """To SQLite, in a process of its own. Where the tests run on PostgreSQL that is another kind of database."""
    kept.fill()
    rows, pictures = kept.rows(), kept.pictures(folder)
    back_up(file)
    there, folder_there, file_there = (
        f"sqlite:///{tmp_path}/there.sqlite3",
        tmp_path / "there",
        tmp_path / "there.backup",
    )
    run(there, folder_there, "restore", str(file))
    run(there, folder_there, "backup", str(file_there))
    assert kept.held(file_there) == kept.held(file)
    wipe(folder)
    call_command("restore", str(file_there), verbosity=0)
    assert kept.rows() == rows
    assert kept.pictures(folder) == pictures


# The file


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


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.django_db(transaction=True)
def test_whoever_watches_sees_how_far_it_is(file: Path):
    make_patient()
    out, err = Terminal(), Terminal()
    call_command("backup", str(file), stdout=out, stderr=err)
    assert "programmes.patient: 1\r" in err.getvalue()
    assert "keep it as safe as the database" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_is_gone_is_named(folder: Path, file: Path):
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


# What is refused


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    with override_settings(MEDIA_ROOT=folder / "media", STORAGES=AS_FILES), django_db_blocker.unblock():
        kept.fill(handouts=1)
        back_up(folder / "rehab.backup")
        call_command("flush", interactive=False, verbosity=0)
    return folder / "rehab.backup"


@pytest.fixture
def made(made_once: Path, file: Path, folder: Path, db: None) -> Iterator[Path]:
    """A backup, beside a site that holds something else, and holds it still at the end."""
    shutil.copy(made_once, file)
    make_patient(name="Ida Lind")
    folder.mkdir()
    (folder / "there.png").write_bytes(b"there")
    before = kept.rows(), kept.pictures(folder)
    yield file
    assert (kept.rows(), kept.pictures(folder)) == before, "something was touched"


def refusal(file: Path, **options: Any) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(file), **{"replace": True, **options})
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_what_is_there_is_not_replaced_unasked(made: Path):
    assert "is not empty" in refusal(made, replace=False)
    assert "--replace" in refusal(made, replace=False)


def test_pictures_that_are_there_are_not_replaced_unasked(made: Path, folder: Path, monkeypatch: pytest.MonkeyPatch):
    with opened(made) as backup:
        monkeypatch.setattr("programmes.backup.schema.tables", lambda migrations: {})
        with pytest.raises(Refused, match="media is not empty"):
            restore(backup, replace=False)


def test_a_file_that_is_not_there_is_refused(made: Path):
    assert "There is no such file" in refusal(made.with_name("other"))


def test_something_else_is_refused(made: Path):
    other = made.with_name("other")
    other.write_bytes(b"%PDF-1.7")
    assert "It is no backup" in refusal(other)
    other.write_bytes(b"")
    assert "It is no backup" in refusal(other)


def test_a_zip_of_something_else_is_refused(made: Path):
    other = made.with_name("other")
    with ZipFile(other, "w") as archive:
        archive.writestr("letter.txt", "x")
    assert "no backup of this product" in refusal(other)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_short_is_refused(made: Path, share: float):
    other = made.with_name("other")
    body = made.read_bytes()
    other.write_bytes(body[: int(len(body) * share)])
    assert "cut short" in refusal(other)


@pytest.mark.parametrize("share", [0.02, 0.2, 0.4, 0.6, 0.8, 0.95])
def test_a_file_with_one_byte_changed_is_refused(made: Path, share: float):
    body = bytearray(made.read_bytes())
    body[int(len(body) * share)] ^= 0x40
    other = made.with_name("other")
    other.write_bytes(body)
    assert "Nothing was restored" in refusal(other)


def test_parts_that_were_exchanged_are_refused(made: Path):
    name = "tables/programmes.patient.jsonl"
    assert "is not as it was written" in refusal(rewritten(made, **{name: b'["id"]\n'}))
    assert "are not those that its manifest names" in refusal(rewritten(made, **{name: None}))
    assert "are not those that its manifest names" in refusal(rewritten(made, **{"media/more.png": b"x"}))
    assert "its manifest is not as it was written" in refusal(rewritten(made, **{"manifest.json": b"{}"}))


def test_a_picture_that_leads_out_of_the_folder_is_refused(made: Path):
    with ZipFile(made) as archive:
        plain = json.loads(archive.read("manifest.json"))
    body = b"x"
    part = {"name": "media/../out.png", "bytes": 1, "sha256": sha256(body).hexdigest(), "rows": None}
    other = with_manifest(rewritten(made, **{"media/../out.png": body}), media=[*plain["media"], part])
    assert "a name that is none of ours" in refusal(other)


def test_a_file_of_a_newer_version_is_refused(made: Path):
    newer = [*_applied(), ("programmes", "9999_later")]
    words = refusal(with_manifest(made, migrations=newer, version="9.1"))
    assert "newer version of the product (9.1, with programmes.9999_later)" in words
    assert "Install that version" in words


def test_a_file_of_another_format_is_refused(made: Path):
    assert "in a format that this one does not read" in refusal(with_manifest(made, format=2))


def test_checking_says_what_a_file_holds_and_touches_nothing(made: Path):
    assert told("restore", str(made), check=True).startswith("All is well: checked ")


def test_checking_asks_no_database(made: Path, django_assert_num_queries: Any):
    with django_assert_num_queries(0):
        call_command("restore", str(made), check=True, verbosity=0)


def test_rows_that_the_database_refuses_undo_the_whole(transactional_db: None, made: Path):
    """A patient of a clinic that is not there."""
    name = "tables/programmes.patient.jsonl"
    with ZipFile(made) as archive:
        plain = json.loads(archive.read("manifest.json"))
        lines = archive.read(name).splitlines(keepends=True)
    clinic = json.loads(lines[0]).index("clinic_id")
    row = json.loads(lines[1])
    row[clinic] = "00000000-0000-4000-8000-000000000000"
    body = lines[0] + json.dumps(row).encode() + b"\n" + b"".join(lines[2:])
    parts = [part for part in plain["tables"] if part["name"] != name]
    changed = {"name": name, "bytes": len(body), "sha256": sha256(body).hexdigest(), "rows": len(lines) - 1}
    other = with_manifest(rewritten(made, **{name: body}), tables=[*parts, changed])
    assert "Nothing was restored" in refusal(other)


class Cut(BaseException):
    """As if the process ended here."""


@pytest.mark.parametrize("step", ["_count_on", "_insert"])
def test_a_restore_that_is_cut_short_leaves_all_as_it_was(
    transactional_db: None, made: Path, step: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(f"programmes.backup.restoring.{step}", _cut)
    with opened(made) as backup, pytest.raises(Cut):
        restore(backup, replace=True)


def _cut(*args: Any) -> None:
    raise Cut


@pytest.mark.django_db(transaction=True)
def test_a_restore_cut_short_among_the_pictures_is_made_good_by_doing_it_again(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
):
    kept.fill(handouts=1)
    back_up(file)
    rows, pictures = kept.rows(), kept.pictures(folder)
    make_patient(name="Ida Lind")
    with monkeypatch.context() as patched, opened(file) as backup:
        patched.setattr("programmes.backup.media.sync_folder", _cut)
        patched.setattr("programmes.backup.media.Exchange.put", lambda self, name, content: _put(self, name, content))
        with pytest.raises(Cut):
            restore(backup, replace=True)
    assert (folder / media.WORKSHOP / "old" / "logos").is_dir()
    call_command("restore", str(file), replace=True, verbosity=0)
    assert (kept.rows(), kept.pictures(folder)) == (rows, pictures)


def _put(exchange: Any, name: str, content: Any) -> None:
    path = exchange._new / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(content))


@pytest.mark.django_db(transaction=True)
def test_a_restore_whose_pictures_cannot_be_moved_says_what_to_do(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
):
    back_up(file)
    monkeypatch.setattr("programmes.backup.media.Exchange.swap", _no_room)
    with pytest.raises(CommandError, match="The rows are restored, the pictures are not.*again with --replace"):
        call_command("restore", str(file), replace=True)


def _no_room(exchange: Any) -> None:
    raise OSError(28, "No space left on device")
