"""How much a practitioner may type, send and print: told beside the field, or in a sentence that says what to do."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from programmes.handout import gate, pdf
from programmes.handout.document import Clinic, PatientLine, Title
from programmes.handout.job import NotPrinted, Printed, TookTooLong, TooLarge
from programmes.handout.prepare import CannotPrepare, prepare
from programmes.handout.printable import printable
from programmes.handout.size import refuse_too_large
from programmes.models import Handout, Phase, Programme, Rendition
from programmes.starting import offers, start_from, take_up
from tests import pdfua, printed
from tests.cast import Cast
from tests.documents import make_card, make_document, make_image, make_part
from tests.factories import (
    make_clinic,
    make_exercise,
    make_handout,
    make_patient,
    make_picture,
    make_prescription,
    make_programme,
    make_screening,
    make_template,
    sign_off_everything,
)
from tests.photos import jpeg, png
from tests.workbench import address, at, messages_of, save, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def fill(phase: Phase, count: int) -> None:
    """Give the phase so many lines in all."""
    exercise = make_exercise()
    for _number in range(count - phase.prescriptions.count()):
        make_prescription(phase, exercise=exercise)


def programme_at(cast: Cast) -> Programme:
    return make_programme(patient=make_patient(clinic=cast.clinic))


def test_the_sixtieth_exercise_is_taken_and_the_next_refused_beside_its_field(cast: Cast):
    phase = programme_at(cast).phases.get()
    fill(phase, 59)
    page = f"{address('prescription_add')}?phase={phase.pk}"
    assert save(cast.ana, page, exercise=make_exercise().pk).status_code == 302
    answer = save(cast.ana, page, exercise=make_exercise().pk)
    errors = answer.context["adminform"].form.errors
    assert errors["exercise"] == [
        "There are 60 exercises on this programme already. Take one off before you add another."
    ]
    assert phase.prescriptions.count() == 60


def test_an_offer_is_not_taken_up_when_there_is_no_room():
    programme = start_from(make_template(), patient=make_patient(), practitioner=None)
    (offer,) = offers(programme)
    fill(programme.phases.get(), 60)
    with pytest.raises(ValidationError, match="60 exercises"):
        take_up(offer)
    assert take_up(offer, replace=True)


def test_a_line_that_is_there_may_be_changed_on_a_full_programme():
    phase = make_programme().phases.get()
    fill(phase, 60)
    phase.prescriptions.first().full_clean()


def test_sixty_one_exercises_are_not_issued():
    programme = make_programme()
    fill(programme.phases.get(), 61)
    found = {gap.code: gap.message for gap in gate.gaps(Programme.objects.with_lines().get(pk=programme.pk))}
    assert found["too-many"] == "There are 61 exercises. Leave 60 at most."


def test_a_note_of_2001_characters_is_refused_beside_its_field(cast: Cast):
    line = programme_at(cast).phases.get().prescriptions.get()
    page = address("prescription_change", line)
    assert save(cast.ana, page, note="a" * 2000).status_code == 302
    assert "2000" in save(cast.ana, page, note="a" * 2001).context["adminform"].form.errors["note"][0]
    line.note = "a" * 2001
    with pytest.raises(ValidationError, match="at most 2,000"):
        line.clean()


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("goal_plain", "a" * 4001, "at most 4000"),
        ("step_back_if", "line\n" * 61, "at most 60 lines. There are 61"),
        ("step_back_if", "line\n" + "a" * 1001, "Line 2 is too long"),
    ],
)
def test_a_text_without_end_is_refused_beside_its_field(cast: Cast, field: str, text: str, message: str):
    page = address("phase_change", programme_at(cast).phases.get())
    assert message in save(cast.ana, page, **{field: text}).context["adminform"].form.errors[field][0]


def test_the_words_for_too_many_exercises_say_what_to_do():
    cards = tuple(make_card(number=number) for number in range(61))
    with pytest.raises(TooLarge) as caught:
        refuse_too_large(make_document(parts=(make_part(cards=cards),)))
    assert str(caught.value.words).startswith("This handout has 61 exercises; 60 can be printed at most. Take")


def test_a_full_handout_with_full_notes_is_not_refused():
    cards = tuple(make_card(number=number, note="a" * 2000) for number in range(60))
    refuse_too_large(make_document(parts=(make_part(cards=cards),)))


@pytest.mark.parametrize(("width", "height"), [(1200, 1200), (2000, 100)])
def test_a_logo_is_made_anew(cast: Cast, width: int, height: int):
    sent = SimpleUploadedFile("logo.png", png(width, height) + b"and something behind it", "image/png")
    assert save(cast.olga, address("clinic_change", cast.clinic), logo=sent).status_code == 302
    cast.clinic.refresh_from_db()
    with cast.clinic.logo.open("rb") as file:
        assert b"something" not in file.read()


def test_a_logo_that_breaks_off_is_refused_beside_its_field(cast: Cast):
    sent = SimpleUploadedFile("logo.jpg", jpeg()[:-2000], "image/jpeg")
    answer = save(cast.olga, address("clinic_change", cast.clinic), logo=sent)
    assert "can be read" in answer.context["adminform"].form.errors["logo"][0]


@pytest.mark.parametrize("body", [b"<svg/>", png(600, 300)[:300], b"\0"])
def test_a_logo_that_is_no_picture_is_refused_with_what_to_do(cast: Cast, body: bytes):
    sent = SimpleUploadedFile("logo.png", body, "image/png")
    answer = save(cast.olga, address("clinic_change", cast.clinic), logo=sent)
    assert "Send another." in answer.context["adminform"].form.errors["logo"][0]


@pytest.fixture
def without_a_file(cast: Cast) -> Programme:
    """A programme of a clinic whose logo is gone from the disk."""
    programme = programme_at(cast)
    cast.clinic.logo.save("logo.png", ContentFile(png(9, 9)))
    cast.clinic.logo.storage.delete(cast.clinic.logo.name)
    return programme


def test_a_logo_that_is_gone_is_told(cast: Cast, without_a_file: Programme):
    answer = at(cast.ana).get(address("programme_preview", without_a_file))
    assert (answer.status_code, messages_of(answer)) == (
        302,
        "The clinic's logo cannot be read. Send it again, on the clinic's page.",
    )
    assert "The file cannot be read." in shown(cast.olga, address("clinic_change", cast.clinic))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("picture.png", b"hello"),
        ("picture.svg", b"<svg"),
        ("picture.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("picture.exe", b"hello"),
        ("picture.png", png(8000, 5001, "1")),
    ],
    ids=["no picture", "broken SVG", "SVG without a size", "no known kind", "too many pixels"],
)
def test_an_own_picture_that_is_broken_is_told(cast: Cast, name: str, body: bytes):
    own = make_exercise(name="Own move", clinic=cast.clinic)
    make_picture(own, name=name, body=body, may_be_mirrored=True)
    programme = programme_at(cast)
    make_prescription(programme.phases.get(), exercise=own, side="left")
    with pytest.raises(CannotPrepare, match="“Own move” cannot be read"):
        prepare(Programme.objects.with_lines().get(pk=programme.pk))
    picture = reverse("admin:programmes_exercise_picture", args=[own.pk, "start"])
    assert at(cast.ana).get(picture, {"side": "left"}).status_code == 404


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that take too long to set."""

    def late(job: Any) -> Printed:
        raise TookTooLong("20 seconds were not enough")

    monkeypatch.setattr(pdf, "_print", late)


