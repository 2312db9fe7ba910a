"""Programmes: phases, the lines in them, and the pain rules they go by."""

from programmes.models.programme.pain_rule import PainRule
from programmes.models.programme.phase import Phase, PhaseAdvice
from programmes.models.programme.prescription import Prescription
from programmes.models.programme.programme import Programme, lines_held, rows_held
from programmes.models.programme.snapshot import Snapshot
from programmes.models.programme.template import Template

__all__ = [
    "PainRule",
    "Phase",
    "PhaseAdvice",
    "Prescription",
    "Programme",
    "Snapshot",
    "Template",
    "lines_held",
    "rows_held",
]
