"""Figures for tests: small plain ones, and random poses."""

from typing import Any

from hypothesis import strategies as st

from programmes.figures import Drawing, draw, read
from programmes.figures.pose import Arm, Leg, Place, Pose, Root

FLOOR = {"kind": "floor", "left": -30, "right": 30}


def plain_figure(**changes: Any) -> dict[str, Any]:
    """Return a squat that lifts nothing: both feet stand, the hips go down."""
    standing = {"ball_at": [6, 0, 5]}, {"ball_at": [6, 0, -5]}
    return {
        "camera": {"turn": -20, "tilt": 6},
        "start": {"root": {"at": [0, 52.4, 0]}, "right_leg": standing[0], "left_leg": standing[1]},
        "end": {"root": {"at": [-14, 32, 0], "pitch": 30}},
        "props": [FLOOR],
        "arrows": [{"path": [[-30, 60, 0], [-31, 48, 0], [-31, 40, 0]]}],
        "working": ["right leg"],
        "muscles": ["right quads"],
        **changes,
    }


def drawn(**look: Any) -> Drawing:
    """Draw the squat."""
    return draw(read(plain_figure()), **look)


def degrees(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high)


def vectors(size: float = 60) -> st.SearchStrategy[tuple[float, float, float]]:
    return st.tuples(*[st.floats(-size, size)] * 3)


legs = st.one_of(
    st.builds(
        Leg,
        hip=st.tuples(degrees(-30, 120), degrees(-30, 60), degrees(-45, 45)),
        knee=degrees(0, 150),
        ankle=degrees(-50, 30),
    ),
    st.builds(Leg, ball_at=vectors(), heel_lift=degrees(0, 70)),
    st.builds(Leg, ankle_at=st.builds(Place, vectors())),
)
arms = st.one_of(
    st.builds(Arm, shoulder=st.tuples(degrees(-60, 180), degrees(-30, 170), degrees(-45, 45)), elbow=degrees(0, 150)),
    st.builds(Arm, hand_at=st.builds(Place, vectors())),
)
poses = st.builds(
    Pose,
    root=st.builds(Root, at=vectors(), yaw=degrees(-180, 180), pitch=degrees(-180, 180), roll=degrees(-180, 180)),
    spine=degrees(-40, 70),
    side_bend=degrees(-40, 40),
    twist=degrees(-40, 40),
    neck=degrees(-50, 50),
    right_leg=legs,
    left_leg=legs,
    right_arm=arms,
    left_arm=arms,
)
