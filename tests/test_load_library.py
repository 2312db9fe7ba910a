"""The library on its way from files into the database: checked first, all or nothing, each slip named."""

import shutil
import socket
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from programmes.content import load
from programmes.content.load import SHIPPED, BrokenContent, check_library, load_library
from programmes.content.read import read
from programmes.models import Exercise, Source
from tests.broken import SLIPS, Slip


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the shipped content, to be broken."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "en"))


def run(*args: Any, **options: Any) -> str:
    out = StringIO()
    call_command("load_library", *args, stdout=out, **options)
    return out.getvalue()


def complaints(path: Path, **options: Any) -> list[str]:
    """Run the command on broken content and return the lines it writes to stderr."""
    err = StringIO()
    with pytest.raises(CommandError, match="to put right. Nothing was loaded."):
        call_command("load_library", str(path), stdout=StringIO(), stderr=err, **options)
    return err.getvalue().splitlines()


def stored() -> dict[str, list[Any]]:
    """Every row of the app, history and links included."""
    tables = apps.get_app_config("programmes").get_models(include_auto_created=True)
    return {model._meta.label: sorted(model._default_manager.values_list(), key=str) for model in tables}


def test_shipped_content_is_well_and_needs_no_database_to_be_checked():
    assert run(check=True).startswith("All is well: ")


def test_run_says_what_it_did(db: None):
    first, second = run(), run()
    assert "Exercises                80     80        0        0          0" in first.splitlines()
    assert "Exercises                80      0        0        0         80" in second.splitlines()


def test_shared_row_that_was_there_before_keeps_its_id(db: None):
    row = Source.objects.create(slug="willy-2019", title="?", kind="?", provenance="convention")
    load_library()
    assert Source.objects.get(slug="willy-2019").pk == row.pk
    assert Source.objects.get(slug="willy-2019").year == 2019
    assert row.pk in Exercise.objects.get(slug="clamshell").sources.values_list("pk", flat=True)


def test_failure_in_the_middle_leaves_nothing(db: None, monkeypatch: pytest.MonkeyPatch):
    before = stored()

    def fail(shelf: Any, ids: Any) -> Any:
        assert Exercise.objects.count() == 80
        raise RuntimeError("the power went")

    monkeypatch.setattr(load, "TABLES", (*load.TABLES[:-2], fail))
    with pytest.raises(RuntimeError, match="the power went"):
        load_library()
    assert stored() == before


def test_no_connection_is_opened(db: None, monkeypatch: pytest.MonkeyPatch):
    connection.ensure_connection()

    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("a connection was opened")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    run()
    assert Exercise.objects.count() == 80


SLIPS_NAMED_IN_THE_TERMS = {
    "a slug that leads nowhere",
    "a dose out of range",
    "another exercise's name as an alias",
    "a sentence that is too hard",
    "a side word that is not declared",
    "an unknown key",
}


@pytest.mark.parametrize(
    "slip", [slip for slip in SLIPS if slip.what in SLIPS_NAMED_IN_THE_TERMS], ids=lambda s: s.what
)
def test_slip_stops_the_load_and_the_database_is_untouched(db: None, content: Path, slip: Slip):
    slip.make(content)
    before = stored()
    assert slip.line in complaints(content)
    assert stored() == before


def test_bad_yaml_stops_the_load_and_the_database_is_untouched(db: None, content: Path):
    (content / "templates" / "tpl-itb-syndrome.yaml").write_text("slug: [tpl-itb-syndrome\n")
    before = stored()
    (line,) = complaints(content)
    assert line.startswith("templates/tpl-itb-syndrome.yaml: line 2: is not YAML: while parsing a flow sequence")
    assert stored() == before


def test_slip_leaves_a_loaded_library_as_it_is(db: None, content: Path):
    load_library()
    SLIPS[0].make(content)
    put_in_order = content / "exercises" / "squat.yaml"
    put_in_order.write_text(put_in_order.read_text().replace("name: Squat", "name: Knee bend"))
    before = stored()
    assert complaints(content) == [SLIPS[0].line]
    assert stored() == before


@pytest.fixture(scope="module")
def all_complaints(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = Path(shutil.copytree(SHIPPED, tmp_path_factory.mktemp("broken") / "en"))
    for slip in SLIPS:
        slip.make(folder)
    with pytest.raises(BrokenContent) as broken:
        check_library(folder)
    return [str(problem) for problem in broken.value.problems]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.what)
