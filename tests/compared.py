"""Two handouts that differ, and what the patient is told: of a dose, and of the plan around the exercises."""

from dataclasses import replace
from datetime import date
from typing import Any

from programmes import dosage
from programmes.dosage import Dosage
from programmes.dosage import Kind as Counted
from programmes.handout.changes import changes
from programmes.handout.document import Advice, Document, ExerciseCard, PainRow, PainRule, Schedule, Tone, WarningBox
from programmes.sides import Side
from tests.documents import make_card, make_document, make_part

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


def pain_rule(fine: str = "0 to 3 while you exercise", **kwargs: Any) -> PainRule:
    values = {"code": "pain", "rows": (PainRow(Tone.FINE, fine, "Fine", "Carry on."),), **kwargs}
    return PainRule(**values)


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
