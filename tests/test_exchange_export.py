"""What an export of a clinic holds, and what it does not: no secret, nothing of anybody else."""

import json
import stat
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes import links
from programmes.exchange import take_along
from programmes.models import AccessRecord, Clinic, Exercise, Programme, ShareLink, Template
from tests.commands import Terminal, told
from tests.factories import make_clinic
from tests.taking_along import fill, more_patients, other_clinic, plain, rename_here, taken_along

# An export reads one moment of the database: a transaction that a test cannot be within.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media_folder")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "riverside.zip"


def test_a_programme_is_the_documented_json_and_can_be_imported_alone(file: Path):
    cast = taken_along(file)
    (row,) = plain(file, "programmes.json")
    document = file.with_name("programme.json")
    document.write_text(json.dumps(plain(file, f"programmes/{row['id']}.json")))
    said = told("import_programme", str(document), clinic=str(cast.clinic.pk))
    copy = Template.objects.get(pk=said.split()[0])
    was = Programme.objects.get(pk=row["id"])
    assert [str(phase) for phase in copy.phases.all()] == [str(phase) for phase in was.phases.all()]
    assert copy.running_plan.weekly_metres == was.running_plan.weekly_metres


def test_beside_the_document_stands_only_what_it_does_not_say(file: Path):
    taken_along(file)
    (row,) = plain(file, "programmes.json")
    assert set(row) == {
        *("id", "has_document", "patient", "created_by", "created_at", "changed_at", "is_retired"),
        *("phases", "running_plan"),
    }
    assert set(row["running_plan"]) == {"id"}
    ((_phase, beside),) = row["phases"].items()
    lines = list(beside["lines"].values())
    # The shared exercise beside the clinic's own, and a tempo of which one part is known.
    assert {"exercise": "shared/squat", "position": 9} in lines
    assert {"lower_seconds": 0, "position": 9} in lines


def test_a_programme_that_is_no_document_is_carried_whole(media_folder: Path, file: Path):
    """An earlier version, or a hand in the database, may have stored what a document may not say."""
    cast = fill(1)
    programme = Programme.objects.for_patients().get()
    Programme.objects.filter(pk=programme.pk).update(session_days=[9], name="")
    call_command("export_clinic", "Riverside", output=file)
    (row,) = plain(file, "programmes.json")
    assert row["has_document"] is False
    with ZipFile(file) as archive:
        assert f"programmes/{programme.pk}.json" not in archive.namelist()
    assert row["session_days"] == [9]
    assert cast.clinic.pk


def test_no_password_second_factor_token_or_key_is_in_the_file(file: Path):
    cast = fill(1)
    cast.ana.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    call_command("export_clinic", "Riverside", output=file)
    with ZipFile(file) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    link = ShareLink.objects.get()
    secrets = [cast.ana.password, "JBSWY3DPEHPK3PXP", site.SECRET_KEY, site.LINK_KEY, links.token_of(link)]
    assert [secret for secret in secrets if secret.encode() in everything] == []


def test_nothing_of_another_clinic_is_in_the_file(file: Path):
    cast = taken_along(file)
    with ZipFile(file) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Somebody Else" not in everything
    assert str(cast.other_clinic.pk).encode() not in everything
    # That she looked is on record here; where she works is not.
    looked = [row for row in plain(file, "access_log.json") if row.get("who_name") == "Carla"]
    assert [row.get("practitioner") for row in looked] == [None]


def test_an_export_asks_as_often_for_many_programmes_as_for_few(file: Path):
    fill(2)
    clinic = Clinic.objects.get(name="Riverside")
    take_along(clinic, file)  # which model has which content type is remembered from then on
    with CaptureQueriesContext(connection) as few:
        take_along(clinic, file)
    more_patients(clinic, 10)
    with CaptureQueriesContext(connection) as many:
        take_along(clinic, file)
    assert len(many) == len(few)


def test_an_export_stands_in_the_access_log_and_not_in_itself(file: Path):
    cast = taken_along(file)
    entry = AccessRecord.objects.filter(clinic=cast.clinic, kind="exported").get()
    assert entry.user is None
    assert str(entry.pk) not in str(plain(file, "access_log.json"))


def test_only_its_owner_may_read_an_export(file: Path):
    taken_along(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_export_that_fails_leaves_the_one_before_and_no_entry(file: Path, monkeypatch: pytest.MonkeyPatch):
    cast = taken_along(file)
    before, entries = file.read_bytes(), AccessRecord.objects.count()

    def fails(*args: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("programmes.exchange.make._line", fails)
    with pytest.raises(CommandError, match="No export was made"):
        call_command("export_clinic", str(cast.clinic.pk), output=file)
    assert file.read_bytes() == before
    assert AccessRecord.objects.count() == entries
    assert [path.name for path in file.parent.iterdir() if "riverside" in path.name] == [file.name]


def test_a_clinic_that_is_not_there_is_named(file: Path):
    make_clinic(name="Two")
    make_clinic(name="Two")
    for name, words in (
        ("One", "No clinic is called 'One'"),
        ("Two", "Several clinics are"),
        (str(uuid4()), "no clinic"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("export_clinic", name, output=file)


def test_a_picture_that_is_gone_is_told_and_comes_in_without(media_folder: Path, file: Path):
    fill(1)
    own = Exercise.objects.get(clinic__name="Riverside", slug="squat")
    for picture in own.pictures.all():
        Path(picture.file.path).unlink()
    out = told("export_clinic", "Riverside", output=file)
    assert f"the picture own/pictures/{own.pk}-start.jpg is not on the disk" in out
    rename_here()
    assert "Had no picture on the disk" in told("import_clinic", str(other_clinic(file)))


def test_whoever_watches_sees_how_far_it_is(file: Path):
    fill(1)
    out, err = Terminal(), Terminal()
    call_command("export_clinic", "Riverside", output=file, stdout=out, stderr=err)
    assert "patients.json: 1\r" in err.getvalue()
    assert "keep it as safe as the database" in out.getvalue()
