"""The list of erasures: written before anything goes, without a name, and followed again after a restore."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.urls import reverse

from programmes.models import Erasure, Patient
from programmes.rights import erasures
from programmes.rights.erase import erase
from programmes.rights.replay import replay_erasures
from tests.cast import Cast
from tests.factories import make_programme
from tests.rights import MARK, everything, ids, known_well, where_it_stands
from tests.workbench import at, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("erasures_file")]
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def eva(cast: Cast) -> Patient:
    return known_well(cast)


def test_the_erasure_says_who_when_and_how_and_whose_it_is_no_more(cast: Cast, eva: Patient):
    erase(eva, mode="erase", user=cast.olga)
    (kept,) = Erasure.objects.all()
    assert (kept.patient_id, kept.clinic, kept.by_name, kept.mode) == (eva.pk, cast.clinic, "Olga", "erase")


def test_an_owner_sees_the_list_of_erasures(cast: Cast, eva: Patient):
    erase(eva, mode="erase", user=cast.olga)
    assert str(eva.pk) in shown(cast.olga, reverse("admin:programmes_erasure_changelist"))
    assert at(cast.ana).get(reverse("admin:programmes_erasure_changelist")).status_code == 403


def test_where_the_list_cannot_be_written_nothing_is_erased(eva: Patient, settings: Any, tmp_path: Path):
    (tmp_path / "a-file").write_text("")
    settings.ERASURES_FILE = tmp_path / "a-file" / "erasures.jsonl"
    before = everything()
    with pytest.raises(erasures.NotListed, match="Nothing was erased"):
        erase(eva, mode="erase")
    assert everything() == before
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_patient", "R-17")


def test_a_line_of_the_list_holds_an_id_and_a_date_and_no_name(eva: Patient, erasures_file: Path):
    erase(eva, mode="erase")
    (line,) = erasures_file.read_text().splitlines()
    assert set(json.loads(line)) == {"patient", "mode", "at"}
    assert json.loads(line)["patient"] == str(eva.pk)
    assert erasures_file.stat().st_mode & 0o077 == 0


def _back_from_a_backup(cast: Cast, patient_id: UUID) -> Patient:
    """Make the patient again, as a restore does: with the id they had."""
    Erasure.objects.filter(patient_id=patient_id).delete()
    back = Patient.objects.create(id=patient_id, clinic=cast.clinic, name=f"Eva {MARK}", reference="R-17")
    make_programme(patient=back, goal=f"{MARK} walks")
    return back


@pytest.mark.parametrize(("mode", "left"), [("erase", 0), ("anonymise", 1)])
def test_a_patient_who_comes_back_with_a_backup_is_erased_again(cast: Cast, eva: Patient, mode: str, left: int):
    erase(eva, mode=mode, user=cast.olga)
    when = Erasure.objects.get().at
    Patient.objects.all().exclude(pk=eva.pk).filter(programmes=None).delete()
    here = Patient.objects.count()
    _back_from_a_backup(cast, eva.pk)
    done = replay_erasures()
    assert (done.listed, done.erased, done.unreadable) == (1, 1, ())
    assert where_it_stands(MARK) == set()
    assert ids(eva.pk) == {"programmes_erasure"}
    assert Patient.objects.count() == here + left
    assert Erasure.objects.get().at == when
    assert replay_erasures().erased == 0


def test_replaying_adds_no_second_line(cast: Cast, eva: Patient, erasures_file: Path):
    erase(eva, mode="erase")
    _back_from_a_backup(cast, eva.pk)
    call_command("replay_erasures")
    assert len(erasures_file.read_text().splitlines()) == 1


def test_without_a_list_there_is_nothing_to_replay(db: None):
    assert replay_erasures().listed == 0


def test_a_line_that_cannot_be_read_is_said_aloud_and_the_others_are_followed(
    cast: Cast, eva: Patient, erasures_file: Path
):
    erase(eva, mode="erase")
    erasures_file.write_text("{torn\n" + erasures_file.read_text())
    _back_from_a_backup(cast, eva.pk)
    with pytest.raises(CommandError, match="line 1 cannot be read"):
        call_command("replay_erasures")
    assert where_it_stands(MARK) == set()


def test_a_test_run_has_a_list_of_its_own():
    assert ROOT not in Path(site.ERASURES_FILE).parents
