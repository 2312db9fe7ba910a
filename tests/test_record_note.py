"""The note for the patient's record: all that was prescribed, nothing that is not on the sheet, and easy to paste."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from programmes.dosage import Dosage, Kind, words
from programmes.handout import isolates
from programmes.handout.document import Document, ExerciseCard, PlannedRun, Runner, RunWeek, WarmUpMove
from programmes.handout.on_record import record_of
from programmes.handout.text import Answered, Record, ascii_only, note, short_note
from programmes.models import ClinicianCopy, Handout
from programmes.sides import Side
from tests.cast import Cast
from tests.documents import make_card, make_document, make_ladder, make_part
from tests.doses import whole_doses
from tests.factories import make_handout, make_patient, make_programme
from tests.workbench import address, shown

RECORD = Record(handout="6f1c0d2a", sha256="ab12", issued_by="Ana Brook")
LANGUAGES = ["en", "pl"]


def given_document(**kwargs: Any) -> Document:
    return make_document(**{"version": 3, "is_preview": False, **kwargs})


def card_with(dosage: Dosage, side: Side, **kwargs: Any) -> ExerciseCard:
    return make_card(dosage=dosage, side=side.value, side_words="", dose=words(dosage, side), **kwargs)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    cards = [
        card_with(draw(whole_doses()), draw(st.sampled_from(Side)), number=number, name=f"Exercise {number}")
        for number in range(1, draw(st.integers(2, 4)))
    ]
    return given_document(parts=(make_part(cards=tuple(cards)),), language=draw(st.sampled_from(LANGUAGES)))


def in_one_line(words: str) -> str:
    return " ".join(isolates.without(words).split())


@given(documents())
def test_every_dose_and_side_of_the_document_is_in_the_note(document: Document):
    lines = note(document, RECORD).splitlines()
    for card in document.cards:
        (line,) = [line for line in lines if line.startswith(f"{card.number}. {card.name}")]
        with translation.override(document.language):
            assert str(Side(card.side).label) in line
        for dose in card.dose:
            assert in_one_line(dose.text) in line


@given(documents())
def test_the_short_note_says_of_each_dose_how_much_on_which_side_with_what_and_how_often(document: Document):
    said = short_note(document, RECORD)
    assert "\n" not in said
    for card in document.cards:
        dose = [dose.text for dose in card.dose if dose.name in ("amount", "hold", "load", "often")]
        assert dose[0] == card.dose[0].text
        assert in_one_line(f"{card.name}, {', '.join(dose)}") in said


def texts(plain: Any) -> Iterator[str]:
    if isinstance(plain, dict):
        for value in plain.values():
            yield from texts(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from texts(value)
    elif isinstance(plain, str | int):
        yield str(plain)


def said_in(document: Document) -> set[str]:
    """Return every word of the document, and its days as they are written."""
    whole = " ".join(texts(document.as_plain()))
    with translation.override(document.language):
        days = [date_format(day) for day in (document.issued, document.review, document.practised_on) if day]
    return set(re.findall(r"\w+", " ".join([whole, *days])))


LABELS = set(
    re.findall(
        r"\w+",
        "HEP issued version Goal Practised together Review Walk run plan Findings answered with a reason Issued by"
        " Handout Take care Note Move on when Go back if optional instead of Pain while running Warm up stages to now"
        " at stage Stage sessions Found and answered Reason Pain rule Stop rule Warning signs on the sheet Advice PDF"
        " SHA 256 Left Right Both sides Each side in turn",
    )
)


@pytest.mark.parametrize("make", [note, short_note])
def test_nothing_is_in_the_note_that_is_not_in_the_document(make: Any):
    document = given_document(ladder=make_ladder())
    known = said_in(document) | LABELS | {RECORD.handout, RECORD.sha256, "Ana", "Brook"}
    known |= {str(len(box.signs)) for box in document.warnings}
    assert set(re.findall(r"\w+", make(document, RECORD))) - known == set()


@pytest.mark.parametrize("make", [note, short_note])
def test_it_does_not_say_who_the_patient_is(make: Any):
    document = given_document()
    assert document.patient is not None
    assert document.patient.name not in make(document, RECORD)


def test_the_note_in_full_reads_so():
    card = make_card(note="Put a cushion\nunder your head.", care=("Lie on the other side.",), is_optional=True)
    said = note(given_document(parts=(make_part(cards=(card,)),), ladder=None, issued=date(2026, 3, 2)), RECORD)
    lines = said.splitlines()
    assert re.fullmatch(r"HEP issued 2 Mar(ch)? 2026: .+, version 3\.", lines[0])
    assert "1. Clamshell (optional). Left leg: 3 sets of 12 on your left leg; Body weight; 4 days a week" in lines
    assert "Take care: Lie on the other side." in lines
    assert "Note: Put a cushion under your head." in lines
    assert lines[-2:] == ["Handout: 6f1c0d2a", "PDF SHA-256: ab12"]


def test_the_short_note_reads_so():
    said = short_note(given_document(parts=(make_part(),), ladder=None), RECORD)
    dose = "3 sets of 12 on your left leg, Body weight, 4 days a week"
    assert f"Phase 1: Settle the knee: Clamshell, {dose}; Bridge, {dose}." in said
    assert said.endswith("Issued by: Ana Brook. Handout: 6f1c0d2a.")


def test_what_is_optional_or_in_place_of_another_says_so_in_the_short_note_too():
    cards = (make_card(is_optional=True), make_card(number=2, name="Bridge", instead_of="Clamshell"))
    said = short_note(given_document(parts=(make_part(cards=cards),)), RECORD)
    assert "Clamshell (optional), 3 sets" in said
    assert "Bridge (instead of Clamshell), 3 sets" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_own_words_are_in_the_language_of_the_document(language: str):
    said = note(given_document(language=language), RECORD)
    assert ("Wydał(a): Ana Brook" in said) is (language == "pl")
    assert ("Issued by: Ana Brook" in said) is (language == "en")


def test_reasons_on_record_are_in_full_in_the_note_and_counted_in_the_short_one():
    record = replace(RECORD, answered=(Answered("Squats are too much now.", "Her surgeon agrees.", "Ana", "Squat"),))
    document = given_document()
    assert "Found and answered: Squats are too much now. [Squat] Reason: Her surgeon agrees. (Ana)" in note(
        document, record
    )
    assert "Findings answered with a reason: 1." in short_note(document, record)


@pytest.mark.parametrize("make", [note, short_note])
def test_a_withdrawn_handout_says_so_first(make: Any):
    assert make(given_document(), replace(RECORD, withdrawn="wrong side")).startswith(
        "WITHDRAWN, do not use: wrong side."
    )


def test_the_running_plan_is_there_with_every_stage_run_and_warm_up():
    week = RunWeek(date(2026, 3, 2), 9, (PlannedRun(date(2026, 3, 3), "5 km"), PlannedRun(date(2026, 3, 5), "6 km")))
    now = replace(make_ladder().stages[0], is_now=True)
    runner = Runner(warm_up=(WarmUpMove("Brisk walk", "4 minutes", "Walk."),))
    said = note(given_document(ladder=make_ladder(stages=(now,), weeks=(week,)), runner=runner), RECORD)
    assert "Walk-run plan: stages 1 to 1, now at stage 1" in said
    assert "Stage 1: Walk 4 minutes, run 1 minute, 5 times; sessions: 2" in said
    assert re.search(r"Stage 9, week of 2 Mar(ch)? 2026: 3 Mar(ch)? 2026 5 km; 5 Mar(ch)? 2026 6 km", said)
    assert "Warm-up: Brisk walk 4 minutes" in said


def test_a_fact_stays_on_its_line_whatever_was_typed():
    document = given_document(goal="Run\r\n\tagain\u2028soon", ladder=None)
    assert "Goal: Run again soon" in note(document, RECORD).splitlines()


@given(st.text())
def test_plain_letters_are_plain(typed: str):
    assert ascii_only(typed).isascii()


def test_plain_letters_keep_what_can_be_read():
    assert ascii_only("3 × 12 – “Łydka” ≤ 3, 30°") == '3 x 12 - "Lydka" <= 3, 30 degrees'
    assert ascii_only("Przećwiczono żółw") == "Przecwiczono zolw"
    assert ascii_only("a\u00a0b") == "a b"


def test_a_dose_that_holds_everything_is_all_there():
    dosage = Dosage(
        kind=Kind.HOLD, sets=3, hold_seconds=30, rest_seconds=0, days_per_week=4, effort_low=4, effort_high=6
    )
    said = note(given_document(parts=(make_part(cards=(card_with(dosage, Side.EACH),)),)), RECORD)
    for line in words(dosage, Side.EACH):
        assert line.text in said


# On the page


def notes_on(page: str) -> list[str]:
    return re.findall(r"<textarea[^>]*readonly[^>]*>(.*?)</textarea>", page, re.S)


@pytest.fixture
def handout(cast: Cast) -> Handout:
    programme = make_programme(patient=make_patient(clinic=cast.clinic, name="Eva Holm"))
    return make_handout(programme, document=given_document().as_plain())


@pytest.mark.django_db
def test_the_page_of_a_handout_holds_both_notes(cast: Cast, handout: Handout):
    found = [{"says": "Too much.", "reason": "Agreed.", "who": "Ana", "about": ""}, {"says": "Note", "reason": ""}]
    ClinicianCopy.objects.create(handout=handout, contents={"findings": found})
    page = shown(cast.ana, address("handout_change", handout))
    assert "Found and answered: Too much. Reason: Agreed. (Ana)" in page
    assert f"Handout: {handout.pk}" in page
    assert len(notes_on(page)) == 2
    assert handout.renditions.get().sha256 in page


@pytest.mark.django_db
def test_plain_letters_are_one_link_away(cast: Cast, handout: Handout):
    page = address("handout_change", handout)
    assert "?letters=ascii#record-note" in shown(cast.ana, page)
    texts = notes_on(shown(cast.ana, f"{page}?letters=ascii"))
    assert len(texts) == 2
    assert all(each.isascii() for each in texts)


@pytest.mark.django_db
def test_a_document_that_cannot_be_read_has_no_note_and_its_page_opens(cast: Cast, handout: Handout):
    Handout.objects.update(document={"schema_version": 99})
    assert notes_on(shown(cast.ana, address("handout_change", handout))) == []


@pytest.mark.django_db
def test_the_record_of_a_handout_without_a_copy_is_no_fault(handout: Handout):
    assert record_of(handout).answered == ()
