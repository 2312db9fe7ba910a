"""Safety rules as data: what is known of a patient and an exercise in, findings out. Pure: no rows, no queries."""

from programmes.precautions.checks import SCREENING
from programmes.precautions.evaluate import findings, worst
from programmes.precautions.exercise import ATTRIBUTES, ExerciseFacts
from programmes.precautions.faults import Fault, Known, faults
from programmes.precautions.finding import PROGRAMME, Finding
from programmes.precautions.level import Level
from programmes.precautions.operators import OPERATORS
from programmes.precautions.plan import AFFECTED_ONLY, Line, Plan
from programmes.precautions.rule import ExerciseRule, ProgrammeRule, Rule, rule_from

__all__ = [
    "AFFECTED_ONLY",
    "ATTRIBUTES",
    "OPERATORS",
    "PROGRAMME",
    "SCREENING",
    "ExerciseFacts",
    "ExerciseRule",
    "Fault",
    "Finding",
    "Known",
    "Level",
    "Line",
    "Plan",
    "ProgrammeRule",
    "Rule",
    "faults",
    "findings",
    "rule_from",
    "worst",
]
