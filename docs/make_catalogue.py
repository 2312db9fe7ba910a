"""Bring a language's catalogue of the handout's own words up to date and compile it: make words LANGUAGE=pl.

New words are added untranslated, words that the handout no longer says are dropped. Needs no gettext tools.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import polib  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils.translation.template import templatize  # noqa: E402

CATALOGUES = ROOT / "programmes" / "locale"
# Where words stand that a patient reads.
SOURCES = (
    "programmes/dosage/kinds.py",
    "programmes/dosage/phrases.py",
    "programmes/dosage/wording.py",
    "programmes/sides.py",
    "programmes/handout/prepare/*.py",
    "programmes/handout/changes/*.py",
    "programmes/handout/fhir/*.py",
    "programmes/handout/document/*.py",
    "programmes/handout/prose.py",
    "programmes/handout/online.py",
    "programmes/handout/calendar.py",
    "programmes/handout/text.py",
    "programmes/portal/*.py",
    "programmes/diary.py",
    "programmes/runs.py",
    "programmes/running/units.py",
    "programmes/models/done.py",
    "templates/handout/*.html",
    "templates/portal/*.html",
    "templates/portal/*.txt",
)
# Function -> what its arguments are.
CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), ("msgid",)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), ("msgid", "msgid_plural")),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ("msgctxt", "msgid")),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ("msgctxt", "msgid", "msgid_plural")),
}
# What Django makes of a template's tags: calls with texts, and at most a name to count by.
TEMPLATE_CALL = re.compile(r"""(?:(?:np|n|p)?gettext|\b_)\((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)""")
TEMPLATES = (".html", ".txt")
NEW = {"MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit"}


@dataclass(frozen=True)
class Phrase:
    """One thing the handout says, as gettext knows it."""

    msgid: str
    msgctxt: str | None = None
    msgid_plural: str = ""


def said() -> dict[Phrase, list[str]]:
    """Return all that the handout says of itself, with the files it stands in."""
    phrases: dict[Phrase, list[str]] = {}
    for path in (path for pattern in SOURCES for path in sorted(ROOT.glob(pattern))):
        for phrase in _phrases(path):
            places = phrases.setdefault(phrase, [])
            if str(path.relative_to(ROOT)) not in places:
                places.append(str(path.relative_to(ROOT)))
    return phrases


def path_of(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "django.po"


def refresh(path: Path) -> polib.POFile:
    """Return the catalogue at *path* with what is said now, and no more."""
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    new = polib.POFile(wrapwidth=110)
    new.header, new.metadata = old.header, {**NEW, **old.metadata}
    for phrase, places in said().items():
        entry = old.find(phrase.msgid, msgctxt=phrase.msgctxt or False) or _untranslated(phrase)
        entry.occurrences = [(place, "") for place in places]
        new.append(entry)
    return new


def _untranslated(phrase: Phrase) -> polib.POEntry:
    plural = {"msgid_plural": phrase.msgid_plural, "msgstr_plural": {0: "", 1: ""}} if phrase.msgid_plural else {}
    return polib.POEntry(msgid=phrase.msgid, msgctxt=phrase.msgctxt, **plural)


def _phrases(path: Path) -> Iterator[Phrase]:
    """Yield what a file says. What it raises is for the practitioner, and is not the handout's."""
    text = path.read_text()
    for code in TEMPLATE_CALL.findall(templatize(text)) if path.suffix in TEMPLATES else [text]:
        yield from _in_code(ast.parse(code))


def _in_code(tree: ast.AST) -> Iterator[Phrase]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Raise):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield _phrase(node, CALLS[node.func.id])
        yield from _in_code(node)


def _phrase(call: ast.Call, names: tuple[str, ...]) -> Phrase:
    return Phrase(**{name: ast.literal_eval(value) for name, value in zip(names, call.args, strict=False)})


def main(language: str) -> None:
    path = path_of(language)
    catalogue = refresh(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.metadata["Language"] = language
    catalogue.save(str(path))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    print(f"{path}: {len(catalogue)} phrases, {len(catalogue.untranslated_entries())} to translate")


if __name__ == "__main__":
    settings.configure()
    main(sys.argv[1])
