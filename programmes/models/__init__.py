"""What is stored, one file a noun."""

import programmes.models.changes  # noqa: F401  (listens to what is saved)
import programmes.models.library.search.indexing  # noqa: F401  (listens too)
from programmes.models.access_record import AccessRecord
from programmes.models.api_token import ApiToken
from programmes.models.batch import Batch, BatchItem
from programmes.models.clinic import Clinic, FigureBuild, FigurePalette, Paper, Practitioner
from programmes.models.diary import SessionLog
from programmes.models.done import Done
from programmes.models.erasure import Erasure, KeptHandout
from programmes.models.favourite import Favourite
from programmes.models.handout import ClinicianCopy, Handout, Rendition
from programmes.models.idempotent_answer import IdempotentAnswer
from programmes.models.invitation import Invitation
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
from programmes.models.looked_at import Door
from programmes.models.opening import Opening
from programmes.models.outcome import Goal, Score
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
from programmes.models.removal import Removal
from programmes.models.responsibility import Responsibility
from programmes.models.running import RunLog, RunningPlan, Stage, running_plan_of
from programmes.models.safety import Override, PatientFlag, Rule, Screening, ScreeningAnswer
from programmes.models.share_link import ShareLink

__all__ = [
    "SOURCE_LANGUAGE",
    "AccessRecord",
    "Advice",
    "ApiToken",
    "Batch",
    "BatchItem",
    "Clinic",
    "ClinicianCopy",
    "Condition",
    "Door",
    "Done",
    "EmergencyServices",
    "Erasure",
    "Exercise",
    "ExercisePicture",
    "ExerciseText",
    "Favourite",
    "FigureBuild",
    "FigurePalette",
    "Found",
    "Goal",
    "Handout",
    "IdempotentAnswer",
    "Invitation",
    "KeptHandout",
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
    "Removal",
    "Rendition",
    "Responsibility",
    "Review",
    "Rule",
    "RunLog",
    "RunningPlan",
    "Score",
    "Screening",
    "ScreeningAnswer",
    "SessionLog",
    "ShareLink",
    "SearchEntry",
    "SearchWord",
    "Snapshot",
    "Source",
    "Stage",
    "Template",
    "running_plan_of",
]
