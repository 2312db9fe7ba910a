"""A figure from plain values: what it means, and how each slip is named."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes import figures
from programmes.figures.pose import Place
from programmes.figures.reading import end_pose
from tests.figures import plain_figure


def test_the_end_pose_is_the_start_with_its_changes():
    figure = figures.read(plain_figure())
    assert figure.end.root.at == (-14, 32, 0)
    assert figure.end.root.yaw == figure.start.root.yaw
    assert figure.end.right_leg == figure.start.right_leg


def test_a_limb_given_in_another_way_forgets_the_first_one():
    start = {"right_leg": {"ball_at": [6, 0, 5], "heel_lift": 20}, "left_arm": {"hand_at": [20, 70, -8]}}
    end = end_pose(start, {"right_leg": {"hip": [90, 0, 0], "knee": 90}, "left_arm": {"shoulder": [90, 0, 0]}})
    assert end == {"right_leg": {"hip": [90, 0, 0], "knee": 90}, "left_arm": {"shoulder": [90, 0, 0]}}


def test_a_body_that_is_moved_is_no_longer_planted():
    start = {"plant": {"point": "right knee", "at": [0, 3, 4]}, "root": {"pitch": 90}}
    assert "plant" not in end_pose(start, {"root": {"at": [0, 30, 0]}})
    assert "plant" in end_pose(start, {"root": {"pitch": 80}})


def test_a_place_is_a_point_or_a_joint_or_so_far_from_one():
    hands = [[1, 2, 3], "right knee", {"of": "right knee", "by": [0, 1, 0]}]
    places = [
        figures.read(plain_figure(start={"right_arm": {"hand_at": hand}})).start.right_arm.hand_at for hand in hands
    ]
    assert places == [Place((1, 2, 3)), Place((0, 0, 0), "right knee"), Place((0, 1, 0), "right knee")]


def test_a_prop_may_be_elsewhere_in_the_end_frame():
    roller = {"kind": "roller", "at": [-20, 6.5, 0], "end": {"at": [10, 6.5, 0]}}
    figure = figures.read(plain_figure(props=[roller]))
    assert (figure.props[0].at, figure.end_props[0].at) == ((-20, 6.5, 0), (10, 6.5, 0))


SLIPS: list[tuple[dict[str, Any], str, str]] = [
    ({"strat": {}}, "strat", "is an unknown key; did you mean 'start'?"),
    ({"start": {"right_leg": {"kne": 3}}}, "start.right_leg.kne", "is an unknown key; did you mean 'knee'?"),
    ({"start": {"right_leg": {"knee": "bent"}}}, "start.right_leg.knee", "must be a number"),
    ({"start": {"right_leg": {"knee": True}}}, "start.right_leg.knee", "must be a number"),
    ({"start": {"right_leg": {"knee": float("nan")}}}, "start.right_leg.knee", "must be a number"),
    ({"start": {"right_leg": {"knee": 1e9}}}, "start.right_leg.knee", "must be between -1000 and 1000"),
    ({"end": {"root": {"at": [1, 2]}}}, "end.root.at", "must be a list of three numbers"),
    ({"end": []}, "end", "must be a set of named values"),
    ({"ghost": 1}, "ghost", "must be true or false"),
    ({"props": [{"kind": "trampoline"}]}, "props[0].kind", "is none of: "),
    ({"props": [{"kind": "floor", "colour": "red"}]}, "props[0].colour", "is an unknown key"),
    ({"props": [{"kind": "dumbbell"}]}, "props[0].at", "is missing; add it"),
    ({"props": [{"kind": "floor"}] * 25}, "props", "has 25 entries; at most 24 can be drawn"),
    ({"arrows": [{"follow": "right ankel"}]}, "arrows[0].follow", "did you mean 'right ankle'?"),
    ({"arrows": [{"path": [[0, 0, 0], "left kne"]}]}, "arrows[0].path[1]", "did you mean 'left knee'?"),
    ({"arrows": [{}]}, "arrows[0]", "needs a joint to follow or a path of at least two places"),
    ({"working": ["right legs"]}, "working[0]", "did you mean 'right leg'?"),
    ({"muscles": ["right quad"]}, "muscles[0]", "did you mean 'right quads'?"),
    ({"start": {"plant": {"point": "nose", "at": [0, 0, 0]}}}, "start.plant.point", "'nose' is not known"),
    ({"start": {"behind": [["trunk"]]}}, "start.behind[0]", "must be a list of 2"),
]


@pytest.mark.parametrize(("changes", "path", "reason"), SLIPS, ids=[slip[1] + slip[2][:20] for slip in SLIPS])
def test_a_slip_is_named_by_where_it_is_and_what_to_do(changes: dict[str, Any], path: str, reason: str):
    with pytest.raises(figures.FigureError) as error:
        figures.read(plain_figure(**changes))
    assert error.value.path == path
    assert reason in error.value.reason


WORDS = ["start", "end", "root", "at", "right_leg", "hip", "knee", "props", "kind", "arrows", "path", "camera", "turn"]
json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_anything_at_all_is_read_or_refused_with_a_reason(value: Any):
    with suppress(figures.FigureError):
        assert isinstance(figures.read(value), figures.Figure)
