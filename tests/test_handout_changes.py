"""What changed since last time: any two handouts can be compared, in whatever language, in short sentences."""

from dataclasses import replace
from datetime import date

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from programmes import plain_words
from programmes.dosage import Dosage
from programmes.handout.changes import changes, since
from programmes.handout.document import Change, ChangeKind, Document, Earlier, Schedule
from tests.compared import DOSES, PLANS, THREE_TENS, card, handout, other, told
from tests.documents import make_document
from tests.doses import whole_doses


@given(st.lists(whole_doses(), max_size=4), st.lists(whole_doses(), max_size=4))
def test_any_two_handouts_can_be_compared(before: list[Dosage], after: list[Dosage]):
    was, now = (
        handout(*(card(dose, code=f"x{place % 2}") for place, dose in enumerate(some))) for some in (before, after)
    )
    assert changes(was, was) == ()
    for change in changes(was, now):
        assert change.text


def test_the_sentences_are_short():
    texts = [words for _dose, _change, words in DOSES] + [words for *_plans, lines in PLANS for words in lines]
    assert not [problem for text in texts for problem in plain_words.long_sentences(text)]


def test_words_of_another_language_are_neither_compared_nor_quoted():
    german = {
        "language": "de",
        "schedule": Schedule("Montag", weekdays=(1,)),
        "pain_rule": replace(make_document().pain_rule, running="Beim Laufen höchstens 2."),
        "warnings": (),
        "running": ("Lauf öfter.",),
    }
    before = handout(card(steps=("Beuge dein Knie.",), side_words="Linkes Bein", dose=(), summary="3 mal 10"), **german)
    after = handout(card(replace(THREE_TENS, sets=4)), schedule=Schedule("Monday", weekdays=(1,)))
    assert told(before, after) == ["harder: Squat: 4 sets of 10, was 3 sets of 10."]


def test_a_load_in_another_language_is_not_quoted():
    light = replace(THREE_TENS, load="leichtes Band")
    before = handout(card(light), language="de")
    after = handout(card(replace(THREE_TENS, load="medium band")))
    assert told(before, after) == ["changed: Squat. Level: Medium band."]


def test_the_words_are_those_of_the_new_handout_whatever_is_spoken_around_it():
    with translation.override("de"):
        assert told(handout(), handout(card(replace(THREE_TENS, sets=4)))) == [
            "harder: Squat: 4 sets of 10, was 3 sets of 10."
        ]


def test_the_document_says_what_it_is_compared_with_and_why():
    before = handout(version=1, issued=date(2026, 2, 2))
    after = since(before, handout(other("Bridge")), " You asked for it. ")
    assert after.since == Earlier(1, date(2026, 2, 2))
    assert after.changes == (Change(ChangeKind.NEW, "Bridge."), Change(ChangeKind.STOPPED, "Squat."))
    assert after.change_reason == "You asked for it."
    assert Document.from_json(after.as_json()) == after
