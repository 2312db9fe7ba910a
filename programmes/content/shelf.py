"""The content as it was read: each item with the file it stands in. Knows no database and judges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from programmes.content.problem import Problem
from programmes.shapes.paths import joined

# Kind -> its file, and the key that names an item. A kind without an entry here has a folder of files.
LISTS: dict[str, tuple[str, str]] = {
    "sources": ("sources.yaml", "id"),
    "purposes": ("vocabulary.yaml", "slug"),
    "kit": ("vocabulary.yaml", "slug"),
    "patient_flags": ("patient_flags.yaml", "code"),
    "measures": ("measures.yaml", "id"),
    "advice": ("advice.yaml", "id"),
    "red_flags": ("red_flags.yaml", "id"),
    "pain_rules": ("pain_rules.yaml", "id"),
    "exercise_rules": ("rules.yaml", "id"),
    "programme_rules": ("rules.yaml", "id"),
    "programme_kinds": ("programme_kinds.yaml", "slug"),
}
FOLDERS = ("exercises", "conditions", "templates")
FILES = tuple(
    dict.fromkeys(
        ["meta.yaml", "words.yaml", "search.yaml", "emergency.yaml", *(file for file, _key in LISTS.values())]
    )
)
# Lists of words that exercises and rules pick from, by their key in vocabulary.yaml.
WORD_LISTS = ("category", "start_position", "body_regions", "setting", "dosage_basis", "tags", "attributes")


@dataclass
class Item:
    """One thing of the content, or what a whole file says besides its items."""

    kind: str
    slug: str
    file: str
    prefix: str
    data: Any
    has_its_shape: bool = True

    def problem(self, path: str, reason: str) -> Problem:
        return Problem(self.file, joined(self.prefix, path), reason)


@dataclass
class Translation:
    """The words of one other language: for the working side, to search by, of exercises, and of the other files."""

    language: str  # the name of its folder
    words: Item | None = None
    search: Item | None = None
    exercises: list[Item] = field(default_factory=list)
    files: list[Item] = field(default_factory=list)  # their slug is the file's name within the language

    @property
    def side_words(self) -> dict[str, Any] | None:
        """Return the words for the working side; None when they could not be read or lack their shape."""
        return self.words.data["words"] if self.words is not None and self.words.has_its_shape else None


@dataclass
class Shelf:
    """Everything read from one content directory, and its translations."""

    files: dict[str, Item] = field(default_factory=dict)
    items: dict[str, list[Item]] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)  # kinds of which something could not be read
    translations: list[Translation] = field(default_factory=list)

    @property
    def language(self) -> str:
        return str(self.file("words.yaml").get("language", ""))

    def of(self, kind: str) -> Iterator[Item]:
        """Yield the items of *kind* that have their shape: only these can be looked at further."""
        return (item for item in self.items.get(kind, ()) if item.has_its_shape)

    def file(self, name: str) -> dict[str, Any]:
        """Return what a file says; an empty dictionary when it could not be read or lacks its shape."""
        item = self.files.get(name)
        return item.data if item is not None and item.has_its_shape else {}

    def known(self, kind: str) -> frozenset[str] | None:
        """Return every slug or word of *kind*; None when that cannot be told, as its file could not be read."""
        if kind in WORD_LISTS:
            vocabulary = self.files.get("vocabulary.yaml")
            words = vocabulary.data.get(kind) if vocabulary is not None else None
            return frozenset(words) if isinstance(words, list | dict) else None
        if kind in self.incomplete:
            return None
        return frozenset(item.slug for item in self.items.get(kind, ()))
