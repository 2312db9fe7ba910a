"""What a figure is made of, as plain frozen values: two poses, a camera, props, arrows and the muscles at work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from programmes.figures.vectors import Vector

SIDES = ("right", "left")


@dataclass(frozen=True)
class Place:
    """A point in space; with `joint`, so far from that joint of the body."""

    offset: Vector = (0.0, 0.0, 0.0)
    joint: str | None = None


@dataclass(frozen=True)
class Root:
    """Where the pelvis is and how it is turned: yaw to the body's left, pitch forwards, roll to its right."""

    at: Vector = (0.0, 52.7, 0.0)
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0


@dataclass(frozen=True)
class Plant:
    """The point of the body that is to be exactly there; the rest follows. Not of a limb that itself reaches."""

    point: str
    at: Vector


@dataclass(frozen=True)
class Leg:
    """A leg by its angles, or by where its foot stands (`ball_at`) or its ankle is (`ankle_at`)."""

    hip: Vector = (0.0, 0.0, 0.0)  # flexion, abduction, outward rotation
    knee: float = 0.0
    ankle: float = 0.0  # toes up is positive
    ball_at: Vector | None = None
    toes: Vector | None = None
    foot_up: Vector | None = None
    heel_lift: float = 0.0
    ankle_at: Place | None = None
    knee_towards: Vector | None = None


@dataclass(frozen=True)
class Arm:
    """An arm by its angles, or by where its palm is (`hand_at`)."""

    shoulder: Vector = (0.0, 7.0, 0.0)  # flexion, abduction, rotation
    elbow: float = 8.0
    hand_at: Place | None = None
    elbow_towards: Vector | None = None
    fingers: Vector | None = None
    fist: bool = False


@dataclass(frozen=True)
class Pose:
    """One frame. `behind` lists pairs: the first is drawn behind the second. In a jump it `is_airborne`."""

    root: Root = Root()
    plant: Plant | None = None
    spine: float = 0.0  # rounded forwards is positive
    side_bend: float = 0.0  # to the body's right is positive
    twist: float = 0.0  # of the chest on the pelvis, to the left
    neck: float = 0.0
    neck_tilt: float = 0.0
    look: float = 0.0
    right_leg: Leg = Leg()
    left_leg: Leg = Leg()
    right_arm: Arm = Arm()
    left_arm: Arm = Arm()
    behind: tuple[tuple[str, str], ...] = ()
    is_airborne: bool = False

    def leg(self, side: str) -> Leg:
        return self.right_leg if side == "right" else self.left_leg

    def arm(self, side: str) -> Arm:
        return self.right_arm if side == "right" else self.left_arm


@dataclass(frozen=True)
class Camera:
    """From where the body is seen: turned about it, and tilted down from above."""

    turn: float = 0.0  # 0 from its right side, -90 from the front, 90 from behind
    tilt: float = 4.0


@dataclass(frozen=True)
class Arrow:
    """The movement: the way of a joint (`follow`) from share `begin` to `end` of it, or a path through places."""

    follow: str | None = None
    path: tuple[Place, ...] = ()
    begin: float = 0.0
    end: float = 1.0
    offset: float = 0.0
    both_ways: bool = False
    dashed: bool = False
    push: bool = False  # a short broad one: force without movement
    hold: bool = False  # with a pause sign beside its tail: then stay there


@dataclass(frozen=True)
class Figure:
    """A picture of an exercise in two frames. By custom the working leg of a one-sided exercise is the right one."""

    start: Pose
    end: Pose
    camera: Camera = Camera()
    props: tuple[Any, ...] = ()
    end_props: tuple[Any, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    working: tuple[str, ...] = ()  # limbs, such as "right leg"
    muscles: tuple[str, ...] = ()  # such as "right quads"
    ghost: bool = True
