"""A full disk, a disk or database that can only be read: a clear sentence, and nothing half written."""

import errno
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, InternalError, OperationalError, connection
from django.test import RequestFactory

from programmes.backup import back_up
from programmes.models import Exercise, ExercisePicture, Handout, Opening, Programme, Snapshot
from programmes.not_stored import Reason, why_not_stored
from programmes.not_stored.answer import server_error
from programmes.whole_files import WholeFiles
from tests import kept, no_room
from tests.building import place, plan, send
from tests.cast import Cast, make_cast
from tests.factories import (
    make_language,
    make_own_squat,
    make_patient,
    make_programme,
    make_screening,
    sign_off_everything,
)
from tests.live import ROOT, Editor, Site, Visitor, database_url
from tests.photos import jpeg
from tests.workbench import address, at, form_on, shown

FULL = "The disk is full. Whoever runs this site must make room on it."
READ_ONLY = "can only be read. Whoever runs this site must allow writing to it."
transactional = pytest.mark.django_db(transaction=True)
Trouble = Callable[[], AbstractContextManager[None]]
TROUBLES = [pytest.param(no_room.full, FULL, id="full"), pytest.param(no_room.read_only, READ_ONLY, id="read-only")]


# What the errors of systems and databases mean


def of_sqlite(code: int) -> Exception:
    error = sqlite3.OperationalError("said in SQLite's words")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, ""), Reason.FULL),
        (OSError(errno.EDQUOT, ""), Reason.FULL),
        (OSError(errno.EROFS, ""), Reason.READ_ONLY),
        (PermissionError(errno.EACCES, ""), Reason.READ_ONLY),
        (OSError(errno.EIO, ""), Reason.FAILING),
        (of_sqlite(sqlite3.SQLITE_FULL), Reason.FULL),
        (of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), Reason.READ_ONLY),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), Reason.FAILING),
        (of_sqlite(sqlite3.SQLITE_IOERR_SHMSIZE), Reason.FULL),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Reason.BUSY),
        (psycopg.errors.DiskFull(), Reason.FULL),
        (psycopg.errors.ReadOnlySqlTransaction(), Reason.READ_ONLY),
        (psycopg.errors.LockNotAvailable(), Reason.BUSY),
        (psycopg.errors.UniqueViolation(), None),
        (of_sqlite(sqlite3.SQLITE_CONSTRAINT_UNIQUE), None),
        (FileNotFoundError(errno.ENOENT, ""), None),
        (ValueError(), None),
    ],
    ids=repr,
)
def test_an_error_says_why_nothing_was_stored(error: Exception, reason: Reason | None):
    assert why_not_stored(error) == reason
    wrapped = OperationalError()
    wrapped.__cause__ = error
    assert why_not_stored(wrapped) == reason


# A disk that fills up under a file


