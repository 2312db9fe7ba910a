"""The questions of a screening as a form asks them, grouped, and what a yes speaks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from programmes.models import Condition, PatientFlag, RedFlag, Screening, ScreeningAnswer
from programmes.screening import questions

GROUPS = (
    (RedFlag.Urgency.EMERGENCY, _("Warning signs: emergency")),
    (RedFlag.Urgency.SAME_DAY, _("Warning signs: help today")),
    (RedFlag.Urgency.WITHIN_2_WEEKS, _("Warning signs: within two weeks")),
    ("stop", _("What stops all exercise")),
    ("other", _("What matters for the choice of exercise")),
)


@dataclass(frozen=True)
class Question:
    """One thing to ask, about a warning sign or a patient flag; `row` is the stored answer, if there is one."""

    red_flag: RedFlag | None = None
    patient_flag: PatientFlag | None = None
    row: ScreeningAnswer | None = None

    @property
    def name(self) -> str:
        return f"sign-{self.red_flag.pk}" if self.red_flag else f"flag-{self.patient_flag.pk}"

    @property
    def text(self) -> str:
        return self.red_flag.screening_question if self.red_flag else self.patient_flag.intake_question

    @property
    def answer(self) -> str:
        return self.row.answer if self.row else ScreeningAnswer.Answer.NOT_ASKED.value

    @property
    def group(self) -> str:
        if self.red_flag:
            return self.red_flag.urgency
        return "stop" if self.patient_flag.stops else "other"

    def keep(self, screening: Screening, position: int, answer: str) -> None:
        """Store *answer*; a stored one is saved only when it is another."""
        asked = {"red_flag": self.red_flag, "patient_flag": self.patient_flag}
        row = self.row or ScreeningAnswer(screening=screening, position=position, **asked)
        if self.row is None or row.answer != answer:
            row.answer = answer
            row.save()


def to_ask(condition: Condition | None, clinic: Any) -> list[Question]:
    return [Question(**asked) for asked in questions(condition, clinic)]


def asked_in(screening: Screening) -> list[Question]:
    return [Question(row.red_flag, row.patient_flag, row) for row in screening.answers.all()]


def grouped(asked: list[Question]) -> list[tuple[Any, list[Question]]]:
    """Return (title, questions) for each group that has any, the most urgent first."""
    groups = ((title, [question for question in asked if question.group == key]) for key, title in GROUPS)
    return [(title, group) for title, group in groups if group]


def flags_to_add(screening: Screening) -> list[PatientFlag]:
    """Return the flags that a yes speaks for and the patient's record does not hold yet."""
    answered = [row for row in screening.answers.all() if row.answer == ScreeningAnswer.Answer.YES]
    slugs = {row.patient_flag.slug if row.patient_flag else row.red_flag.flag_slug for row in answered} - {""}
    held = {flag.slug for flag in screening.patient.flags.all()}
    return list(PatientFlag.objects.for_clinic(screening.patient.clinic).in_use().filter(slug__in=slugs - held))
