"""The shapes of warning signs, pain rules, patient flags, safety rules and emergency words."""

from __future__ import annotations

from programmes.models import EmergencyServices, PainRule, PatientFlag, RedFlag, Rule
from programmes.shapes.parts import (
    ANYTHING,
    BOOLEAN,
    NUMBER,
    OURS,
    SLUG,
    SLUGS,
    SOME_SLUGS,
    TEXT,
    TEXTS,
    Schema,
    column,
    distinct,
    listing,
    one_of,
    or_null,
    record,
    texts_by_name,
    whole,
)

RED_FLAG = record(
    {
        "id": SLUG,
        "title": column(RedFlag, "title"),
        "from_seed": BOOLEAN,
        "seed_wording_in_short": or_null(TEXT),
        "plain": TEXT,
        "line": column(RedFlag, "line"),
        "screening_question": column(RedFlag, "screening_question"),
        "urgency": column(RedFlag, "urgency"),
        "action_plain": TEXT,
        "think_of": TEXTS,
        "sets_patient_flag": or_null(SLUG),
        "basis": column(RedFlag, "basis"),
        "sources": SOME_SLUGS,
        "provenance": column(RedFlag, "provenance"),
        "ours": OURS,
    },
    {"tell_us": TEXT, "practitioner_note": TEXT},
)
_BY_URGENCY = record(dict.fromkeys(RedFlag.Urgency.values, TEXT))
RED_FLAGS_FILE = record(
    {"urgency_actions": _BY_URGENCY, "tell_us_action": TEXT, "always_show": SLUGS, "red_flags": listing(ANYTHING)},
    {"urgency_key": _BY_URGENCY, "ours": OURS, "jurisdiction": TEXT, "always_show_note": TEXT, "note": TEXT},
)

PAIN_RULE = record(
    {
        "id": SLUG,
        "name": column(PainRule, "name"),
        "max_during": whole(0, 10),
        "settle_within_h": whole(0),
        "next_morning_back_to_usual": BOOLEAN,
        "weekly_trend": column(PainRule, "weekly_trend"),
        "plain": TEXT,
        "rows": listing(
            record(
                {"zone": one_of("ok", "care", "stop"), "word": TEXT, "when": TEXT, "do": TEXT},
                {"low": whole(0, 10), "high": whole(0, 10)},
            ),
            3,
            3,
        ),
        "basis": column(PainRule, "basis"),
        "sources": SOME_SLUGS,
        "provenance": column(PainRule, "provenance"),
        "ours": OURS,
    },
    {"note": TEXT},
)

PATIENT_FLAG = record(
    {
        "code": SLUG,
        "label": column(PatientFlag, "label"),
        "intake_question": column(PatientFlag, "intake_question"),
        "group": column(PatientFlag, "group"),
        "scope": column(PatientFlag, "scope"),
    }
)

_RULE: dict[str, Schema] = {
    "id": SLUG,
    "title": column(Rule, "title"),
    "level": column(Rule, "level"),
    "reason_plain": TEXT,
    "basis": column(Rule, "basis"),
    "sources": SOME_SLUGS,
    "provenance": column(Rule, "provenance"),
}
_VALUE: Schema = {"type": ["string", "number", "array"], "items": TEXT}
_TESTS = listing(record({"attr": SLUG, "op": SLUG, "value": _VALUE}), 1)
_WHEN = record(
    {
        "patient_flags_any": SLUGS,
        "exercise": {
            **record({}, {"match": one_of("any_exercise"), "any": _TESTS, "all": _TESTS}),
            "minProperties": 1,
            "maxProperties": 1,
        },
    },
    {"context": record({}, {"condition": SLUG, "phase_order_lte": whole(1)})},
)
_CHECK = record(
    {"field": SLUG},
    {
        "op": SLUG,
        "value": ANYTHING,
        "value_from": TEXT,
        "min_weeks": whole(1),
        "compared_with": SLUG,
        "tag": SLUG,
        "required_any": SOME_SLUGS,
        "required_all": SOME_SLUGS,
        "first_tag": SLUG,
        "first_hold_s_ge": NUMBER,
        "then_tags_any": SOME_SLUGS,
        "of": SOME_SLUGS,
    },
)
EXERCISE_RULE = record(
    {**_RULE, "scope": one_of("exercise"), "when": _WHEN, "suggest": SLUGS}, {"note_for_practitioner": TEXT}
)
PROGRAMME_RULE = record(
    {**_RULE, "scope": one_of("programme", "session-log", "run-log"), "check": _CHECK},
    {
        "level_by_urgency": record(dict.fromkeys(RedFlag.Urgency.values, column(Rule, "level"))),
        "note_for_practitioner": TEXT,
    },
)
RULES_FILE = record(
    {
        "evaluation": record(
            {"operators": SOME_SLUGS},
            dict.fromkeys(
                (
                    "exercise_rule",
                    "exercise_condition",
                    "levels",
                    "combine",
                    "context_keys",
                    "level_by_urgency",
                    "suggest",
                ),
                ANYTHING,
            ),
        ),
        "exercise_rules": listing(ANYTHING),
        "programme_rules": listing(ANYTHING),
    },
    {"limits": TEXT},
)

_COUNTRY = record(
    {"name": column(EmergencyServices, "name"), "words": texts_by_name()},
    {"countries": distinct({"type": "string", "pattern": "^[A-Z]{2}$"}, low=1)},
)
EMERGENCY_FILE = record(
    {
        "language": TEXT,
        "placeholders": texts_by_name(),
        "neutral": texts_by_name(),
        "locales": {
            "type": "object",
            "additionalProperties": False,
            "patternProperties": {"^[A-Z]{2}$": _COUNTRY},
        },
    }
)
