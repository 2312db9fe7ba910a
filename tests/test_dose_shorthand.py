"""A dose typed in short: what each piece means, and that nothing is ever guessed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.dosage import HELP, Activity, Dosage, Kind, Tempo, as_shorthand, parse_shorthand
from programmes.sides import Side
from tests.doses import REPS, whole_doses


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("3x12", {"kind": Kind.REPS, "sets": 3, "reps": 12}),
        ("3X12", {"kind": Kind.REPS, "sets": 3, "reps": 12}),
        ("3×12", {"kind": Kind.REPS, "sets": 3, "reps": 12}),
        ("3 x 12", {"kind": Kind.REPS, "sets": 3, "reps": 12}),
        ("3x 12", {"kind": Kind.REPS, "sets": 3, "reps": 12}),
        ("x12", {"kind": Kind.REPS, "reps": 12}),
        ("3x30s", {"kind": Kind.HOLD, "sets": 3, "hold_seconds": 30}),
        ("3x2min", {"kind": Kind.TIME, "sets": 3, "duration_seconds": 120}),
        ("2x0:45", {"kind": Kind.TIME, "sets": 2, "duration_seconds": 45}),
        ("10min", {"kind": Kind.TIME, "duration_seconds": 600}),
        ("2x20m", {"kind": Kind.DISTANCE, "sets": 2, "distance_metres": 20}),
        ("20m", {"kind": Kind.DISTANCE, "distance_metres": 20}),
        ("3xcomfort", {"kind": Kind.TO_COMFORT, "sets": 3}),
        (
            "5xrun1min/walk4min",
            {
                "kind": Kind.INTERVALS,
                "sets": 5,
                "work_activity": Activity.RUN,
                "duration_seconds": 60,
                "easy_activity": Activity.WALK,
                "easy_seconds": 240,
            },
        ),
        ("h5", {"hold_seconds": 5}),
        ("h0", {"hold_seconds": 0}),
        ("h1m", {"hold_seconds": 60}),
        ("r60", {"rest_seconds": 60}),
        ("r90s", {"rest_seconds": 90}),
        ("r2m", {"rest_seconds": 120}),
        ("r2min", {"rest_seconds": 120}),
        ("r1:30", {"rest_seconds": 90}),
        ("R60", {"rest_seconds": 60}),
        ("t2 d3", {"times_per_day": 2, "days_per_week": 3}),
        ("e4-6", {"effort_low": 4, "effort_high": 6}),
        ("e7", {"effort_low": 7, "effort_high": 7}),
        ("3-1-2", {"tempo": Tempo(lower_seconds=3, pause_seconds=1, lift_seconds=2)}),
        ('"light band"', {"load": "light band"}),
        ("“light band”", {"load": "light band"}),
        ('w:"light band"', {"load": "light band"}),
        ("w:band", {"load": "band"}),
        (r'"a 5\" step"', {"load": 'a 5" step'}),
        ('"2 x 4 kg"', {"load": "2 x 4 kg"}),
        ("", {}),
    ],
)
def test_piece_means_what_the_crib_says(text: str, changes: dict[str, Any]) -> None:
    typed = parse_shorthand(text)
    assert (typed.changes, typed.side, typed.unknown) == (changes, None, ())


@pytest.mark.parametrize(
    ("letter", "side"),
    [("L", Side.LEFT), ("r", Side.RIGHT), ("E", Side.EACH), ("T", Side.TOGETHER), ("b", Side.TOGETHER)],
)
def test_letter_names_the_side(letter: str, side: Side) -> None:
    typed = parse_shorthand(f"3x12 {letter}")
    assert (typed.side, typed.unknown) == (side, ())


def test_whole_line_is_read_in_any_order() -> None:
    assert parse_shorthand("3x12 h5 r60 L") == parse_shorthand("L r60 h5 3x12")
    assert parse_shorthand("3x12 h5 r60 L").side is Side.LEFT


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("3 sets", ("3", "sets")),
        ("3x", ("3x",)),
        ("x", ("x",)),
        ("12", ("12",)),
        ("30s", ("30s",)),
        ("3x12kg", ("3x12kg",)),
        ("h5x", ("h5x",)),
        ("r", ()),
        ("left", ("left",)),
        ("2x1:75", ("2x1:75",)),
        ("3-1", ("3-1",)),
        ("d3.5", ("d3.5",)),
        ("3x-12", ("3x-12",)),
        ("5xswim1min/walk1min", ("5xswim1min/walk1min",)),
        ('"light band', ('"light', "band")),
        ("1234567x2", ("1234567x2",)),
    ],
)
def test_piece_that_is_not_understood_is_handed_back(text: str, unknown: tuple[str, ...]) -> None:
    typed = parse_shorthand(text)
    assert (typed.changes, typed.unknown) == ({}, unknown)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("3x12 4x10", ("4x10",)),
        ("3x12 3x30s", ("3x30s",)),
        ("r60 r90", ("r90",)),
        ("L R", ("R",)),
        ("L E", ("E",)),
        ("r60 r60s", ()),
    ],
)
def test_piece_that_contradicts_an_earlier_one_is_handed_back(text: str, unknown: tuple[str, ...]) -> None:
    assert parse_shorthand(text).unknown == unknown


def test_bounds_are_for_the_dose_to_judge() -> None:
    typed = parse_shorthand("30x12")
    assert typed.unknown == ()
    assert [problem.field for problem in REPS.changed(typed.changes).problems()] == ["sets"]


@pytest.mark.parametrize("piece", [piece for piece, _meaning in HELP])
def test_every_piece_of_the_crib_is_understood(piece: str) -> None:
    typed = parse_shorthand(piece)
    assert typed.unknown == ()
    assert typed.changes or typed.side


@pytest.mark.parametrize(
    ("dosage", "side", "text"),
    [
        (REPS, Side.LEFT, "3x12 d4 L"),
        (Dosage(Kind.HOLD, sets=5, hold_seconds=45, rest_seconds=120), Side.EACH, "5x45s r120 E"),
        (Dosage(Kind.TIME, duration_seconds=600), Side.TOGETHER, "x10min T"),
        (Dosage(Kind.REPS, sets=3, reps=8, hold_seconds=0, tempo=Tempo(3, 0, 0)), None, "3x8 h0 3-0-0"),
        (Dosage(Kind.REPS, load='5" step'), None, r'"5\" step"'),
    ],
)
def test_dose_is_written_in_short(dosage: Dosage, side: Side | None, text: str) -> None:
    assert as_shorthand(dosage, side) == text


@given(whole_doses(), st.none() | st.sampled_from(list(Side)))
def test_whole_dose_comes_back_from_its_short_form(dosage: Dosage, side: Side | None) -> None:
    typed = parse_shorthand(as_shorthand(dosage, side))
    assert Dosage(dosage.kind).changed(typed.changes) == dosage
    assert (typed.side, typed.unknown) == (side, ())


@given(st.text())
def test_any_text_can_be_typed(text: str) -> None:
    typed = parse_shorthand(text)
    assert isinstance(Dosage(Kind.REPS).changed(typed.changes), Dosage)
