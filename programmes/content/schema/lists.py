"""The shapes of the smaller lists (sources, measures, advice, vocabulary) and of the files about the content itself."""

from __future__ import annotations

from programmes.models import Advice, Kit, Language, Measure, Purpose, Source
from programmes.shapes.parts import (
    ANYTHING,
    BOOLEAN,
    OURS,
    SLUG,
    SLUGS,
    SOME_SLUGS,
    TEXT,
    TEXTS,
    column,
    distinct,
    listing,
    or_null,
    record,
    texts_by_name,
    whole,
)

SOURCE = record(
    {
        "id": SLUG,
        "kind": column(Source, "kind"),
        "authors": TEXT,
        "year": or_null(whole(1800, 2200)),
        "title": TEXT,
        "journal": TEXT,
        "doi": or_null(column(Source, "doi")),
        "doi_status": or_null(column(Source, "doi_status")),
        "url": or_null(column(Source, "url")),
        "provenance": column(Source, "provenance"),
        "found_at": TEXTS,
        "what_was_seen": TEXT,
        "certainty": column(Source, "certainty"),
        "used_for": TEXT,
        "content_seen": BOOLEAN,
    }
)
SOURCES_FILE = record({"sources": listing(ANYTHING)}, {"doi_rule": TEXT, "access_note": TEXT})

MEASURE = record(
    {
        "id": SLUG,
        "name": column(Measure, "name"),
        "items": {"type": ["integer", "string"], "maxLength": 80},
        "score_range": listing(or_null(whole()), 2, 2),
        "better": column(Measure, "better"),
        "meaningful_change": or_null(column(Measure, "meaningful_change")),
        "licence": TEXT,
        "ship_items": column(Measure, "ships_items"),
        "certainty": column(Measure, "certainty"),
        "sources": SOME_SLUGS,
        "provenance": column(Measure, "provenance"),
    }
)
MEASURES_FILE = record({"measures": listing(ANYTHING)}, {"outcome_note": TEXT})

ADVICE = record(
    {
        "id": SLUG,
        "topic": column(Advice, "topic"),
        "title": column(Advice, "title"),
        "from_seed": BOOLEAN,
        "seed_claim": or_null(TEXT),
        "plain": TEXT,
        "evidence_rating": column(Advice, "evidence_rating"),
        "practitioner_note": TEXT,
        "applies_to": SLUGS,
        "basis": column(Advice, "basis"),
        "sources": SOME_SLUGS,
        "provenance": column(Advice, "provenance"),
    },
    {"patient_title": column(Advice, "patient_title"), "steps": listing(TEXT, 1), "ours": OURS},
)
ADVICE_FILE = record({"rating_key": texts_by_name(), "advice": listing(ANYTHING)}, {"wording": TEXT})

PURPOSE = record({"slug": SLUG, "name": column(Purpose, "name"), "aliases": distinct(TEXT)})
KIT = record(
    {"slug": SLUG, "name": column(Kit, "name"), "substitute": or_null(column(Kit, "substitute")), "everyday": BOOLEAN}
)
_WORDS = distinct(TEXT, 1)
VOCABULARY_FILE = record(
    {
        "language": TEXT,
        "purposes": listing(ANYTHING),
        "kit": listing(ANYTHING),
        "category": _WORDS,
        "start_position": _WORDS,
        "body_regions": _WORDS,
        "setting": _WORDS,
        "dosage_basis": _WORDS,
        "tags": texts_by_name(),
        "attributes": texts_by_name(),
        "global_stop_flags": SLUGS,
    },
    dict.fromkeys(("library", "provenance_key", "cert_note", "field_notes"), ANYTHING),
)

META_FILE = record(
    {
        "language": TEXT,
        "content_version": column(Language, "content_version"),
        "status": column(Language, "content_status"),
        "disclaimer": TEXT,
        "provenance_key": texts_by_name(),
    },
    dict.fromkeys(
        (
            *("title", "schema_version", "code_note", "advice_note", "dose_note", "flag_note"),
            *("cert_items", "cert_note", "dosage_basis_key", "ours_key", "wording_note"),
        ),
        ANYTHING,
    ),
)
# Which terms and purposes there are is checked by `search`.
SEARCH_FILE = record(
    {
        "language": column(Language, "code"),
        "small_words": distinct(TEXT),
        "same_words": listing(distinct(TEXT, 2)),
        "lay_words": texts_by_name(distinct(TEXT, 1)),
    },
    {"purposes": texts_by_name(distinct(TEXT, 1))},
)
# What each word becomes on each side is checked by `sides`.
WORDS_FILE = record(
    {"language": column(Language, "code"), "words": {"type": "object", "additionalProperties": texts_by_name()}}
)
