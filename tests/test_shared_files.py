"""Pictures on storage that speaks S3: shown by the clinic's pages alone, and stored whole or not at all."""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from PIL import Image

from programmes import whole_files
from programmes.handout.prepare import people
from programmes.handout.prepare.brief import CannotPrepare
from programmes.models import Exercise, ExercisePicture
from programmes.pictures import Look, UnreadablePicture, pictures_of
from programmes.sides import Side
from rehab import media_storage
from tests.cast import Cast, make_cast
from tests.factories import make_exercise, make_picture
from tests.live import ROOT
from tests.queues import free_port, until
from tests.test_settings import run
from tests.workbench import address, at, save, shown

KEY, SECRET, BUCKET = "a-key", "a/secret+", "pictures"


def png(colour: str = "teal") -> bytes:
    body = BytesIO()
    Image.new("RGB", (60, 40), colour).save(body, "PNG")
    return body.getvalue()


def client(port: int) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
        config=Config(retries={"total_max_attempts": 1}),
    )


def _answers(port: int) -> bool:
    try:
        client(port).list_buckets()
    except BotoCoreError:
        return False
    return True


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Start storage that speaks S3, with an empty bucket."""
    found = free_port()
    with (tmp_path_factory.mktemp("storage") / "log").open("ab") as log:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(found)]
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        until(lambda: _answers(found))
        client(found).create_bucket(Bucket=BUCKET)
        yield found
    finally:
        process.kill()
        process.wait()


def url_at(port: int) -> str:
    return f"s3://{KEY}:{quote(SECRET, safe='')}@127.0.0.1:{port}/{BUCKET}/clinics"


@pytest.fixture
def shared(port: int, settings: Any) -> int:
    settings.MEDIA_STORAGE_URL = url_at(port)
    settings.STORAGES = {**settings.STORAGES, "default": media_storage.read(settings.MEDIA_STORAGE_URL)}
    return port


@pytest.fixture
def away(shared: int, settings: Any) -> None:
    """Let nothing answer where the pictures lie."""
    settings.STORAGES = {**settings.STORAGES, "default": media_storage.read(url_at(free_port()))}


def names(port: int) -> list[str]:
    return [each["Key"] for each in client(port).list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def test_a_logo_goes_from_the_page_to_the_storage_and_onto_the_sheet(shared: int, cast: Cast):
    sent = SimpleUploadedFile("eva-at-home.png", png())
    assert save(cast.olga, address("clinic_change", cast.clinic), logo=sent).status_code == 302
    cast.clinic.refresh_from_db()
    assert f"clinics/{cast.clinic.logo.name}" in names(shared)
    assert "data:image/png;base64," in shown(cast.rita, address("clinic_change", cast.clinic))
    logo = people.clinic(cast.clinic).logo
    assert logo is not None
    assert logo.alt == cast.clinic.name


def test_no_page_leads_to_the_storage(shared: int, cast: Cast):
    cast.clinic.logo.save("logo.png", ContentFile(png()))
    exercise = make_exercise(clinic=cast.clinic)
    make_picture(exercise, name="own.png", body=png())
    for url in (
        address("clinic_change", cast.clinic),
        address("exercise_change", exercise),
    ):
        page = shown(cast.olga, url)
        assert f":{shared}" not in page
        assert "clinics/" not in page
        assert "X-Amz" not in page
    assert cast.clinic.logo.url == ""


def test_nobody_without_the_key_reads_what_is_stored(shared: int, cast: Cast):
    cast.clinic.logo.save("logo.png", ContentFile(png()))
    key = f"clinics/{cast.clinic.logo.name}"
    allowed = client(shared).get_object_acl(Bucket=BUCKET, Key=key)["Grants"]
    assert {each["Grantee"]["Type"] for each in allowed} == {"CanonicalUser"}


def test_an_own_picture_is_read_turned_and_deleted_there(shared: int, cast: Cast):
    exercise = make_exercise(clinic=cast.clinic)
    picture = make_picture(exercise, name="own.png", body=png())
    found = pictures_of(Exercise.objects.prefetch_related("pictures").get(pk=exercise.pk), Side.LEFT, Look())
    assert found is not None
    frames = [each for each in (found.start, found.end) if each is not None]
    assert frames[0].body.startswith(b"\x89PNG")
    assert f"clinics/{picture.file.name}" in names(shared)


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_is_deleted_is_gone_from_the_storage(shared: int):
    picture = make_picture(make_exercise(clinic=make_cast().clinic), name="own.png", body=png())
    ExercisePicture.objects.get(pk=picture.pk).delete()
    assert f"clinics/{picture.file.name}" not in names(shared)


def test_two_files_of_one_name_are_two(shared: int):
    first, second = (default_storage.save("logo.png", ContentFile(png(colour))) for colour in ("teal", "red"))
    assert first != second
    with default_storage.open(first) as file:
        assert file.read() == png("teal")


def test_what_a_failed_request_wrote_is_taken_back(shared: int):
    with whole_files.noted():
        stored = default_storage.save("logo.png", ContentFile(png()))
        assert f"clinics/{stored}" in names(shared)
        whole_files.take_back()
    assert f"clinics/{stored}" not in names(shared)


@pytest.mark.usefixtures("away")
def test_storage_that_is_away_is_told_as_a_picture_that_cannot_be_read(cast: Cast):
    cast.clinic.logo.name = "logo.png"
    with pytest.raises(CannotPrepare, match="logo cannot be read"):
        people.clinic(cast.clinic)
    exercise = make_exercise(clinic=cast.clinic)
    ExercisePicture.objects.create(exercise=exercise, frame="start", file="pictures/own.png", licence="own")
    with pytest.raises(UnreadablePicture):
        pictures_of(Exercise.objects.prefetch_related("pictures").get(pk=exercise.pk), Side.RIGHT, Look())


@pytest.mark.usefixtures("away")
def test_storage_that_is_away_takes_no_picture_and_says_so(cast: Cast):
    url = address("clinic_change", cast.clinic)
    sent = SimpleUploadedFile("logo.png", png())
    answer = save(cast.olga, url, logo=sent)
    assert answer.status_code == 507
    cast.clinic.refresh_from_db()
    assert not cast.clinic.logo
    assert at(cast.olga).get(url).status_code == 200


@pytest.mark.usefixtures("shared")
def test_backup_and_restore_say_that_they_do_not_reach_it(db: None, tmp_path: Path):
    with pytest.raises(CommandError, match="MEDIA_STORAGE_URL") as told:
        call_command("backup", tmp_path / "site.zip")
    assert SECRET not in str(told.value)
    assert not list(tmp_path.iterdir())


def test_nothing_but_the_storage_and_the_backup_knows_where_pictures_lie():
    """Whatever asks for a path of a picture works on a disk alone."""
    asking = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "programmes").rglob("*.py")
        if "MEDIA_ROOT" in path.read_text() or ".file.path" in path.read_text() or "logo.path" in path.read_text()
    ]
    assert set(asking) == {"programmes/backup/make.py", "programmes/backup/restoring.py"}


@pytest.mark.parametrize(
    "url",
    [
        "https://key:secret@host/bucket",
        "s3://host/bucket",
        "s3://key@host/bucket",
        "s3://key:secret@host",
        "s3://key:secret@host:port/bucket",
        "s3://key:sec/ret@host/bucket",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_being_shown(url: str):
    result = run("import django; django.setup()", SECRET_KEY="x" * 60, MEDIA_STORAGE_URL=url)
    assert result.returncode != 0
    assert "MEDIA_STORAGE_URL cannot be read" in result.stderr
    assert url not in result.stderr


def test_storage_elsewhere_is_reached_by_https_alone():
    options = media_storage.read("s3://key:sec%2Fret@s3.example.org:9000/bucket/a/folder?region=eu-west-2")["OPTIONS"]
    assert options == {
        "endpoint_url": "https://s3.example.org:9000",
        "access_key": "key",
        "secret_key": "sec/ret",
        "bucket_name": "bucket",
        "location": "a/folder",
        "region_name": "eu-west-2",
    }


def test_without_the_library_it_says_what_to_install():
    code = "import sys; sys.modules['storages'] = None; import rehab.wsgi"
    result = run(code, SECRET_KEY="x" * 60, MEDIA_STORAGE_URL="s3://key:secret@host/bucket")
    assert result.returncode != 0
    assert "pip install -r requirements-scale.txt" in result.stderr
