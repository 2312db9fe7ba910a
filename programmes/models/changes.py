"""A change of a phase, a line or a stage is a change of its programme, and one of flags or kit of the patient.

Whoever asks what changed must not miss it.

Rows written in bulk send no signal: who writes them saves the programme too.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone

from programmes.models.patient import Patient
from programmes.models.programme import Phase, PhaseAdvice, Prescription, Programme
from programmes.models.running import RunningPlan, Stage

# How a programme is found from a part of it, and where the part says so.
WAYS = {
    Phase: ("pk", "programme_id"),
    PhaseAdvice: ("phases", "phase_id"),
    Prescription: ("phases", "phase_id"),
    RunningPlan: ("pk", "programme_id"),
    Stage: ("running_plan", "plan_id"),
}


def _note_change(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    way, column = WAYS[sender]
    Programme.objects.filter(**{way: getattr(instance, column)}).update(changed_at=timezone.now())


def _note_change_of_patient(instance: Any, action: str, reverse: bool, **kwargs: Any) -> None:
    if action.startswith("post_") and not reverse:
        Patient.objects.filter(pk=instance.pk).update(changed_at=timezone.now())


for _many in (Patient.flags, Patient.kit_at_home):
    m2m_changed.connect(_note_change_of_patient, sender=_many.through)

for _part in WAYS:
    post_save.connect(_note_change, sender=_part)
    post_delete.connect(_note_change, sender=_part)