class RunsOut(ContentFile):
    """Finds no room after its first piece."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"first"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_that_finds_no_room_leaves_nothing(tmp_path: Path):
    storage = WholeFiles(location=tmp_path)
    with pytest.raises(OSError, match="No space"):
        storage.save("pictures/a.png", RunsOut(b"x"))
    assert kept.pictures(tmp_path) == {}


def test_a_file_that_finds_no_room_leaves_another_of_its_name_alone(tmp_path: Path):
    storage = WholeFiles(location=tmp_path)
    storage.save("a.png", ContentFile(b"there"))
    with pytest.raises(OSError, match="No space"):
        storage.save("a.png", RunsOut(b"x"))
    assert kept.pictures(tmp_path) == {"a.png": b"there"}


# The site, with a database that takes nothing


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    make_language()
    return make_cast()


@pytest.fixture
def programme(cast: Cast) -> Programme:
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    make_screening(programme, done_by=cast.ana.practitioner)
    sign_off_everything(cast.ana.practitioner)
    return programme


@pytest.fixture
def own(cast: Cast) -> Exercise:
    return make_own_squat(cast.clinic)


def in_trouble(trouble: Trouble, deed: Callable[[], Any]) -> Any:
    """Return what *deed* answered; every row must be what it was."""
    before = kept.rows()
    with trouble():
        answer = deed()
    assert kept.rows() == before
    return answer


@transactional
@pytest.mark.parametrize(("trouble", "words"), TROUBLES)
def test_the_builder_says_that_it_is_not_saved_and_why(cast: Cast, programme: Programme, trouble: Trouble, words: str):
    programme.refresh_from_db()
    client, changed = at(cast.ana), plan(cast.ana, programme)
    line = changed["phases"][0]["prescriptions"][0]
    line["practitioner_note"] = "Slowly. " * 2000
    body = {"seen": programme.changed_at.isoformat(), "programme": changed}
    answer = in_trouble(trouble, lambda: client.post(place(programme, "save"), body, content_type="application/json"))
    assert answer.status_code == 507
    assert answer.json()["words"].startswith("Not saved. The disk ")
    assert words in answer.json()["words"]
    assert answer.json()["words"].endswith("What you typed is still here.")
    assert send(cast.ana, programme, "save", body).status_code == 200


@transactional
@pytest.mark.parametrize(("trouble", "words"), TROUBLES)
def test_a_handout_is_issued_as_a_whole_or_not_at_all(cast: Cast, programme: Programme, trouble: Trouble, words: str):
    client, url = at(cast.ana), address("programme_weigh", programme)
    form = form_on(shown(cast.ana, url))
    answer = in_trouble(trouble, lambda: client.post(url, form))
    assert answer.status_code == 507
    assert words in answer.content.decode()
    assert not Handout.objects.exists()
    assert not Snapshot.objects.filter(at_issue=True).exists()


def out_of_room(*args: Any) -> None:
    raise OperationalError from of_sqlite(sqlite3.SQLITE_FULL)


@contextmanager
def full_at_the_end() -> Iterator[None]:
    """Have all rows stored but the last one."""
    with mock.patch("programmes.admin.exercise.ExerciseAdmin.log_change", out_of_room):
        yield


@transactional
@pytest.mark.parametrize(("trouble", "words"), [pytest.param(full_at_the_end, FULL, id="full-at-the-end"), TROUBLES[1]])
def test_a_picture_is_stored_with_its_row_or_not_at_all(
    cast: Cast, own: Exercise, trouble: Trouble, words: str, media_folder: Path
):
    client, url = at(cast.ana), address("exercise_change", own)
    sent = {"pictures-0-frame": "start", "pictures-0-licence": "our own photo"}
    file = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
    form = {**form_on(shown(cast.ana, url)), **sent, "pictures-0-file": file}
    answer = in_trouble(trouble, lambda: client.post(url, form))
    assert answer.status_code == 507
    assert words in answer.content.decode()
    assert "Go back in your browser" in answer.content.decode()
    assert kept.pictures(media_folder) == {}
    file.seek(0)
    assert client.post(url, form).status_code == 302
    assert list(kept.pictures(media_folder)) == [ExercisePicture.objects.get().file.name]


@transactional
def test_the_library_can_still_be_read_and_a_patient_only_where_it_can_be_noted_who_looked(
    cast: Cast, programme: Programme, own: Exercise
):
    client = at(cast.ana)
    # It is noted when the page is made already, where the test client sees errors that the site answers.
    client.raise_request_exception = False
    with no_room.read_only():
        assert client.get(address("exercise_change", own)).status_code == 200
        answer = client.get(address("patient_change", programme.patient))
    assert answer.status_code == 507
    assert READ_ONLY in answer.content.decode()


@transactional
def test_a_handout_that_was_given_is_not_denied_because_the_log_found_no_room(
    cast: Cast, programme: Programme, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("programmes.admin.programme.ProgrammeAdmin.log_change", out_of_room)
    url = address("programme_weigh", programme)
    assert at(cast.ana).post(url, form_on(shown(cast.ana, url))).status_code == 302
    assert Handout.objects.get().programme == programme


@pytest.mark.django_db
def test_another_error_is_not_taken_for_a_full_disk(cast: Cast, programme: Programme, monkeypatch: pytest.MonkeyPatch):
    def wrong(*args: Any) -> None:
        raise InternalError("something else")

    monkeypatch.setattr(Opening.objects, "note", wrong)
    with pytest.raises(DatabaseError, match="something else"):
        at(cast.ana).get(address("patient_change", programme.patient))


def test_an_upload_that_finds_no_room_on_its_way_is_told_so(rf: RequestFactory):
    try:
        raise OSError(errno.ENOSPC, "No space left on device")
    except OSError:
        answer = server_error(rf.post("/admin/"))
    assert answer.status_code == 507
    assert FULL in answer.content.decode()


def test_the_page_for_whatever_else_goes_wrong_stays(rf: RequestFactory):
    try:
        raise ValueError
    except ValueError:
        answer = server_error(rf.post("/admin/"))
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()


def test_a_programme_of_the_api_is_told_in_json(rf: RequestFactory):
    try:
        raise OSError(errno.EROFS, "Read-only file system")
    except OSError:
        answer = server_error(rf.get("/api/v1/programmes/"))
    assert answer["Content-Type"] == "application/problem+json"
    assert b"can only be read" in answer.content


# Backup and restore


def limited(bytes_most: int) -> Callable[[], None]:
    """Let a process write no file larger than that: what a full disk is, where none can be mounted."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_most, bytes_most))


