"""From a pose to points in space."""

from dataclasses import replace

import pytest
from hypothesis import given

from programmes.figures.body import LARGER, STANDARD
from programmes.figures.joints import joint_angles
from programmes.figures.pose import Arm, Leg, Place, Plant, Pose, Root
from programmes.figures.skeleton import POINTS, Skeleton, solve
from programmes.figures.vectors import X, Y, Z, cross, distance, dot, turned
from tests.figures import poses

STANDING = Pose(right_leg=Leg(ball_at=(6.0, 0.0, 4.3)), left_leg=Leg(ball_at=(6.0, 0.0, -4.3)))


def near(one: tuple[float, ...], other: tuple[float, ...], within: float = 0.05) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


def bones(skeleton: Skeleton) -> dict[str, float]:
    points = skeleton.points
    pairs = [("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist")]
    return {
        f"{side} {top}": distance(points[f"{side} {top}"], points[f"{side} {bottom}"])
        for side in ("right", "left")
        for top, bottom in pairs
    }


@given(poses)
def test_limbs_keep_their_length_in_every_pose(pose: Pose):
    wanted = {"hip": 24.5, "knee": 24.0, "shoulder": 15.5, "elbow": 13.0}
    for bone, long in bones(solve(pose)).items():
        assert long == pytest.approx(wanted[bone.split()[1]], abs=1e-6)


@given(poses)
def test_every_point_is_there_and_every_turn_keeps_right_angles(pose: Pose):
    skeleton = solve(pose)
    assert set(skeleton.points) == set(POINTS)
    for turn in skeleton.turns.values():
        forward, up, side = (turned(turn, axis) for axis in (X, Y, Z))
        assert near(cross(forward, up), side, 1e-6)
        assert dot(forward, forward) == pytest.approx(1)


def test_a_body_at_rest_stands_straight_and_faces_right():
    points = solve(Pose()).points
    assert near(points["right knee"], (0, 28.2, 4.3))
    assert points["head"][1] > points["neck"][1] > points["waist"][1] > points["pelvis"][1]
    assert points["right toe"][0] > points["right heel"][0]
    assert points["right shoulder"][2] > 0 > points["left shoulder"][2]


def test_a_foot_stands_where_it_is_put_with_its_sole_on_the_floor():
    points = solve(STANDING).points
    assert near(points["right ankle"], (0, 4.2, 4.3), 0.1)
    assert points["right heel"][1] == pytest.approx(1.75, abs=0.1)
    assert points["right toe"][1] == pytest.approx(1.25, abs=0.1)


def test_a_lifted_heel_turns_about_the_ball_and_leaves_the_toes_down():
    lifted = replace(STANDING, root=Root(at=(0.0, 55.0, 0.0)), right_leg=replace(STANDING.right_leg, heel_lift=40.0))
    before, after = solve(STANDING).points, solve(lifted).points
    assert near(before["right ball"], after["right ball"], 1.2)
    assert after["right heel"][1] > before["right heel"][1] + 3
    assert after["right toe"][1] < 2.5


def test_a_bent_leg_points_its_knee_where_it_is_told():
    low = Root(at=(0.0, 36.0, 0.0))
    forwards = solve(replace(STANDING, root=low)).points["right knee"]
    outwards = solve(
        replace(STANDING, root=low, right_leg=Leg(ball_at=(6.0, 0.0, 4.3), knee_towards=(0.0, 0.0, 1.0)))
    ).points["right knee"]
    assert forwards[0] > 10
    assert outwards[2] > 15


def test_what_is_out_of_reach_is_reached_for_and_the_gap_is_told():
    skeleton = solve(Pose(right_arm=Arm(hand_at=Place((80.0, 80.0, 8.0)))))
    assert skeleton.reach["right arm"] > 40
    assert solve(Pose(right_arm=Arm(hand_at=Place((20.0, 70.0, 8.0))))).reach["right arm"] < 0.01


def test_a_hand_can_hold_a_joint_of_its_own_body():
    held = Place((4.0, 0.0, 3.0), "right hip")
    points = solve(Pose(right_arm=Arm(hand_at=held), left_arm=Arm(hand_at=Place(joint="right hand")))).points
    hip = points["right hip"]
    assert near(points["right hand"], (hip[0] + 4, hip[1], hip[2] + 3), 0.3)
    # The right arm is there before the left one reaches for it.
    assert distance(points["left hand"], points["right hand"]) < distance(points["left shoulder"], points["right hand"])


def test_a_planted_point_is_exactly_there_and_the_body_follows():
    kneeling = Leg(hip=(90.0, 0.0, 0.0), knee=90.0)
    pose = Pose(
        root=Root(pitch=90.0), plant=Plant("right knee", (0.0, 3.3, 4.3)), right_leg=kneeling, left_leg=kneeling
    )
    points = solve(pose).points
    assert near(points["right knee"], (0, 3.3, 4.3), 1e-6)
    assert near(points["pelvis"], (0, 27.8, 0))


def test_angles_come_out_as_they_went_in():
    pose = Pose(
        right_leg=Leg(hip=(40.0, 20.0, 10.0), knee=60.0, ankle=-15.0),
        left_leg=Leg(hip=(-10.0, 15.0, -20.0), knee=30.0, ankle=5.0),
        right_arm=Arm(elbow=75.0),
    )
    angles = joint_angles(solve(pose))
    given_angles = {
        "right hip flexion": 40,
        "right hip abduction": 20,
        "right hip rotation": 10,
        "right knee": 60,
        "right ankle": -15,
        "left hip flexion": -10,
        "left hip abduction": 15,
        "left hip rotation": -20,
        "left knee": 30,
        "right elbow": 75,
    }
    assert {name: round(angles[name]) for name in given_angles} == given_angles


def test_a_bent_knee_has_the_same_angle_however_it_is_given():
    reached = solve(replace(STANDING, root=Root(at=(-12.0, 34.0, 0.0), pitch=30.0)))
    angles = joint_angles(reached)
    turned_leg = Leg(
        hip=(angles["right hip flexion"], angles["right hip abduction"], angles["right hip rotation"]),
        knee=angles["right knee"],
        ankle=angles["right ankle"],
    )
    again = solve(replace(STANDING, root=Root(at=(-12.0, 34.0, 0.0), pitch=30.0), right_leg=turned_leg))
    for point in ("right knee", "right ankle", "right toe"):
        assert near(again.points[point], reached.points[point], 0.1)


def test_a_larger_build_has_the_same_bones():
    assert bones(solve(STANDING, LARGER)) == pytest.approx(bones(solve(STANDING, STANDARD)))
