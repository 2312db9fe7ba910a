"""The shapes of a translation: its words for the working side, and the texts of one exercise."""

from __future__ import annotations

from programmes.content.schema.exercise import EXERCISE
from programmes.content.schema.lists import WORDS_FILE
from programmes.models import ExerciseText
from programmes.shapes.parts import TEXT, Schema, column, record

# All that a translation says of an exercise: what the exercise is stands in one place, beside the English words.
TEXTS_OF_AN_EXERCISE = (
    *("slug", "name", "aliases", "purpose", "why", "setup", "steps", "cues", "common_mistakes", "feel_it", "stop_if"),
    *("precautions", "start_alt", "end_alt"),
)
# Who has read the translation against the English, and on which day; without both it is not reviewed.
REVIEW: dict[str, Schema] = {"reviewed_by": column(ExerciseText, "reviewed_by"), "reviewed_on": TEXT}

EXERCISE_TEXTS = record({name: EXERCISE["properties"][name] for name in TEXTS_OF_AN_EXERCISE}, REVIEW)
SIDE_WORDS = record(WORDS_FILE["properties"], REVIEW)
