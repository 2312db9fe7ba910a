"""Rows that cannot be, or are not the clinic's: the file is refused whole, with the place and the reason."""

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from programmes.exchange import kinds, programme_in, shared
from programmes.exchange.programme import Rows
from programmes.models import Exercise, Patient, PatientFlag, Programme
from tests import kept
from tests.commands import Cut, cut
from tests.exchange_refused.refusal import refusal
from tests.factories import make_clinic
from tests.taking_along import first, plain, resealed

# Its rows: the part, the change, and what is said of it

ROWS: list[tuple[str, Callable[[Any], Any], str]] = [
    ("patients.json", first(id=None), "patients.json: row 1: id: is missing"),
    ("patients.json", first(id="7"), "patients.json: row 1: id: “7” is not a valid UUID"),
    ("patients.json", first(id=7), "row 1: id: must be text"),
    ("patients.json", first(name=["Eva"]), "row 1: name: must be text"),
    ("patients.json", first(name="x" * 500), "row 1: name: Ensure this value has at most 120 characters"),
    ("patients.json", first(name="a\0b"), "row 1: name: holds a character that cannot be stored"),
    ("patients.json", first(nmae="Eva"), "row 1: nmae: there is no such key; did you mean “name”?"),
    ("patients.json", first(clinic=str(uuid4())), "row 1: clinic: there is no such key"),
    ("patients.json", first(information_need="huge"), "information_need: Value 'huge' is not a valid choice"),
    ("patients.json", first(date_of_birth="yesterday"), "date_of_birth: “yesterday” value has an invalid date"),
    ("patients.json", first(created_at="2026-01-01T00:00:00"), "created_at: must say its time zone"),
    ("patients.json", first(flags="hot-knee"), "flags: must be a list"),
    ("patients.json", first(flags=[5]), "flags: must be text"),
    ("patients.json", first(flags=["nobody"]), "there is no patient flag “nobody” in this file"),
    ("patients.json", lambda rows: [*rows, rows[0]], "patients.json: row 2: id: stands twice"),
    ("patients.json", lambda rows: [*rows, {**rows[0], "id": str(uuid4())}], "the database does not take it"),
    ("people.json", first(role="king"), "people.json: row 1: role: Value 'king' is not a valid choice"),
    ("people.json", first(is_unregistered="yes"), "is_unregistered: must be true or false"),
    ("people.json", first(is_superuser=True), "is_superuser: there is no such key"),
    ("people.json", first(user="nobody"), "there is no user “nobody” in this file"),
    ("people.json", first(user=["ana"]), "people.json: row 1: user: must be text"),
    ("log_ins.json", first(password="x"), "log_ins.json: row 1: password: there is no such key"),
    ("log_ins.json", first(is_superuser=True), "is_superuser: there is no such key"),
    ("log_ins.json", first(user_name=None), "log_ins.json: row 1: user_name: is missing"),
    ("log_ins.json", lambda rows: [*rows, rows[0]], "stands twice"),
    ("clinic.json", lambda row: {**row, "id": str(uuid4())}, "is not the clinic that manifest.json names"),
    ("clinic.json", lambda row: {**row, "name": "Hill"}, "is not the clinic that manifest.json names"),
    ("clinic.json", lambda row: {**row, "accent_colour": "red"}, "accent_colour: Write the colour as #"),
    ("clinic.json", lambda row: {**row, "logo": "other.png"}, "other.png: this part is missing"),
    ("clinic.json", lambda row: {**row, "logo": 5}, "clinic.json: logo: must be text"),
    ("sign_offs.json", first(reviewed_by=str(uuid4())), "sign_offs.json: row 1: reviewed_by: there is no practitioner"),
    ("screenings.json", first(patient=str(uuid4())), "screenings.json: row 1: patient: there is no patient"),
    ("screenings.json", first(answers=[5]), "row 1: answers[0]: must be a set of named values"),
    ("screenings.json", first(answers=[{"answer": "perhaps"}]), "answers[0]: position: is missing"),
    ("overrides.json", first(programme=str(uuid4())), "overrides.json: row 1: programme: there is no programme"),
    ("scores.json", first(value="NaN"), "scores.json: row 1: value"),
    ("scores.json", first(value=5), "scores.json: row 1: value: must be text"),
    ("diary.json", first(pain=99), "diary.json: row 1: pain: Ensure this value is less than or equal to 10"),
    ("diary.json", first(pain=True), "diary.json: row 1: pain: must be a whole number"),
    ("diary.json", first(signs={}), "diary.json: row 1: signs: must be a list"),
    ("snapshots.json", first(made_by="stranger"), "snapshots.json"),
    ("handouts.json", first(id=str(uuid4())), "document.json: this part is missing"),
    ("handouts.json", first(issued_by=None), "handouts.json: row 1: issued_by: is missing"),
    ("handouts.json", first(renditions=[{"layout": "../x", "paper": "A4"}]), "this part is missing"),
    ("handouts.json", first(renditions=[{}]), "renditions[0]: layout: is missing"),
    ("batches.json", first(items=[{}]), "batches.json: row 1: items[0]: id: is missing"),
    ("own/exercises.json", first(slug=None), "own/exercises.json: row 1: slug: is missing"),
    ("own/exercises.json", first(slug="shared/x"), "slug: is missing, or no short name"),
    ("own/exercises.json", first(category="magic"), "category: Value 'magic' is not a valid choice"),
    ("own/exercises.json", first(dose_kind="x"), "dose_kind: Value 'x' is not a valid choice"),
    ("own/exercises.json", first(figure={"start": 5}), "own/exercises.json: row 1: figure"),
    ("own/exercises.json", lambda rows: [*rows, {**rows[0], "id": str(uuid4()), "texts": []}], "does not take it"),
    ("own/exercises.json", first(tags=[5]), "own/exercises.json: row 1: tags: must be a list of texts"),
    ("own/exercises.json", first(texts=[{}]), "own/exercises.json: row 1: texts[0]: id: is missing"),
    ("library/exercises.json", lambda rows: [*rows, rows[0]], "stands twice"),
    ("library/exercises.json", first(sources=["nobody-1999"]), "there is no source “nobody-1999” in this file"),
    ("library/exercises.json", first(clinic="x"), "clinic: there is no such key"),
    ("library/exercises.json", first(texts=5), "library/exercises.json: row 1: texts: must be a list"),
    ("library/languages.json", first(code=["en"]), "library/languages.json: row 1: code: must be text"),
    ("library/templates.json", first(patient=str(uuid4())), "patient"),
    ("own/templates.json", first(patient=str(uuid4())), "patient"),
    ("own/templates.json", first(slug=["tpl"]), "slug: is missing, or no short name"),
    ("programmes.json", first(patient=None), "programmes.json: row 1: patient: is missing"),
    ("programmes.json", first(id="x"), "programmes.json: row 1: id: is missing, or no id"),
    ("programmes.json", first(clinic="x"), "programmes.json: row 1: clinic: there is no such key"),
    ("programmes.json", first(has_document=False), "programmes.json: row 1"),
    ("programmes.json", first(phases=[]), "programmes.json: row 1: phases: must be sets of named values"),
    ("programmes.json", first(phases={"x": {}}), "“x” is no id"),
    ("programmes.json", first(running_plan={"x": 1}), "running_plan: x: there is no such key"),
    ("programmes.json", first(created_by=str(uuid4())), "created_by: there is no practitioner"),
    ("access_log.json", first(kind="peeped"), "access_log.json: row 1: kind: Value 'peeped' is not a valid choice"),
    ("workbench_log.json", first(kind="user"), "workbench_log.json: row 1: kind: is none of those that are logged"),
    ("workbench_log.json", first(kind=["user"]), "workbench_log.json: row 1: kind: is none of those that are logged"),
    ("workbench_log.json", first(id=str(uuid4())), "workbench_log.json: row 1: id: is no row of this clinic"),
    ("workbench_log.json", first(id="1"), "workbench_log.json: row 1: id: is no row of this clinic"),
    ("versions/patients.json", first(history_type="?"), "versions/patients.json: row 1: history_type"),
    ("versions/clinic.json", first(id=str(uuid4())), "versions/clinic.json: row 1: id: is another clinic"),
]


