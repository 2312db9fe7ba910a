"""The shape of what a programme is for: a condition, or a kind of programme that treats none."""

from __future__ import annotations

from programmes.models import Condition, ProgrammeKind
from programmes.shapes.parts import (
    BOOLEAN,
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
    pair,
    record,
)

_CODE = record({"system": TEXT, "code": or_null(TEXT), "term": TEXT, "certainty": TEXT})
_CAUSE = record(
    {
        "text": TEXT,
        "origin": TEXT,
        "evidence_status": TEXT,
        "tell_patient": BOOLEAN,
        "sources": SOME_SLUGS,
        "provenance": column(Condition, "provenance"),
    },
    {"patient_text": TEXT, "tell_note": TEXT},
)
_TIME_COURSE = record(
    {
        "typical_improvement_weeks": pair(0),
        "note": TEXT,
        "patient_text": TEXT,
        "basis": TEXT,
        "sources": SOME_SLUGS,
        "provenance": column(Condition, "provenance"),
    }
)
_SUBJECT: dict[str, Schema] = {
    "slug": SLUG,
    "name": column(Condition, "name"),
    "plain_name": column(Condition, "plain_name"),
    "patient_title": column(Condition, "patient_title"),
    "summary_plain": TEXT,
    "summary_practitioner": TEXT,
    "advice_ids": SOME_SLUGS,
    "red_flag_ids": SOME_SLUGS,
    "template_slug": SLUG,
    "sources": SOME_SLUGS,
    "provenance": column(Condition, "provenance"),
    "ours": OURS,
}

CONDITION = record(
    {
        **_SUBJECT,
        "clinical_term": column(Condition, "clinical_term"),
        "clinical_term_plain": TEXT,
        "aliases": distinct(TEXT),
        "body_region": column(Condition, "body_region"),
        "codes": listing(_CODE),
        "symptoms": TEXTS,
        "worse_with": TEXTS,
        "causes": listing(_CAUSE),
        "time_course": _TIME_COURSE,
        "other_advice_ids": SLUGS,
        "outcome_measure_ids": SLUGS,
        "patient_flags_to_ask": SLUGS,
    },
)
PROGRAMME_KIND = record(
    {**_SUBJECT, "kind": one_of("programme"), "template_slug": column(ProgrammeKind, "template_slug")}
)
