"""Side words: what a text says for the left, the right, each in turn and both together."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from programmes import sides
from programmes.sides import Side, StrayBrace, UnknownWord, fill, placeholders, words_problems

WORDS_FILE = Path(sides.__file__).parent / "content" / "en" / "words.yaml"
WORDS: dict[str, dict[str, str]] = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))["words"]

literals = st.text(st.characters(blacklist_characters="{}", blacklist_categories=["Cs"]))
keys = st.sampled_from(sorted(WORDS))
every_side = st.sampled_from(list(Side))


@pytest.mark.parametrize(
    ("text", "side", "expected"),
    [
        ("Bend {your knee}.", Side.LEFT, "Bend your left knee."),
        ("Bend {your knee}.", Side.RIGHT, "Bend your right knee."),
        ("Bend {your knee}.", Side.EACH, "Bend your knee."),
        ("Bend {your knee}.", Side.TOGETHER, "Bend your knees."),
        ("{One leg} stays still.", Side.LEFT, "Your left leg stays still."),
        ("{One leg} stays still.", Side.EACH, "One leg stays still."),
        ("{Other leg} stays still.", Side.LEFT, "Your right leg stays still."),
        ("Lie on {side to lie on}.", Side.LEFT, "Lie on your right side."),
        ("Lie on {side to lie on}.", Side.EACH, "Lie on one side."),
        (
            "Lift {the leg}, then lower {the leg}.",
            Side.RIGHT,
            "Lift the right leg, then lower the right leg.",
        ),
        ("Stand tall.", Side.LEFT, "Stand tall."),
        ("", Side.LEFT, ""),
    ],
)
def test_text_names_the_prescribed_side(text: str, side: Side, expected: str) -> None:
    assert fill(text, WORDS, side) == expected


def test_undeclared_word_is_refused_with_the_nearest_declared_ones() -> None:
    with pytest.raises(UnknownWord, match=r"\{your kne\} is not a declared side word; did you mean") as error:
        fill("Bend {Your kne}.", WORDS, Side.LEFT)
    assert error.value.key == "your kne"
    assert "your knee" in error.value.near


def test_word_unlike_any_declared_one_is_refused_without_a_guess() -> None:
    with pytest.raises(UnknownWord) as error:
        fill("{zzzz}", WORDS, Side.LEFT)
    assert error.value.near == ()
    assert str(error.value) == "{zzzz} is not a declared side word"


@pytest.mark.parametrize("text", ["Bend {your knee", "Bend your knee}", "{}", "{ }", "{{your knee}}", "a } b { c"])
@pytest.mark.parametrize("read", [placeholders, lambda text: fill(text, WORDS, Side.LEFT)])
def test_brace_outside_a_side_word_is_refused(read, text: str) -> None:
    with pytest.raises(StrayBrace):
        read(text)


def test_placeholders_are_named_once_with_a_small_first_letter() -> None:
    assert placeholders("{Your knee} and {your knee} over {other foot}") == {"your knee", "other foot"}


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        (Side.LEFT, Side.RIGHT),
        (Side.RIGHT, Side.LEFT),
        (Side.EACH, Side.EACH),
        (Side.TOGETHER, Side.TOGETHER),
    ],
)
def test_only_left_and_right_have_an_opposite(side: Side, expected: Side) -> None:
    assert sides.other(side) is expected


def test_every_side_has_its_own_label() -> None:
    assert [str(side.label) for side in Side] == ["Left", "Right", "Each side in turn", "Both sides together"]


def test_shipped_words_declare_all_four_forms() -> None:
    assert words_problems(WORDS) == ()


@pytest.mark.parametrize("key", sorted(WORDS))
def test_shipped_words_mirror_when_the_side_is_swapped(key: str) -> None:
    mirrored = WORDS[key]["left"].replace("left", "R").replace("right", "left").replace("R", "right")
    assert WORDS[key]["right"] == mirrored


FORMS = {"left": "your left knee", "right": "your right knee", "each": "your knee", "together": "your knees"}


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ({"your knee": {**FORMS, "together": ""}}, "'your knee': give the form for together"),
        (
            {"your knee": {k: v for k, v in FORMS.items() if k != "each"}},
            "'your knee': give the form for each",
        ),
        ({"Your knee": FORMS}, "'Your knee': start the key with a small letter and leave braces out"),
        ({"{knee}": FORMS}, "'{knee}': start the key with a small letter and leave braces out"),
        ({"your knee": {**FORMS, "left": "{x}"}}, "'your knee': leave braces out of the form for left"),
        ({"your knee": {**FORMS, "both": "your knees"}}, "'your knee': 'both' is not a side"),
    ],
)
def test_unsound_table_of_words_is_named(words: dict[str, dict[str, str]], problem: str) -> None:
    assert words_problems(words) == (problem,)


@given(literals, every_side)
def test_text_without_side_words_is_unchanged(text: str, side: Side) -> None:
    assert fill(text, WORDS, side) == text


@given(st.lists(st.tuples(literals, keys)), every_side)
def test_filled_text_holds_exactly_the_declared_forms_and_no_brace(parts: list[tuple[str, str]], side: Side) -> None:
    text = "".join(f"{literal}{{{key}}}" for literal, key in parts)
    assert fill(text, WORDS, side) == "".join(literal + WORDS[key][side] for literal, key in parts)
    assert "{" not in fill(text, WORDS, side)
    assert placeholders(text) == {key for _, key in parts}


@given(keys, every_side)
def test_capital_key_differs_from_the_small_one_in_its_first_letter_only(key: str, side: Side) -> None:
    small = fill(f"{{{key}}}", WORDS, side)
    capital = fill(f"{{{key[0].upper()}{key[1:]}}}", WORDS, side)
    assert capital == small[0].upper() + small[1:]
