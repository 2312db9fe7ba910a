"""How a dose reads: every rule of wording once, and the table of all shipped doses."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes import plain_words
from programmes.dosage import (
    Activity,
    Dosage,
    Kind,
    Movement,
    Part,
    Tempo,
    how_often,
    seconds_estimate,
    summary,
    time_words,
    words,
)
from programmes.sides import Side
from tests.dose_wording import TABLE, table
from tests.doses import HOLD, INTERVALS, REPS, whole_doses

TIME = Dosage(Kind.TIME, sets=1, duration_seconds=600, days_per_week=4)
DISTANCE = Dosage(Kind.DISTANCE, sets=2, distance_metres=20, days_per_week=3)
COMFORT = Dosage(Kind.TO_COMFORT, sets=3, days_per_week=7)
CADENCE = replace(INTERVALS, easy_seconds=90, work_activity=Activity.QUICK_RUN, easy_activity=Activity.EASY_RUN)


def line(name: str, dosage: Dosage, side: Side = Side.TOGETHER, **manner: Part | Movement) -> str | None:
    """Return the text of one row of the dose table, or None when it has no such row."""
    texts = {row.name: row.text for row in words(dosage, side, **manner)}  # type: ignore[arg-type]
    return texts.get(name)


@pytest.mark.parametrize(
    ("dosage", "side", "text"),
    [
        (REPS, Side.LEFT, "3 sets of 12 on your left leg"),
        (REPS, Side.RIGHT, "3 sets of 12 on your right leg"),
        (REPS, Side.EACH, "3 sets of 12 on each leg"),
        (REPS, Side.TOGETHER, "3 sets of 12"),
        (replace(REPS, sets=1), Side.EACH, "1 set of 12 on each leg"),
        (replace(REPS, reps=1), Side.EACH, "3 times on each leg"),
        (replace(REPS, sets=1, reps=1), Side.LEFT, "Once on your left leg"),
        (replace(REPS, sets=None), Side.EACH, "12 times on each leg"),
        (replace(REPS, reps=None), Side.EACH, "3 sets on each leg"),
        (replace(REPS, sets=None, reps=None), Side.EACH, None),
        (HOLD, Side.EACH, "Hold for 30 seconds, 3 times on each leg"),
        (replace(HOLD, sets=1), Side.LEFT, "Hold for 30 seconds on your left leg"),
        (replace(HOLD, sets=2, hold_seconds=90), Side.TOGETHER, "Hold for 1 minute 30 seconds, twice"),
        (replace(HOLD, hold_seconds=0), Side.TOGETHER, "Hold for 0 seconds, 3 times"),
        (replace(HOLD, hold_seconds=None), Side.EACH, None),
        (TIME, Side.TOGETHER, "10 minutes"),
        (replace(TIME, duration_seconds=180), Side.EACH, "3 minutes on each leg"),
        (replace(TIME, sets=2, duration_seconds=45), Side.EACH, "45 seconds, twice on each leg"),
        (replace(TIME, duration_seconds=None), Side.EACH, None),
        (DISTANCE, Side.TOGETHER, "20 metres, twice"),
        (replace(DISTANCE, sets=None, distance_metres=1), Side.LEFT, "1 metre on your left leg"),
        (replace(DISTANCE, sets=None, distance_metres=5000), Side.TOGETHER, "5 kilometres"),
        (replace(DISTANCE, sets=None, distance_metres=1000), Side.TOGETHER, "1 kilometre"),
        (replace(DISTANCE, sets=None, distance_metres=1500), Side.TOGETHER, "1500 metres"),
        (replace(DISTANCE, distance_metres=None), Side.TOGETHER, None),
        (COMFORT, Side.EACH, "3 sets of as many as feel comfortable on each leg"),
        (replace(COMFORT, sets=None), Side.TOGETHER, "As many as feel comfortable"),
        (INTERVALS, Side.TOGETHER, "Walk 4 minutes, run 1 minute, 5 times"),
        (
            CADENCE,
            Side.TOGETHER,
            "Run with quicker steps for 1 minute, run easily for 1 minute 30 seconds, 5 times",
        ),
        (replace(INTERVALS, sets=1), Side.EACH, "Walk 4 minutes, run 1 minute"),
        (
            replace(INTERVALS, sets=1, duration_seconds=1800, easy_seconds=0),
            Side.TOGETHER,
            "Run 30 minutes, without a break",
        ),
        (replace(INTERVALS, easy_seconds=None), Side.TOGETHER, "Run 1 minute, 5 times"),
        (replace(INTERVALS, duration_seconds=None), Side.TOGETHER, None),
    ],
)
def test_amount_reads(dosage: Dosage, side: Side, text: str | None) -> None:
    assert line("amount", dosage, side) == text


@pytest.mark.parametrize(
    ("side", "text"),
    [
        (Side.LEFT, "Hold for 30 seconds, 3 times on your left side"),
        (Side.RIGHT, "Hold for 30 seconds, 3 times on your right side"),
        (Side.EACH, "Hold for 30 seconds, 3 times on each side"),
        (Side.TOGETHER, "Hold for 30 seconds, 3 times"),
    ],
)
def test_side_plank_is_done_on_a_side_not_on_a_leg(side: Side, text: str) -> None:
    assert line("amount", HOLD, side, part=Part.SIDE) == text


@pytest.mark.parametrize(
    ("dosage", "hold", "tempo"),
    [
        (REPS, None, None),
        (replace(REPS, hold_seconds=5), "Hold each one for 5 seconds", None),
        (replace(REPS, hold_seconds=0), "Do not hold", None),
        (replace(COMFORT, hold_seconds=5), "Hold each one for 5 seconds", None),
        (
            replace(REPS, hold_seconds=3, tempo=Tempo(3, 3, 2)),
            None,
            "Take 2 seconds to lift, hold 3 seconds, take 3 seconds to lower",
        ),
        (
            replace(REPS, hold_seconds=5, tempo=Tempo(3, 1, 2)),
            "Hold each one for 5 seconds",
            "Take 2 seconds to lift, pause 1 second, take 3 seconds to lower",
        ),
        (HOLD, None, None),
    ],
)
def test_hold_is_said_once(dosage: Dosage, hold: str | None, tempo: str | None) -> None:
    assert (line("hold", dosage), line("tempo", dosage)) == (hold, tempo)


@pytest.mark.parametrize(
    ("movement", "tempo", "text"),
    [
        (Movement.LIFT, Tempo(3, 1, 2), "Take 2 seconds to lift, pause 1 second, take 3 seconds to lower"),
        (
            Movement.LOWER,
            Tempo(3, 1, 2),
            "Take 3 seconds to lower, pause 1 second, take 2 seconds to push back up",
        ),
        (
            Movement.STAND,
            Tempo(3, 1, 1),
            "Take 1 second to stand up, pause 1 second, take 3 seconds to sit down",
        ),
        (Movement.STEP, Tempo(3, 0, 2), "Take 2 seconds to step up, take 3 seconds to step down, with no pause"),
        (
            Movement.BEND,
            Tempo(3, 1, 2),
            "Take 2 seconds to bend, pause 1 second, take 3 seconds to straighten",
        ),
        (
            Movement.STRAIGHTEN,
            Tempo(2, 2, 1),
            "Take 1 second to straighten, pause 2 seconds, take 2 seconds to bend",
        ),
        (
            Movement.SLIDE,
            Tempo(1, 0, 2),
            "Take 1 second to slide out, take 2 seconds to slide back, with no pause",
        ),
        (
            Movement.LOWER,
            Tempo(3, 0, 0),
            "Take 3 seconds to lower, come back up without counting, with no pause",
        ),
        (Movement.LIFT, Tempo(0, 2, 0), "Lift without counting, pause 2 seconds, lower without counting"),
    ],
)
def test_tempo_follows_the_movement(movement: Movement, tempo: Tempo, text: str) -> None:
    assert line("tempo", replace(REPS, tempo=tempo), movement=movement) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0, 0, "Effort 0 out of 10: no effort"),
        (1, 3, "Effort 1 to 3 out of 10: very easy to easy"),
        (2, 3, "Effort 2 to 3 out of 10: easy"),
        (4, 6, "Effort 4 to 6 out of 10: medium to hard"),
        (5, 7, "Effort 5 to 7 out of 10: fairly hard to hard"),
        (7, 7, "Effort 7 out of 10: hard"),
        (8, 9, "Effort 8 to 9 out of 10: very hard"),
        (9, 10, "Effort 9 to 10 out of 10: very hard to as hard as you can"),
        (None, None, None),
        (None, 4, "Effort 4 out of 10: medium"),
        (9, 12, "Effort 9 to 12 out of 10: very hard to as hard as you can"),
    ],
)
def test_effort_comes_with_plain_words(low: int | None, high: int | None, text: str | None) -> None:
    assert line("effort", replace(REPS, effort_low=low, effort_high=high)) == text


@pytest.mark.parametrize(
    ("dosage", "side", "text"),
    [
        (REPS, Side.EACH, None),
        (replace(REPS, rest_seconds=45), Side.EACH, "45 seconds between sets"),
        (replace(REPS, rest_seconds=60), Side.LEFT, "1 minute between sets"),
        (replace(REPS, rest_seconds=0), Side.EACH, "No rest between sets"),
        (replace(REPS, sets=None, rest_seconds=60), Side.LEFT, "1 minute between sets"),
        (replace(HOLD, rest_seconds=15), Side.LEFT, "15 seconds between holds"),
        (replace(HOLD, rest_seconds=0), Side.LEFT, "No rest between holds"),
        (replace(TIME, sets=2, rest_seconds=30), Side.EACH, "30 seconds between goes"),
        (replace(DISTANCE, rest_seconds=90), Side.TOGETHER, "1 minute 30 seconds between goes"),
        (replace(COMFORT, rest_seconds=90), Side.TOGETHER, "1 minute 30 seconds between sets"),
        (replace(REPS, sets=1, rest_seconds=10), Side.EACH, "10 seconds before you change legs"),
        (replace(REPS, sets=1, rest_seconds=10), Side.LEFT, "10 seconds before you go on"),
        (replace(TIME, rest_seconds=0), Side.TOGETHER, None),
        (INTERVALS, Side.TOGETHER, None),
    ],
)
def test_rest_reads(dosage: Dosage, side: Side, text: str | None) -> None:
    assert line("rest", dosage, side) == text


def test_rest_before_the_other_side_of_a_side_plank() -> None:
    once = replace(HOLD, sets=1, rest_seconds=10)
    assert line("rest", once, Side.EACH, part=Part.SIDE) == "10 seconds before you change sides"


@pytest.mark.parametrize(
    ("times", "days", "text"),
    [
        (1, 5, "Once a day, 5 days a week"),
        (2, 7, "Twice a day, every day"),
        (3, 7, "3 times a day, every day"),
        (1, 7, "Once a day, every day"),
        (1, 1, "Once a week"),
        (2, 1, "Twice a day, 1 day a week"),
        (None, 3, "3 days a week"),
        (None, 1, "1 day a week"),
        (None, 7, "Every day"),
        (2, None, "Twice a day"),
        (None, None, ""),
    ],
)
def test_how_often_reads(times: int | None, days: int | None, text: str) -> None:
    dosage = replace(REPS, times_per_day=times, days_per_week=days)
    assert how_often(dosage) == text
    assert line("often", dosage) == (text or None)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (45, "45 seconds"),
        (60, "1 minute"),
        (90, "1 minute 30 seconds"),
        (600, "10 minutes"),
        (3600, "1 hour"),
        (5400, "1 hour 30 minutes"),
        (3661, "1 hour 1 minute 1 second"),
    ],
)
def test_time_reads(seconds: int, text: str) -> None:
    assert time_words(seconds) == text


@pytest.mark.parametrize(
    ("dosage", "side", "text"),
    [
        (REPS, Side.EACH, "3 sets of 12 on each leg"),
        (replace(REPS, hold_seconds=5), Side.TOGETHER, "3 sets of 12, holding each for 5 seconds"),
        (replace(REPS, hold_seconds=0), Side.TOGETHER, "3 sets of 12"),
        (replace(REPS, sets=None, reps=None, hold_seconds=5), Side.TOGETHER, ""),
        (HOLD, Side.LEFT, "Hold for 30 seconds, 3 times on your left leg"),
    ],
)
def test_summary_is_one_line(dosage: Dosage, side: Side, text: str) -> None:
    assert summary(dosage, side) == text


def test_rows_come_in_handout_order_with_their_labels() -> None:
    dosage = replace(
        REPS,
        hold_seconds=5,
        load="light band",
        effort_low=4,
        effort_high=6,
        tempo=Tempo(2, 1, 1),
        rest_seconds=45,
        times_per_day=1,
    )
    assert [(row.name, row.label) for row in words(dosage, Side.EACH)] == [
        ("amount", "How many"),
        ("hold", "Hold"),
        ("load", "Level"),
        ("effort", "How hard"),
        ("tempo", "Speed"),
        ("rest", "Rest"),
        ("often", "How often"),
    ]
    assert line("load", dosage) == "Light band"


def test_dose_with_nothing_prescribed_has_no_rows() -> None:
    assert words(Dosage(Kind.REPS), Side.EACH) == ()


@given(whole_doses(), st.sampled_from(list(Side)), st.sampled_from(list(Part)), st.sampled_from(list(Movement)))
def test_no_dose_reads_badly(dosage: Dosage, side: Side, part: Part, movement: Movement) -> None:
    rows = words(replace(dosage, load=""), side, part, movement)
    for text in [*(row.text for row in rows), summary(dosage, side, part)]:
        assert text[0].isupper() or text[0].isdigit()
        assert not re.search(r"\b1 (sets|times|days|seconds|minutes|hours|metres)\b", text)
        assert not re.search(r"(?<!\d)(?!1 )\d+ (set|time|day|second|minute|hour|metre)\b", text)
        assert not re.search(r"repetition|None|%|  |\.$", text)


@given(whole_doses(), st.sampled_from([Part.LEG, Part.SIDE]))
def test_left_and_right_differ_in_that_word_only(dosage: Dosage, part: Part) -> None:
    left = [row.text.replace("your left", "your right") for row in words(replace(dosage, load=""), Side.LEFT, part)]
    assert left == [row.text for row in words(replace(dosage, load=""), Side.RIGHT, part)]


@pytest.mark.parametrize("choice", [*Part, *Movement])
def test_every_way_of_wording_has_a_label_of_its_own(choice: Part | Movement) -> None:
    labels = [str(other.label) for other in type(choice)]
    assert labels.count(str(choice.label)) == 1


@pytest.mark.parametrize(
    ("dosage", "side", "seconds"),
    [
        (REPS, Side.TOGETHER, 3 * 12 * 3),
        (replace(REPS, rest_seconds=60), Side.LEFT, 3 * 12 * 3 + 2 * 60),
        (replace(REPS, rest_seconds=60), Side.EACH, 2 * 3 * 12 * 3 + 2 * (60 - 36)),
        (replace(REPS, rest_seconds=30), Side.EACH, 2 * 3 * 12 * 3),
        (replace(REPS, tempo=Tempo(3, 1, 2)), Side.TOGETHER, 3 * 12 * 6),
        (replace(REPS, hold_seconds=5), Side.TOGETHER, 3 * 12 * 8),
        (replace(REPS, hold_seconds=3, tempo=Tempo(3, 3, 2)), Side.TOGETHER, 3 * 12 * 8),
        (HOLD, Side.EACH, 180),
        (TIME, Side.TOGETHER, 600),
        (replace(TIME, sets=None), Side.EACH, 1200),
        (replace(DISTANCE, distance_metres=21), Side.TOGETHER, 22),
        (COMFORT, Side.TOGETHER, 90),
        (INTERVALS, Side.EACH, 5 * 300),
        (replace(REPS, reps=None), Side.LEFT, None),
        (Dosage(Kind.HOLD), Side.LEFT, None),
        (Dosage(Kind.TIME), Side.LEFT, None),
        (Dosage(Kind.DISTANCE), Side.LEFT, None),
        (Dosage(Kind.INTERVALS), Side.LEFT, None),
    ],
)
def test_time_of_a_session_is_estimated(dosage: Dosage, side: Side, seconds: int | None) -> None:
    assert seconds_estimate(dosage, side) == seconds


def test_table_of_shipped_doses_is_up_to_date() -> None:
    made = table()
    assert TABLE.read_text(encoding="utf-8") == made, "make it again: python -m tests.dose_wording, and read it"


def test_shipped_doses_are_plain_to_read() -> None:
    rows = re.findall(r"^  (?:How|Hold|Speed|Rest|Level|over|left).{6,9} (\S.*)$", table(), flags=re.MULTILINE)
    assert len(set(rows)) > 50
    assert {row: problems for row in set(rows) if (problems := plain_words.problems(row))} == {}