@transactional
def test_a_backup_that_finds_no_room_leaves_the_earlier_one_and_nothing_else(tmp_path: Path, media_folder: Path):
    kept.fill()
    site, file = Site(database_url(tmp_path), tmp_path), tmp_path / "rehab.backup"
    file.write_bytes(b"the earlier one")
    command = [sys.executable, str(ROOT / "manage.py"), "backup", str(file)]
    done = subprocess.run(command, env=site.environment, capture_output=True, text=True, preexec_fn=limited(64_000))
    assert done.returncode == 1
    assert done.stderr.strip() == f"CommandError: {file}: {FULL} No backup was made."
    assert file.read_bytes() == b"the earlier one"
    assert not list(tmp_path.glob(".*"))


@pytest.fixture
def backup(transactional_db: None, tmp_path: Path, media_folder: Path) -> Path:
    kept.fill()
    back_up(tmp_path / "rehab.backup")
    return tmp_path / "rehab.backup"


@pytest.mark.parametrize(("trouble", "words"), TROUBLES)
def test_a_restore_that_the_database_takes_no_part_of_leaves_all_as_it_was(
    backup: Path, trouble: Trouble, words: str, settings: Any
):
    pictures = kept.pictures(settings.MEDIA_ROOT)

    def refused() -> str:
        with pytest.raises(CommandError) as error:
            call_command("restore", str(backup), replace=True)
        return str(error.value)

    make_patient(name="Ida " * 25)
    assert words in in_trouble(trouble, refused)
    assert kept.pictures(settings.MEDIA_ROOT) == pictures


# Real disks, where they may be mounted


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with no_room.small_disk(tmp_path / "disk", megabytes=24) as folder:
        yield folder


@transactional
def test_a_full_disk_under_a_served_site_loses_nothing_and_all_goes_on_once_there_is_room(
    cast: Cast, programme: Programme, disk: Path
):
    if connection.vendor != "sqlite":
        pytest.skip("The disk is SQLite's.")
    visitor = Visitor(cast.ana)
    with Site(database_url(disk), disk, {"TMPDIR": str(disk)}) as site:
        editor = Editor(visitor.at(site), place(programme))
        editor.load()
        assert editor.save("Walk").status == 200
        filler = no_room.fill(disk)
        number, told = 0, []
        # The write-ahead log has some room left: save until it is used up.
        while not told and number < 500:
            number += 1
            answer = editor.save(f"Run {number} " + "far " * 50)
            told = [answer] if answer.status != 200 else []
            no_room.fill(disk)
        assert told[0].status == 507, told
        assert FULL in told[0].data["words"]
        filler.unlink()
        # Nothing of what was refused, all of what was acknowledged.
        last = f"Run {number - 1} " if number > 1 else "Walk"
        assert Editor(visitor, place(programme)).load().startswith(last)
        assert editor.save("Jump").status == 200
        assert site.faults() == []


@transactional
def test_a_restore_onto_a_full_disk_leaves_no_picture_behind(backup: Path, disk: Path, settings: Any):
    settings.MEDIA_ROOT = disk / "media"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "there.png").write_bytes(b"there")
    no_room.fill(disk)
    before = kept.rows()
    with pytest.raises(CommandError, match="The disk is full.*Nothing was restored"):
        call_command("restore", str(backup), replace=True)
    assert kept.rows() == before
    assert kept.pictures(settings.MEDIA_ROOT) == {"there.png": b"there"}


@transactional
def test_a_backup_onto_a_disk_that_can_only_be_read_says_so(disk: Path):
    with no_room.read_only_disk(disk), pytest.raises(CommandError, match="can only be read.*No backup was made"):
        call_command("backup", str(disk / "rehab.backup"))
    assert list(disk.iterdir()) == []


@transactional
def test_a_restore_onto_a_disk_that_can_only_be_read_says_so(backup: Path, disk: Path, settings: Any):
    settings.MEDIA_ROOT = disk / "media"
    before = kept.rows()
    with no_room.read_only_disk(disk), pytest.raises(CommandError, match="can only be read.*Nothing was restored"):
        call_command("restore", str(backup), replace=True)
    assert kept.rows() == before


@transactional
def test_a_site_on_a_disk_that_can_only_be_read_says_so_on_every_page(cast: Cast, programme: Programme, disk: Path):
    if connection.vendor != "sqlite":
        pytest.skip("The disk is SQLite's.")
    database, log, visitor = database_url(disk), disk.parent, Visitor(cast.ana)
    with no_room.read_only_disk(disk), Site(database, log) as site:
        answer = visitor.at(site).ask(place(programme))
    assert answer.status == 507
    assert b"can only be read" in answer.body
