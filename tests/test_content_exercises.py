"""The shipped exercises as a patient reads them: sides, plain words, doses, links and shared vocabulary.

Reads the content files; needs no database.
"""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from programmes import plain_words
from programmes.dosage import Dosage
from programmes.sides import Side, fill, placeholders
from tests.shipped import items, read

WORDS = read("words.yaml")["words"]
VOCABULARY = read("vocabulary.yaml")
EXERCISES = {exercise["slug"]: exercise for exercise in items("exercises")}
PURPOSES = {purpose["slug"] for purpose in VOCABULARY["purposes"]}
KIT = {kit["slug"] for kit in VOCABULARY["kit"]}

LISTS = ("steps", "cues", "common_mistakes", "stop_if")
ALTS = ("start_alt", "end_alt")
FIELDS = {
    *("slug", "name", "aliases", "category", "body_regions", "primary_muscles", "secondary_muscles", "kit"),
    *("setting", "start_position", "is_unilateral", "purpose", "why", "purposes", "setup", *LISTS),
    *("feel_it", "dose", "dosage_basis", "progressions", "regressions", "precautions"),
    *("contraindicated_for", "caution_for", "attributes", "start_alt", "end_alt", "figure", "used_in", "sources"),
    *("provenance", "ours"),
}

every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)


def patient_texts(exercise: dict) -> dict[str, str]:
    """Every text of an exercise that a handout prints, by where it stands in the file."""
    texts = {field: exercise[field] for field in ("why", "setup", "feel_it")}
    for field in LISTS:
        texts |= {f"{field}[{index}]": text for index, text in enumerate(exercise[field])}
    for caution in exercise["precautions"]:
        texts[f"precautions.{caution['code']}"] = caution["text"]
    for alt in ALTS:
        texts[alt] = exercise[alt]
    if exercise.get("dose_note_for") == "patient":
        texts["dose_note"] = exercise["dose_note"]
    return texts


def sides(exercise: dict) -> list[Side]:
    """The sides an exercise is prescribed for: one that works both legs at once has none to name."""
    if not exercise["is_unilateral"]:
        return [Side.TOGETHER]
    in_turn = [Side.LEFT, Side.RIGHT, Side.EACH]
    return in_turn if exercise["dose"]["per_side"] else [*in_turn, Side.TOGETHER]


def filled(exercise: dict) -> Iterator[tuple[str, Side, str]]:
    for where, text in patient_texts(exercise).items():
        for side in sides(exercise):
            yield where, side, fill(text, WORDS, side)


def without_right_angles(text: str) -> str:
    return re.sub(r"\bright angle", "square angle", text)


def swapped(text: str) -> str:
    return re.sub(r"\b(left|right)\b", lambda side: {"left": "right", "right": "left"}[side[0]], text)


def folded(name: str) -> str:
    """A name as a search sees it: no case, hyphens, spaces or plural."""
    return "".join(word.removesuffix("s") for word in re.findall(r"\w+", name.casefold()))


@every_exercise
def test_exercise_holds_every_field_and_no_other(exercise: dict) -> None:
    noted = {"dose_note", "dose_note_for"} & set(exercise)
    worded = {"movement", "part"} & set(exercise)
    assert set(exercise) - noted - worded == FIELDS
    assert len(noted) in (0, 2), "a dose_note says who it is for"
    assert exercise.get("dose_note_for", "patient") in ("practitioner", "patient")


@every_exercise
def test_own_wording_is_marked_as_convention(exercise: dict) -> None:
    assert {"kit", "why", "purposes", "stop_if"} <= set(exercise["ours"])
    assert set(exercise["ours"].values()) == {"convention"}


@every_exercise
def test_every_side_word_is_declared(exercise: dict) -> None:
    used = {key for text in patient_texts(exercise).values() for key in placeholders(text)}
    assert used <= set(WORDS)


@every_exercise
def test_filled_texts_are_clean_sentences(exercise: dict) -> None:
    sentence_starts_small = re.compile(r"^[^A-Z0-9]|[.!?] +[a-z]")
    for where, side, text in filled(exercise):
        assert not re.search(r"[{}]|  |^\s|\s$|\n", text), (where, side, text)
        assert not sentence_starts_small.search(text), (where, side, text)
        assert text.endswith(".") != where.endswith("_alt"), (where, side, text)


