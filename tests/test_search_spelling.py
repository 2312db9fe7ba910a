"""Slips of the keyboard: which word somebody meant."""

import pytest

from programmes.models.library.search.spelling import Spelling, allowed_slips, slips

WORDS = Spelling(
    [
        "balance",
        "bridge",
        "calf",
        "calves",
        "clamshell",
        "hamstring",
        "hop",
        "plank",
        "quadriceps",
        "raise",
        "step",
        "up",
    ]
)


@pytest.mark.parametrize(
    ("typed", "word", "count"),
    [
        ("squat", "squat", 0),
        ("squa", "squat", 0),  # begun, not misspelt
        ("squatt", "squat", 1),  # a letter too many
        ("sqat", "squat", 1),  # too few
        ("squot", "squat", 1),  # a wrong one
        ("sqaut", "squat", 1),  # two swapped
        ("hamstirn", "hamstring", 1),
        ("sqtau", "squat", 2),
        ("bridge", "squat", 3),
    ],
)
def test_slips_are_counted(typed: str, word: str, count: int):
    assert slips(typed, word, most=2) == count


@pytest.mark.parametrize(("typed", "most"), [("hop", 0), ("calf", 1), ("plank", 1), ("bridge", 2), ("quadriceps", 2)])
def test_long_words_may_have_more_slips_and_short_ones_none(typed: str, most: int):
    assert allowed_slips(typed) == most


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("clmashell", ["clamshell"]),
        ("brigde", ["bridge"]),
        ("qaud", ["quadriceps"]),
        ("hamstrign", ["hamstring"]),
        ("balence", ["balance"]),
        ("callf", ["calf"]),
        ("bridgework", ["bridge"]),
        ("upstream", []),
        ("hpo", []),
        ("bicycle", []),
    ],
)
def test_the_nearest_words_are_guessed(typed: str, meant: list[str]):
    assert WORDS.guesses(typed) == meant


@pytest.mark.parametrize(
    ("typed", "parts"),
    [("stepup", ("step", "up")), ("calfraise", ("calf", "raise")), ("calfrai", ("calf", "rai")), ("stepping", None)],
)
def test_words_run_together_are_parted(typed: str, parts: tuple[str, str] | None):
    assert WORDS.parts(typed) == parts


@pytest.mark.parametrize(("typed", "is_known"), [("quad", True), ("quadz", False), ("zz", False), ("", True)])
def test_the_beginning_of_a_word_is_known(typed: str, is_known: bool):
    assert WORDS.knows(typed) is is_known
