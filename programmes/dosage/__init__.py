"""A dose: what it is, what is allowed, how it reads and how it is typed in short.

Pure. Knows no exercise, patient or database; no other place words a dose.
"""

from programmes.dosage.dose import Dosage, DosageError, Problem, Tempo
from programmes.dosage.kinds import Activity, Kind
from programmes.dosage.limits import BOUNDS, allowed_fields, needed_fields

__all__ = [
    "BOUNDS",
    "Activity",
    "Dosage",
    "DosageError",
    "Kind",
    "Problem",
    "Tempo",
    "allowed_fields",
    "needed_fields",
]
