"""All that a site keeps, to be looked at as a whole: every row of every app, every picture."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from programmes.models import Clinic, Patient, Programme, Source
from tests.addresses import make_rows_of
from tests.cast import make_cast
from tests.factories import make_favourite, make_handout, make_picture, make_programme

# Who is logged in is not kept; that belongs to the machine and the moment.
NOT_KEPT = {"sessions.session"}
# What a setting says where pictures are files.
AS_FILES = {**settings.STORAGES, "default": {"BACKEND": "programmes.whole_files.WholeFiles"}}


def every_model() -> list[Any]:
    """Return the models of all apps that have a table, whichever apps there are."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]


def rows() -> dict[str, list[tuple[Any, ...]]]:
    return {
        model._meta.label_lower: sorted(map(_comparable, model._base_manager.values_list()), key=repr)
        for model in every_model()
        if model._meta.label_lower not in NOT_KEPT
    }


def _comparable(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def pictures(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@contextmanager
def untouched(media_folder: Path) -> Iterator[None]:
    """Put a picture there, and find at the end that no row and no picture is another."""
    media_folder.mkdir()
    (media_folder / "there.png").write_bytes(b"there")
    before = rows(), pictures(media_folder)
    yield
    assert (rows(), pictures(media_folder)) == before, "something was touched"


def wipe(media_folder: Path) -> None:
    """Make the installation an empty one."""
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(media_folder, ignore_errors=True)
    for model in (Source, Clinic):
        assert not model._base_manager.exists()


def held(file: Path) -> dict[str, Any]:
    """Return what a backup holds, with rows and keys of JSON in one order: each database has its own."""
    with ZipFile(file) as archive:
        return dict(_held(archive))


def rows_held(file: Path, label: str) -> list[dict[str, Any]]:
    with ZipFile(file) as archive:
        names, *values = map(json.loads, archive.read(f"tables/{label}.jsonl").splitlines())
    return [dict(zip(names, row, strict=True)) for row in values]


def _held(archive: ZipFile) -> Iterator[tuple[str, Any]]:
    for name in archive.namelist():
        if name.startswith("media/"):
            yield name, archive.read(name)
        elif name.startswith("tables/"):
            names, *values = map(json.loads, archive.read(name).splitlines())
            yield name, sorted(json.dumps(dict(zip(names, row, strict=True)), sort_keys=True) for row in values)


def fill(handouts: int = 3) -> None:
    """Make a row of every kind there is a factory for, with history, logos, pictures and pages as issued."""
    cast = make_cast()
    made = make_rows_of(cast.ana.practitioner, cast.ben)
    ana = cast.ana.practitioner
    cast.clinic.logo.save("logo.png", ContentFile(bytes(range(256)) * 40))
    make_picture(made["exercise"], name="own.png", body=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 300)
    make_favourite(ana, exercise=made["exercise"])
    for number in range(handouts):
        programme = make_programme(patient=made["patient"], name=f"Knee “{number}” – Ω \U0001f9b5")
        pdf = b"%PDF-1.7\n" + hashlib.sha256(bytes([number])).digest() * 3000
        make_handout(programme, issued_by=ana, pdf=pdf, document={"n": 0.1, "deep": [1, None, {"ü": "\u2028\\n"}]})
    made["batch"].items.create(patient=made["patient"], programme=made["programme"], from_handout=made["handout"])
    patient = made["patient"]
    patient.name = "Eva Holm-Brook"
    patient.save()
    Programme.objects.update(changed_at=timezone.now().replace(microsecond=123456))
    content_type = ContentType.objects.get_for_model(Patient)
    LogEntry.objects.create(
        user=cast.ana, content_type=content_type, object_id=str(patient.pk), object_repr="Eva", action_flag=ADDITION
    )
    # A log entry that is gone: the next must not take its number from one that is there.
    LogEntry.objects.create(user=cast.ana, object_repr="gone", action_flag=ADDITION).delete()