@every_exercise
def test_texts_are_plain_to_read_on_every_side(exercise: dict) -> None:
    hard = {
        (where, text, tuple(problems))
        for where, _side, text in filled(exercise)
        if (problems := plain_words.problems(text))
    }
    assert hard == set()


@every_exercise
def test_swapping_the_side_swaps_the_words_and_nothing_else(exercise: dict) -> None:
    if not exercise["is_unilateral"]:
        return
    for where, text in patient_texts(exercise).items():
        left, right = (without_right_angles(fill(text, WORDS, side)) for side in (Side.LEFT, Side.RIGHT))
        assert swapped(left) == right, where


@every_exercise
def test_no_side_is_named_where_each_or_both_work(exercise: dict) -> None:
    for where, side, text in filled(exercise):
        if side in (Side.EACH, Side.TOGETHER):
            assert not re.search(r"\b(left|right)\b", without_right_angles(text), re.IGNORECASE), (where, text)


@every_exercise
def test_side_words_stand_in_one_sided_exercises_only(exercise: dict) -> None:
    used = {key for text in patient_texts(exercise).values() for key in placeholders(text)}
    if not exercise["is_unilateral"]:
        assert used == set()
    elif exercise["dose"]["per_side"]:
        instructions = " ".join([exercise["setup"], *exercise["steps"]])
        assert "left" in fill(instructions, WORDS, Side.LEFT), "the steps never say which side"


@every_exercise
def test_one_sided_exercise_never_tells_the_patient_to_change_sides(exercise: dict) -> None:
    change = re.compile(r"\b(change|swap|switch) (legs?|sides?|feet|arms?)|\bother side\b", re.IGNORECASE)
    if exercise["is_unilateral"]:
        told = [text for _where, _side, text in filled(exercise) if change.search(text)]
        assert told == []


@every_exercise
def test_default_dose_is_complete(exercise: dict) -> None:
    dose = {name: value for name, value in exercise["dose"].items() if name != "per_side"}
    assert Dosage.from_plain(dose).problems() == ()


NUMBERS = {
    word: n
    for n, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
}
AMOUNT = re.compile(
    r"\b(\d+|" + "|".join(NUMBERS) + r")(?: more)? (seconds?|minutes?|times|repetitions|steps)\b", re.IGNORECASE
)


def amounts(text: str) -> set[tuple[int, str]]:
    """The (number, unit) pairs a text states; minutes as seconds, all counts as "count"."""
    found = set()
    for number, unit in AMOUNT.findall(text):
        value = int(number) if number.isdigit() else NUMBERS[number.casefold()]
        if unit.startswith("minute"):
            found.add((value * 60, "second"))
        else:
            found.add((value, "second" if unit.startswith("second") else "count"))
    return found


def dose_amounts(dose: dict) -> set[tuple[int, str]]:
    seconds = [value for key, value in dose.items() if key.endswith("_seconds")]
    seconds += dose.get("tempo", {}).values()
    repetitions = {(dose["reps"], "count")} if "reps" in dose else set()
    return {(value, "second") for value in seconds} | repetitions


@every_exercise
def test_instructions_leave_the_amounts_to_the_dose(exercise: dict) -> None:
    """A practitioner may change the dose; a number repeated in a step would then contradict it."""
    repeated = {
        text: amounts(text) & dose_amounts(exercise["dose"])
        for text in [*exercise["steps"], *exercise["cues"]]
        if amounts(text) & dose_amounts(exercise["dose"])
    }
    assert repeated == {}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Hold for 45 seconds.", {(45, "second")}),
        ("Rest for two minutes.", {(120, "second")}),
        ("Take ten steps one way.", {(10, "count")}),
        ("Lift about 30 degrees.", set()),
    ],
)
def test_amounts_are_read_from_words_and_digits(text: str, stated: set[tuple[int, str]]) -> None:
    assert amounts(text) == stated


