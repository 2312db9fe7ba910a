"""Texts of the library that come in two wordings: one for the practitioner, one for the patient."""

from __future__ import annotations

from typing import Any


def for_patient(item: Any) -> str:
    """Return the patient's wording of a criterion: its own text, else the only one there is."""
    if isinstance(item, str):
        return item
    return item.get("patient_text") or item["text"]
