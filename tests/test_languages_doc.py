"""The page about languages in docs/: its side words and its complaints are the ones there are."""

import re
from pathlib import Path

import yaml

from programmes.content import translated
from programmes.content.schema.translation import TEXTS_OF_AN_EXERCISE
from programmes.sides import Side, fill

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "languages.md").read_text()
POLISH = yaml.safe_load((ROOT / "programmes/content/pl/words.yaml").read_text(encoding="utf-8"))["words"]


def test_the_side_words_in_the_table_are_the_shipped_ones():
    rows = re.findall(r"^\| `([^`]+)` \| (\S.*?) \| (.*?) \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)
    assert [POLISH[key] for key, *_forms in rows] == [dict(zip(Side, forms, strict=True)) for _key, *forms in rows]


def test_the_worked_example_reads_as_the_page_says():
    text, read = re.findall(r'`(Zegnij [^`]+)` then reads "([^"]+)"', PAGE.replace("\n", " "))[0]
    assert fill(text, POLISH, Side.LEFT) == read


def test_each_file_of_a_translation_stands_in_the_table():
    named = re.findall(r"^\| [^|]+ \| `([^`]+\.yaml)` \|", PAGE, re.MULTILINE)
    folders = [f"{folder}/<slug>.yaml" for folder in ("exercises", *translated.FOLDERS)]
    assert sorted(named) == sorted(["words.yaml", "search.yaml", *translated.FILES, *folders])


def test_every_field_of_a_translation_is_named():
    (listed,) = re.findall(r"under the keys of the English file: (.*?)\.\n", PAGE, re.DOTALL)
    named = [name for name in re.findall(r"`(\w+)`", listed) if name not in ("code", "text")]
    assert named == list(TEXTS_OF_AN_EXERCISE)
