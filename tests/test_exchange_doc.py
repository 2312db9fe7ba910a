"""What is in the file, and docs/exchange.md which says so: no model left out unsaid, no part more, no part less."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command

from programmes.exchange import kinds
from programmes.exchange.manifest import FORMAT
from programmes.exchange.shape import shape_of
from programmes.exchange.shared import STAYS_AS_WRITTEN
from tests import kept
from tests.taking_along import fill, plain

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "exchange.md").read_text()
ROWS = [line.split("|")[1] for line in PAGE.split("## What is in the file")[1].splitlines() if line.startswith("| `")]
NAMED = {name for row in ROWS for name in re.findall(r"`([^`]+)`", row)}
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.mark.django_db(transaction=True)
def test_each_part_of_an_export_is_named_and_no_other(tmp_path: Path):
    file = tmp_path / "riverside.zip"
    fill(1)
    call_command("export_clinic", "Riverside", output=file)
    with ZipFile(file) as archive:
        names = {ID.sub("ID", name) for name in archive.namelist()} - {"manifest.json"}
    folders = {name for name in NAMED if name.endswith("/")}
    layouts = {name for name in names if name.startswith("handouts/ID/") and name.endswith(".pdf")}
    in_folders = {name for name in names for folder in folders if name.startswith(folder)}
    files = {name for name in NAMED if "." in name}
    assert names - in_folders - layouts == files - layouts
    assert {folder for folder in folders if not any(name.startswith(folder) for name in names)} == set()
    assert "handouts/ID/standard-A4.pdf" in layouts & files


@pytest.mark.django_db(transaction=True)
def test_the_manifest_holds_what_the_page_says(tmp_path: Path):
    file = tmp_path / "library.zip"
    call_command("export_library", output=file)
    manifest = plain(file, "manifest.json")
    assert all(f"`{name}`" in PAGE for name in manifest)
    assert all(f"`{name}`" in PAGE for part in manifest["parts"] for name in part)
    assert f"`format` ({FORMAT})" in PAGE


def test_what_is_not_carried_is_named_with_the_reason():
    for name in kinds.NOT_CARRIED:
        assert f"`{name}`" in PAGE.split("### What is not in it")[1]
    for name in ("ApiToken", "Invitation"):
        assert kinds.NOT_CARRIED[name] in PAGE


def test_each_kind_that_stays_as_written_is_named():
    sentence = PAGE.split("### The library")[1]
    for word in ("exercise", "advice", "pain rule", "condition", "kind of programme", "measure", "template"):
        assert word in sentence
    assert len(STAYS_AS_WRITTEN) == 7


# What is carried

BY_HAND = {"Programme", "Phase", "PhaseAdvice", "Prescription", "RunningPlan", "Stage", "ClinicianCopy"}
EVERY_KIND = (kinds.CLINIC, kinds.PEOPLE, *kinds.FIRST, *kinds.THEN, *kinds.LIBRARY, kinds.LANGUAGES, kinds.PHRASEBOOKS)


def test_every_model_is_carried_or_named_with_a_reason():
    nested = {inner.model for kind in EVERY_KIND for inner in kind.nested.values()}
    carried = {kind.model for kind in EVERY_KIND} | nested
    models = {
        model
        for model in kept.every_model()
        if model._meta.app_label == "programmes" and "Historical" not in model.__name__ and not model._meta.auto_created
    }
    assert {model.__name__ for model in models} == (
        {model.__name__ for model in carried} | set(kinds.NOT_CARRIED) | BY_HAND
    )
    with_history = {model for model in models if hasattr(model, "history")}
    assert {kind.model for kind in kinds.VERSIONED} == with_history - {
        model for model in with_history if model.__name__ in kinds.NOT_CARRIED
    }


def test_every_column_is_carried_but_keys_and_what_has_a_part_of_its_own():
    of_their_own = {"logo", "file", "pdf", "document"}
    for kind in EVERY_KIND:
        for one in (kind, *kind.nested.values()):
            columns = {field.name for field in one.model._meta.concrete_fields}
            left = columns - set(shape_of(one.model, one.left_out).columns) - {"id", "clinic", one.way}
            assert left <= of_their_own, one.model
