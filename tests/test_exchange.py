"""A clinic taken along and brought in elsewhere: nothing lost, and the same file when it is taken along again."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from programmes import links
from programmes.exchange import kinds
from programmes.models import AccessRecord, Clinic, Exercise, Handout, Prescription, Programme, Rendition, ShareLink
from tests.commands import manage_elsewhere, told
from tests.kept import wipe
from tests.taking_along import first_difference, plain, taken_along

# An export reads one moment of the database: a transaction that a test cannot be within.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media_folder")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "riverside.zip"


def test_a_clinic_brought_in_elsewhere_is_the_same_file_when_taken_along_again(media_folder: Path, file: Path):
    cast = taken_along(file, programmes=3)
    wipe(media_folder)
    told("import_clinic", str(file))
    again = file.with_name("again.zip")
    call_command("export_clinic", str(cast.clinic.pk), output=again)
    assert first_difference(file, again) == ""


def test_two_hundred_programmes_and_the_shipped_library_are_the_same_file_again(media_folder: Path, file: Path):
    call_command("load_library", verbosity=0)
    taken_along(file, programmes=200)
    assert plain(file, "manifest.json")["parts"]
    counts = {part["name"]: part.get("rows") for part in plain(file, "manifest.json")["parts"]}
    assert counts["programmes.json"] == 200
    assert counts["handouts.json"] == 200
    assert counts["library/exercises.json"] > 80
    wipe(media_folder)
    told("import_clinic", str(file))
    again = file.with_name("again.zip")
    call_command("export_clinic", "Riverside", output=again)
    assert first_difference(file, again) == ""
    assert [found.slug for found in Exercise.objects.search("clamshel")][:1] == ["clamshell"]
    assert "All is well" in told("load_library", check=True)


def test_the_shipped_library_alone_is_the_same_file_again(media_folder: Path, file: Path):
    call_command("load_library", verbosity=0)
    call_command("export_library", output=file)
    wipe(media_folder)
    told("import_library", str(file))
    again = file.with_name("again.zip")
    call_command("export_library", output=again)
    assert first_difference(file, again) == ""
    # What load_library then finds is what it would have made itself.
    loaded = told("load_library")
    assert {line.split()[-2] for line in loaded.splitlines()[1:]} == {"0"}


def test_every_row_is_as_it_was(media_folder: Path, file: Path):
    """Row for row, but for what is left out on purpose and for keys that the database counts."""
    cast = taken_along(file, programmes=2)
    before = _rows_of(cast.clinic)
    wipe(media_folder)
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


def test_a_clinic_moves_to_another_kind_of_database_and_is_the_same_file(
    media_folder: Path, file: Path, tmp_path: Path
):
    """To SQLite, in a process of its own. Where the tests run on PostgreSQL that is another kind of database."""
    taken_along(file, programmes=2)
    there, again = f"sqlite:///{tmp_path}/there.sqlite3", file.with_name("again.zip")
    for args in (["migrate"], ["import_clinic", str(file)], ["export_clinic", "Riverside", "--output", str(again)]):
        manage_elsewhere(there, tmp_path / "there", *args)
    assert first_difference(file, again) == ""
    wipe(media_folder)
    told("import_clinic", str(again))
    call_command("export_clinic", "Riverside", output=file)
    assert first_difference(file, again) == ""


def test_a_printed_link_opens_where_the_clinic_is_now(media_folder: Path, file: Path, settings: Any):
    settings.SITE_URL = "https://rehab.example.org"
    taken_along(file)
    link = ShareLink.objects.select_related("programme__clinic").get()
    token, address = links.token_of(link), links.address_of(link)
    wipe(media_folder)
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


def test_handouts_are_byte_for_byte_what_was_given(media_folder: Path, file: Path):
    taken_along(file)
    before = {row.handout_id: (bytes(row.pdf), row.sha256) for row in Rendition.objects.all()}
    documents = dict(Handout.objects.values_list("pk", "document"))
    wipe(media_folder)
    told("import_clinic", str(file))
    assert {row.handout_id: (bytes(row.pdf), row.sha256) for row in Rendition.objects.all()} == before
    assert dict(Handout.objects.values_list("pk", "document")) == documents
    assert Handout.objects.filter(withdrawn_reason="A slip.").count() == 1


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
