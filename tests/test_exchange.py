"""A clinic taken along and brought in elsewhere: nothing lost, nothing of anybody else touched."""

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.conf import settings as site
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes import links
from programmes.exchange import kinds, take_along
from programmes.models import (
    AccessRecord,
    Clinic,
    Exercise,
    ExerciseText,
    Handout,
    Language,
    Patient,
    Practitioner,
    Prescription,
    Programme,
    RedFlag,
    Rendition,
    Review,
    ShareLink,
    Template,
)
from programmes.signing_in import adapter
from tests import kept
from tests.factories import make_clinic, make_exercise, make_language, make_practitioner, make_user
from tests.taking_along import fill, first_difference, library, more_patients, plain, resealed, told, wipe

# An export reads one moment of the database: a transaction that a test cannot be within.
pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent
AS_FILES = {**site.STORAGES, "default": {"BACKEND": "programmes.whole_files.WholeFiles"}}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Keep pictures as files, in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = AS_FILES
    return settings.MEDIA_ROOT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "riverside.zip"


def taken_along(file: Path, programmes: int = 1) -> Any:
    """Fill a site, take its clinic along, and return the people."""
    cast = fill(programmes)
    call_command("export_clinic", "Riverside", output=file)
    return cast


# There, and the same again


def test_a_clinic_brought_in_elsewhere_is_the_same_file_when_taken_along_again(folder: Path, file: Path):
    cast = taken_along(file, programmes=3)
    wipe(folder)
    told("import_clinic", str(file))
    again = file.with_name("again.zip")
    call_command("export_clinic", str(cast.clinic.pk), output=again)
    assert first_difference(file, again) == ""


def test_two_hundred_programmes_and_the_shipped_library_are_the_same_file_again(folder: Path, file: Path):
    call_command("load_library", verbosity=0)
    taken_along(file, programmes=200)
    assert plain(file, "manifest.json")["parts"]
    counts = {part["name"]: part.get("rows") for part in plain(file, "manifest.json")["parts"]}
    assert counts["programmes.json"] == 200
    assert counts["handouts.json"] == 200
    assert counts["library/exercises.json"] > 80
    wipe(folder)
    told("import_clinic", str(file))
    again = file.with_name("again.zip")
    call_command("export_clinic", "Riverside", output=again)
    assert first_difference(file, again) == ""
    assert [found.slug for found in Exercise.objects.search("clamshel")][:1] == ["clamshell"]
    assert "All is well" in told("load_library", check=True)


def test_the_shipped_library_alone_is_the_same_file_again(folder: Path, file: Path):
    call_command("load_library", verbosity=0)
    call_command("export_library", output=file)
    wipe(folder)
    told("import_library", str(file))
    again = file.with_name("again.zip")
    call_command("export_library", output=again)
    assert first_difference(file, again) == ""
    # What load_library then finds is what it would have made itself.
    loaded = told("load_library")
    assert {line.split()[-2] for line in loaded.splitlines()[1:]} == {"0"}


def test_every_row_is_as_it_was(folder: Path, file: Path):
    """Row for row, but for what is left out on purpose and for keys that the database counts."""
    cast = taken_along(file, programmes=2)
    before = _rows_of(cast.clinic)
    wipe(folder)
    told("import_clinic", str(file))
    assert _rows_of(Clinic.objects.get()) == before


def _rows_of(clinic: Clinic) -> dict[str, list[Any]]:
    found = {}
    for kind in (kinds.PEOPLE, *kinds.FIRST, *kinds.THEN, *kinds.LIBRARY):
        rows = kind.model._default_manager.filter(**{kind.way: clinic.pk})
        found[kind.part] = _comparable(rows, {"id"} if kind.model._meta.pk.name != "id" else set())
        for name, inner in kind.nested.items():
            nested = inner.model._default_manager.filter(**{f"{inner.way}__{kind.way}": clinic.pk})
            found[f"{kind.part} {name}"] = _comparable(nested, {"file"})
    found["programmes"] = _comparable(Programme.objects.filter(clinic=clinic), set())
    found["lines"] = _comparable(Prescription.objects.filter(phase__programme__clinic=clinic), set())
    return found


def _comparable(rows: Any, left_out: set[str]) -> list[Any]:
    """Return the rows, library rows by their short names and log-ins by theirs."""
    counted = rows.model._meta.pk.get_internal_type() != "UUIDField"
    columns = [
        f"{field.name}__slug"
        if field.is_relation and hasattr(field.related_model, "slug")
        else f"{field.name}__username"
        if field.is_relation and field.related_model is User
        else field.attname
        for field in rows.model._meta.concrete_fields
        if field.name not in left_out and not (counted and field.primary_key)
    ]
    if rows.model is AccessRecord:
        # That it was exported is said afterwards; where somebody from elsewhere works is not said.
        rows = rows.exclude(kind="exported").exclude(is_from_outside=True)
    values = rows.order_by().values_list(*columns)
    plain = [tuple(bytes(each) if isinstance(each, memoryview) else each for each in row) for row in values]
    return sorted(plain, key=repr)