@pytest.mark.usefixtures("late")
def test_a_preview_that_took_too_long_says_so_on_the_programmes_page(cast: Cast):
    programme = programme_at(cast)
    answer = at(cast.ana).get(address("programme_preview", programme))
    assert answer.url == address("programme_change", programme)
    assert messages_of(answer).startswith("These pages took too long to set. Try again;")


@pytest.mark.usefixtures("late")
def test_what_took_too_long_is_not_issued_and_nothing_is_stored(cast: Cast):
    programme = programme_at(cast)
    make_screening(programme)
    sign_off_everything(cast.ana.practitioner)
    answer = save(cast.ana, address("programme_change", programme), _issue="1")
    assert messages_of(answer).startswith("Not issued. These pages took too long")
    assert not Handout.objects.exists()


@pytest.mark.usefixtures("late")
def test_another_layout_that_took_too_long_leaves_the_handout_as_it_was(cast: Cast):
    handout = make_handout(programme_at(cast), document=make_document().as_plain())
    answer = at(cast.ana).get(f"{address('handout_pdf', handout)}?layout=large-print")
    assert answer.url == address("handout_change", handout)
    assert "took too long" in messages_of(answer)
    assert Rendition.objects.count() == 1
    assert at(cast.ana).get(address("handout_pdf", handout)).content == b"%PDF-1.7 as issued"


@pytest.mark.usefixtures("late")
def test_the_command_says_it_in_one_line(cast: Cast, tmp_path: Any):
    output = tmp_path / "handout.pdf"
    with pytest.raises(CommandError, match="took too long"):
        call_command("render_handout", str(programme_at(cast).pk), output=output)
    assert not output.exists()


def test_every_reason_has_words_of_its_own():
    reasons = NotPrinted.__subclasses__()
    assert len({str(reason.words) for reason in reasons}) >= len(reasons) - 1


HOSTILE = "Eva\x00\x01\x1b[2J \u202eevil\u202c \ud800\ufffe Holm"


def test_what_is_no_writing_does_not_reach_the_document(cast: Cast):
    programme = programme_at(cast)
    Programme.objects.filter(pk=programme.pk).update(goal="Run \u202e5 km\x01\n\tsoon")
    assert prepare(Programme.objects.with_lines().get(pk=programme.pk)).goal == "Run 5 km\n\tsoon"


def test_cleaned_texts_make_a_sound_pdf():
    hostile = make_document(
        title=Title(HOSTILE, HOSTILE), clinic=Clinic(HOSTILE), patient=PatientLine(HOSTILE, "E\u202eH"), goal=HOSTILE
    )
    content = pdf.render(printable(hostile))
    assert pdfua.failures(content) == []
    assert "Eva[2J evil Holm" in " ".join(" ".join(printed.pages(content)).split())


def test_writing_is_left_alone():
    handout = make_document(goal="👨‍👩‍👧 \u2067עברית\u2069 e\u0301 नि\u200cका\n", questions=(make_image().body,))
    assert printable(handout) == handout


@given(st.text())
def test_what_is_printable_can_be_written_and_stays_as_it_is(text: str):
    once = printable(text)
    assert printable(once) == once
    assert once.encode().decode() == once
    assert "\x00" not in once


def test_a_clinics_own_words_are_data_on_every_page(cast: Cast):
    make_clinic(name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in shown(cast.sue, address("clinic_changelist"))
