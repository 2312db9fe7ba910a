"""The content as rows, in an order in which each table finds what it points to."""

from __future__ import annotations

from collections.abc import Callable

from programmes.content.rows.exercises import exercise_texts, exercises, kit_needs, translations
from programmes.content.rows.lists import (
    advice,
    conditions,
    emergency_services,
    kit,
    languages,
    measures,
    pain_rules,
    patient_flags,
    programme_kinds,
    purposes,
    red_flags,
    rules,
    sources,
)
from programmes.content.rows.phrasebooks import phrasebooks
from programmes.content.rows.running import running_plans, stages
from programmes.content.rows.table import Ids, Row, Table
from programmes.content.rows.templates import phase_advice, phases, prescriptions, templates
from programmes.content.shelf import Shelf

__all__ = ["TABLES", "Ids", "Row", "Table"]

# A table is made only once those before it are stored. The first table of a kind is the one that is counted.
TABLES: tuple[Callable[[Shelf, Ids], Table], ...] = (
    *(languages, sources, purposes, kit, patient_flags, measures, advice, red_flags, emergency_services),
    *(pain_rules, rules, conditions, programme_kinds, exercises, kit_needs, exercise_texts, translations),
    phrasebooks,
    *(templates, phases, phase_advice, prescriptions, running_plans, stages),
)