def run(database: str, folder: Path, *args: str) -> None:
    place = {"DATABASE_URL": database, "MEDIA_ROOT": str(folder), "DJANGO_SETTINGS_MODULE": "rehab.settings"}
    command = [sys.executable, str(ROOT / "manage.py"), *args]
    subprocess.run(command, check=True, env={**os.environ, **place}, capture_output=True)


def test_a_clinic_moves_to_another_kind_of_database_and_is_the_same_file(folder: Path, file: Path, tmp_path: Path):
    """To SQLite, in a process of its own. Where the tests run on PostgreSQL that is another kind of database."""
    taken_along(file, programmes=2)
    there, again = f"sqlite:///{tmp_path}/there.sqlite3", file.with_name("again.zip")
    for args in (["migrate"], ["import_clinic", str(file)], ["export_clinic", "Riverside", "--output", str(again)]):
        run(there, tmp_path / "there", *args)
    assert first_difference(file, again) == ""
    wipe(folder)
    told("import_clinic", str(again))
    call_command("export_clinic", "Riverside", output=file)
    assert first_difference(file, again) == ""


# What it holds


def test_an_export_has_a_row_in_every_list(file: Path):
    """Without one, the tests above would say nothing of that list."""
    taken_along(file)
    counts = {part["name"]: part["rows"] for part in plain(file, "manifest.json")["parts"] if "rows" in part}
    own = {"own/exercises.json", "own/sources.json", "own/templates.json"}
    # A clinic's own rows of other kinds read as these do.
    may_be_empty = {name for name in counts if name.startswith("own/")} - own
    may_be_empty |= {f"versions/{kind.part}" for kind in kinds.LIBRARY} - {"versions/exercises.json"}
    may_be_empty |= {"library/emergency_services.json", "library/pain_rules.json", "library/conditions.json"}
    may_be_empty |= {"library/programme_kinds.json"}
    assert {name for name, rows in counts.items() if rows == 0} <= may_be_empty


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


def test_a_programme_that_is_no_document_is_carried_whole(folder: Path, file: Path):
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


def test_a_picture_that_is_gone_is_told_and_comes_in_without(folder: Path, file: Path):
    fill(1)
    own = Exercise.objects.get(clinic__name="Riverside", slug="squat")
    for picture in own.pictures.all():
        Path(picture.file.path).unlink()
    out = told("export_clinic", "Riverside", output=file)
    assert f"the picture own/pictures/{own.pk}-start.jpg is not on the disk" in out
    rename_here()
    assert "Had no picture on the disk" in told("import_clinic", str(other_clinic(file)))


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_whoever_watches_sees_how_far_it_is(file: Path):
    fill(1)
    out, err = Terminal(), Terminal()
    call_command("export_clinic", "Riverside", output=file, stdout=out, stderr=err)
    assert "patients.json: 1\r" in err.getvalue()
    assert "keep it as safe as the database" in out.getvalue()


# Beside other clinics


def rename_here() -> None:
    Clinic.objects.filter(name="Riverside").update(name="Riverside of old")


def other_clinic(file: Path) -> Path:
    """Return the file as it would be of a clinic with the same content and other keys."""
    with ZipFile(file) as archive:
        bodies = {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}
        text = b"\n".join(bodies.values()).decode("utf-8", "replace")
    ids = set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text))
    others = {key: str(uuid4()) for key in ids}
    for link in plain(file, "share_links.json"):
        others[link["token_hash"]] = uuid4().hex * 2
    renamed: dict[str, Any] = dict.fromkeys(bodies)
    for name, body in bodies.items():
        is_text = name.endswith(".json")
        for key, other in others.items():
            body = body.replace(key.encode(), other.encode()) if is_text else body
            name = name.replace(key, other)
        renamed[name] = body
    made = resealed(file, renamed)
    manifest = plain(made, "manifest.json")
    manifest["clinic"]["id"] = others[manifest["clinic"]["id"]]
    again = file.with_name("other-clinic.zip")
    with ZipFile(made) as old, ZipFile(again, "w") as new:
        for name in old.namelist():
            new.writestr(name, json.dumps(manifest) if name == "manifest.json" else old.read(name))
    return again


