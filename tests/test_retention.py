"""The time a clinic keeps patients and records of handouts, and the sweep of what is older."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from programmes.management.commands import sweep_retention
from programmes.models import KeptHandout, Patient
from programmes.rights.erase import erase, years_before
from tests.cast import Cast
from tests.factories import make_patient
from tests.rights import MARK, known_well, where_it_stands
from tests.workbench import address, save, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("erasures_file")]


@pytest.fixture
def eva(cast: Cast) -> Patient:
    return known_well(cast)


def _discharged(cast: Cast, days: int, **values: Any) -> Patient:
    return make_patient(clinic=cast.clinic, discharged_at=timezone.now() - timedelta(days=days), **values)


def test_the_sweep_erases_whom_the_clinic_no_longer_keeps(cast: Cast, capsys: pytest.CaptureFixture):
    cast.clinic.patient_retention_years = 2
    cast.clinic.save()
    _discharged(cast, 800, name=MARK, reference="R-1")
    stays = {
        _discharged(cast, 700).pk,
        make_patient(clinic=cast.clinic).pk,
        make_patient(archived_at=timezone.now()).pk,
    }
    call_command("sweep_retention", dry_run=True)
    said = capsys.readouterr().out
    assert "R-1, discharged" in said
    assert "Would erase 1 patients" in said
    assert MARK not in said
    assert Patient.objects.count() == 4
    call_command("sweep_retention")
    assert set(Patient.objects.values_list("pk", flat=True)) == stays
    assert where_it_stands(MARK) == set()


def test_where_a_clinic_names_no_time_nothing_is_swept(cast: Cast):
    _discharged(cast, 20_000)
    call_command("sweep_retention")
    assert Patient.objects.count() == 1


def test_the_sweep_deletes_outdated_records_of_handouts(cast: Cast, eva: Patient):
    cast.clinic.handout_retention_years = 8
    cast.clinic.save()
    erase(eva, mode="erase")
    call_command("sweep_retention")
    assert KeptHandout.objects.count() == 1
    KeptHandout.objects.update(issued_at=timezone.now() - timedelta(days=9 * 366))
    call_command("sweep_retention", dry_run=True)
    assert KeptHandout.objects.count() == 1
    call_command("sweep_retention")
    assert KeptHandout.objects.count() == 0


def test_years_are_counted_by_the_calendar():
    assert years_before(datetime(2028, 2, 29, tzinfo=UTC), 1) == datetime(2027, 2, 28, tzinfo=UTC)
    assert years_before(datetime(2028, 2, 29, tzinfo=UTC), 4) == datetime(2024, 2, 29, tzinfo=UTC)


def test_the_clinics_page_asks_for_the_times_and_invents_no_law(cast: Cast):
    page = shown(cast.olga, address("clinic_change", cast.clinic))
    assert "differs from country to country" in page
    save(cast.olga, address("clinic_change", cast.clinic), patient_retention_years="8")
    cast.clinic.refresh_from_db()
    assert (cast.clinic.patient_retention_years, cast.clinic.handout_retention_years) == (8, None)


def test_who_is_taken_back_or_erased_while_others_are_swept_is_left(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    cast.clinic.patient_retention_years = 2
    cast.clinic.save()
    _discharged(cast, 900)
    back, gone = _discharged(cast, 800), _discharged(cast, 790)
    sweep = sweep_retention.erase

    def meanwhile(*args: Any, **asked: Any) -> Any:
        Patient.objects.get(pk=back.pk).take_back()
        Patient.objects.filter(pk=gone.pk).delete()
        return sweep(*args, **asked)

    monkeypatch.setattr(sweep_retention, "erase", meanwhile)
    call_command("sweep_retention")
    assert list(Patient.objects.all()) == [back]
    assert "Erased 1 patients" in capsys.readouterr().out
