"""Rows of everything that is neither exercise nor programme. Content keys become columns here."""

from __future__ import annotations

from typing import Any

from programmes.content.rows.table import Ids, Row, Table, library_row, library_table, review_of
from programmes.content.services import fill_services
from programmes.content.shelf import Item, Shelf
from programmes.models import (
    Advice,
    Condition,
    EmergencyServices,
    Kit,
    Language,
    Measure,
    PainRule,
    PatientFlag,
    ProgrammeKind,
    Purpose,
    RedFlag,
    Rule,
    Source,
)

# The row for a country that has none of its own.
NEUTRAL = "neutral"
TRANSLATED = "translation"
NOT_REVIEWED = "translation, not yet reviewed"


def languages(shelf: Shelf, _ids: Ids) -> Table:
    """Return the language of the library and those it is translated into, which are of the same version."""
    meta = shelf.file("meta.yaml")
    common = {"content_version": meta["content_version"], "disclaimer": meta["disclaimer"]}
    english = {**_words(shelf.file("words.yaml")), "search_words": _search_words(shelf.file("search.yaml"))}
    values = [{"code": shelf.language, **english, "content_status": meta["status"], **common}]
    for translation in shelf.translations:
        words = _words(translation.words.data if translation.words else {"words": {}})
        status = TRANSLATED if words["reviewed_on"] else NOT_REVIEWED
        words["search_words"] = _search_words(translation.search.data if translation.search else {})
        values.append({"code": translation.language, **words, "content_status": status, **common})
    scope = Language.objects.filter(code__in=[row["code"] for row in values])
    return Table("languages", scope, ("code",), [Row(row["code"], row) for row in values])


def _words(data: dict[str, Any]) -> dict[str, Any]:
    return {"side_words": data["words"], **review_of(data)}


def _search_words(data: dict[str, Any]) -> dict[str, Any]:
    return {name: words for name, words in data.items() if name != "language"}


def sources(shelf: Shelf, ids: Ids) -> Table:
    same = ("kind", "authors", "year", "title", "journal", "found_at", "what_was_seen", "certainty", "used_for")
    rows = []
    for item in shelf.of("sources"):
        data = item.data
        texts = {name: data[name] or "" for name in ("doi", "doi_status", "url")}
        seen = {"provenance": data["provenance"], "content_was_seen": data["content_seen"]}
        rows.append(library_row(ids, Source, item.slug, data, **_picked(data, *same), **texts, **seen))
    return library_table("sources", Source, rows)


def purposes(shelf: Shelf, ids: Ids) -> Table:
    rows = [
        library_row(ids, Purpose, item.slug, item.data, **_picked(item.data, "name", "aliases"))
        for item in shelf.of("purposes")
    ]
    return library_table("purposes", Purpose, rows)


def kit(shelf: Shelf, ids: Ids) -> Table:
    rows = []
    for item in shelf.of("kit"):
        values = {"substitute": item.data["substitute"] or "", "is_everyday": item.data["everyday"]}
        rows.append(library_row(ids, Kit, item.slug, item.data, name=item.data["name"], **values))
    return library_table("kit", Kit, rows)


def patient_flags(shelf: Shelf, ids: Ids) -> Table:
    stops = shelf.file("vocabulary.yaml")["global_stop_flags"]
    rows = []
    for item in shelf.of("patient_flags"):
        data = {**item.data, "is_global_stop": item.slug in stops}
        same = ("label", "intake_question", "group", "scope", "is_global_stop")
        rows.append(library_row(ids, PatientFlag, item.slug, data, **_picked(data, *same)))
    return library_table("patient flags", PatientFlag, rows)


def measures(shelf: Shelf, ids: Ids) -> Table:
    rows = []
    for item in shelf.of("measures"):
        data = item.data
        values = {
            "items": str(data["items"]),
            "meaningful_change": data["meaningful_change"] or "",
            "ships_items": data["ship_items"],
        }
        same = _picked(data, "name", "score_range", "better", "licence", "certainty")
        rows.append(library_row(ids, Measure, item.slug, data, **same, **values))
    return library_table("measures", Measure, rows)


def advice(shelf: Shelf, ids: Ids) -> Table:
    same = ("topic", "title", "plain", "evidence_rating", "practitioner_note", "applies_to", "basis")
    rows = []
    for item in shelf.of("advice"):
        data = item.data
        values = {
            "patient_title": data.get("patient_title", ""),
            "steps": data.get("steps", []),
            "is_from_seed": data["from_seed"],
            "seed_claim": data["seed_claim"] or "",
        }
        rows.append(library_row(ids, Advice, item.slug, data, **_picked(data, *same), **values))
    return library_table("advice", Advice, rows)


