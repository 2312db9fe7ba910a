"""What a clinic keeps of the handouts of whoever is erased: hash, version and dates, for the time it states."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from programmes.models import Handout, KeptHandout, Patient, Rendition
from programmes.rights.erase import erase
from tests.cast import Cast
from tests.rights import MARK, known_well, where_it_stands
from tests.workbench import address, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("erasures_file")]


@pytest.fixture
def eva(cast: Cast) -> Patient:
    return known_well(cast)


def test_without_a_stated_time_nothing_is_kept_of_a_handout(eva: Patient):
    erase(eva, mode="erase")
    assert not Handout.objects.exists()
    assert not KeptHandout.objects.exists()


@pytest.mark.parametrize("mode", ["erase", "anonymise"])
def test_within_the_stated_time_a_handout_keeps_hash_version_and_dates_alone(cast: Cast, eva: Patient, mode: str):
    cast.clinic.handout_retention_years = 8
    cast.clinic.save()
    handout, digest = Handout.objects.get(), Rendition.objects.get().sha256
    erase(eva, mode=mode)
    (kept,) = KeptHandout.objects.all()
    assert (kept.pk, kept.version, kept.issued_at) == (handout.pk, 1, handout.issued_at)
    assert [made["sha256"] for made in kept.hashes] == [digest]
    assert not Handout.objects.exists()
    assert where_it_stands(MARK) == set()
    assert digest in shown(cast.olga, f"{address('kepthandout_changelist')}?q={digest}")


def test_a_handout_older_than_that_leaves_nothing(cast: Cast, eva: Patient):
    cast.clinic.handout_retention_years = 1
    cast.clinic.save()
    Handout.objects.update(issued_at=timezone.now() - timedelta(days=400))
    erase(eva, mode="erase")
    assert not KeptHandout.objects.exists()


def test_what_is_kept_is_not_changed(cast: Cast):
    kept = KeptHandout(id=uuid4(), clinic=cast.clinic, version=1, issued_at=timezone.now(), schema_version=1)
    kept.save()
    with pytest.raises(Exception, match="not changed"):
        kept.save()
