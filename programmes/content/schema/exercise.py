"""The shape of an exercise file."""

from __future__ import annotations

from programmes.models import Exercise, ExerciseText, KitNeed
from programmes.shapes.parts import (
    BOOLEAN,
    DOSE,
    FIGURE,
    OURS,
    SLUG,
    SLUGS,
    SOME_SLUGS,
    TEXT,
    TEXTS,
    column,
    distinct,
    listing,
    one_of,
    or_null,
    record,
    whole,
)

_KIT = record({"any_of": SOME_SLUGS, "optional": BOOLEAN}, {"detail": column(KitNeed, "detail")})
_CONTRACTIONS = ("isometric", "isotonic", "static-stretch", "aerobic", "plyometric", "pressure", "mixed")
_ATTRIBUTES = record(
    {
        "max_loaded_knee_flexion_deg": or_null(whole(0, 180)),
        "weight_bearing": column(Exercise, "weight_bearing"),
        "impact": column(Exercise, "impact"),
        "contraction": one_of(*_CONTRACTIONS),
        "balance_demand": whole(0, 3),
        "tags": SLUGS,
    }
)

EXERCISE = record(
    {
        "slug": SLUG,
        "name": column(ExerciseText, "name"),
        "aliases": distinct(TEXT),
        "category": column(Exercise, "category"),
        "body_regions": distinct(TEXT, 1),
        "primary_muscles": distinct(TEXT),
        "secondary_muscles": distinct(TEXT),
        "kit": listing(_KIT),
        "setting": distinct(TEXT, 1),
        "start_position": column(Exercise, "start_position"),
        "is_unilateral": BOOLEAN,
        "purpose": column(ExerciseText, "purpose"),
        "why": column(ExerciseText, "why"),
        "purposes": SOME_SLUGS,
        "setup": TEXT,
        "steps": listing(TEXT, 3, 6),
        "cues": TEXTS,
        "common_mistakes": TEXTS,
        "feel_it": TEXT,
        "stop_if": listing(TEXT, 1, 2),
        "dose": DOSE,
        "dosage_basis": column(Exercise, "dosage_basis"),
        "progressions": SLUGS,
        "regressions": SLUGS,
        "precautions": listing(record({"code": SLUG, "text": TEXT})),
        "contraindicated_for": SLUGS,
        "caution_for": SLUGS,
        "attributes": _ATTRIBUTES,
        "start_alt": TEXT,
        "end_alt": TEXT,
        "figure": FIGURE,
        "used_in": SLUGS,
        "sources": SOME_SLUGS,
        "provenance": column(Exercise, "provenance"),
        "ours": OURS,
    },
    {
        "dose_note": TEXT,
        "dose_note_for": column(Exercise, "dose_note_for"),
        "licence": column(Exercise, "licence"),
        "movement": column(Exercise, "movement"),
        "part": column(Exercise, "part"),
    },
)
