"""What an export holds: the kinds of rows, the part that each stands in, and what of a row is left out.

A model that is in none of these is named, with the reason, in `NOT_CARRIED`; a test asks for every one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from programmes.models import (
    AccessRecord,
    Advice,
    Batch,
    BatchItem,
    Clinic,
    Condition,
    EmergencyServices,
    Erasure,
    Exercise,
    ExercisePicture,
    ExerciseText,
    Favourite,
    Goal,
    Handout,
    KeptHandout,
    Kit,
    KitNeed,
    Language,
    Measure,
    Override,
    PainRule,
    Patient,
    PatientFlag,
    Phrasebook,
    Practitioner,
    Programme,
    ProgrammeKind,
    Purpose,
    RedFlag,
    Removal,
    Rendition,
    Responsibility,
    Review,
    Rule,
    RunLog,
    Score,
    Screening,
    ScreeningAnswer,
    SessionLog,
    ShareLink,
    Snapshot,
    Source,
)

Model = type[Any]


@dataclass(frozen=True)
class Kind:
    """Rows of one model. `way` leads from a row to its clinic; `left_out` are columns that stand elsewhere or nowhere.

    `nested` are rows that belong to one of these, by the key they stand under; their `way` is the column that says to
    which.
    """

    part: str
    model: Model
    way: str = "clinic"
    left_out: frozenset[str] = frozenset()
    nested: Mapping[str, Kind] = field(default_factory=dict)
    # Columns that must be free in the whole installation, beside the key.
    unique: tuple[str, ...] = ()
    # Columns that are no foreign keys, and the model whose rows they may speak of.
    speaks_of: tuple[tuple[str, Model], ...] = ()


def _inside(model: Model, way: str, *left_out: str, unique: tuple[str, ...] = ()) -> Kind:
    return Kind("", model, way, frozenset(left_out), unique=unique)


LIBRARY_FOLDER, OWN_FOLDER, VERSIONS_FOLDER = "library/", "own/", "versions/"
# Each may point at those before it.
LIBRARY: tuple[Kind, ...] = (
    Kind("sources.json", Source),
    Kind("purposes.json", Purpose),
    Kind("kit.json", Kit),
    Kind("patient_flags.json", PatientFlag),
    Kind("measures.json", Measure),
    Kind("advice.json", Advice),
    Kind("pain_rules.json", PainRule),
    Kind("red_flags.json", RedFlag),
    Kind("emergency_services.json", EmergencyServices),
    Kind("conditions.json", Condition),
    Kind("programme_kinds.json", ProgrammeKind),
    Kind("rules.json", Rule),
    Kind(
        "exercises.json",
        Exercise,
        nested={
            "texts": _inside(ExerciseText, "exercise"),
            "kit_needs": _inside(KitNeed, "exercise"),
            "pictures": _inside(ExercisePicture, "exercise", "file"),
        },
    ),
)
LIBRARY_MODELS = tuple(kind.model for kind in LIBRARY)
LANGUAGES = Kind("languages.json", Language)
PHRASEBOOKS = Kind("phrasebooks.json", Phrasebook)
TEMPLATES, PROGRAMMES = "templates", "programmes"

CLINIC = Kind("clinic.json", Clinic, "pk", frozenset({"logo"}))
LOG_INS = "log_ins.json"
# Before programmes, and after them. Each may point at those before it.
PEOPLE = Kind("people.json", Practitioner)
FIRST: tuple[Kind, ...] = (
    Kind("favourites.json", Favourite, "practitioner__clinic"),
    Kind("sign_offs.json", Review),
    Kind("patients.json", Patient),
    Kind(
        "screenings.json",
        Screening,
        "patient__clinic",
        nested={"answers": _inside(ScreeningAnswer, "screening")},
    ),
)
HANDOUTS = Kind(
    "handouts.json",
    Handout,
    "programme__clinic",
    frozenset({"document"}),
    nested={"renditions": _inside(Rendition, "handout", "pdf")},
)
THEN: tuple[Kind, ...] = (
    Kind("overrides.json", Override, "programme__clinic"),
    Kind("responsibilities.json", Responsibility, "programme__clinic"),
    Kind("snapshots.json", Snapshot, "programme__clinic"),
    Kind("removals.json", Removal, speaks_of=(("programme_id", Programme),)),
    Kind("goals.json", Goal, "programme__clinic"),
    Kind("scores.json", Score, "programme__clinic"),
    Kind("diary.json", SessionLog, "programme__clinic"),
    Kind("runs.json", RunLog, "plan__programme__clinic"),
    Kind("share_links.json", ShareLink, "programme__clinic", unique=("token_hash",)),
    HANDOUTS,
    Kind(
        "batches.json",
        Batch,
        nested={"items": _inside(BatchItem, "batch")},
    ),
    Kind("kept_handouts.json", KeptHandout, speaks_of=(("id", Handout),)),
    Kind("erasures.json", Erasure, unique=("patient_id",), speaks_of=(("patient_id", Patient),)),
    Kind("access_log.json", AccessRecord, speaks_of=(("patient_id", Patient),)),
)
WORKBENCH_LOG = "workbench_log.json"

# What simple-history keeps of the clinic's rows. `way` leads from a version to the clinic, or to a row of that model.
VERSIONED: tuple[Kind, ...] = (
    Kind("clinic.json", Clinic, "id"),
    Kind("people.json", Practitioner),
    Kind("patients.json", Patient),
    Kind("screenings.json", Screening, "patient"),
    Kind("screening_answers.json", ScreeningAnswer, "screening", frozenset({"id"})),
    Kind("overrides.json", Override, "programme"),
    *(Kind(kind.part, kind.model) for kind in LIBRARY),
    Kind("exercise_texts.json", ExerciseText, "exercise"),
    Kind("kit_needs.json", KitNeed, "exercise"),
    Kind("exercise_pictures.json", ExercisePicture, "exercise", frozenset({"id"})),
)

NOT_CARRIED = {
    "ApiToken": "a key for another program: make a new one where the clinic is now",
    "Invitation": "its link leads to the installation that sent it: invite again",
    "IdempotentAnswer": "an answer kept for a day, for programs of this installation",
    "Opening": "the last few patients somebody opened",
    "SearchEntry": "made anew from the exercises",
    "SearchWord": "made anew from the exercises",
}
