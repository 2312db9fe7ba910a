"""What a plan would become here: made by the one writer of programmes, looked at, and undone again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from programmes.access import practitioner_of
from programmes.admin.findings import FindingShown, verdict_shown
from programmes.admin.pictures import look_of
from programmes.admin.plan import LineShown, phases_shown
from programmes.editing import add_programme
from programmes.handout.gate import judge
from programmes.models import Clinic, Patient, Programme, RunningPlan
from programmes.precautions import Level


@dataclass(frozen=True)
class TriedLine:
    name: str
    dose: str
    side: str
    note: str
    is_optional: bool
    problems: tuple[str, ...]


@dataclass(frozen=True)
class TriedPhase:
    name: str
    lines: tuple[TriedLine, ...]


@dataclass(frozen=True)
class TriedFinding:
    """``about`` names the exercises, "" for what is about the whole."""

    level: Any
    is_bad: bool
    reason: str
    because: str
    about: str


@dataclass(frozen=True)
class Tried:
    """The programme as it would be, in words: nothing in here is in the database."""

    name: str
    phases: tuple[TriedPhase, ...]
    stages: tuple[str, ...]
    findings: tuple[TriedFinding, ...]


def tried(plain: Any, clinic: Clinic, patient: Patient | None, request: Any) -> Tried:
    """Return what *plain* would become. Stores nothing. Raises Refused."""
    with transaction.atomic():
        made = add_programme(plain, clinic=clinic, patient=patient, user=request.user)
        found = _looked_at(Programme.objects.with_lines().get(pk=made.pk), request)
        transaction.set_rollback(True)
    return found


def _looked_at(programme: Programme, request: Any) -> Tried:
    plan = RunningPlan.objects.filter(programme=programme).prefetch_related("stages").first()
    return Tried(
        name=programme.name,
        phases=tuple(
            TriedPhase(str(shown.phase), tuple(_line(each) for each in shown.lines))
            for shown in phases_shown(programme, look_of(request))
        ),
        stages=tuple(stage.name for stage in plan.stages.all()) if plan else (),
        findings=tuple(_findings(programme, request)),
    )


def _line(shown: LineShown) -> TriedLine:
    line = shown.line
    return TriedLine(shown.name, shown.dose, shown.side, line.note, line.is_optional, tuple(shown.problems))


def _findings(programme: Programme, request: Any) -> Iterator[TriedFinding]:
    if programme.is_template:
        # As on its own page: for somebody of whom nothing is known.
        verdict = judge(programme, flags=())
    else:
        verdict = judge(programme, practitioner=practitioner_of(request.user))
    shown = verdict_shown(verdict, programme)
    for each in (*shown.stops, *shown.unanswered, *shown.to_confirm, *shown.notes):
        yield _finding(each)


def _finding(shown: FindingShown) -> TriedFinding:
    return TriedFinding(
        level=shown.level.label,
        is_bad=shown.level >= Level.BLOCK,
        reason=shown.reason,
        because="; ".join(shown.flags),
        about=", ".join(place.label for place in shown.places),
    )
