"""Safety rules as data: what is known of a patient and an exercise in, findings out. Pure: no rows, no queries."""

from programmes.precautions.finding import PROGRAMME, Finding
from programmes.precautions.level import Level

__all__ = ["PROGRAMME", "Finding", "Level"]
