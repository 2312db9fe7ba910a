"""The page about the search says what the search does."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from programmes.models import Exercise, Found
from programmes.models.library import use
from programmes.models.library.search import find, spelling

PAGE = (Path(__file__).resolve().parent.parent / "docs/search.md").read_text()
ROW = re.compile(r"^\| (\d)\. (.+?) \| `(.+?)` \| (.+?) \|$", re.MULTILINE)


@pytest.fixture
def library(db: None) -> None:
    call_command("load_library", verbosity=0)


def test_each_row_of_the_order_is_what_the_search_finds_so(library: None):
    rows = ROW.findall(PAGE)
    assert len(rows) == len(Found)
    for number, label, typed, name in rows:
        first = Exercise.objects.search(typed)[0]
        assert (str(first), first.found + 1, str(Found(first.found).label)) == (name, int(number), label), typed


def test_the_other_examples_find_something(library: None):
    for typed, name in (("calf rais", "Calf raise"), ("bum", "Bridge")):
        assert name in {str(hit) for hit in Exercise.objects.search(typed)[:5]}
    assert set(Exercise.objects.search("my knee hurts")) == set(Exercise.objects.search("knee"))


def test_its_numbers_are_those_in_force():
    page = PAGE.replace("\n", " ")
    assert f"its last {use.PROGRAMMES_FOR_A_SEARCH} programmes" in page
    assert f"At most {find.MOST_HITS} come" in page
    assert f"one slip from {spelling.FEWEST_LETTERS} letters on and two from {spelling.LETTERS_FOR_TWO_SLIPS}" in page