def test_an_import_touches_no_row_of_anybody_else(folder: Path, file: Path):
    taken_along(file)
    rename_here()
    there = {label: set(map(repr, rows)) for label, rows in kept.rows().items()}
    shared = Exercise.objects.filter(clinic=None).count()
    pictures = kept.pictures(folder)
    told("import_clinic", str(other_clinic(file)))
    here = {label: set(map(repr, rows)) for label, rows in kept.rows().items()}
    gone = {label: rows - here[label] for label, rows in there.items() if rows - here[label]}
    assert gone == {}
    assert pictures.items() <= kept.pictures(folder).items()
    # The library was the same: none was added.
    assert here["programmes.source"] - there["programmes.source"] == {
        row for row in here["programmes.source"] - there["programmes.source"] if "our-source" in row
    }
    assert Exercise.objects.filter(clinic=None).count() == shared


def with_another_library(folder: Path, file: Path, change: Callable[[], Any]) -> str:
    """Take a clinic along, make another installation whose library is changed, bring it in; return what is said."""
    taken_along(file)
    wipe(folder)
    library()
    make_practitioner(clinic=make_clinic(name="Seaside"))
    change()
    return told("import_clinic", str(file))


def test_an_exercise_that_is_worded_otherwise_here_stays_as_it_was_written(folder: Path, file: Path):
    def change() -> None:
        ExerciseText.objects.filter(exercise__slug="old-squat").update(setup="Sit.")
        ExerciseText.objects.filter(exercise__slug__startswith="exercise-").update(setup="Sit.")

    said = with_another_library(folder, file, change)
    clinic = Clinic.objects.get(name="Riverside")
    lines = Prescription.objects.filter(phase__programme__patient__clinic=clinic).select_related("exercise")
    assert {line.exercise.texts.get(language="en").setup for line in lines} == {"Stand on {one leg}."}
    copies = Exercise.objects.filter(clinic=clinic).exclude(slug__in=["squat", "our-own"])
    assert {copy.slug in said for copy in copies} == {True}
    # Nobody else's offers changed.
    assert (
        not Exercise.objects.filter(clinic=None, texts__setup="Stand on {one leg}.").filter(slug="old-squat").exists()
    )


def test_a_sign_off_still_counts_for_words_that_came_along(folder: Path, file: Path):
    fill(1)
    line = Prescription.objects.filter(phase__programme__patient__isnull=False, exercise__clinic=None).first()
    Exercise.objects.filter(pk=line.exercise_id).update(version="v7")
    slug = line.exercise.slug
    ana = Practitioner.objects.get(name="Ana")
    Review.objects.create(
        clinic=ana.clinic,
        kind="exercise",
        slug=slug,
        version="v7",
        reviewed_by=ana,
        reviewed_on=datetime(2026, 3, 1, tzinfo=UTC).date(),
        next_due_on=datetime(2027, 3, 1, tzinfo=UTC).date(),
    )
    call_command("export_clinic", "Riverside", output=file)
    wipe(folder)
    library()
    make_exercise(slug=slug, version="v8", name="Other words") if not Exercise.objects.filter(slug=slug) else None
    make_practitioner(clinic=make_clinic(name="Seaside"))
    told("import_clinic", str(file))
    copy = Exercise.objects.get(clinic__name="Riverside", slug=slug)
    assert (copy.version, copy.origin.version, copy.origin_version) == ("v7", "v8", "v7")


def test_safety_words_are_those_that_are_here(folder: Path, file: Path):
    said = with_another_library(folder, file, lambda: RedFlag.objects.update(screening_question="Is it hot and red?"))
    (sentence,) = (line for line in said.splitlines() if "Are worded otherwise here, and stay as they are here" in line)
    assert "warning sign rf-hot" in sentence
    assert not RedFlag.objects.filter(clinic__name="Riverside").exists()


def test_what_is_not_here_becomes_the_clinics_own_and_nobody_elses(folder: Path, file: Path):
    def change() -> None:
        Template.objects.filter(slug="tpl-running").delete()
        Exercise.objects.filter(slug="old-squat").delete()

    said = with_another_library(folder, file, change)
    assert "template tpl-running" in said
    assert "exercise old-squat" in said
    own = Template.objects.get(slug="tpl-running")
    assert own.clinic.name == "Riverside"
    assert Programme.objects.for_patients().get(clinic=own.clinic).template_id == own.pk
    assert Exercise.objects.get(slug="old-squat").clinic == own.clinic


def test_a_language_that_is_not_here_is_told(folder: Path, file: Path):
    said = with_another_library(folder, file, lambda: Language.objects.filter(code="pl").delete())
    assert "These languages are not here: pl" in said


def test_the_library_alone_comes_in_where_nothing_is(folder: Path, file: Path):
    library()
    call_command("export_library", output=file)
    with pytest.raises(CommandError, match="There is a library or a clinic here already"):
        call_command("import_library", str(file))
    taken_along(file.with_name("clinic.zip"))
    with pytest.raises(CommandError, match="Bring it in with import_clinic"):
        call_command("import_library", str(file.with_name("clinic.zip")))


