"""Which texts of each file a handout prints: those a translation of the file holds, under the keys of the English.

Reads plain values; the words of exercises and the words for the side have shapes of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from programmes.content.shelf import LISTS, Item, Shelf
from programmes.shapes.paths import joined, values_at

# What stands under a key: a text to translate, or what says which record it is and is the same in every language.
TEXT, SAME = "text", "same"
# In the place of a key: each of the names there, any of which may be left out.
ANY = "*"


@dataclass(frozen=True)
class Printed:
    """What is printed of one file: of the items of its list, any of which may be left out, and besides them."""

    besides: dict[str, Any] = field(default_factory=dict)
    kind: str = ""
    item: dict[str, Any] = field(default_factory=dict)

    @property
    def parts(self) -> dict[str, Any]:
        return {**self.besides, ANY: self.item} if self.kind else self.besides


_WORDED = {ANY: TEXT}
_PHASE = {
    "slug": SAME,
    "plain_name": TEXT,
    "goal_plain": TEXT,
    "running_patient_text": TEXT,
    "criteria_to_progress": [{"patient_text": TEXT}],
    "step_back_if": [TEXT],
    "exercises": [{"slug": SAME, "patient_note": TEXT}],
}
FILES: dict[str, Printed] = {
    "red_flags.yaml": Printed(
        {"urgency_actions": _WORDED, "tell_us_action": TEXT}, "red_flags", {"id": SAME, "line": TEXT}
    ),
    "emergency.yaml": Printed({"neutral": _WORDED, "locales": {ANY: {"words": _WORDED}}}),
    "pain_rules.yaml": Printed(
        kind="pain_rules",
        item={"id": SAME, "plain": TEXT, "rows": [{"zone": SAME, "word": TEXT, "when": TEXT, "do": TEXT}]},
    ),
    "advice.yaml": Printed(
        kind="advice", item={"id": SAME, "title": TEXT, "patient_title": TEXT, "plain": TEXT, "steps": [TEXT]}
    ),
    "programme_kinds.yaml": Printed(
        kind="programme_kinds", item={"slug": SAME, "plain_name": TEXT, "summary_plain": TEXT}
    ),
    "vocabulary.yaml": Printed(
        {"loads": _WORDED, "kit_details": _WORDED}, "kit", {"slug": SAME, "name": TEXT, "substitute": TEXT}
    ),
}
FOLDERS: dict[str, Printed] = {
    "conditions": Printed(
        {
            "slug": SAME,
            "patient_title": TEXT,
            "clinical_term_plain": TEXT,
            "summary_plain": TEXT,
            "symptoms": [TEXT],
            "causes": [{"patient_text": TEXT}],
            "time_course": {"patient_text": TEXT},
        }
    ),
    "templates": Printed(
        {
            "slug": SAME,
            "plain_name": TEXT,
            "entry_criteria": [{"patient_text": TEXT}],
            "phases": [_PHASE],
            "stages": [{"stage": SAME, "name": TEXT, "surface": TEXT, "patient_note": TEXT}],
            "stage_rules": [{"patient_when": TEXT, "patient_then": TEXT}],
            "variants": [{"id": SAME, "plain_name": TEXT, "patient_text": TEXT}],
        }
    ),
}
_DOSES = ("dose.load", "phases[].exercises[].dose.load", "variants[].schedule[].dose.load")


def printed_of(file: str) -> Printed:
    """Return what is printed of *file*, "advice.yaml" or "conditions/itb-syndrome.yaml"."""
    return FILES.get(file) or FOLDERS[file.partition("/")[0]]


def english(shelf: Shelf, file: str) -> Any:
    """Return the printed texts of the library's own *file*, in its shape; None when it is not there or not sound."""
    printed = printed_of(file)
    item = shelf.files.get(file) if file in FILES else _in_folder(shelf, file)
    items = shelf.items.get(printed.kind, [])
    if item is None or not all(one.has_its_shape for one in [item, *items]):
        return None
    data = {**item.data, **_gathered(shelf, printed)}
    named = {name: data[name] for name in (*printed.besides, printed.kind) if name in data}
    return _reduced(listed(named, printed), printed.parts)


def listed(data: dict[str, Any], printed: Printed) -> dict[str, Any]:
    """Return *data* with each item of its list under a name of its own: "red_flags[rf-dvt]"."""
    rows = data.get(printed.kind)
    if not isinstance(rows, list):
        return data
    items = dict(zip(listed_names(rows, printed), rows, strict=True))
    return {**{name: value for name, value in data.items() if name != printed.kind}, **items}


def listed_names(rows: list[Any], printed: Printed) -> list[str]:
    """Return the names of the items of a list, by place where an item says none."""
    key = LISTS[printed.kind][1]
    slugs = [row.get(key, place) if isinstance(row, dict) else place for place, row in enumerate(rows)]
    return [f"{printed.kind}[{slug}]" for slug in slugs]


def texts(shelf: Shelf, item: Item) -> Iterator[tuple[str, str, str]]:
    """Yield the path, the English and the translation of each text of a translated file that has its shape."""
    yield from _pairs(english(shelf, item.slug), listed(item.data, printed_of(item.slug)), "")


def _pairs(source: Any, said: Any, path: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(said, dict):
        for name in said:
            if name in source:
                yield from _pairs(source[name], said[name], joined(path, name))
    elif isinstance(said, list):
        for place, (one, other) in enumerate(zip(source, said, strict=True)):
            yield from _pairs(one, other, f"{path}[{place}]")
    elif isinstance(said, str) and path.rpartition(".")[2] not in ("id", "slug", "zone"):
        yield path, source, said


def _in_folder(shelf: Shelf, file: str) -> Item | None:
    folder, _slash, _name = file.partition("/")
    return next((item for item in shelf.items.get(folder, []) if item.file == file), None)


def _gathered(shelf: Shelf, printed: Printed) -> dict[str, Any]:
    """Return the words that stand in the doses and kit of exercises and templates, where a file translates them."""
    if "loads" not in printed.besides:
        return {}
    doses = [item for kind in ("exercises", "templates") for item in shelf.of(kind)]
    loads = {load for item in doses for path in _DOSES for _path, load in values_at(item.data, path)}
    details = {detail for item in shelf.of("exercises") for _path, detail in values_at(item.data, "kit[].detail")}
    return {"loads": {load: load for load in loads}, "kit_details": {detail: detail for detail in details}}


def _reduced(value: Any, spec: Any) -> Any:
    """Return of *value* what *spec* names; nothing of a record or list that holds no text, nor of a bare number."""
    if spec == SAME:
        return value
    if spec == TEXT:
        return value if value and any(letter.isalpha() for letter in value) else None
    if isinstance(spec, list):
        return [part for one in value or () if (part := _reduced(one, spec[0]))]
    named = {name: spec.get(name, spec.get(ANY)) for name in (value or {}) if name in spec or ANY in spec}
    parts = {
        name: part for name, inner in named.items() if (part := _reduced(value[name], inner)) not in (None, [], {})
    }
    return parts if any(named[name] != SAME for name in parts) else {}
