"""The command that makes a programme from a file: its own JSON, or a handout's PDF with the plan in it."""

import io
import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from django.core.management import CommandError

from programmes.handout import pdf
from programmes.handout.document import Document
from programmes.handout.prepare import prepare
from programmes.models import Advice, Clinic, Exercise, Programme
from programmes.own_copy import own_copy
from tests.documents import make_card, make_document, make_part
from tests.factories import make_clinic, make_exercise, make_language, make_patient, make_programme
from tests.importing import imported, written

pytestmark = pytest.mark.django_db
MINIMAL = {"kind": "condition", "name": "Knee", "phases": []}


@pytest.fixture
def clinic() -> Clinic:
    make_language()
    for slug in ("clamshell", "bridge"):
        make_exercise(slug=slug)
    return make_clinic()


def plan(document: Document, name: str = "plan.json") -> bytes:
    return pdf_with(document.as_json().encode(), name)


def pdf_with(content: bytes | None, name: str = "plan.json", **options: Any) -> bytes:
    file, made = io.BytesIO(), pikepdf.new()
    made.add_blank_page()
    if content is not None:
        made.attachments[name] = content
    made.save(file, **options)
    return file.getvalue()


def simple(**kwargs: Any) -> Document:
    values = {"pain_rule": None, "advice": (), "next_part": None, "parts": (make_part(cards=(make_card(),)),)}
    return make_document(**{**values, **kwargs})


def other_schema() -> bytes:
    return json.dumps({**simple().as_plain(), "schema_version": 99}).encode()


