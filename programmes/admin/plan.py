"""A programme's phases and lines as its page shows them: worded doses, what was found, what the template offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from programmes.admin.doses import dose_in_a_line, dose_in_words
from programmes.admin.findings import FindingShown
from programmes.admin.pictures import small_picture_of
from programmes.handout.checks.budget import Budget
from programmes.handout.minutes import minutes_in_words
from programmes.handout.prepare.wording import for_patient
from programmes.models import Phase, Prescription, Programme
from programmes.pictures import Look
from programmes.precautions import PROGRAMME
from programmes.starting import Offer, offers


@dataclass(frozen=True)
class LineShown:
    line: Prescription
    name: str
    picture: Any
    dose: str
    dose_words: Any
    side: str
    problems: list[str]
    findings: list[FindingShown] = field(default_factory=list)


@dataclass(frozen=True)
class OfferShown:
    """An optional line of the template, with what it could take the place of."""

    offer: Offer
    name: str
    picture: Any
    dose: str
    instead_of: str

    @property
    def line(self) -> Prescription:
        return self.offer.line


@dataclass
class PhaseShown:
    phase: Phase
    is_current: bool
    lines: list[LineShown]
    move_on_when: list[str]
    go_back_if: list[str]
    advice: list[str]
    offers: list[OfferShown] = field(default_factory=list)
    findings: list[FindingShown] = field(default_factory=list)
    minutes: str = ""


def phases_shown(programme: Programme, look: Look) -> list[PhaseShown]:
    """Return the phases of a programme fetched `with_lines`; for a patient's one with what its template offers."""
    in_force = programme.phase_in_force()
    shown = {phase.pk: _phase(phase, phase == in_force, look) for phase in programme.phases.all()}
    for offer in offers(programme) if not programme.is_template else ():
        shown[offer.phase.pk].offers.append(_offer(offer, look))
    return list(shown.values())


def put_beside(phases: list[PhaseShown], found: dict[str, list[FindingShown]]) -> None:
    """Put what was found beside the phase or line it is about."""
    for shown in phases:
        shown.findings += found.get(f"phase:{shown.phase.pk}", [])
        for item in shown.lines:
            item.findings.extend(found.get(f"prescription:{item.line.pk}", []))


def put_minutes(phases: list[PhaseShown], budgets: list[Budget]) -> None:
    """Say of each phase how long its sessions are; of a warm-up, whose blocks are one session, at the first."""
    found = {budget.where: budget for budget in budgets}
    for number, shown in enumerate(phases):
        budget = found.get(f"phase:{shown.phase.pk}") or (found.get(PROGRAMME) if number == 0 else None)
        shown.minutes = minutes_in_words(budget) if budget else ""


def _phase(phase: Phase, is_current: bool, look: Look) -> PhaseShown:
    return PhaseShown(
        phase=phase,
        is_current=is_current,
        lines=[_line(line, look) for line in phase.prescriptions.all()],
        move_on_when=[for_patient(item) for item in phase.criteria_to_progress],
        go_back_if=[for_patient(item) for item in phase.step_back_if],
        advice=[str(line.advice) for line in phase.advice_lines.all()],
    )


def _line(line: Prescription, look: Look) -> LineShown:
    return LineShown(
        line=line,
        name=str(line.exercise),
        picture=small_picture_of(line.exercise, look, line.side),
        dose=dose_in_a_line(line.dosage, line.exercise, line.side),
        dose_words=dose_in_words(line.dosage, line.exercise, line.side),
        side=_side(line),
        problems=[problem.message for problem in line.dosage.problems()],
    )


def _side(line: Prescription) -> str:
    first = f", {line.get_first_side_display()}" if line.first_side else ""
    return f"{line.get_side_display()}{first}"


def _offer(offer: Offer, look: Look) -> OfferShown:
    line, exercise = offer.line, offer.line.exercise
    return OfferShown(
        offer=offer,
        name=str(exercise),
        picture=small_picture_of(exercise, look, line.side),
        dose=dose_in_a_line(line.dosage, exercise, line.side),
        instead_of=str(offer.instead_of.exercise) if offer.instead_of else "",
    )
