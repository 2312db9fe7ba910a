"""All that is held of a patient, as a file: every row and version, every PDF, and nothing of anybody else."""

import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from programmes.models import AccessRecord, Patient, Rendition
from programmes.rights import held
from programmes.rights.export import as_plain, export
from tests.cast import Cast
from tests.factories import make_handout, make_patient, make_programme
from tests.rights import MARK, known_well
from tests.workbench import address, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def eva(cast: Cast) -> Patient:
    return known_well(cast)


def exported(patient: Patient) -> ZipFile:
    file = io.BytesIO()
    export(patient, file)
    return ZipFile(file)


def test_the_export_holds_every_kind_of_row_and_every_version(eva: Patient):
    archive = exported(eva)
    told = json.loads(archive.read("patient.json"))
    for model in held.WAYS:
        assert told[str(model._meta.verbose_name_plural)], model
    (patient,) = told["patients"]
    assert (patient["name"], patient["reference"]) == (f"Eva Maria {MARK}", "R-17")
    assert patient["flags"]
    assert patient["information_need"] == "large print (18 pt)"
    assert {version["name"] for version in told["versions"]["patients"]} == {f"Eva {MARK}", f"Eva Maria {MARK}"}
    assert told["screenings"][0]["seen_and_dealt_with"] == f"{MARK} saw a doctor"
    assert told["handouts"][0]["document"]["patient"]["name"] == f"Eva {MARK}"
    assert "Ana" in {line["who"] for line in told["workbench log"]}
    assert "Ben" in {entry["who_name"] for entry in told["access log entries"]}


def test_the_export_holds_the_pdfs_byte_for_byte_and_says_what_is_in_it(eva: Patient):
    archive = exported(eva)
    (name,) = [name for name in archive.namelist() if name.endswith(".pdf")]
    assert archive.read(name) == bytes(Rendition.objects.get().pdf)
    readme = archive.read("README.txt").decode()
    assert "patient.json" in readme
    assert "handouts: 1" in readme
    assert MARK not in name


def test_a_damaged_pdf_is_left_out_and_named(eva: Patient):
    Rendition.objects.update(pdf=b"%PDF something else")
    archive = exported(eva)
    assert not [name for name in archive.namelist() if name.endswith(".pdf")]
    assert "Left out" in archive.read("README.txt").decode()


def test_the_export_tells_nothing_of_another_patient(cast: Cast, eva: Patient):
    other = make_programme(patient=make_patient(clinic=cast.clinic, name="Olaf Otherman"), name="Olaf's plan")
    make_handout(other, issued_by=cast.ana.practitioner)
    assert "Olaf" not in json.dumps(as_plain(eva))


def test_an_export_from_the_page_is_a_file_that_names_nobody(cast: Cast, eva: Patient):
    answer = at(cast.ana).post(address("patient_export-all", eva))
    assert answer["Content-Disposition"] == f'attachment; filename="patient-{str(eva.pk)[:8]}.zip"'
    assert "patient.json" in ZipFile(io.BytesIO(b"".join(answer))).namelist()
    entry = AccessRecord.objects.filter(kind="exported").get()
    assert (entry.who_name, entry.patient_id) == ("Ana", eva.pk)


def test_the_command_exports_by_record_number_or_id_and_never_by_name(eva: Patient, tmp_path: Path):
    for key in ("R-17", str(eva.pk)):
        file = tmp_path / "out.zip"
        call_command("export_patient", key, output=file)
        assert "patient.json" in ZipFile(file).namelist()
        assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="no patient"):
        call_command("export_patient", eva.name, output=file)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_patient", "R-17", output=tmp_path / "nowhere" / "out.zip")


def test_a_record_number_of_two_clinics_is_asked_about(cast: Cast, eva: Patient, tmp_path: Path):
    make_patient(clinic=cast.other_clinic, reference="R-17")
    with pytest.raises(CommandError, match="Several clinics"):
        call_command("export_patient", "R-17", output=tmp_path / "out.zip")