def test_every_slip_is_shown_with_file_path_and_reason(all_complaints: list[str], slip: Slip):
    assert all_complaints.count(slip.line) == 1


def test_nothing_else_is_complained_of(all_complaints: list[str]):
    slipped = {slip.file for slip in SLIPS}
    assert [line for line in all_complaints if line.partition(":")[0] not in slipped] == []
    assert len(all_complaints) == len(SLIPS) + 2  # a hard sentence has three hard words


UNREADABLE = {
    "quotes that never close": (
        b'slug: clamshell\nname: "Clam\n',
        "line 3: is not YAML: while scanning a quoted scalar that began in line 2",
    ),
    "a tab for spaces": (b"slug: clamshell\nsteps:\n\t- Lift.\n", "line 3: is not YAML:"),
    "another encoding": (
        "slug: clamshell\nname: Mü\n".encode("latin-1"),
        "is not UTF-8 text (byte 23); save it as UTF-8",
    ),
    "a list in place of names": (b"- slug: clamshell\n", "must be a set of named values, such as “slug: squat”"),
    "nothing at all": (b"", "must be a set of named values, such as “slug: squat”"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_file_that_cannot_be_read_is_one_clear_line(content: Path, what: str):
    body, reason = UNREADABLE[what]
    (content / "exercises" / "clamshell.yaml").write_bytes(body)
    _shelf, (problem,) = read(content)
    assert str(problem).startswith(f"exercises/clamshell.yaml: {reason}")


def test_key_that_stands_twice_is_refused(content: Path):
    with (content / "exercises" / "clamshell.yaml").open("a") as file:
        file.write("feel_it: In your back.\n")
    lines = (content / "exercises" / "clamshell.yaml").read_text().count("\n")
    assert complaints(content, check=True) == [
        f"exercises/clamshell.yaml: line {lines}: the key “feel_it” stands twice; keep one"
    ]


def test_key_that_yaml_reads_as_no_is_refused(content: Path):
    path = content / "emergency.yaml"
    path.write_text(path.read_text().replace("  IE:", "  NO:"))
    (line,) = complaints(content, check=True)
    assert line.endswith("the key “NO” is read as something other than text; put it in quotes")


def test_unreadable_list_does_not_bring_a_flood_of_complaints(content: Path):
    (content / "sources.yaml").write_text("sources: [")
    (line,) = complaints(content, check=True)
    assert line.startswith("sources.yaml: line 2: is not YAML: while parsing a flow node that began in line 2,")


@pytest.mark.parametrize(
    ("remove", "line"),
    [("advice.yaml", "advice.yaml: is missing; add the file"), ("exercises", "exercises: is missing; add the folder")],
)
def test_missing_part_is_named(content: Path, remove: str, line: str):
    path = content / remove
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert line in complaints(content, check=True)


@pytest.mark.parametrize("name", ["exercise.yaml", "exercises/clamshell.yml", "exercises/new/plank.yaml"])
def test_file_in_the_wrong_place_is_not_passed_over(content: Path, name: str):
    (content / name).parent.mkdir(exist_ok=True)
    (content / name).write_text("slug: plank\n")
    assert complaints(content, check=True) == [f"{name}: is no file of the content; rename it or move it elsewhere"]


def test_parent_of_one_language_will_do(content: Path):
    assert "items checked" in run(str(content.parent), check=True)


def test_parent_of_several_languages_without_english_asks_for_one(content: Path):
    shutil.copytree(content, content.parent / "fr")
    content.rename(content.parent / "de")
    (line,) = complaints(content.parent, check=True)
    assert line == f"{content.parent}: holds several languages (de, fr) and no English; name one of them"


@pytest.mark.parametrize(("name", "reason"), [("none", "is no folder; name the folder that holds the content")])
def test_place_without_content_is_named(tmp_path: Path, name: str, reason: str):
    assert complaints(tmp_path / name, check=True) == [f"{tmp_path / name}: {reason}"]


def test_empty_folder_is_no_content(tmp_path: Path):
    assert complaints(tmp_path, check=True) == [f"{tmp_path}: holds no content"]
