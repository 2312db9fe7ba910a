"""A dose of the content as columns, and the side that goes with it."""

from __future__ import annotations

from typing import Any

from programmes.content.check.doses import typed
from programmes.models import Prescription
from programmes.models.dose import Dosed
from programmes.sides import Side

_COLUMNS = [field.attname for field in Dosed._meta.get_fields()]


def dose_columns(dose: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a checked dose, by the one rule that a row has for storing it."""
    row = Prescription()
    row.dosage = typed(dose)
    return {name: getattr(row, name) for name in _COLUMNS}


def side_of(dose: dict[str, Any]) -> str:
    """Return the side that a default or a template has: which leg is known only with the patient."""
    return Side.EACH.value if dose["per_side"] else Side.TOGETHER.value
