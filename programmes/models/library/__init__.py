"""The library: exercises, conditions, advice, warning signs and where each claim comes from."""

from programmes.models.library.advice import Advice
from programmes.models.library.condition import Condition, ProgrammeKind
from programmes.models.library.exercise import Exercise, ExerciseText, KitNeed
from programmes.models.library.language import SOURCE_LANGUAGE, Language
from programmes.models.library.measure import Measure
from programmes.models.library.phrasebook import Phrasebook
from programmes.models.library.picture import ExercisePicture
from programmes.models.library.red_flag import EmergencyServices, RedFlag
from programmes.models.library.review import Review
from programmes.models.library.search.entry import SearchEntry, SearchWord
from programmes.models.library.search.found import Found
from programmes.models.library.source import Source
from programmes.models.library.vocabulary import Kit, Purpose

__all__ = [
    "SOURCE_LANGUAGE",
    "Advice",
    "Condition",
    "EmergencyServices",
    "Exercise",
    "ExercisePicture",
    "ExerciseText",
    "Found",
    "Kit",
    "KitNeed",
    "Language",
    "Measure",
    "Phrasebook",
    "ProgrammeKind",
    "Purpose",
    "RedFlag",
    "Review",
    "SearchEntry",
    "SearchWord",
    "Source",
]
