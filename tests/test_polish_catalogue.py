"""The handout's own words in Polish: every phrase it prints, its placeholders kept, its plurals right.

What a practitioner is told when no handout can be made is not printed, and may stay English.
"""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from programmes.dosage import Activity, Dosage, Kind, summary
from programmes.dosage.phrases import time_words
from programmes.sides import Side

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "programmes/locale"
MODULES = (
    *sorted((ROOT / "programmes/handout/prepare").glob("*.py")),
    *(ROOT / "programmes/dosage" / f"{name}.py" for name in ("kinds", "phrases", "wording")),
    ROOT / "programmes/sides.py",
)
CALLS = {"_": (0,), "gettext_lazy": (0,), "ngettext": (0, 1), "pgettext": (1,), "pgettext_lazy": (1,)}
VALUE = re.compile(r"%\((\w+)\)[sd]")

_CATALOGUE = gettext.translation("django", LOCALE, ["pl"])._catalog  # type: ignore[attr-defined]


def phrase_of(key: str | tuple[str, int]) -> str:
    """Return the English of a key of the catalogue, without its context and the number of its plural form."""
    return (key if isinstance(key, str) else key[0]).split("\x04")[-1]


TRANSLATIONS = [(phrase_of(key), said) for key, said in _CATALOGUE.items() if key]
KNOWN = {english for english, _said in TRANSLATIONS}


def in_modules() -> Iterator[str]:
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        refusals = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Raise) for part in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and id(node) not in refusals:
                first = node.args[CALLS[node.func.id][0]] if node.func.id in CALLS else None
                if isinstance(first, ast.Constant):
                    yield str(first.value)


def in_templates() -> Iterator[str]:
    for path in sorted((ROOT / "templates/handout").glob("*.html")):
        text = path.read_text(encoding="utf-8")
        yield from re.findall(r'{% translate "([^"]+)"', text)
        for block in re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", text, re.DOTALL):
            yield re.sub(r"{{ (\w+) }}", r"%(\1)s", block)


def test_every_phrase_of_the_handout_is_there() -> None:
    assert sorted({*in_modules(), *in_templates()} - KNOWN) == []


def test_placeholders_are_kept() -> None:
    changed = [
        (english, said) for english, said in TRANSLATIONS if set(VALUE.findall(english)) != set(VALUE.findall(said))
    ]
    assert changed == []


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "1 sekundę"),
        (2, "2 sekundy"),
        (5, "5 sekund"),
        (12, "12 sekund"),
        (22, "22 sekundy"),
        (60, "1 minutę"),
        (90, "1 minutę 30 sekund"),
        (4500, "1 godzinę 15 minut"),
    ],
)
def test_times_have_polish_plurals(seconds: int, said: str) -> None:
    with translation.override("pl"):
        assert time_words(seconds) == said


def test_a_dose_reads_as_polish() -> None:
    sets = Dosage(kind=Kind.REPS, sets=3, reps=12)
    walk_run = Dosage(kind=Kind.INTERVALS, sets=5, duration_seconds=60, work_activity=Activity.RUN, easy_seconds=240)
    with translation.override("pl"):
        assert summary(sets, Side.LEFT) == "3 serie po 12 na lewą nogę"
        assert summary(walk_run, Side.TOGETHER) == "Idź 4 minuty, biegnij 1 minutę, 5 razy"
