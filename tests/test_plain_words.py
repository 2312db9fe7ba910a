"""What a patient can read, and what the editor is told when a text is too hard."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes import plain_words
from programmes.plain_words import grade, jargon, long_sentences, problems

HARD_SENTENCE = (
    "Progressively increase resistance provided symptoms remain acceptable during subsequent activity sessions."
)


@pytest.mark.parametrize(
    "text",
    [
        "Tighten your thigh muscle.",
        "Repeat.",
        "Breathe normally.",
        "Breathe slowly.",
        "Slowly lower yourself.",
        "Rest between exercises.",
        "Hold for 30 seconds.",
        "Keep your kneecap pointing forwards.",
        "Straighten your left knee until the leg is level with the other one.",
        "Take 2 seconds to lift, pause 1 second, take 3 seconds to lower.",
        "3 sets of 10 on each leg.",
        "Do 3 sets of 12 repetitions on your left leg, then rest for 1 minute.",
        "See your physiotherapist.",
        "",
    ],
)
def test_plain_text_has_no_problem(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "Do this as directed.",
            'Replace "as directed": say exactly what to do.',
        ),
        (
            "Bend your knee as  tolerated.",
            'Replace "as tolerated": say how much, or when to stop.',
        ),
        (
            "Bend the affected knee.",
            'Replace "affected": name the leg or the knee.',
        ),
        (
            "Tighten your quadriceps.",
            'Say "front thigh muscle" in place of "quadriceps".',
        ),
        (
            "Stop immediately.",
            "Make this easier to read: grade 14.7, at most 6. Use shorter words for immediately.",
        ),
    ],
)
def test_hard_text_is_answered_with_what_to_do(text: str, problem: str) -> None:
    assert problem in problems(text)


def test_hard_sentence_is_caught_by_its_grade() -> None:
    assert any(problem.startswith("Make this easier to read") for problem in problems(HARD_SENTENCE))


def test_grade_limit_is_the_callers() -> None:
    assert problems("Stop immediately.", max_grade=15) == []


def test_short_text_is_not_judged_on_a_grade_without_long_words() -> None:
    assert grade("Repeat.") > plain_words.MAX_GRADE
    assert problems("Repeat.") == []


def test_text_of_ten_words_is_judged_on_its_grade_alone() -> None:
    text = "Always begin moving your sore body gently before resting upon pillows"
    assert plain_words.long_words(text) == []
    assert problems(text) == [
        "Make this easier to read: grade 6.4, at most 6. Use shorter sentences and shorter words."
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your hamstrings ache.", [("hamstrings", "back thigh muscle")]),
        ("Quadriceps and the patella", [("Quadriceps", "front thigh muscle"), ("patella", "kneecap")]),
        ("A weak gluteus or GLUTES", [("gluteus", "buttock muscle"), ("GLUTES", "buttock muscle")]),
        ("Full range of motion", [("range of motion", "how far it moves")]),
        ("Isometrics, isometrics, isometrics", [("Isometrics", "held still")]),
        ("It flexes.", [("flexes", "bend")]),
        ("Keep your kneecap and your calf still for 10 repetitions.", []),
        ("The extensive quadrant is flexible.", []),
    ],
)
def test_clinical_word_comes_with_its_plain_word(text: str, found: list[tuple[str, str]]) -> None:
    assert [(word, plain.split(" or ")[0]) for word, plain in jargon(text)] == found


def test_clinical_term_that_is_explained_can_be_allowed() -> None:
    text = "Your doctor calls it patellar tendinopathy."
    assert jargon(text, allow=["Patellar", "tendinopathy"]) == []
    assert problems(text, allow=["patellar"])[0] == 'Say "tendon pain" in place of "tendinopathy".'


def test_no_plain_word_is_itself_jargon_or_forbidden() -> None:
    answers = [*plain_words.PLAIN_WORDS.values(), *plain_words.FORBIDDEN.values()]
    assert [answer for answer in answers if jargon(answer) or plain_words.forbidden(answer)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One two three. Four five six seven.", ["Four five six seven"]),
        ("Rest for 2.5 minutes. Lift 10 to 20 kg.", ["Rest for 2.5 minutes", "Lift 10 to 20 kg"]),
        ("Lift now\nLower now", []),
        ("Bend, then lift?", []),
        ("One two – three.", []),
        ("One two “three four.” Five six.", ["One two “three four"]),
    ],
)
def test_sentences_over_the_limit_are_named(text: str, expected: list[str]) -> None:
    assert long_sentences(text, max_words=3) == expected


def test_long_sentence_is_named_by_its_opening() -> None:
    text = "Stand tall and hold the chair " + "and bend and lift " * 5
    assert problems(text)[0] == (
        'Split the sentence of 26 words that starts "Stand tall and hold the": use at most 20.'
    )


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Rest for 120 seconds.", "Rest for ten seconds."),
        ("Push at 70% of your best.", "Push at ten of your best."),
        ("Walk 2.5 miles.", "Walk ten miles."),
        ("Use 3-5 bands.", "Use ten-ten bands."),
        ("Bend {your knee}.", "Bend your knee."),
    ],
)
def test_numbers_and_braces_do_not_change_the_grade(written: str, spoken: str) -> None:
    assert grade(written) == grade(spoken)


@given(st.text())
def test_any_text_can_be_judged(text: str) -> None:
    assert all(problem.endswith(".") for problem in problems(text))


def test_grading_opens_no_socket_from_import_to_answer() -> None:
    code = (
        "import socket\n"
        "def refuse(*args, **kwargs): raise SystemExit('a socket was opened')\n"
        "socket.socket.__init__ = socket.create_connection = socket.getaddrinfo = refuse\n"
        "from programmes.plain_words import problems\n"
        f"assert problems({HARD_SENTENCE!r})\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
