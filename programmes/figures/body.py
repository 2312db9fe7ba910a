"""The measures of the drawn body and what its joints can do. A standing body is 100 units tall."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Body:
    """Lengths of bones, half widths of shoulders and hips, and half thicknesses of the flesh, in units."""

    thigh: float = 24.5
    shank: float = 24.0
    foot_height: float = 4.2
    heel_back: float = 2.4
    ball_forward: float = 6.0
    toe_forward: float = 9.0
    lumbar: float = 10.0
    chest: float = 19.0
    neck: float = 5.0
    upper_arm: float = 15.5
    forearm: float = 13.0
    hand: float = 5.2
    shoulders: float = 8.0
    hips: float = 4.3
    head: float = 5.9

    hip_flesh: float = 5.0
    knee_flesh: float = 3.35
    ankle_flesh: float = 2.1
    shoulder_flesh: float = 3.1
    elbow_flesh: float = 2.3
    wrist_flesh: float = 1.6
    hand_flesh: float = 1.9
    waist_flesh: float = 5.5
    chest_flesh: float = 6.3
    neck_flesh: float = 2.4

    @property
    def hip_height(self) -> float:
        """Return how high the hips of a standing body are."""
        return self.foot_height + self.shank + self.thigh


STANDARD = Body()
LARGER = replace(
    STANDARD,
    hip_flesh=6.1,
    knee_flesh=3.9,
    ankle_flesh=2.4,
    shoulder_flesh=3.6,
    elbow_flesh=2.8,
    wrist_flesh=1.8,
    waist_flesh=7.6,
    chest_flesh=7.5,
    neck_flesh=2.8,
    hips=4.9,
    shoulders=8.5,
)
BUILDS = {"standard": STANDARD, "larger": LARGER}

# What a healthy adult's joint can do, in degrees, with a little to spare for the joints that a rig leaves out.
# Rounded from the ranges that textbooks of joint measurement agree on.
JOINT_RANGES: dict[str, tuple[float, float]] = {
    "hip flexion": (-35, 135),
    "hip abduction": (-40, 65),
    "hip rotation": (-55, 70),
    "knee": (-2, 160),
    "ankle": (-65, 45),
    "shoulder extension": (-90, 70),
    "elbow": (-2, 155),
    "spine": (-45, 75),
    "side bend": (-45, 45),
    "neck": (-60, 60),
}
