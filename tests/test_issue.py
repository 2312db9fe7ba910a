"""Issuing: one door, asked of the gate, all or nothing."""

import ast
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from programmes.handout import issue as issuing
from programmes.handout.document import Document
from programmes.handout.issue import ChangedMeanwhile, NotReady, issue
from programmes.handout.job import Printed
from programmes.handout.renditions import pdf_of
from programmes.models import AccessRecord, Handout, Patient, Practitioner, Programme, Rendition, Snapshot
from tests.factories import (
    make_language,
    make_practitioner,
    make_programme,
    make_screening,
    make_user,
    sign_off_everything,
)
from tests.printed import pages

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def practitioner() -> Practitioner:
    return make_practitioner(name="Ana Brook")


@pytest.fixture
def programme(practitioner: Practitioner) -> Programme:
    make_language()
    programme = make_programme()
    practitioner.clinic = programme.clinic
    practitioner.save()
    make_screening(programme, done_by=practitioner)
    sign_off_everything(practitioner)
    return programme


def test_an_issued_handout_holds_document_and_pdf(programme: Programme, practitioner: Practitioner):
    handout = issue(programme, practitioner, practitioner.user)
    rendition = handout.renditions.get()
    assert (handout.version, handout.layout, handout.paper, handout.language) == (1, "standard", "A4", "en")
    assert handout.issued_by_name == "Ana Brook"
    assert bytes(rendition.pdf).startswith(b"%PDF-")
    assert rendition.sha256 == sha256(bytes(rendition.pdf)).hexdigest()
    document = Document.from_plain(handout.document)
    assert (document.version, document.is_preview) == (1, False)


def test_the_document_survives_the_database(programme: Programme, practitioner: Practitioner):
    handout = issue(programme, practitioner, practitioner.user)
    handout.refresh_from_db()
    assert Document.from_plain(handout.document).as_plain() == handout.document


def test_versions_count_up(programme: Programme, practitioner: Practitioner):
    assert [issue(programme, practitioner, practitioner.user).version for _ in range(2)] == [1, 2]


def test_the_layout_is_the_patients_and_the_paper_the_clinics(programme: Programme, practitioner: Practitioner):
    programme.patient.information_need = "large-print"
    programme.patient.save()
    programme.clinic.paper = "Letter"
    programme.clinic.save()
    handout = issue(programme, practitioner, practitioner.user)
    assert (handout.layout, handout.paper) == ("large-print", "Letter")


def test_an_unfinished_programme_is_not_issued(programme: Programme, practitioner: Practitioner):
    Programme.objects.filter(pk=programme.pk).update(goal="")
    with pytest.raises(NotReady) as caught:
        issue(programme, practitioner, practitioner.user)
    assert [gap.field for gap in caught.value.gaps] == ["goal"]
    assert not Handout.objects.exists()


def test_somebody_of_another_clinic_issues_nothing(programme: Programme):
    carla = make_practitioner()
    with pytest.raises(PermissionDenied):
        issue(programme, carla, carla.user)
    assert not Handout.objects.exists()


def test_whoever_runs_the_machine_issues_nothing_in_the_name_of_another_clinic(programme: Programme):
    elsewhere = make_practitioner(user=make_user(is_superuser=True))
    with pytest.raises(PermissionDenied, match="works at another clinic"):
        issue(programme, elsewhere, elsewhere.user)
    assert not Handout.objects.exists()


def test_nothing_is_issued_to_a_patient_who_is_archived(programme: Programme, practitioner: Practitioner):
    programme.patient.archive()
    with pytest.raises(NotReady) as refused:
        issue(programme, practitioner, practitioner.user)
    assert [gap.code for gap in refused.value.gaps] == ["archived"]
    assert "Take them back" in str(refused.value)
    assert not Handout.objects.exists()
    programme.patient.take_back()
    assert issue(programme, practitioner, practitioner.user).version == 1


def test_a_patient_archived_while_the_pages_are_set_is_given_nothing(
    programme: Programme, practitioner: Practitioner, monkeypatch: pytest.MonkeyPatch
):
    printed = issuing.pdf.printed

    def somebody_archives_meanwhile(*args: object) -> Printed:
        Patient.objects.get(pk=programme.patient_id).archive()
        return printed(*args)

    monkeypatch.setattr(issuing.pdf, "printed", somebody_archives_meanwhile)
    with pytest.raises(ChangedMeanwhile, match="archived"):
        issue(programme, practitioner, practitioner.user)
    assert not Handout.objects.exists()


