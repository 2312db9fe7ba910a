"""A change of a phase, a line or a stage is a change of its programme: whoever asks what changed must not miss it.

Rows written in bulk send no signal: who writes them saves the programme too.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.utils import timezone

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


for _part in WAYS:
    post_save.connect(_note_change, sender=_part)
    post_delete.connect(_note_change, sender=_part)
