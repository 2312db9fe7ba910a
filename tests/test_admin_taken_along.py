"""The page from which an owner takes all of the clinic's data along."""

from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.urls import reverse

from programmes.models import AccessRecord
from tests.cast import Cast
from tests.coming_in import PASSWORD, logged_in
from tests.taking_along import fill
from tests.workbench import address, at, shown

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return fill(1)


def ask(cast: Cast, user: Any, **sent: str) -> Any:
    return logged_in(user).post(address("clinic_take-along", cast.clinic), sent)


def test_an_owner_downloads_the_same_file_as_the_command_writes(cast: Cast, tmp_path: Path):
    answer = ask(cast, cast.olga, is_kept_safe="on")
    assert answer["Content-Disposition"] == f'attachment; filename="clinic-{str(cast.clinic.pk)[:8]}.zip"'
    sent = ZipFile(BytesIO(answer.getvalue()))
    call_command("export_clinic", "Riverside", output=tmp_path / "clinic.zip")
    written = ZipFile(tmp_path / "clinic.zip")
    # The access log alone went on: the download stands in it.
    differing = [name for name in written.namelist() if sent.read(name) != written.read(name)]
    assert differing == ["access_log.json", "manifest.json"]


def test_the_download_stands_in_the_access_log(cast: Cast):
    records = AccessRecord.objects.filter(kind=AccessRecord.Kind.EXPORTED, user=cast.olga)
    assert not records.exists()
    ask(cast, cast.olga, is_kept_safe="on").getvalue()
    assert records.get().clinic == cast.clinic


def test_nothing_is_sent_before_somebody_answers_for_keeping_it(cast: Cast):
    answer = ask(cast, cast.olga)
    assert answer["Content-Type"].startswith("text/html")
    assert "not encrypted" in answer.content.decode()
    assert not AccessRecord.objects.filter(kind=AccessRecord.Kind.EXPORTED, user=cast.olga).exists()


def test_an_old_session_shows_once_more_who_it_is_before_anything_is_sent(cast: Cast):
    browser, page = at(cast.olga), address("clinic_take-along", cast.clinic)
    again = browser.get(page)["Location"]
    assert again == f"{reverse('account_reauthenticate')}?{urlencode({'next': page})}"
    assert browser.post(again, {"password": "wrong"}).status_code == 200
    assert at(cast.olga).post(page, {"is_kept_safe": "on"})["Location"] == again
    assert not AccessRecord.objects.filter(kind=AccessRecord.Kind.EXPORTED, user=cast.olga).exists()
    assert browser.post(again, {"password": PASSWORD})["Location"] == page
    assert "not encrypted" in browser.get(page).content.decode()
    assert ZipFile(BytesIO(browser.post(page, {"is_kept_safe": "on"}).getvalue())).namelist()


def test_only_an_owner_is_offered_it(cast: Cast):
    assert "Take our data along" in shown(cast.olga, address("clinic_change", cast.clinic))
    assert ask(cast, cast.ana, is_kept_safe="on").status_code == 403
    assert ask(cast, cast.carla, is_kept_safe="on").status_code == 404
