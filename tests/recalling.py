"""Handouts for the tests of recalls: given by the real door, with pages that cost nothing unless they are looked at."""

from typing import Any

from django.contrib.auth.models import User

from programmes import batches
from programmes.dosage import Dosage, Kind
from programmes.handout import issue as issuing
from programmes.handout.document import Document, ExerciseCard
from programmes.models import Batch, Clinic, Exercise, ExerciseText, Handout, Patient, Programme
from programmes.own_copy import next_version
from programmes.sign_off import sign_off
from tests.factories import (
    make_condition,
    make_exercise,
    make_pain_rule,
    make_patient,
    make_phase,
    make_prescription,
    make_screening,
    sign_off_everything,
)

REASON = "The second step was told wrongly."


class Bench:
    """A clinic that hands out squats. `by` issues; each handout is for somebody new."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.clinic: Clinic = by.practitioner.clinic
        self.squat = make_exercise(slug="squat", name="Squat", clinic=self.clinic, version="1")
        self.bridge = make_exercise(slug="bridge", name="Bridge", clinic=self.clinic, version="1")
        self.condition = make_condition()
        self.pain_rule = make_pain_rule()
        self.sign_off()

    def sign_off(self) -> None:
        sign_off_everything(self.by.practitioner)

    def programme(self, *exercises: Exercise, reps: int = 10, **patient: Any) -> Programme:
        programme = Programme.objects.create(
            patient=make_patient(clinic=self.clinic, **patient),
            clinic=self.clinic,
            name="Runner's knee",
            kind="condition",
            side="left",
            goal="Run 5 km",
            practised_on="2026-03-02",
            review_date="2026-03-30",
            condition=self.condition,
        )
        phase = make_phase(programme, pain_rule=self.pain_rule)
        for exercise in exercises or (self.squat, self.bridge):
            dose = Dosage(kind=Kind.REPS, sets=3, reps=reps, rest_seconds=60, times_per_day=1, days_per_week=3)
            make_prescription(phase, exercise=exercise, dosage=dose, note="With a chair in front of you.")
        make_screening(programme, done_by=self.by.practitioner)
        return programme

    def given(self, *exercises: Exercise, by: User | None = None, **asked: Any) -> Handout:
        programme = self.programme(*exercises, **asked)
        return self.issue(programme, by)

    def issue(self, programme: Programme, by: User | None = None) -> Handout:
        by = by or self.by
        programme.refresh_from_db()
        return issuing.issue(programme, by.practitioner, by, warnings_weighed=True)

    def correct(self, *, is_signed: bool = True, **words: Any) -> Exercise:
        """Put the squat right, and sign it off."""
        said = {"steps": ["Bend {your knee} slowly.", "Stand up tall."], **words}
        ExerciseText.objects.filter(exercise=self.squat, language="en").update(**said)
        self.squat.version = next_version(self.squat.version)
        self.squat.save()
        if is_signed:
            sign_off(self.squat, self.by.practitioner, issuing.timezone.localdate())
        return self.squat


def document_of(handout: Handout) -> Document:
    return Document.from_plain(handout.document)


def last_of(patient_or_programme: Patient | Programme | Handout) -> Handout:
    """Return what the patient holds now."""
    row = patient_or_programme
    programme = row if isinstance(row, Programme) else row.programme if isinstance(row, Handout) else None
    programme = programme or row.programmes.get()
    found: Handout = programme.handouts.last_given()
    return found


def begun(bench: Bench, **asked: Any) -> Batch:
    return batches.begin_recall(bench.clinic, bench.squat, **{"reason": REASON, "by": bench.by.practitioner, **asked})


def counts(row: Batch) -> dict[str, int]:
    return {state: count for state, count in row.items.counts().items() if count}


def card_of(handout: Handout, code: str = "squat") -> ExerciseCard:
    return next(card for card in document_of(handout).cards if card.code == code)
