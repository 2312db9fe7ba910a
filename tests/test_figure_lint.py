"""What a drawn body could not do is said, and what it can do is not."""

from typing import Any

import pytest

from programmes import figures
from tests.figures import plain_figure


def problems(**changes: Any) -> list[str]:
    return figures.problems(figures.read(plain_figure(**changes)))


def test_a_squat_is_sound():
    assert problems() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"start": {"right_leg": {"hip": [0, 0, 0], "knee": 175}}},
            "start: right knee is at 175 degrees; a body goes from -2 to 160",
        ),
        ({"start": {"right_leg": {"hip": [150, 0, 0]}}}, "right hip flexion is at 150 degrees"),
        ({"start": {"right_leg": {"hip": [0, 80, 0]}}}, "right hip abduction is at 80 degrees"),
        ({"start": {"right_leg": {"hip": [0, 0, 90], "knee": 60}}}, "right hip rotation is at 90 degrees"),
        ({"start": {"right_leg": {"ankle": 60}}}, "right ankle is at 60 degrees"),
        ({"start": {"left_arm": {"elbow": 170}}}, "left elbow is at 170 degrees"),
        ({"start": {"left_arm": {"shoulder": [-85, 0, 0]}}}, "left shoulder extension is at 85 degrees"),
        ({"start": {"spine": 90}}, "spine is at 90 degrees"),
        ({"start": {"neck": -80}}, "neck is at -80 degrees"),
        (
            {"end": {"right_arm": {"hand_at": [60, 60, 8]}}},
            "end: the right arm misses what it is to touch by",
        ),
        ({"start": {"root": {"at": [0, 40, 0]}}}, "below the floor; raise it"),
        ({"start": {"root": {"at": [0, 60, 0]}}}, "above it; lower the body"),
        ({"start": {"behind": [["right leg", "sofa"]]}}, "behind names 'sofa', which is not drawn"),
        ({"props": [{"kind": "floor", "left": -150, "right": 150}]}, "can be made out when small"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_is_said(changes: dict[str, Any], said: str):
    assert any(said in problem for problem in problems(**changes))


def test_a_knee_that_bends_backwards_is_said():
    backwards = {"ball_at": [6, 0, 5], "knee_towards": [-1, 0, 0]}
    changes = {"right_leg": backwards, "root": {"at": [0, 40, 0]}}
    assert any("right" in problem for problem in problems(end=changes))


def test_a_body_in_the_air_is_sound_only_when_it_jumps():
    up = {"root": {"at": [0, 60, 0]}, "right_leg": {"hip": [0, 0, 0]}, "left_leg": {"hip": [0, 0, 0]}}
    assert any("nothing touches the floor" in problem for problem in problems(end=up))
    assert problems(end={**up, "is_airborne": True}) == []


def test_a_box_carries_a_body_above_the_floor():
    standing = {"ball_at": [6, 12, 5]}, {"ball_at": [6, 12, -5]}
    raised = {"root": {"at": [0, 64.4, 0]}, "right_leg": standing[0], "left_leg": standing[1]}
    on_a_box = {"kind": "step", "left": -10, "right": 20, "height": 12}
    assert problems(start=raised, end={}, props=[on_a_box]) == []
    assert any("foot stands 12.0 above" in problem for problem in problems(start=raised, end={}))


def test_a_foot_against_a_plate_does_not_stand():
    pressing = {"ball_at": [6, 12, 5], "foot_up": [-0.5, 1, 0]}
    assert not any("foot stands" in problem for problem in problems(end={"right_leg": pressing}))
