"""Starting a patient's programme from a template.

Rows are copied, never linked: a later change of the template alters nobody's programme. Optional rows wait as offers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from programmes.models import (
    Advice,
    Exercise,
    PainRule,
    Patient,
    Phase,
    PhaseAdvice,
    Practitioner,
    Prescription,
    Programme,
    RunningPlan,
    Stage,
)


@transaction.atomic
def start_from(
    template: Programme, *, patient: Patient, practitioner: Practitioner | None, side: str = ""
) -> Programme:
    """Return a new programme for *patient* with the required lines of *template*.

    It remembers the template and its version. *side* is the sore side, "" when there is none.
    Raises ValidationError for a programme that is no template and for a template of another clinic.
    """
    if not template.is_template:
        raise ValidationError(_("“%(name)s” is not a template.") % {"name": template.name}, code="no-template")
    if template.clinic_id not in (None, patient.clinic_id):
        raise ValidationError(_("This template belongs to another clinic."), code="other-clinic")
    programme = _copy(
        template,
        patient=patient,
        clinic=patient.clinic,
        slug="",
        side=side,
        template=template,
        template_version=template.version,
        current_phase=None,
        created_by=practitioner,
        version="",
    )
    programme.sources.set(template.sources.all())
    programme.not_for_flags.set(template.not_for_flags.all())
    clinics_own = _StandIns(patient.clinic)
    for phase in _phases_of(template):
        _copy_phase(phase, programme, clinics_own)
    _copy_running_plan(template, programme, clinics_own)
    return programme


@dataclass(frozen=True)
class Offer:
    """An optional line of the template that the patient's phase does not hold (yet)."""

    phase: Phase
    line: Prescription
    instead_of: Prescription | None


def offers(programme: Programme) -> list[Offer]:
    """Return what the template offers besides the lines *programme* has, phase by phase."""
    if programme.template is None:
        return []
    found = []
    theirs = {phase.slug: phase for phase in _phases_of(programme.template) if phase.slug}
    for phase in _phases_of(programme):
        held = {line.exercise.slug: line for line in phase.prescriptions.all()}
        for line in theirs[phase.slug].prescriptions.all() if phase.slug in theirs else ():
            if line.is_optional and line.exercise.slug not in held:
                instead = held.get(line.instead_of.exercise.slug) if line.instead_of else None
                found.append(Offer(phase, line, instead))
    return found


@transaction.atomic
def take_up(offer: Offer, *, replace: bool = False) -> Prescription:
    """Add the offered line to the patient's phase; with *replace*, in place of the line it stands in for."""
    note = offer.line.note
    position = (offer.phase.prescriptions.aggregate(last=Max("position"))["last"] or 0) + 1
    if replace and offer.instead_of is not None:
        position = offer.instead_of.position
        offer.instead_of.delete()
        note = ""  # It says what the line stands in for, and that line is gone.
    exercise = _StandIns(offer.phase.programme.clinic).of(offer.line.exercise)
    changes = {"phase": offer.phase, "exercise": exercise, "position": position, "note": note}
    return _copy(offer.line, **changes, is_optional=False, instead_of=None)


class _StandIns:
    """The clinic's own copies of library rows, which take the place of the shared ones."""

    def __init__(self, clinic: Any) -> None:
        self._rows = {
            (model, row.slug): row
            for model in (Exercise, Advice, PainRule)
            for row in model.objects.filter(clinic=clinic)
        }

    def of(self, row: Any) -> Any:
        return None if row is None else self._rows.get((type(row), row.slug), row)


def _phases_of(programme: Programme) -> list[Phase]:
    lines = ("prescriptions__exercise", "prescriptions__instead_of__exercise", "advice_lines__advice")
    return list(programme.phases.select_related("pain_rule", "running_pain_rule").prefetch_related(*lines))


def _copy(row: Any, **changes: Any) -> Any:
    """Return a saved copy of *row* with *changes*; its many-to-many and child rows are left to the caller."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not isinstance(field, models.DateTimeField)
    }
    copy = type(row)(**values)
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy


def _copy_phase(phase: Phase, programme: Programme, clinics_own: _StandIns) -> None:
    copy = _copy(
        phase,
        programme=programme,
        pain_rule=clinics_own.of(phase.pain_rule),
        running_pain_rule=clinics_own.of(phase.running_pain_rule),
    )
    PhaseAdvice.objects.bulk_create(
        PhaseAdvice(phase=copy, advice=clinics_own.of(line.advice), position=line.position)
        for line in phase.advice_lines.all()
    )
    for line in phase.prescriptions.all():
        if not line.is_optional:
            _copy(line, phase=copy, exercise=clinics_own.of(line.exercise), instead_of=None)


def _copy_running_plan(template: Programme, programme: Programme, clinics_own: _StandIns) -> None:
    plan = RunningPlan.objects.filter(programme=template).select_related("pain_rule").first()
    if plan is None:
        return
    copy = _copy(plan, programme=programme, pain_rule=clinics_own.of(plan.pain_rule))
    for stage in Stage.objects.filter(plan=plan):
        _copy(stage, plan=copy)
