"""Files that clinics send: none has an address that everybody may open, and none tells where it was taken."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.cast import make_cast
from tests.workbench import address, at, save, shown

pytestmark = pytest.mark.django_db
GPS = 0x8825


def photo_with_a_place() -> bytes:
    body = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera of Eva"
    exif.get_ifd(GPS)[2] = (51.0, 30.0, 0.0)
    Image.new("RGB", (60, 40), "teal").save(body, "JPEG", exif=exif, comment=b"Eva was here")
    assert b"Eva" in body.getvalue()
    return body.getvalue()


def test_a_logo_says_nothing_of_where_and_by_whom_it_was_taken():
    cast = make_cast()
    sent = SimpleUploadedFile("eva-at-home.jpg", photo_with_a_place())
    assert save(cast.olga, address("clinic_change", cast.clinic), logo=sent).status_code == 302
    cast.clinic.refresh_from_db()
    with cast.clinic.logo.open("rb") as file:
        kept = file.read()
    assert b"Eva" not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert not picture.getexif()
    assert "eva" not in cast.clinic.logo.name


@pytest.mark.parametrize("who", [None, "carla", "olga", "sue"])
def test_a_stored_file_is_at_no_address(who: str | None):
    cast = make_cast()
    sent = SimpleUploadedFile("logo.jpg", photo_with_a_place())
    save(cast.olga, address("clinic_change", cast.clinic), logo=sent)
    cast.clinic.refresh_from_db()
    client = at(getattr(cast, who)) if who else Client()
    name = cast.clinic.logo.name
    for place in (
        f"/media/{name}",
        f"/static/{name}",
        f"/static/../media/{name}",
        f"/{name}",
        f"/static/%2e%2e/media/{name}",
    ):
        assert client.get(place).status_code == 404, place


def test_a_logo_is_shown_to_its_own_clinic_inside_the_page():
    cast = make_cast()
    sent = SimpleUploadedFile("logo.jpg", photo_with_a_place())
    save(cast.olga, address("clinic_change", cast.clinic), logo=sent)
    assert "data:image/jpeg;base64," in shown(cast.rita, address("clinic_change", cast.clinic))
    assert at(cast.carla).get(address("clinic_change", cast.clinic)).status_code == 404


def test_no_file_that_is_served_lies_where_sent_files_lie(settings: Any):
    assert not Path(site.MEDIA_ROOT).is_relative_to(site.STATIC_ROOT)
    assert not Path(site.STATIC_ROOT).is_relative_to(site.MEDIA_ROOT)
    assert getattr(site, "WHITENOISE_ROOT", None) is None