@pytest.mark.parametrize(
    ("part", "change", "words"), ROWS, ids=[f"{number}-{row[0]}" for number, row in enumerate(ROWS)]
)
def test_a_row_that_cannot_be_is_refused_where_it_stands(
    made: Path, part: str, change: Callable[[Any], Any], words: str
):
    assert words in refusal(resealed(made, {part: change}))


def test_what_is_held_against_the_library_that_is_here_may_be_anything():
    (exercises,) = (kind for kind in kinds.LIBRARY if kind.model is Exercise)
    for odd in (5, [5, {}], {"a": 1}, "text"):
        assert shared.without_ids({"id": "1", "slug": "squat", "texts": odd}, exercises)["slug"] == "squat"
        assert programme_in.comparable(Rows({"slug": "tpl", "sources": odd})) != programme_in.comparable(Rows({}))


def programme_part(file: Path) -> str:
    (row,) = plain(file, "programmes.json")
    return f"programmes/{row['id']}.json"


def with_line(**values: Any) -> Callable[[Any], Any]:
    def change(document: Any) -> Any:
        document["phases"][0]["prescriptions"][0].update(values)
        return document

    return change


DOCUMENTS: list[tuple[Callable[[Any], Any], str]] = [
    (with_line(exercise="unicycle"), "prescriptions[0]: exercise: there is no exercise “unicycle” in this file"),
    (with_line(exercise=5), "phases[0].prescriptions[0].exercise: must be text"),
    (with_line(dose={"kind": "reps", "reps": "many"}), "dose"),
    (with_line(dose={"kind": "magic"}), "dose"),
    (with_line(dosis={}), "phases[0].prescriptions[0].dosis: is an unknown key"),
    (with_line(id="squat"), "“squat” is no id"),
    (with_line(instead_of=str(uuid4())), "instead_of: there is no prescription"),
    (with_line(why="a\0b"), "cannot be stored"),
    (lambda document: {**document, "condition": "nobody"}, "condition: there is no condition “nobody” in this file"),
    (lambda document: {**document, "template": "nobody"}, "template: there is no programme “nobody” in this file"),
    (lambda document: {**document, "kind": "magic"}, "kind"),
    (lambda document: {**document, "phases": "all"}, "phases: must be a list"),
    (lambda document: {**document, "start_date": "soon"}, "start_date: “soon” value has an invalid date format"),
    (lambda document: [], "must be a set of named values"),
    (lambda document: {}, "kind: is missing"),
]


