"""The PDF files of a handout: what was made is kept, and served as it was."""

import re
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest

from programmes.handout import pdf
from programmes.handout.document import Document
from programmes.handout.issue import issue
from programmes.handout.job import Printed
from programmes.handout.renditions import Damaged, Withdrawn, pdf_of
from programmes.handout.versions import highest
from programmes.models import Handout, Rendition
from tests.factories import make_language, make_practitioner, make_programme, make_screening, sign_off_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def handout() -> Handout:
    make_language()
    programme = make_programme()
    practitioner = make_practitioner(name="Ana Brook", clinic=programme.clinic)
    make_screening(programme, done_by=practitioner)
    sign_off_everything(practitioner)
    return issue(programme, practitioner, practitioner.user)


def test_another_layout_is_made_once_from_the_frozen_document(handout: Handout):
    handout.programme.goal = "Changed after issue"
    handout.programme.save()
    first, again = pdf_of(handout, "large-print"), pdf_of(handout, "large-print")
    assert first.pk == again.pk
    assert handout.renditions.count() == 2
    assert "Changed after issue" not in str(handout.document)


def test_the_stored_pdf_is_served_byte_for_byte(handout: Handout):
    assert bytes(pdf_of(handout).pdf) == bytes(handout.renditions.get().pdf)


def test_it_is_stored_what_the_pdf_was_made_with(handout: Handout):
    made_with = handout.renditions.get().renderer_version
    names = ["rehab", "WeasyPrint", "pydyf", "Pango", "HarfBuzz", "fontTools", "Pillow", "zlib", "Python"]
    assert [part.split()[0] for part in made_with.split(", ")] == names
    assert all(re.fullmatch(r"\S+ \d[\w.+-]*", part) for part in made_with.split(", "))
    assert len(made_with) <= Rendition._meta.get_field("renderer_version").max_length - 50


def test_what_is_stored_is_served_whatever_is_installed_now(handout: Handout, monkeypatch: pytest.MonkeyPatch):
    def never(*args: object) -> Printed:
        raise AssertionError("made anew")

    monkeypatch.setattr(pdf, "printed", never)
    assert pdf_of(handout).pk == handout.renditions.get().pk


def test_of_two_who_ask_for_another_layout_at_once_both_get_the_same(handout: Handout, monkeypatch: pytest.MonkeyPatch):
    printed, asked = pdf.printed, []

    def somebody_else_is_quicker(*args: object) -> Printed:
        if not asked:
            asked.append(args)
            asked.append(pdf_of(handout, "large-print"))
        return Printed(printed(*args).pages + b"% by another version", "another")

    monkeypatch.setattr(pdf, "printed", somebody_else_is_quicker)
    assert pdf_of(handout, "large-print") == asked[1]
    assert handout.renditions.filter(layout="large-print").count() == 1


def test_another_layout_has_a_digest_and_versions_of_its_own(handout: Handout):
    other = pdf_of(handout, "large-print")
    other.refresh_from_db()
    assert other.sha256 == sha256(other.pdf).hexdigest() != pdf_of(handout).sha256
    assert other.renderer_version == pdf_of(handout).renderer_version


def test_a_handout_withdrawn_while_another_layout_is_set_is_not_handed_out(
    handout: Handout, monkeypatch: pytest.MonkeyPatch
):
    def somebody_withdraws_meanwhile(*args: object) -> Printed:
        Handout.objects.get(pk=handout.pk).withdraw(handout.issued_by, "Wrong side")
        return Printed(b"%PDF-1.7", "test")

    monkeypatch.setattr(pdf, "printed", somebody_withdraws_meanwhile)
    with pytest.raises(Withdrawn):
        pdf_of(handout, "large-print")
    assert handout.renditions.count() == 1


def test_a_damaged_pdf_is_neither_handed_out_nor_made_anew(handout: Handout, caplog: pytest.LogCaptureFixture):
    handout.renditions.update(pdf=b"%PDF-1.7 something else")
    with pytest.raises(Damaged, match="restore it from a backup"):
        pdf_of(handout)
    assert bytes(handout.renditions.get().pdf) == b"%PDF-1.7 something else"
    assert f"handout {handout.pk}" in caplog.text
    assert handout.programme.patient.name not in caplog.text


def test_a_version_is_told_by_asking_whether_it_is_at_least_this():
    assert highest(lambda *asked: asked <= (6, 0, 12)) == "6.0.12"


def test_the_pdf_carries_title_language_and_plan(handout: Handout, tmp_path: Path):
    path = tmp_path / "handout.pdf"
    path.write_bytes(pdf_of(handout).pdf)
    with pikepdf.open(path) as file:
        assert "Runner's knee, left" in str(file.docinfo["/Title"])
        assert str(file.Root.Lang) == "en"
        assert Document.from_json(file.attachments["plan.json"].get_file().read_bytes()).version == 1
