"""Polish: every exercise that a template needs, and all that a handout prints besides, saying what the English says.

Not yet reviewed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import yaml
from django.db import transaction

from programmes.content import translated
from programmes.content.load import check_library, store_library
from programmes.content.shelf import Shelf
from programmes.handout import page
from programmes.handout.document import Earlier
from programmes.handout.prepare import prepare
from programmes.models import Programme
from programmes.plain_words import long_sentences
from programmes.sides import Side, fill, placeholders, words_problems
from tests.documents import make_document
from tests.shipped import CONTENT, LOADER, every, ids, items, read

POLISH = CONTENT.parent / "pl"
FIELDS = (
    *("slug", "name", "aliases", "purpose", "why", "setup", "steps", "cues", "common_mistakes", "feel_it", "stop_if"),
    *("precautions", "start_alt", "end_alt"),
)
LISTS = ("steps", "cues", "common_mistakes", "stop_if")
SIDES = {"left": r"\blew(?:a|ą|e|ego|ej|emu|y|ym)\b", "right": r"\bpraw(?:a|ą|e|ego|ej|emu|y|ym)\b"}


def load(name: str) -> Any:
    return yaml.load((POLISH / name).read_text(encoding="utf-8"), Loader=LOADER)


WORDS = load("words.yaml")["words"]
ENGLISH_WORDS = read("words.yaml")["words"]
ENGLISH = {exercise["slug"]: exercise for exercise in items("exercises")}
EXERCISES = {path.stem: load(f"exercises/{path.name}") for path in sorted((POLISH / "exercises").glob("*.yaml"))}

every_exercise = pytest.mark.parametrize("slug", EXERCISES)


def texts(exercise: dict[str, Any]) -> dict[str, str]:
    """Every text of an exercise, by where it stands; cautions by their code."""
    found = {field: exercise[field] for field in ("purpose", "why", "setup", "feel_it", "start_alt", "end_alt")}
    for field in LISTS:
        found |= {f"{field}[{position}]": text for position, text in enumerate(exercise[field])}
    return found | {f"precautions.{caution['code']}": caution["text"] for caution in exercise["precautions"]}


def pairs(slug: str) -> Iterator[tuple[str, str, str]]:
    polish, english = texts(EXERCISES[slug]), texts(ENGLISH[slug])
    assert list(polish) == list(english)
    for where, text in polish.items():
        yield where, text, english[where]


def numbers(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+(?:\.\d+)?", text))


def test_each_exercise_of_a_template_is_there() -> None:
    wanted = {
        line["slug"] for template in items("templates") for phase in template["phases"] for line in phase["exercises"]
    }
    assert wanted <= set(EXERCISES)


def test_side_words_are_sound_and_each_is_used() -> None:
    used = {key for exercise in EXERCISES.values() for text in texts(exercise).values() for key in placeholders(text)}
    assert words_problems(WORDS) == ()
    assert used == set(WORDS)


@every_exercise
def test_holds_the_fields_of_a_translation(slug: str) -> None:
    exercise = EXERCISES[slug]
    assert tuple(exercise) == FIELDS
    assert exercise["slug"] == slug
    assert slug in ENGLISH


@every_exercise
def test_says_as_much_as_the_english_with_the_same_numbers(slug: str) -> None:
    for where, polish, english in pairs(slug):
        assert polish.strip(), where
        assert numbers(polish) == numbers(english), where


@every_exercise
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_names_the_sides_that_the_english_names(slug: str, side: Side) -> None:
    for where, polish, english in pairs(slug):
        said = fill(polish, WORDS, side).lower()
        meant = fill(english, ENGLISH_WORDS, side).lower().replace("right angle", "")
        for name, pattern in SIDES.items():
            assert bool(re.search(pattern, said)) == bool(re.search(rf"\b{name}\b", meant)), f"{where}: {said}"


@every_exercise
@pytest.mark.parametrize("side", list(Side))
def test_sentences_are_short_on_every_side(slug: str, side: Side) -> None:
    for where, text in texts(EXERCISES[slug]).items():
        said = fill(text, WORDS, side)
        assert long_sentences(said) == [], where
        assert where != "why" or len(said.split()) <= 12, said


@every_exercise
def test_an_exercise_of_both_sides_at_once_names_none(slug: str) -> None:
    named = {where for where, text in texts(EXERCISES[slug]).items() if placeholders(text)}
    assert ENGLISH[slug]["is_unilateral"] or not named


def test_names_are_each_one_exercises_own() -> None:
    names = Counter(name.lower() for one in EXERCISES.values() for name in {one["name"], *one["aliases"]})
    assert [name for name, count in names.items() if count > 1] == []


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return check_library()


@pytest.fixture(scope="module")
def library(shelf: Shelf, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the library and its translations once; all of it is rolled back in the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        store_library(shelf)
        yield
        transaction.set_rollback(True)


def test_every_text_that_a_handout_prints_is_there(shelf: Shelf) -> None:
    (polish,) = shelf.translations
    files = [*translated.FILES, *(item.file for kind in translated.FOLDERS for item in shelf.of(kind))]
    assert sorted(item.slug for item in polish.files) == sorted(files)
    for item in polish.files:
        said = translated.listed(item.data, translated.printed_of(item.slug))
        assert list(left_out(translated.english(shelf, item.slug), said)) == [], item.file


def left_out(english: Any, said: Any) -> Iterator[str]:
    """Yield the names in the English that the translation has not. The loader asks for all but these."""
    if isinstance(english, dict):
        yield from english.keys() - said.keys()
        for name in english.keys() & said.keys():
            yield from left_out(english[name], said[name])


@pytest.mark.parametrize("slug", ids("templates"))
def test_a_handout_has_no_english_but_the_second_line_of_the_note(slug: str, library: None, db: None) -> None:
    template = Programme.objects.with_lines().get(slug=slug, clinic=None, patient=None)
    html = page.render(prepare(template, language="pl", phase="all"))
    assert re.findall(r'<[^>]* lang="en"[^>]*>([^<]*)', html) == [
        "The translation has not yet been reviewed. Ask Your clinic if something is unclear."
    ]


def test_nothing_is_said_to_men_or_women_alone() -> None:
    """Polish verbs in the past tell a man from a woman."""
    found = {
        path.name: re.findall(r"\b\w+(?:łeś|łaś|łbyś|łabyś)\b", path.read_text(encoding="utf-8"))
        for path in sorted(POLISH.rglob("*.yaml"))
    }
    assert {name: words for name, words in found.items() if words} == {}


def test_each_date_is_in_the_genitive() -> None:
    day = date(2026, 11, 25)
    since = Earlier(1, day)
    html = page.render(make_document(language="pl", issued=day, review=day, practised_on=day, since=since))
    assert html.count("25 listopada 2026") >= 4
    assert "listopad 2026" not in html


def test_every_muscle_region_kind_position_and_purpose_is_found_in_polish():
    search, vocabulary = load("search.yaml"), read("vocabulary.yaml")
    muscles = every("exercises", "primary_muscles", "secondary_muscles")
    used = muscles | every("exercises", "category", "start_position", "body_regions")
    assert set(search["lay_words"]) == used
    assert set(search["purposes"]) == {purpose["slug"] for purpose in vocabulary["purposes"]}