def red_flags(shelf: Shelf, ids: Ids) -> Table:
    always = shelf.file("red_flags.yaml")["always_show"]
    same = ("title", "line", "plain", "screening_question", "urgency", "action_plain", "think_of", "basis")
    rows = []
    for item in shelf.of("red_flags"):
        data = {**item.data, "is_always_shown": item.slug in always}
        values = {
            "is_always_shown": data["is_always_shown"],
            "tell_us": data.get("tell_us", ""),
            "flag_slug": data["sets_patient_flag"] or "",
            "is_from_seed": data["from_seed"],
            "seed_wording": data["seed_wording_in_short"] or "",
            "practitioner_note": data.get("practitioner_note", ""),
        }
        rows.append(library_row(ids, RedFlag, item.slug, data, **_picked(data, *same), **values))
    return library_table("red flags", RedFlag, rows)


def emergency_services(shelf: Shelf, ids: Ids) -> Table:
    """Return a row a country, every word and action filled in, and one for all other countries."""
    places, texts = _places(shelf), urgency_actions(shelf)
    rows = []
    for slug, words in services_by_country(shelf).items():
        values = {
            "name": places[slug]["name"],
            "words": words,
            "actions": {urgency: fill_services(text, words) for urgency, text in texts.items()},
        }
        rows.append(library_row(ids, EmergencyServices, slug, values, **values))
    return library_table("emergency services", EmergencyServices, rows)


def urgency_actions(shelf: Shelf) -> dict[str, str]:
    """Return what to do, by urgency, with the services in braces."""
    signs = shelf.file("red_flags.yaml")
    return {**signs["urgency_actions"], "tell_us": signs["tell_us_action"]}


def services_by_country(shelf: Shelf) -> dict[str, dict[str, str]]:
    """Return whom to ring by country, in small letters; what it does not say itself fits any country."""
    neutral = shelf.file("emergency.yaml")["neutral"]
    return {slug: {**neutral, **place["words"]} for slug, place in _places(shelf).items()}


def _places(shelf: Shelf) -> dict[str, Any]:
    countries = {
        country.lower(): place
        for code, place in shelf.file("emergency.yaml")["locales"].items()
        for country in (code, *place.get("countries", ()))
    }
    return {**countries, NEUTRAL: {"name": "Any other country", "words": {}}}


def pain_rules(shelf: Shelf, ids: Ids) -> Table:
    same = ("name", "max_during", "next_morning_back_to_usual", "weekly_trend", "plain", "rows", "basis")
    rows = []
    for item in shelf.of("pain_rules"):
        values = {"settle_within_hours": item.data["settle_within_h"], "practitioner_note": item.data.get("note", "")}
        rows.append(library_row(ids, PainRule, item.slug, item.data, **_picked(item.data, *same), **values))
    return library_table("pain rules", PainRule, rows)


def rules(shelf: Shelf, ids: Ids) -> Table:
    rows = [_rule(item, ids) for kind in ("exercise_rules", "programme_rules") for item in shelf.of(kind)]
    return library_table("rules", Rule, rows)


def _rule(item: Item, ids: Ids) -> Row:
    data = item.data
    values = {
        "condition": _picked(data, "when" if "when" in data else "check"),
        "level_by_urgency": data.get("level_by_urgency", {}),
        "suggest": data.get("suggest", []),
        "practitioner_note": data.get("note_for_practitioner", ""),
    }
    same = _picked(data, "title", "scope", "level", "reason_plain", "basis")
    return library_row(ids, Rule, item.slug, data, **same, **values)


def conditions(shelf: Shelf, ids: Ids) -> Table:
    same = (
        "clinical_term",
        "clinical_term_plain",
        "aliases",
        "body_region",
        "codes",
        "symptoms",
        "worse_with",
        "causes",
    )
    rows = []
    for item in shelf.of("conditions"):
        data = item.data
        values = {
            "time_course": data["time_course"],
            "other_advice_slugs": data["other_advice_ids"],
            "measure_slugs": data["outcome_measure_ids"],
            "flag_slugs": data["patient_flags_to_ask"],
        }
        rows.append(library_row(ids, Condition, item.slug, data, **_subject(data), **_picked(data, *same), **values))
    return library_table("conditions", Condition, rows)


def programme_kinds(shelf: Shelf, ids: Ids) -> Table:
    rows = [
        library_row(ids, ProgrammeKind, item.slug, item.data, **_subject(item.data))
        for item in shelf.of("programme_kinds")
    ]
    return library_table("programme kinds", ProgrammeKind, rows)


def _subject(data: dict[str, Any]) -> dict[str, Any]:
    same = ("name", "plain_name", "patient_title", "summary_plain", "summary_practitioner", "template_slug")
    return {
        **_picked(data, *same),
        "advice_slugs": data["advice_ids"],
        "red_flag_slugs": data["red_flag_ids"],
    }


def _picked(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: data[name] for name in names}