@pytest.mark.parametrize(("change", "words"), DOCUMENTS, ids=range(len(DOCUMENTS)))
def test_a_programme_that_is_none_is_refused_with_the_path(made: Path, change: Callable[[Any], Any], words: str):
    part = programme_part(made)
    said = refusal(resealed(made, {part: change}))
    assert said.startswith(part)
    assert words in said


def test_a_handout_that_no_page_could_show_is_refused(made: Path):
    row = plain(made, "handouts.json")[0]
    part = f"handouts/{row['id']}/document.json"
    for body in (b"[]", b"{}", b'{"schema_version": 1}'):
        assert refusal(resealed(made, {part: body})).startswith(part)
    told = refusal(resealed(made, {part: lambda document: {**document, "title": "Eva Holm has a sore knee"}}))
    assert "Eva Holm" not in told


def picture_part(file: Path) -> str:
    exercise = next(row for row in plain(file, "own/exercises.json") if "pictures" in row)
    name: str = exercise["pictures"][0]["file"]
    return name


def picture(format: str, **options: Any) -> bytes:
    made = BytesIO()
    Image.new("RGB", options.pop("size", (40, 30)), "teal").save(made, format, **options)
    return made.getvalue()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "This is no PNG, JPEG or SVG that can be read"),
        (b"GIF89a", "This is no PNG, JPEG or SVG that can be read"),
        (picture("GIF"), "This is no PNG, JPEG or SVG that can be read"),
        (picture("PNG")[:60], "This is no PNG, JPEG or SVG that can be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://x/y.png'/></svg>", "viewBox"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><image/></svg>", "which is not taken over"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", ""),
    ],
)
def test_a_picture_that_is_none_is_refused_as_one_that_is_sent(made: Path, body: bytes, words: str):
    for part in (picture_part(made), "logo.png"):
        said = refusal(resealed(made, {part: body}))
        assert said.startswith(part)
        assert part == "logo.png" or words in said


