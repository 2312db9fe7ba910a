"""What the library's template says, to tell its words from those a practitioner wrote for the patient."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from programmes.models import Phase, Prescription, Programme, RunningPlan, Stage


def texts_behind(programme: Programme) -> frozenset[str]:
    """Return every text of the shared template that *programme* comes from, or is; none for one made from scratch."""
    template: Programme | None = programme
    while template is not None and not _is_shared(template):
        template = template.template
    return frozenset(_strings(_rows(template))) if template is not None else frozenset()


def _is_shared(programme: Programme) -> bool:
    return programme.patient_id is None and programme.clinic_id is None


def _rows(template: Programme) -> list[Any]:
    return [
        *Programme.objects.filter(pk=template.pk).values(),
        *Phase.objects.filter(programme=template).values(),
        *Prescription.objects.filter(phase__programme=template).values(),
        *RunningPlan.objects.filter(programme=template).values(),
        *Stage.objects.filter(plan__programme=template).values(),
    ]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
