"""Rows of exercises: what they are, what they need, and their words in the language of the content."""

from __future__ import annotations

from typing import Any

from programmes.content.rows.doses import dose_columns, side_of
from programmes.content.rows.table import Ids, Row, Table, library_row, library_table, made_id, review_of
from programmes.content.shelf import Item, Shelf
from programmes.models import Exercise, ExerciseText, Kit, KitNeed, Purpose

_SAME = (
    *("category", "start_position", "body_regions", "primary_muscles", "secondary_muscles", "setting"),
    *("is_unilateral", "dosage_basis", "progressions", "regressions"),
)
_WORDS = (
    "name",
    "aliases",
    "purpose",
    "why",
    "setup",
    "steps",
    "cues",
    "common_mistakes",
    "feel_it",
    "precautions",
    "start_alt",
    "end_alt",
)
# What a file may leave out, with what then holds.
_DEFAULTS = {
    name: Exercise._meta.get_field(name).get_default()
    for name in ("movement", "part", "dose_note", "dose_note_for", "licence")
}


def exercises(shelf: Shelf, ids: Ids) -> Table:
    return library_table("exercises", Exercise, [_exercise(item, ids) for item in shelf.of("exercises")])


def kit_needs(shelf: Shelf, ids: Ids) -> Table:
    rows = []
    for item in shelf.of("exercises"):
        for position, need in enumerate(item.data["kit"]):
            values = {
                "exercise_id": ids.of(Exercise, item.slug),
                "position": position,
                "is_optional": need["optional"],
                "detail": need.get("detail", ""),
            }
            rows.append(Row(item.slug, values, {"any_of": ids.many(Kit, need["any_of"])}))
    scope = KitNeed.objects.filter(exercise__in=_all(shelf, ids))
    return Table("exercises", scope, ("exercise_id", "position"), rows)


def exercise_texts(shelf: Shelf, ids: Ids) -> Table:
    """Return the words of every exercise in the language of the library."""
    return _texts("exercises", {shelf.language: list(shelf.of("exercises"))}, shelf, ids)


def translations(shelf: Shelf, ids: Ids) -> Table:
    """Return the words of exercises in the other languages. Those of a retired exercise stay as they are."""
    in_use = {item.slug for item in shelf.of("exercises")}
    texts = {one.language: [item for item in one.exercises if item.slug in in_use] for one in shelf.translations}
    return _texts("translations", texts, shelf, ids)


def _texts(kind: str, items: dict[str, list[Item]], shelf: Shelf, ids: Ids) -> Table:
    rows = []
    for language, texts in items.items():
        for item in texts:
            values = {**_text(item, language), **review_of(item.data)}
            owner = ids.of(Exercise, item.slug)
            rows.append(Row(_owner(kind, language, item), {**values, "exercise_id": owner}))
    scope = ExerciseText.objects.filter(exercise__in=_all(shelf, ids), language__in=list(items))
    return Table(kind, scope, ("id",), rows)


def _owner(kind: str, language: str, item: Item) -> str:
    return f"{language}/{item.slug}" if kind == "translations" else item.slug


def _all(shelf: Shelf, ids: Ids) -> list[Any]:
    return [ids.of(Exercise, item.slug) for item in shelf.of("exercises")]


def _exercise(item: Item, ids: Ids) -> Row:
    data, attributes = item.data, item.data["attributes"]
    values = {
        **{name: data[name] for name in _SAME},
        **{name: data.get(name, default) for name, default in _DEFAULTS.items()},
        **{name: attributes[name] for name in ("weight_bearing", "impact", "contraction", "balance_demand", "tags")},
        "max_loaded_knee_flexion_degrees": attributes["max_loaded_knee_flexion_deg"],
        "default_side": side_of(data["dose"]),
        "figure": data["figure"],
        **dose_columns(data["dose"]),
    }
    row = library_row(ids, Exercise, item.slug, data, **values)
    row.links["purposes"] = ids.many(Purpose, data["purposes"])
    return row


def _text(item: Item, language: str) -> dict[str, Any]:
    data = item.data
    return {
        "id": made_id("ExerciseText", item.slug, language),
        "language": language,
        **{name: data[name] for name in _WORDS},
        "stop_if": " ".join(data["stop_if"]),
    }