@every_exercise
def test_why_is_at_most_twelve_words(exercise: dict) -> None:
    for side in sides(exercise):
        assert len(fill(exercise["why"], WORDS, side).split()) <= 12


@every_exercise
def test_steps_are_three_to_six(exercise: dict) -> None:
    assert 3 <= len(exercise["steps"]) <= 6


@every_exercise
def test_stop_rule_is_short_and_leaves_the_pain_limit_to_the_pain_rule(exercise: dict) -> None:
    assert len(exercise["stop_if"]) in (1, 2)
    assert "Stop" in " ".join(exercise["stop_if"])
    for text in exercise["stop_if"]:
        assert len(text.split()) <= 18
        assert not re.search(r"\d|out of ten", text)


@every_exercise
def test_each_picture_has_its_own_alternative_text(exercise: dict) -> None:
    start, end = exercise["start_alt"], exercise["end_alt"]
    assert start != end
    seen = fill(f"{start} {end}", WORDS, Side.EACH)
    assert not re.search(r"\b(near|far) (leg|knee|foot|heel|thigh)\b", seen, re.IGNORECASE)


def test_no_name_or_alias_belongs_to_two_exercises() -> None:
    owners: dict[str, set[str]] = {}
    for slug, exercise in EXERCISES.items():
        for name in [exercise["name"], *exercise["aliases"]]:
            owners.setdefault(folded(name), set()).add(slug)
    assert {name: slugs for name, slugs in owners.items() if len(slugs) > 1} == {}


@every_exercise
def test_no_alias_is_given_twice(exercise: dict) -> None:
    assert [name for name, n in Counter(map(str.casefold, exercise["aliases"])).items() if n > 1] == []


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("lateral raises", "side-lying-leg-raise"),
        ("clamshells", "clamshell"),
        ("squats", "squat"),
        ("foam rolling", "foam-roll-outer-thigh"),
    ],
)
def test_customers_words_name_an_exercise(typed: str, slug: str) -> None:
    names = [EXERCISES[slug]["name"], *EXERCISES[slug]["aliases"]]
    assert typed in map(str.casefold, names)


@every_exercise
def test_shared_words_come_from_the_vocabulary(exercise: dict) -> None:
    for field in ("category", "start_position", "dosage_basis"):
        assert exercise[field] in VOCABULARY[field]
    for field in ("body_regions", "setting"):
        assert set(exercise[field]) <= set(VOCABULARY[field])
    assert set(exercise["attributes"]["tags"]) <= set(VOCABULARY["tags"])
    assert exercise["provenance"] in VOCABULARY["provenance_key"]
    assert exercise["purposes"]
    assert set(exercise["purposes"]) <= PURPOSES


@every_exercise
def test_kit_comes_from_the_vocabulary(exercise: dict) -> None:
    for entry in exercise["kit"]:
        assert set(entry) - {"detail"} == {"any_of", "optional"}
        assert entry["any_of"]
        assert set(entry["any_of"]) <= KIT


@pytest.mark.parametrize("group", ["purposes", "kit"])
def test_vocabulary_gives_each_slug_and_name_once(group: str) -> None:
    for field in ("slug", "name"):
        values = [folded(row[field]) for row in VOCABULARY[group]]
        assert len(values) == len(set(values))


def test_every_purpose_and_piece_of_kit_is_used() -> None:
    purposes = {slug for exercise in EXERCISES.values() for slug in exercise["purposes"]}
    kit = {slug for exercise in EXERCISES.values() for entry in exercise["kit"] for slug in entry["any_of"]}
    assert PURPOSES - purposes == set()
    assert KIT - kit == set()


@every_exercise
def test_easier_and_harder_links_lead_to_other_exercises(exercise: dict) -> None:
    for field in ("progressions", "regressions"):
        assert set(exercise[field]) <= set(EXERCISES) - {exercise["slug"]}
    assert set(exercise["progressions"]).isdisjoint(exercise["regressions"])


@pytest.mark.parametrize("key", sorted(WORDS))
def test_neutral_forms_of_a_side_word_name_no_side(key: str) -> None:
    for side in (Side.EACH, Side.TOGETHER):
        assert not re.search(r"\b(left|right)\b", WORDS[key][side])
