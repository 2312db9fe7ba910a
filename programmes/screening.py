"""The questions a patient is asked before exercise, made from the library: one form per patient and condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from programmes.models import Condition, Patient, PatientFlag, Practitioner, RedFlag, Screening, ScreeningAnswer


@transaction.atomic
def begin(
    patient: Patient,
    condition: Condition | None,
    practitioner: Practitioner,
    *,
    answer: str = ScreeningAnswer.Answer.NOT_ASKED,
) -> Screening:
    """Return a new screening with every question there is to ask, each with *answer*: "not asked" unless told."""
    screening = Screening.objects.create(
        patient=patient, condition=condition, done_by=practitioner, done_at=timezone.now()
    )
    for position, question in enumerate(questions(condition, patient.clinic)):
        ScreeningAnswer.objects.create(screening=screening, position=position, answer=answer, **question)
    return screening


def questions(condition: Condition | None, clinic: Any) -> list[dict[str, Any]]:
    """Return what to ask, in order: warning signs, most urgent first; what stops exercise; what matters here.

    Each is {"red_flag": ...} or {"patient_flag": ...}. Without a condition, what is asked of everybody.
    """
    return next(iter(questions_of_each([condition], clinic)))


def questions_of_each(conditions: Iterable[Condition | None], clinic: Any) -> Iterator[list[dict[str, Any]]]:
    """Yield the questions about each of *conditions*. Queries twice, however many there are."""
    signs = list(RedFlag.objects.for_clinic(clinic).in_use())
    flags = list(PatientFlag.objects.for_clinic(clinic).in_use())
    for condition in conditions:
        asked = [{"red_flag": sign} for sign in _in_order(signs, condition)]
        yield asked + [{"patient_flag": flag} for flag in _of_patient(flags, condition)]


def _in_order(signs: list[RedFlag], condition: Condition | None) -> list[RedFlag]:
    urgencies = list(RedFlag.Urgency)
    order = {slug: place for place, slug in enumerate(condition.red_flag_slugs if condition else [])}
    asked = [sign for sign in signs if sign.is_asked_about(condition)]
    return sorted(asked, key=lambda sign: (urgencies.index(sign.urgency), order.get(sign.slug, len(order)), sign.slug))


def _of_patient(flags: list[PatientFlag], condition: Condition | None) -> list[PatientFlag]:
    slugs = condition.flag_slugs if condition else []
    asked = [flag for flag in flags if flag.stops or flag.slug in slugs]
    return sorted(asked, key=lambda flag: (not flag.stops, flag.slug not in slugs, flag.slug))
