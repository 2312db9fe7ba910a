"""The questions a patient is asked before exercise, made from the library: one form per patient and condition."""

from __future__ import annotations

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
    signs = _signs(condition, clinic)
    flags = _flags(condition.flag_slugs if condition else [], clinic)
    return [{"red_flag": sign} for sign in signs] + [{"patient_flag": flag} for flag in flags]


def _signs(condition: Condition | None, clinic: Any) -> list[RedFlag]:
    asked = RedFlag.objects.asked_about(condition, clinic)
    urgencies = list(RedFlag.Urgency)
    order = {slug: place for place, slug in enumerate(condition.red_flag_slugs if condition else [])}
    return sorted(asked, key=lambda sign: (urgencies.index(sign.urgency), order.get(sign.slug, len(order)), sign.slug))


def _flags(slugs: list[str], clinic: Any) -> list[PatientFlag]:
    asked = [flag for flag in PatientFlag.objects.for_clinic(clinic).in_use() if flag.stops or flag.slug in slugs]
    return sorted(asked, key=lambda flag: (not flag.stops, flag.slug not in slugs, flag.slug))