def test_a_logo_that_would_be_slow_to_print_is_refused(made: Path):
    assert "logo.png: Too large" in refusal(resealed(made, {"logo.png": picture("PNG", size=(2001, 10))}))


# Rows of others


def test_keys_that_another_clinic_has_are_refused(made: Path):
    (ida,) = Patient.objects.all()
    (row,) = plain(made, "patients.json")
    other = resealed(made, {"patients.json": first(id=str(ida.pk))})
    assert "screenings.json: row 1: patient: there is no patient" in refusal(other)
    with ZipFile(made) as archive:
        bodies = {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}
    swapped = {name: body.replace(row["id"].encode(), str(ida.pk).encode()) for name, body in bodies.items()}
    assert "patients.json: row 1: a patient with this id is here already" in refusal(resealed(made, swapped))


@pytest.mark.parametrize("part", ["versions/patients.json", "erasures.json", "access_log.json", "removals.json"])
def test_no_record_comes_in_that_speaks_of_a_row_of_another_clinic(made: Path, part: str):
    """Whoever opens the history of their patient must not read what a file says of them."""
    ida, programme = Patient.objects.get(), Programme.objects.get()
    column, pk = {"versions/patients.json": ("id", ida.pk), "removals.json": ("programme_id", programme.pk)}.get(
        part, ("patient_id", ida.pk)
    )
    said = refusal(resealed(made, {part: first(**{column: str(pk)})}))
    assert said.startswith(f"{part}: row 1: {column}: is a row that is here already, and not of this clinic")


def test_no_version_of_another_clinics_row_comes_in_by_what_it_belongs_to(made: Path):
    programme = Programme.objects.get()
    said = refusal(resealed(made, {"versions/overrides.json": first(programme=str(programme.pk))}))
    assert said.startswith("versions/overrides.json: row 1: programme")


@pytest.fixture
def copied(made_once: Path, tmp_path: Path, media_folder: Path) -> Path:
    return Path(shutil.copy(made_once, tmp_path / "riverside.zip"))


@pytest.mark.django_db
@pytest.mark.parametrize("named", ["by id", "by name"])
def test_a_clinic_that_is_here_already_is_not_joined(copied: Path, named: str):
    clinic = plain(copied, "clinic.json")
    make_clinic(**({"name": "Riverside"} if named == "by name" else {"id": clinic["id"], "name": "Riverside of old"}))
    before = kept.rows()
    words = {
        "by id": "This clinic is here already, as “Riverside of old”. Nothing is joined",
        "by name": "Another clinic called “Riverside” is here. Give that one another name",
    }
    assert words[named] in refusal(copied)
    assert kept.rows() == before


def test_a_list_of_erasures_that_cannot_be_read_stops_an_import(made: Path, settings: Any, tmp_path: Path):
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    settings.ERASURES_FILE.write_text("what?\n")
    assert "The list of erasures may name patients of this clinic" in refusal(made)


@pytest.mark.parametrize("step", ["index_everything", "_hold_keys_together"])
def test_an_import_that_is_cut_short_leaves_neither_rows_nor_pictures(
    made: Path, step: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(f"programmes.exchange.bring.{step}", cut)
    with pytest.raises(Cut):
        call_command("import_clinic", str(made))


def test_a_check_says_what_would_come_in_and_touches_nothing(made: Path, capsys: pytest.CaptureFixture[str]):
    call_command("import_clinic", str(made), check=True)
    said = capsys.readouterr().out
    assert "All is well: would import the clinic “Riverside”" in said
    assert "1  patients.json" in said
    assert "Came in as the clinic's own, as the library here is another: " in said
    assert not PatientFlag.objects.filter(slug="hot-knee").exists()


def test_a_check_refuses_what_an_import_would_refuse(made: Path):
    other = resealed(made, {"diary.json": first(pain=99)})
    with pytest.raises(CommandError, match="pain: Ensure this value is less than or equal to 10"):
        call_command("import_clinic", str(other), check=True)
