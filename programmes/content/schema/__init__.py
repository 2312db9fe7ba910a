"""What each file of the content may say, as JSON schemas: the file as a whole, and each item in it."""

from __future__ import annotations

from programmes.content.schema.exercise import EXERCISE
from programmes.content.schema.lists import (
    ADVICE,
    ADVICE_FILE,
    KIT,
    MEASURE,
    MEASURES_FILE,
    META_FILE,
    PURPOSE,
    SEARCH_FILE,
    SOURCE,
    SOURCES_FILE,
    VOCABULARY_FILE,
    WORDS_FILE,
)
from programmes.content.schema.safety import (
    EMERGENCY_FILE,
    EXERCISE_RULE,
    PAIN_RULE,
    PATIENT_FLAG,
    PROGRAMME_RULE,
    RED_FLAG,
    RED_FLAGS_FILE,
    RULES_FILE,
)
from programmes.content.schema.subject import CONDITION, PROGRAMME_KIND
from programmes.content.schema.template import TEMPLATE
from programmes.content.schema.translation import EXERCISE_TEXTS, SIDE_WORDS
from programmes.shapes.parts import ANYTHING, Schema, listing, record

# The items of a list are checked one by one, so that a fault in one leaves the others to be looked at further.
FILE_SCHEMAS: dict[str, Schema] = {
    "meta.yaml": META_FILE,
    "words.yaml": WORDS_FILE,
    "search.yaml": SEARCH_FILE,
    "emergency.yaml": EMERGENCY_FILE,
    "sources.yaml": SOURCES_FILE,
    "vocabulary.yaml": VOCABULARY_FILE,
    "patient_flags.yaml": record({"patient_flags": listing(ANYTHING)}),
    "measures.yaml": MEASURES_FILE,
    "advice.yaml": ADVICE_FILE,
    "red_flags.yaml": RED_FLAGS_FILE,
    "pain_rules.yaml": record({"pain_rules": listing(ANYTHING)}),
    "rules.yaml": RULES_FILE,
    "programme_kinds.yaml": record({"programme_kinds": listing(ANYTHING)}),
}
ITEM_SCHEMAS: dict[str, Schema] = {
    "sources": SOURCE,
    "purposes": PURPOSE,
    "kit": KIT,
    "patient_flags": PATIENT_FLAG,
    "measures": MEASURE,
    "advice": ADVICE,
    "red_flags": RED_FLAG,
    "pain_rules": PAIN_RULE,
    "exercise_rules": EXERCISE_RULE,
    "programme_rules": PROGRAMME_RULE,
    "programme_kinds": PROGRAMME_KIND,
    "exercises": EXERCISE,
    "conditions": CONDITION,
    "templates": TEMPLATE,
}
TRANSLATION_SCHEMAS: dict[str, Schema] = {
    "side words": SIDE_WORDS,
    "search words": SEARCH_FILE,
    "exercise texts": EXERCISE_TEXTS,
}