# People


class AtOnce:
    """Sends a mail before the answer and not beside it."""

    def __init__(self, target: Callable[..., Any], args: Any) -> None:
        self.start = lambda: target(*args)


def test_whoever_had_a_log_in_gets_in_with_a_new_password_and_nobody_with_the_old(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(adapter, "Thread", AtOnce)
    taken_along(file)
    wipe(folder)
    make_language()
    Clinic.objects.all().delete()
    told("import_clinic", str(file))
    ana = User.objects.get(username="ana")
    assert ana.practitioner.clinic.name == "Riverside"
    assert (ana.is_active, ana.has_usable_password(), ana.is_superuser) == (True, False, False)
    assert not ana.check_password("correct horse battery")
    Client().post(reverse("account_reset_password"), {"email": ana.email})
    assert [message.to for message in mail.outbox] == [[ana.email]]


def test_whoever_is_only_named_in_the_history_gets_no_way_in(folder: Path, file: Path):
    taken_along(file)
    wipe(folder)
    told("import_clinic", str(file))
    for name in ("ben", "sue", "carla"):
        user = User.objects.get(username=name)
        assert (user.is_active, user.is_superuser, user.email, hasattr(user, "practitioner")) == (
            False,
            False,
            "",
            False,
        )
    version = Patient.history.filter(history_user__username="ben").first()
    assert version is not None


@pytest.mark.parametrize("taken", [{"username": "Ana"}, {"username": "x", "email": "ANA@riverside.example"}])
def test_a_log_in_that_is_in_use_here_is_never_handed_over(folder: Path, file: Path, taken: dict[str, str]):
    taken_along(file)
    wipe(folder)
    somebody = make_user(**taken)
    before = User.objects.filter(pk=somebody.pk).values().get()
    said = told("import_clinic", str(file))
    assert "Have no log-in, as theirs is in use here: Ana. Invite them." in said
    assert User.objects.filter(pk=somebody.pk).values().get() == before
    ana = Practitioner.objects.get(name="Ana")
    assert ana.user is None
    # Who did what is on record all the same, under a name of its own.
    other = User.objects.get(username__startswith="ana+")
    assert (other.is_active, other.email) == (False, "")
    assert Patient.objects.exists()


# Links, pictures, erasures


def test_a_printed_link_opens_where_the_clinic_is_now(folder: Path, file: Path, settings: Any):
    settings.SITE_URL = "https://rehab.example.org"
    taken_along(file)
    link = ShareLink.objects.select_related("programme__clinic").get()
    token, address = links.token_of(link), links.address_of(link)
    wipe(folder)
    told("import_clinic", str(file))
    link = ShareLink.objects.select_related("programme__clinic").get()
    assert links.address_of(link) == address
    assert Client().get(reverse("portal:page", args=[token])).status_code == 200
    # With another key the address opens still, and cannot be printed again: the next sheet gets another.
    settings.LINK_KEY = "another key"
    assert links.find(token) == link
    assert not links.is_ours(link)
    assert Client().get(reverse("portal:page", args=[token])).status_code == 200
    fresh = links.make(link.programme, link.made_by)
    assert fresh.pk != link.pk


def test_handouts_are_byte_for_byte_what_was_given(folder: Path, file: Path):
    taken_along(file)
    before = {row.handout_id: (bytes(row.pdf), row.sha256) for row in Rendition.objects.all()}
    documents = dict(Handout.objects.values_list("pk", "document"))
    wipe(folder)
    told("import_clinic", str(file))
    assert {row.handout_id: (bytes(row.pdf), row.sha256) for row in Rendition.objects.all()} == before
    assert dict(Handout.objects.values_list("pk", "document")) == documents
    assert Handout.objects.filter(withdrawn_reason="A slip.").count() == 1


def test_whoever_was_erased_meanwhile_is_not_brought_back(folder: Path, file: Path, settings: Any, tmp_path: Path):
    taken_along(file, programmes=2)
    gone, stays = Patient.objects.filter(clinic__name="Riverside").order_by("pk")
    wipe(folder)
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    line = {"patient": str(gone.pk), "mode": "erase", "at": "2026-03-01T10:00:00+00:00"}
    settings.ERASURES_FILE.write_text(json.dumps(line) + "\n")
    said = told("import_clinic", str(file))
    assert "1 patients who were erased are not brought back" in said
    assert list(Patient.objects.values_list("pk", flat=True)) == [stays.pk]
    assert not Patient.history.filter(id=gone.pk).exists()


def test_a_file_goes_in_once(file: Path):
    taken_along(file)
    with pytest.raises(CommandError, match="This clinic is here already"):
        call_command("import_clinic", str(file))
