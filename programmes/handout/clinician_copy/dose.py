"""A line's dose for a colleague: what is done and how often, or every row of it."""

from __future__ import annotations

from programmes.dosage import DoseLine, Movement, Part, how_often, summary, words
from programmes.models import Prescription
from programmes.sides import Side


def in_a_line(line: Prescription) -> str:
    parts = (summary(line.dosage, Side(line.side), Part(line.exercise.part)), how_often(line.dosage))
    return ". ".join(part for part in parts if part)


def by_name(line: Prescription) -> dict[str, DoseLine]:
    """Return the rows of the dose table by their names."""
    part, movement = Part(line.exercise.part), Movement(line.exercise.movement)
    return {row.name: row for row in words(line.dosage, Side(line.side), part, movement)}
