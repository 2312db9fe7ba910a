"""What changed since last time: from two documents to a few sentences a patient understands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from programmes import dosage, plain_words
from programmes.dosage import Dosage
from programmes.dosage import Kind as Counted
from programmes.handout.changes import changes, since
from programmes.handout.document import (
    Advice,
    Change,
    ChangeKind,
    Document,
    Earlier,
    ExerciseCard,
    Kind,
    PainRow,
    PainRule,
    Schedule,
    Tone,
    WarningBox,
)
from programmes.handout.issue import issue
from programmes.handout.last_given import beside_last_given
from programmes.handout.prepare import prepare
from programmes.handout.preview import preview_pdf
from programmes.models import Handout, Practitioner, Prescription, Programme, Snapshot
from programmes.sides import Side
from programmes.starting import Offer, take_up
from tests import printed
from tests.documents import make_card, make_document, make_ladder, make_part
from tests.doses import whole_doses
from tests.factories import (
    make_exercise,
    make_handout,
    make_language,
    make_phase,
    make_practitioner,
    make_prescription,
    make_programme,
    make_screening,
)

THREE_TENS = Dosage(Counted.REPS, sets=3, reps=10, rest_seconds=60, times_per_day=1, days_per_week=3)
PLANK = Dosage(Counted.HOLD, sets=3, hold_seconds=20, days_per_week=3)


def card(amount: Dosage = THREE_TENS, side: Side = Side.LEFT, **kwargs: Any) -> ExerciseCard:
    """Make a card of a squat, worded as a handout words it."""
    values = {
        "code": "squat",
        "name": "Squat",
        "side": side.value,
        "side_words": {Side.LEFT: "Left leg", Side.RIGHT: "Right leg"}.get(side, "Both legs"),
        "dosage": amount,
        "dose": dosage.words(amount, side),
        "summary": dosage.summary(amount, side),
        "note": "",
        **kwargs,
    }
    return make_card(**values)


def other(name: str, **kwargs: Any) -> ExerciseCard:
    return card(code=name.lower().replace(" ", "-"), name=name, **kwargs)


def handout(*cards: ExerciseCard, **kwargs: Any) -> Document:
    return make_document(parts=(make_part(cards=cards or (card(),)),), **kwargs)


def told(before: Document, after: Document) -> list[str]:
    return [f"{change.kind}: {change.text}" for change in changes(before, after)]


def of_squat(before: ExerciseCard, after: ExerciseCard) -> list[str]:
    return told(handout(before), handout(after))


# Exercises that come and go


def test_nothing_is_told_where_nothing_changed():
    assert told(handout(), handout()) == []


def test_new_exercises_share_a_line_and_so_do_those_stopped():
    before = handout(card(), other("Clamshell"), other("Mini squat"))
    after = handout(other("Bridge"), card(), other("Step up"), other("Calf raise"))
    assert told(before, after) == [
        "new: Bridge, Step up and Calf raise.",
        "stopped: Clamshell and Mini squat.",
    ]


def test_a_swap_is_said_as_one_where_the_programme_says_so():
    before = handout(other("Mini squat"), other("Clamshell"))
    after = handout(card(replaces="mini-squat"))
    assert told(before, after) == ["new: Squat in place of Mini squat.", "stopped: Clamshell."]


@pytest.mark.parametrize("replaces", ["", "bridge"])
def test_one_that_came_as_another_went_is_no_swap_by_itself(replaces: str):
    before, after = handout(other("Mini squat")), handout(card(replaces=replaces))
    assert told(before, after) == ["new: Squat.", "stopped: Mini squat."]


def test_an_exercise_done_before_is_replaced_once():
    before = handout(other("Mini squat"))
    after = handout(card(replaces="mini-squat"), other("Lunge", replaces="mini-squat"))
    assert told(before, after) == ["new: Lunge.", "new: Squat in place of Mini squat."]


def test_another_order_is_no_change():
    both = (card(number=1), other("Bridge", number=2))
    assert told(handout(*both), handout(*reversed(both))) == []


# Doses

DOSES: list[tuple[Dosage, dict[str, Any], str]] = [
    (THREE_TENS, {"sets": 4}, "harder: Squat: 4 sets of 10, was 3 sets of 10."),
    (THREE_TENS, {"reps": 8}, "easier: Squat: 3 sets of 8, was 3 sets of 10."),
    (THREE_TENS, {"sets": 4, "reps": 8}, "changed: Squat: 4 sets of 8, was 3 sets of 10."),
    (
        THREE_TENS,
        {"rest_seconds": 30},
        "harder: Squat. Rest: 30 seconds between sets, was 1 minute between sets.",
    ),
    (
        THREE_TENS,
        {"rest_seconds": None},
        "changed: Squat. Rest: not set any more. Until now: 1 minute between sets.",
    ),
    (THREE_TENS, {"days_per_week": 5}, "harder: Squat. How often: 5 days a week, was 3 days a week."),
    (THREE_TENS, {"times_per_day": 2}, "harder: Squat. How often: Twice a day. Until now: Once a day."),
    (
        THREE_TENS,
        {"sets": 4, "days_per_week": 2},
        "changed: Squat: 4 sets of 10, was 3 sets of 10. How often: 2 days a week, was 3 days a week.",
    ),
    (THREE_TENS, {"hold_seconds": 5}, "harder: Squat. Hold: Hold each one for 5 seconds."),
    (THREE_TENS, {"load": "light band"}, "changed: Squat. Level: Light band."),
    (
        replace(THREE_TENS, load="5 kg"),
        {"load": "7.5 kg"},
        "harder: Squat. Level: 7.5 kg, was 5 kg.",
    ),
    (
        PLANK,
        {"hold_seconds": 30},
        "harder: Squat: Hold for 30 seconds, 3 times. Until now: Hold for 20 seconds, 3 times.",
    ),
    (
        replace(THREE_TENS, effort_low=4, effort_high=4),
        {"effort_low": 6, "effort_high": 6},
        "harder: Squat. How hard: Effort 6 out of 10: hard. Until now: Effort 4 out of 10: medium.",
    ),
]


@pytest.mark.parametrize(("dose", "change", "words"), DOSES)
def test_a_dose_is_told_with_what_it_was(dose: Dosage, change: dict[str, Any], words: str):
    assert of_squat(card(dose), card(replace(dose, **change))) == [words]


def test_harder_ones_come_before_easier_ones_and_those_before_the_others():
    before = handout(card(), other("Bridge"), other("Lunge"))
    after = handout(
        card(replace(THREE_TENS, sets=4, reps=6)),
        other("Bridge", amount=replace(THREE_TENS, sets=2)),
        other("Lunge", amount=replace(THREE_TENS, sets=4)),
    )
    assert [line.partition(":")[0] for line in told(before, after)] == ["harder", "easier", "changed"]


def test_two_of_the_same_exercise_are_told_apart():
    left, right = card(number=1), card(side=Side.RIGHT, number=2)
    more = card(replace(THREE_TENS, sets=4), side=Side.RIGHT, number=2)
    assert told(handout(left, right), handout(left, more)) == [
        "harder: Squat (exercise 2): 4 sets of 10, was 3 sets of 10."
    ]


def test_of_two_alike_the_one_that_stopped_is_named_by_its_dose():
    left, right = card(number=1), card(side=Side.RIGHT, number=2)
    assert told(handout(left, right), handout(right)) == ["stopped: Squat (3 sets of 10 on your left leg)."]


# What else may change in an exercise


def test_another_side_is_a_change():
    assert of_squat(card(), card(side=Side.RIGHT)) == ["changed: Squat: Right leg. Until now: Left leg."]


def test_a_side_and_a_dose_are_one_change():
    more = replace(THREE_TENS, sets=4)
    assert of_squat(card(), card(more, side=Side.TOGETHER)) == [
        "changed: Squat: 4 sets of 10, was 3 sets of 10. Both legs. Until now: Left leg."
    ]


def test_new_steps_are_said_and_other_new_words_are_not():
    anew = card(steps=("Bend your left knee.",))
    assert of_squat(card(), anew) == ["changed: Squat. The steps are told in new words."]
    assert of_squat(card(), card(why="Another reason.", feel="Elsewhere.", name="Squat")) == []


def test_steps_differ_with_the_side_and_where_another_card_tells_them():
    assert "new words" not in str(of_squat(card(), card(side=Side.RIGHT, steps=("Bend your right knee.",))))
    assert of_squat(card(), card(steps=(), same_as=1)) == []


def test_a_note_and_a_choice_are_told():
    assert of_squat(card(), card(note="Use a cushion.")) == ["changed: Squat. There is a new note for you."]
    assert of_squat(card(), card(is_optional=True)) == ["changed: Squat. It is optional now."]


def test_when_to_stop_is_no_news_where_only_the_place_of_the_sentence_is_another():
    rule = "Stop if the pain feels sharp."
    once = handout(card(stop_if=""), other("Bridge", stop_if="Stop if you cramp."), stop_rule=rule)
    on_each = (card(stop_if=rule), other("Bridge", stop_if=f"{rule} Stop if you cramp."))
    assert told(once, handout(*on_each, other("Lunge", stop_if=""))) == ["new: Lunge."]
    assert told(handout(*on_each, other("Lunge", stop_if="")), once) == ["stopped: Lunge."]


# The plan around the exercises


def test_the_next_phase_comes_first_with_its_name():
    after = make_document(parts=(make_part(code="build", number=2, name="Build strength", cards=(card(),)),))
    assert told(handout(), after) == ["changed: You are now in phase 2: Build strength."]


def test_the_parts_of_a_warm_up_are_no_phases():
    before = handout(kind=Kind.WARM_UP)
    after = make_document(kind=Kind.WARM_UP, parts=(make_part(code="other", number=2, name="Other", cards=(card(),)),))
    assert told(before, after) == []


def pain_rule(fine: str = "0 to 3 while you exercise", **kwargs: Any) -> PainRule:
    values = {"code": "pain", "rows": (PainRow(Tone.FINE, fine, "Fine", "Carry on."),), **kwargs}
    return PainRule(**values)


PLANS: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    (
        {"schedule": Schedule("Monday and Thursday", "in the evening")},
        {"schedule": Schedule("Every day", "before breakfast")},
        [
            "changed: Days: Every day. Until now: Monday and Thursday.",
            "changed: Time of day: before breakfast. Until now: in the evening.",
        ],
    ),
    (
        {"pain_rule": pain_rule()},
        {"pain_rule": pain_rule("0 to 2 while you exercise")},
        ["changed: Pain that is fine: 0 to 2 while you exercise, was 0 to 3 while you exercise."],
    ),
    (
        {"pain_rule": pain_rule()},
        {"pain_rule": pain_rule(running="Keep pain to 1 while you run.")},
        ["changed: Read “How much pain is all right” again."],
    ),
    ({"pain_rule": pain_rule()}, {"pain_rule": pain_rule(code="same-words")}, []),
    ({"pain_rule": None}, {"pain_rule": pain_rule()}, ["changed: Pain that is fine: 0 to 3 while you exercise."]),
    ({"running": ()}, {"running": ("Run on flat ground.",)}, ["new: Advice about running."]),
    (
        {"advice": (Advice("a", "Sit less", "."),)},
        {"advice": (Advice("a", "Sit less", "."), Advice("b", "Sleep well", "."), Advice("c", "Eat", "."))},
        ["new: Advice: Sleep well. Eat."],
    ),
    ({"advice": (Advice("a", "Sit less", "."),)}, {"advice": ()}, []),
    (
        {"review": date(2026, 3, 30)},
        {"review": date(2026, 4, 27)},
        ["changed: Review: 27 April 2026, was 30 March 2026."],
    ),
    (
        {},
        {"warnings": (WarningBox(make_document().warnings[0].urgency, "Emergency", "Call 112.", ("Fever",)),)},
        ["changed: Read “Stop and get help” again."],
    ),
    ({"goal": "Run"}, {"goal": "Dance"}, []),
]


@pytest.mark.parametrize(("before", "after", "words"), PLANS)
def test_the_plan_around_the_exercises(before: dict[str, Any], after: dict[str, Any], words: list[str]):
    assert told(handout(**before), handout(**after)) == words


def longer(stages: int = 1, **kwargs: Any) -> Any:
    ladder = make_ladder()
    stage = ladder.stages[0]
    made = tuple(replace(stage, number=number + 1, **kwargs) for number in range(stages))
    return replace(ladder, stages=made)


def test_a_stage_of_running_is_told_with_what_it_was():
    after = handout(ladder=longer(what="Walk 3 minutes, run 2 minutes, 5 times", name="Walk 3, run 2"))
    assert told(handout(ladder=make_ladder()), after) == [
        "changed: Running stage 1: Walk 3 minutes, run 2 minutes, 5 times. "
        "Until now: Walk 4 minutes, run 1 minute, 5 times."
    ]


@pytest.mark.parametrize(("was", "now"), [(longer(1), longer(2)), (longer(3), longer(3, what="Run"))])
def test_many_other_stages_are_better_read_in_their_table(was: Any, now: Any):
    assert told(handout(ladder=was), handout(ladder=now)) == ["changed: Read “Your running stages” again."]


def test_a_way_back_to_running_comes_and_goes():
    without, with_one = handout(), handout(ladder=make_ladder())
    assert told(without, with_one) == ["new: The running stages."]
    assert told(with_one, without) == ["stopped: The running stages."]


# Any two handouts


@given(st.lists(whole_doses(), max_size=4), st.lists(whole_doses(), max_size=4))
def test_any_two_handouts_can_be_compared(before: list[Dosage], after: list[Dosage]):
    was, now = (
        handout(*(card(dose, code=f"x{place % 2}") for place, dose in enumerate(some))) for some in (before, after)
    )
    assert changes(was, was) == ()
    for change in changes(was, now):
        assert change.text


@given(whole_doses(), whole_doses())
def test_harder_one_way_is_easier_the_other(one: Dosage, two: Dosage):
    turned = {ChangeKind.HARDER: ChangeKind.EASIER, ChangeKind.EASIER: ChangeKind.HARDER}
    there, back = changes(handout(card(one)), handout(card(two))), changes(handout(card(two)), handout(card(one)))
    assert [turned.get(change.kind, change.kind) for change in there] == [change.kind for change in back]


def test_the_sentences_are_short():
    texts = [words for _dose, _change, words in DOSES] + [words for *_plans, lines in PLANS for words in lines]
    assert not [problem for text in texts for problem in plain_words.long_sentences(text)]


# Languages


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


# The document


def test_the_document_says_what_it_is_compared_with_and_why():
    before = handout(version=1, issued=date(2026, 2, 2))
    after = since(before, handout(other("Bridge")), " You asked for it. ")
    assert after.since == Earlier(1, date(2026, 2, 2))
    assert after.changes == (Change(ChangeKind.NEW, "Bridge."), Change(ChangeKind.STOPPED, "Squat."))
    assert after.change_reason == "You asked for it."
    assert Document.from_json(after.as_json()) == after


# Issued


@pytest.fixture
def practitioner(db: None) -> Practitioner:
    return make_practitioner(name="Ana Brook")


@pytest.fixture
def programme(practitioner: Practitioner) -> Programme:
    make_language()
    programme = make_programme()
    practitioner.clinic = programme.clinic
    practitioner.save()
    make_screening(programme, done_by=practitioner)
    return programme


def line_of(programme: Programme) -> Prescription:
    return programme.phases.first().prescriptions.first()


def given_out(programme: Programme, practitioner: Practitioner) -> Document:
    return Document.from_plain(issue(programme, practitioner, practitioner.user, takes_responsibility=True).document)


def put(programme: Programme, **values: Any) -> None:
    for name, value in values.items():
        setattr(programme, name, value)
    programme.save()


def redose(line: Prescription, **values: Any) -> None:
    line.dosage = replace(line.dosage, **values)
    line.save()


def test_the_first_handout_has_changed_nothing(programme: Programme, practitioner: Practitioner):
    put(programme, change_note="Written too early.")
    first = given_out(programme, practitioner)
    assert (first.since, first.changes, first.change_reason) == (None, (), "")


def test_the_second_tells_what_is_different_from_the_first_and_why(programme: Programme, practitioner: Practitioner):
    phase = programme.phases.get()
    gone = make_prescription(phase, exercise=make_exercise(name="Clamshell"))
    easier = make_prescription(phase, exercise=make_exercise(name="Bridge"))
    put(line_of(programme).exercise.texts.get(), name="Squat")
    first = given_out(programme, practitioner)
    redose(line_of(programme), sets=4)
    redose(easier, reps=8)
    gone.delete()
    make_prescription(phase, exercise=make_exercise(name="Step up"))
    put(programme, change_note="Stairs no longer hurt.")
    second = given_out(programme, practitioner)
    assert second.since == Earlier(1, first.issued)
    assert [(change.kind, change.text) for change in second.changes] == [
        ("new", "Step up."),
        ("harder", "Squat: 4 sets of 10, was 3 sets of 10."),
        ("easier", "Bridge: 3 sets of 8, was 3 sets of 10."),
        ("stopped", "Clamshell."),
    ]
    assert second.change_reason == "Stairs no longer hurt."


def test_an_offer_taken_up_in_place_of_a_line_is_told_as_a_swap(programme: Programme, practitioner: Practitioner):
    phase, old = programme.phases.get(), line_of(programme)
    put(old.exercise.texts.get(), name="Mini squat")
    given_out(programme, practitioner)
    line = Prescription(exercise=make_exercise(name="Squat"), side="each", is_optional=True)
    line.dosage = old.dosage
    take_up(Offer(phase, line, instead_of=old), replace=True)
    assert [change.text for change in given_out(programme, practitioner).changes] == ["Squat in place of Mini squat."]


def test_the_reason_is_for_one_handout(programme: Programme, practitioner: Practitioner):
    given_out(programme, practitioner)
    put(programme, change_note="Stairs no longer hurt.")
    given_out(programme, practitioner)
    programme.refresh_from_db()
    assert programme.change_note == ""
    assert Snapshot.objects.first().data["change_note"] == ""
    assert given_out(programme, practitioner).change_reason == ""


def test_a_withdrawn_handout_is_compared_with_nothing(programme: Programme, practitioner: Practitioner):
    given_out(programme, practitioner)
    redose(line_of(programme), sets=4)
    wrong = issue(programme, practitioner, practitioner.user, takes_responsibility=True)
    wrong.withdraw(practitioner, "Wrong dose")
    third = given_out(programme, practitioner)
    assert third.since.version == 1
    assert [change.kind for change in third.changes] == ["harder"]


def test_where_all_was_withdrawn_it_is_a_first_handout_again(programme: Programme, practitioner: Practitioner):
    issue(programme, practitioner, practitioner.user, takes_responsibility=True).withdraw(practitioner, "Wrong patient")
    assert given_out(programme, practitioner).since is None


def test_another_programme_of_the_patient_is_not_compared_with(programme: Programme, practitioner: Practitioner):
    make_handout(make_programme(patient=programme.patient), document=handout().as_plain())
    assert given_out(programme, practitioner).since is None


def test_a_handout_of_a_shape_of_old_does_not_stop_the_next(programme: Programme, practitioner: Practitioner):
    make_handout(programme, document={"schema_version": 0})
    assert given_out(programme, practitioner).since is None


def test_moving_to_the_next_phase_is_told(programme: Programme, practitioner: Practitioner):
    second = make_phase(programme, plain_name="Build strength", slug="build")
    make_prescription(second)
    given_out(programme, practitioner)
    put(programme, current_phase=second)
    assert "You are now in phase 2: Build strength." in [
        change.text for change in given_out(programme, practitioner).changes
    ]


def preview_of(programme: Programme, **asked: Any) -> str:
    return " ".join(printed.pages(preview_pdf(Programme.objects.with_lines().get(pk=programme.pk), **asked)))


def test_a_preview_tells_what_the_next_handout_will(programme: Programme, practitioner: Practitioner):
    assert "What changed" not in preview_of(programme)
    given_out(programme, practitioner)
    redose(line_of(programme), sets=4)
    put(programme, change_note="Stairs no longer hurt.")
    text = preview_of(programme)
    assert "What changed since" in text
    assert "4 sets of 10, was 3 sets of 10." in text
    assert "Why: Stairs no longer hurt." in text


def test_all_phases_at_once_are_compared_with_nothing(programme: Programme, practitioner: Practitioner):
    make_prescription(make_phase(programme))
    given_out(programme, practitioner)
    assert "What changed" not in preview_of(programme, phase="all")


def test_looking_back_is_one_query(
    programme: Programme, practitioner: Practitioner, django_assert_num_queries: Callable[[int], Any]
):
    given_out(programme, practitioner)
    fetched = Programme.objects.with_lines().get(pk=programme.pk)
    new = prepare(fetched, issued=timezone.localdate())
    with django_assert_num_queries(1):
        assert beside_last_given(new, fetched).since.version == 1
    assert Handout.objects.count() == 1
