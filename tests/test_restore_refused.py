"""A backup that is refused, only checked, or cut short while it comes in: nothing is touched."""

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import override_settings

from programmes.backup import Refused, back_up, opened, restore
from tests import kept
from tests.commands import Cut, cut, told
from tests.factories import make_patient
from tests.kept import AS_FILES


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    with override_settings(MEDIA_ROOT=folder / "media", STORAGES=AS_FILES), django_db_blocker.unblock():
        kept.fill(handouts=1)
        back_up(folder / "rehab.backup")
        call_command("flush", interactive=False, verbosity=0)
    return folder / "rehab.backup"


@pytest.fixture
def made(made_once: Path, tmp_path: Path, media_folder: Path, db: None) -> Iterator[Path]:
    """A backup, beside a site that holds something else, and holds it still at the end."""
    file = tmp_path / "rehab.backup"
    shutil.copy(made_once, file)
    make_patient(name="Ida Lind")
    with kept.untouched(media_folder):
        yield file


def refusal(file: Path, **options: Any) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(file), **{"replace": True, **options})
    assert "\n" not in str(refused.value)
    return str(refused.value)


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


def test_what_is_there_is_not_replaced_unasked(made: Path):
    assert "is not empty" in refusal(made, replace=False)
    assert "--replace" in refusal(made, replace=False)


def test_pictures_that_are_there_are_not_replaced_unasked(
    made: Path, media_folder: Path, monkeypatch: pytest.MonkeyPatch
):
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
    newer = [*MigrationRecorder(connection).applied_migrations(), ("programmes", "9999_later")]
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


@pytest.mark.parametrize("step", ["_count_on", "_insert"])
def test_a_restore_that_is_cut_short_leaves_all_as_it_was(
    transactional_db: None, made: Path, step: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(f"programmes.backup.restoring.{step}", cut)
    with opened(made) as backup, pytest.raises(Cut):
        restore(backup, replace=True)
