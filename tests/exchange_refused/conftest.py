"""An export to be damaged, beside a site that must hold at the end what it held."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test.utils import override_settings

from tests import kept
from tests.factories import make_clinic, make_patient, make_programme
from tests.kept import AS_FILES
from tests.taking_along import fill


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    with override_settings(MEDIA_ROOT=folder / "media", STORAGES=AS_FILES), django_db_blocker.unblock():
        fill(programmes=1)
        call_command("export_clinic", "Riverside", output=folder / "riverside.zip")
        call_command("export_library", output=folder / "library.zip")
        call_command("flush", interactive=False, verbosity=0)
    return folder / "riverside.zip"


@pytest.fixture
def made(made_once: Path, tmp_path: Path, media_folder: Path, db: None) -> Iterator[Path]:
    """An export, beside a site that holds another clinic, and holds just that at the end."""
    file = tmp_path / "riverside.zip"
    shutil.copy(made_once, file)
    make_programme(patient=make_patient(clinic=make_clinic(name="Seaside"), name="Ida Lind"))
    with kept.untouched(media_folder):
        yield file