def test_a_programme_for_somebody_of_whom_nothing_is_known_is_made_issued_and_printed(
    programme: Programme, practitioner: Practitioner
):
    """Neither name nor record number nor date of birth: the paper is as whole as any other, and names nobody."""
    patient = programme.patient
    patient.name, patient.reference, patient.date_of_birth = "", "", None
    patient.save()
    handout = issue(programme, practitioner, practitioner.user)
    document = Document.from_plain(handout.document)
    assert document.patient is None
    words = " ".join(pages(bytes(handout.renditions.get().pdf)))
    assert "Your plan" in words or "exercise" in words.lower()
    assert str(patient) not in words
    assert "None" not in words
    other = pdf_of(handout, layout="large-print")
    assert bytes(other.pdf).startswith(b"%PDF")


def test_what_is_issued_is_in_the_access_log(programme: Programme, practitioner: Practitioner):
    issue(programme, practitioner, practitioner.user)
    entry = AccessRecord.objects.get()
    assert (entry.kind, entry.who_name, entry.patient_id) == ("issued", "Ana Brook", programme.patient_id)
    assert (entry.door, entry.clinic) == ("command", programme.clinic)


def test_a_change_while_the_pages_are_set_stops_it(
    programme: Programme, practitioner: Practitioner, monkeypatch: pytest.MonkeyPatch
):
    printed = issuing.pdf.printed

    def somebody_saves_meanwhile(*args: object) -> Printed:
        Programme.objects.filter(pk=programme.pk).update(goal="Something else", changed_at=timezone.now())
        return printed(*args)

    monkeypatch.setattr(issuing.pdf, "printed", somebody_saves_meanwhile)
    with pytest.raises(ChangedMeanwhile):
        issue(programme, practitioner, practitioner.user)
    assert not Handout.objects.exists()
    assert not Rendition.objects.exists()


def test_a_failure_at_the_end_leaves_nothing_behind(
    programme: Programme, practitioner: Practitioner, monkeypatch: pytest.MonkeyPatch
):
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(issuing.renditions, "keep", fail)
    with pytest.raises(RuntimeError):
        issue(programme, practitioner, practitioner.user)
    assert not Handout.objects.exists()


def test_issuing_keeps_a_snapshot(programme: Programme, practitioner: Practitioner):
    issue(programme, practitioner, practitioner.user)
    assert Snapshot.objects.get(programme=programme, at_issue=True).made_by == practitioner.user


def test_a_handout_is_never_edited(programme: Programme, practitioner: Practitioner):
    handout = issue(programme, practitioner, practitioner.user)
    handout.version = 7
    with pytest.raises(ValidationError, match="not edited"):
        handout.save()


def test_a_handout_is_withdrawn_once_and_with_a_reason(programme: Programme, practitioner: Practitioner):
    handout = issue(programme, practitioner, practitioner.user)
    with pytest.raises(ValidationError):
        handout.withdraw(practitioner, "  ")
    handout.withdraw(practitioner, "Wrong side")
    assert (handout.is_withdrawn, handout.withdrawn_by, handout.withdrawn_reason) == (True, practitioner, "Wrong side")
    with pytest.raises(ValidationError):
        handout.withdraw(practitioner, "Again")
    assert not Handout.objects.live().exists()


def test_the_name_stays_on_what_a_leaver_issued(programme: Programme, practitioner: Practitioner):
    handout = issue(programme, practitioner, practitioner.user)
    practitioner.end_access()
    handout.refresh_from_db()
    assert (handout.issued_by_name, handout.issued_by.user) == ("Ana Brook", None)


def test_issued_on_the_clinics_own_day(
    programme: Programme, practitioner: Practitioner, monkeypatch: pytest.MonkeyPatch
):
    programme.clinic.time_zone = "Pacific/Auckland"
    programme.clinic.save()
    late = datetime(2026, 3, 2, 20, tzinfo=UTC)
    monkeypatch.setattr(issuing.timezone, "now", lambda: late)
    assert Document.from_plain(issue(programme, practitioner, practitioner.user).document).issued == date(2026, 3, 3)


def test_nothing_else_makes_handouts():
    for path in (ROOT / "programmes").rglob("*.py"):
        if path.name != "issue.py" and "migrations" not in path.parts:
            assert not makes_handouts(path.read_text()), path


@pytest.mark.parametrize(
    "code", ["Handout(version=1)", "Handout.objects.create()", "models.Handout.objects.bulk_create([])"]
)
def test_the_check_sees_a_handout_being_made(code: str):
    assert makes_handouts(code)


def makes_handouts(code: str) -> bool:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in {"Handout", "models.Handout"}:
                return True
            if called.rpartition(".")[2] in {"create", "get_or_create", "update_or_create", "bulk_create"}:
                return "Handout.objects" in called or "handouts." in called
    return False