def bomb() -> bytes:
    """Make a PDF whose plan unpacks to far more than it may."""
    file, made = io.BytesIO(), pikepdf.new()
    made.add_blank_page()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1024**2) for _ in range(200)) + packer.flush()
    made.attachments["plan.json"] = b"x"
    stream = made.attachments["plan.json"].obj.EF.F
    stream.write(packed, filter=pikepdf.Name.FlateDecode)
    made.save(file, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return file.getvalue()


LOCKED = pikepdf.Encryption(owner="owner", user="user")
OPEN_TO_READ = pikepdf.Encryption(owner="owner", user="")
BROKEN: list[tuple[str, Callable[[], Any], str]] = [
    ("nothing in it", lambda: b"", "neither a PDF nor JSON"),
    ("text", lambda: b"hello", "neither a PDF nor JSON"),
    ("bytes", lambda: bytes(range(128, 256)), "neither a PDF nor JSON"),
    ("JSON cut off", lambda: b'{"kind": "condition",', "neither a PDF nor JSON"),
    ("a list", lambda: [], "must be a set of named values"),
    ("a number", lambda: 7, "must be a set of named values"),
    ("no number", lambda: b'{"kind": NaN}', "NaN is no number"),
    ("a key twice", lambda: b'{"name": "a", "name": "b"}', "“name” stands twice"),
    ("nested too deeply", lambda: b"[" * 100_000, "nested too deeply"),
    ("a number too long", lambda: b'{"kind": ' + b"1" * 9_000 + b"}", "neither a PDF nor JSON"),
    ("an empty object", lambda: {}, "kind: is missing; add it; name: is missing"),
    ("many slips", lambda: {f"x{number}": 1 for number in range(9)}, "and 7 more"),
    ("only the head of a PDF", lambda: b"%PDF-1.7\n", "damaged"),
    ("a PDF cut off", lambda: plan(simple())[:-600], "damaged|no plan"),
    ("a foreign PDF", lambda: pdf_with(None), "carries no plan"),
    ("another attachment", lambda: pdf_with(b"{}", "invoice.xml"), "carries no plan"),
    ("a plan that is empty", lambda: pdf_with(b""), "plan is not one"),
    ("a plan that is no JSON", lambda: pdf_with(b"\xff\xfe"), "plan is not one"),
    ("a plan that is a list", lambda: pdf_with(b"[]"), "plan is not one"),
    ("a plan nested too deeply", lambda: pdf_with(b"[" * 100_000), "plan is not one"),
    ("a plan of another schema", lambda: pdf_with(other_schema()), "schema_version: 1 was expected, not 99"),
    ("a plan with a hole", lambda: pdf_with(b'{"schema_version": 1}'), "Document: advice, "),
    ("a plan that unpacks for ever", bomb, "damaged or too large"),
    ("a locked PDF", lambda: pdf_with(b"{}", encryption=LOCKED), "locked"),
    ("a protected PDF", lambda: pdf_with(b"{}", encryption=OPEN_TO_READ), "locked"),
    ("the attachment of another schema by itself", other_schema, "schema_version: 1 was expected"),
    (
        "a dose that is none",
        lambda: plan(simple(parts=(make_part(cards=(replace(make_card(), code="clamshel"),)),))),
        "exercise: there is no exercise “clamshel” here; did you mean “clamshell”?",
    ),
]


@pytest.mark.parametrize(("make", "reason"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_file_is_refused_in_one_line(clinic: Clinic, tmp_path: Path, make: Callable[[], Any], reason: str):
    path = written(tmp_path / "file", make())
    with pytest.raises(CommandError, match=reason) as caught:
        imported(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    assert str(caught.value).endswith("Nothing was imported.")
    assert not Programme.objects.exists()


@pytest.mark.parametrize("name", ["missing.json", "folder"])
def test_a_file_that_is_not_there_is_named(clinic: Clinic, tmp_path: Path, name: str):
    (tmp_path / "folder").mkdir()
    with pytest.raises(CommandError, match=f"{name}: There is no such file"):
        imported(tmp_path / name)


def test_a_file_beyond_all_measure_is_not_read(clinic: Clinic, tmp_path: Path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(41 * 1024**2)
    with pytest.raises(CommandError, match="larger than 40 MB"):
        imported(path)


def test_the_limit_on_unpacking_is_lifted_again(clinic: Clinic, tmp_path: Path):
    imported(written(tmp_path / "plan.pdf", plan(simple())))
    assert pikepdf.settings.get_qpdf_limits()["flate_max_memory"] == 0


def test_the_attachment_by_itself_will_do(clinic: Clinic, tmp_path: Path):
    programme, _notes = imported(written(tmp_path / "plan.json", simple().as_plain()))
    assert programme.phases.all()[0].prescriptions.all()[0].exercise.slug == "clamshell"


def test_another_clinics_copy_falls_back_to_the_shared_exercise(clinic: Clinic, tmp_path: Path):
    shared = Exercise.objects.get(slug="clamshell")
    own_copy(shared, make_clinic(name="Hillside"))
    programme, notes = imported(written(tmp_path / "plan.pdf", plan(simple())), clinic=clinic.name)
    assert programme.phases.all()[0].prescriptions.all()[0].exercise == shared
    assert "Words and pictures of the exercises are those of the library here." in notes


def test_another_clinics_own_exercise_is_refused(clinic: Clinic, tmp_path: Path):
    make_exercise(slug="hill-lunge", clinic=make_clinic(name="Hillside"))
    document = simple(parts=(make_part(cards=(make_card(code="hill-lunge"),)),))
    path = written(tmp_path / "plan.pdf", plan(document))
    with pytest.raises(CommandError, match="there is no exercise “hill-lunge” here"):
        imported(path, clinic=str(clinic.pk))
    assert imported(path, clinic="Hillside")[0].clinic.name == "Hillside"


def test_advice_of_another_clinic_is_left_out_and_said(clinic: Clinic, tmp_path: Path):
    programme = make_programme()
    phase = programme.phases.get()
    phase.prescriptions.update(exercise=Exercise.objects.get(slug="bridge"))
    phase.pain_rule = programme.condition = None
    for slug, owner in (("shared", None), ("theirs", programme.clinic)):
        phase.advice_lines.create(advice=Advice.objects.create(slug=slug, clinic=owner, title=slug, plain="Rest."))
    phase.save()
    programme.save()
    document = prepare(Programme.objects.with_lines().get(pk=programme.pk))
    found, notes = imported(written(tmp_path / "plan.pdf", pdf.render(document)), clinic=str(clinic.pk))
    assert [row.slug for row in found.phases.all()[0].advice.all()] == ["shared"]
    assert "Advice that is not in the library here: theirs." in notes


def test_a_note_written_for_somebody_is_pointed_out(clinic: Clinic, tmp_path: Path):
    programme, notes = imported(written(tmp_path / "plan.pdf", plan(simple())))
    assert programme.phases.all()[0].prescriptions.all()[0].note == "Put a cushion under your head."
    assert "Notes for the patient are as printed" in notes


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"clinic": "Nowhere"}, "No clinic is called 'Nowhere'. There are: Riverside"),
        ({"clinic": str(uuid4())}, "No clinic is called"),
        ({"clinic": "Twin"}, "Several clinics are called 'Twin'"),
        ({}, "Say which clinic with --clinic"),
        ({"patient": "Eva Holm"}, "There is no patient with the id 'Eva Holm'"),
        ({"patient": str(uuid4())}, "There is no patient"),
    ],
)
def test_whose_it_is_must_be_plain(tmp_path: Path, options: dict[str, str], reason: str):
    for name in ("Riverside", "Twin", "Twin"):
        make_clinic(name=name)
    with pytest.raises(CommandError, match=reason):
        imported(written(tmp_path / "file.json", MINIMAL), **options)
    assert not Programme.objects.exists()


def test_a_patient_is_of_the_clinic_named_and_still_comes(tmp_path: Path):
    patient, path = make_patient(), written(tmp_path / "file.json", MINIMAL)
    other = make_clinic(name="Hillside")
    with pytest.raises(CommandError, match="another clinic"):
        imported(path, patient=str(patient.pk), clinic=other.name)
    assert imported(path, patient=str(patient.pk))[0].clinic == patient.clinic
    patient.discharge()
    with pytest.raises(CommandError, match="discharged"):
        imported(path, patient=str(patient.pk))
