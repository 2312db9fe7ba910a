"""What is stored, one file a noun."""

import programmes.models.changes  # noqa: F401  (listens to what is saved)
import programmes.models.library.search.indexing  # noqa: F401  (listens too)
from programmes.models.clinic import Clinic, FigureBuild, FigurePalette, Paper, Practitioner
from programmes.models.favourite import Favourite
from programmes.models.handout import ClinicianCopy, Handout, Rendition
from programmes.models.library import (
    SOURCE_LANGUAGE,
    Advice,
    Condition,
    EmergencyServices,
    Exercise,
    ExercisePicture,
    ExerciseText,
    Found,
    Kit,
    KitNeed,
    Language,
    Measure,
    Phrasebook,
    ProgrammeKind,
    Purpose,
    RedFlag,
    Review,
    SearchEntry,
    SearchWord,
    Source,
)
from programmes.models.opening import Opening
from programmes.models.patient import Layout, Patient
from programmes.models.programme import (
    PainRule,
    Phase,
    PhaseAdvice,
    Prescription,
    Programme,
    Snapshot,
    Template,
)
from programmes.models.responsibility import Responsibility
from programmes.models.running import RunningPlan, Stage
from programmes.models.safety import Override, PatientFlag, Rule, Screening, ScreeningAnswer

__all__ = [
    "SOURCE_LANGUAGE",
    "Advice",
    "Clinic",
    "ClinicianCopy",
    "Condition",
    "EmergencyServices",
    "Exercise",
    "ExercisePicture",
    "ExerciseText",
    "Favourite",
    "FigureBuild",
    "FigurePalette",
    "Found",
    "Handout",
    "Kit",
    "KitNeed",
    "Language",
    "Layout",
    "Measure",
    "Opening",
    "Override",
    "PainRule",
    "Paper",
    "Patient",
    "PatientFlag",
    "Phase",
    "PhaseAdvice",
    "Phrasebook",
    "Practitioner",
    "Prescription",
    "Programme",
    "ProgrammeKind",
    "Purpose",
    "RedFlag",
    "Rendition",
    "Responsibility",
    "Review",
    "Rule",
    "RunningPlan",
    "Screening",
    "ScreeningAnswer",
    "SearchEntry",
    "SearchWord",
    "Snapshot",
    "Source",
    "Stage",
    "Template",
]
