"""Posing: what is dragged comes to where it was dragged, and what was not touched stays."""

from typing import Any

import pytest

from programmes.figures import problems, read
from programmes.figures.editing import edited, handles
from programmes.figures.editing.drag import HANDLES
from programmes.figures.editing.frames import FRAMES, plain_pose, pose_in, with_pose
from programmes.figures.editing.sight import Sight
from programmes.figures.editing.swivel import swivel
from programmes.figures.editing.ways import WAYS_OF, toes_out, way_of
from programmes.figures.pose import Camera
from programmes.figures.reading import FigureError
from programmes.figures.skeleton import solve
from programmes.figures.vectors import distance
from tests import shipped

STANDING: dict[str, Any] = {
    "camera": {"turn": -15, "tilt": 6},
    "start": {"root": {"at": [0, 50, 0]}, "right_leg": {"ball_at": [6, 0, 5]}, "left_leg": {"ball_at": [6, 0, -5]}},
    "end": {"root": {"at": [-12, 34, 0], "pitch": 35}, "right_arm": {"hand_at": [20, 60, 6]}},
    "props": [{"kind": "floor"}],
}
LIFTED = {**STANDING, "start": {**STANDING["start"], "right_leg": {"hip": [30, 0, 0], "knee": 60}}}
LIMBS = ("right_leg", "left_leg", "right_arm", "left_arm")


def drag(plain: Any, frame: str, handle: str, by: tuple[float, float]) -> dict[str, Any]:
    x, y = seen(plain, frame, handle)
    return edited(plain, {"do": "drag", "frame": frame, "handle": handle, "to": [x + by[0], y + by[1]]})


def put(plain: Any, frame: str, path: list[Any], to: Any) -> dict[str, Any]:
    return edited(plain, {"do": "set", "frame": frame, "path": path, "to": to})


def seen(plain: Any, frame: str, name: str) -> tuple[float, float]:
    return next((each.x, each.y) for each in handles(read(plain), frame) if each.name == name)


def points(plain: Any, frame: str) -> dict[str, Any]:
    return solve(pose_in(read(plain), frame)).points


def farthest(one: Any, other: Any, frame: str) -> float:
    """Return how far the joint went that went farthest. Hands are left out: an arm by angles holds its own straight."""
    before, after = points(one, frame), points(other, frame)
    return max(distance(before[name], after[name]) for name in before if not name.endswith(("hand", "fingertips")))


def moved(before: Any, after: Any, frame: str, handle: str) -> tuple[float, float]:
    (x, y), (to_x, to_y) = seen(before, frame, handle), seen(after, frame, handle)
    return (to_x - x, to_y - y)


SHIPPED = ("squat", "bridge", "bird-dog", "clamshell", "forward-lunge", "side-plank", "hip-hitch")


def shipped_figure(slug: str) -> Any:
    return shipped.read(f"exercises/{slug}.yaml")["figure"]


@pytest.mark.parametrize("turn", [-90, -15, 60])
@pytest.mark.parametrize("tilt", [0, 20, 70])
def test_a_place_moved_on_the_picture_is_seen_where_it_was_put(turn: float, tilt: float):
    sight = Sight(Camera(turn=turn, tilt=tilt))
    x, y, _depth = sight.seen(sight.moved((3, 40, -7), (10, -30)))
    assert (x, y) == pytest.approx((10, -30))


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("handle", ["pelvis", "right knee", "right hand", "left hand"])
def test_a_handle_goes_where_it_is_dragged(frame: str, handle: str):
    by = (-2, 3) if handle == "pelvis" else (2, -2)
    after = drag(LIFTED, frame, handle, by)
    if handle == "right knee":
        assert moved(LIFTED, after, frame, handle) != pytest.approx((0, 0), abs=0.5)
    else:
        assert moved(LIFTED, after, frame, handle) == pytest.approx(by, abs=0.4)


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_handle_dragged_to_where_it_is_leaves_the_pose_alone(slug: str):
    plain = shipped_figure(slug)
    for frame in FRAMES:
        for handle in HANDLES:
            assert farthest(plain, drag(plain, frame, handle, (0, 0)), frame) < 1.5, (frame, handle)


def test_the_body_takes_its_free_limbs_along_and_leaves_its_feet_where_they_stand():
    after = drag(STANDING, "start", "pelvis", (0, 6))
    assert moved(STANDING, after, "start", "right foot") == pytest.approx((0, 0), abs=0.1)
    assert moved(STANDING, after, "start", "right hand") == pytest.approx((0, 6), abs=0.2)


def test_a_foot_near_the_floor_stands_on_it_and_one_lifted_does_not():
    assert drag(STANDING, "start", "right foot", (3, -1))["start"]["right_leg"]["ball_at"][1] == 0
    assert drag(STANDING, "start", "right foot", (3, 5))["start"]["right_leg"]["ball_at"][1] == 0
    assert drag(STANDING, "start", "right foot", (5, -14))["start"]["right_leg"]["ball_at"][1] > 10


@pytest.mark.parametrize("handle", ["right hand", "right foot"])
def test_what_is_dragged_out_of_reach_stays_at_the_end_of_the_limb(handle: str):
    for plain in (STANDING, LIFTED):
        after = drag(plain, "end", handle, (90, -40))
        assert not [problem for problem in problems(read(after)) if "misses" in problem]


def test_a_limb_stays_placed_the_way_it_was():
    for handle, limb in (("right foot", "right_leg"), ("right hand", "right_arm"), ("left knee", "left_leg")):
        for frame in FRAMES:
            before, after = read(LIFTED), read(drag(LIFTED, frame, handle, (2, -3)))
            ways = [way_of(getattr(pose_in(figure, frame), limb)) for figure in (before, after)]
            assert ways[0] == ways[1]


def test_the_head_leans_who_stands_and_curls_who_lies():
    leaning = drag(STANDING, "start", "head", (12, 2))
    assert leaning["start"]["root"]["pitch"] > 10
    assert "spine" not in leaning["start"]
    lying = drag(shipped_figure("bridge"), "start", "head", (0, -5))
    assert lying["start"].get("root") == shipped_figure("bridge")["start"]["root"]


def test_a_drag_in_the_end_frame_says_only_what_differs_and_leaves_the_start():
    after = drag(STANDING, "end", "pelvis", (0, 4))
    assert after["start"] == STANDING["start"]
    assert set(after["end"]) == {"root", "right_arm"}
    assert after["end"]["root"]["pitch"] == 35


def test_a_change_of_the_start_carries_on_to_the_end_but_for_what_differs_there():
    after = put(STANDING, "start", ["spine"], 20)
    assert read(after).end.spine == 20
    assert read(put(after, "start", ["root", "pitch"], 5)).end.root.pitch == 35


def test_a_value_set_back_to_that_of_the_start_is_no_difference_any_more():
    after = put(put(STANDING, "end", ["spine"], 20), "end", ["spine"], 0)
    assert read(after).end.spine == 0
    assert put(after, "start", ["spine"], 0)["end"].get("spine", 0) == 0


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_end_pose_put_back_is_the_same_one(slug: str):
    plain = shipped_figure(slug)
    assert read(with_pose(plain, "end", plain_pose(plain, "end"))) == read(plain)


@pytest.mark.parametrize("slug", SHIPPED)
def test_mirrored_twice_a_figure_is_itself(slug: str):
    plain = shipped_figure(slug)
    once = edited(plain, {"do": "mirror"})
    assert read(edited(once, {"do": "mirror"})) == read(plain)
    right, left = points(plain, "end")["right ankle"], points(once, "end")["left ankle"]
    assert left == pytest.approx((right[0], right[1], -right[2]))


@pytest.mark.parametrize("limb", LIMBS)
@pytest.mark.parametrize("frame", FRAMES)
def test_another_way_of_placing_a_limb_does_not_move_it(limb: str, frame: str):
    for plain in (STANDING, LIFTED):
        for way in WAYS_OF[limb.partition("_")[2]]:
            if way == "stands" and plain is LIFTED:
                continue
            after = edited(plain, {"do": "way", "frame": frame, "limb": limb, "way": way})
            assert way_of(getattr(pose_in(read(after), frame), limb)) == way
            assert farthest(plain, after, frame) < 1.0, way


def test_a_place_measured_from_a_joint_does_not_move_and_then_goes_with_it():
    held = {"do": "from", "frame": "end", "limb": "right_arm", "of": "right knee"}
    after = edited(STANDING, held)
    assert after["end"]["right_arm"]["hand_at"]["of"] == "right knee"
    assert farthest(STANDING, after, "end") < 0.4
    assert edited(after, {**held, "of": ""})["end"]["right_arm"]["hand_at"] == pytest.approx([20, 60, 6], abs=0.2)


def test_knees_elbows_and_toes_are_turned_outwards():
    for limb, frame in (("right_leg", "start"), ("left_leg", "end"), ("right_arm", "end")):
        after = edited(STANDING, {"do": "swivel", "frame": frame, "limb": limb, "to": 25})
        assert swivel(solve(pose_in(read(after), frame)), limb) == pytest.approx(25, abs=1)
        side, out = limb.partition("_")[0], 1 if limb.startswith("right") else -1
        joint = f"{side} knee" if "leg" in limb else f"{side} elbow"
        flat = edited(STANDING, {"do": "swivel", "frame": frame, "limb": limb, "to": 0})
        assert out * (points(after, frame)[joint][2] - points(flat, frame)[joint][2]) > 0
    turned = edited(STANDING, {"do": "toes", "frame": "start", "limb": "left_leg", "to": 30})
    assert toes_out(read(turned).start, "left") == pytest.approx(30, abs=1)


def test_copying_the_start_leaves_no_difference():
    props = [{"kind": "dumbbell", "at": "right hand", "end": {"radius": 4}}]
    after = edited({**STANDING, "props": props}, {"do": "copy"})
    assert read(after).end == read(after).start
    assert read(after).end_props == read(after).props


def test_a_thing_of_the_end_frame_is_moved_there_only():
    plain = {**STANDING, "props": [{"kind": "step", "height": 10}]}
    after = put(plain, "end", ["props", 0, "height"], 14)
    assert after["props"] == [{"kind": "step", "height": 10, "end": {"height": 14}}]


def test_things_and_arrows_come_and_go():
    for kind in ("band", "barbell", "chair", "cloth", "strap", "wall"):
        with_it = edited(STANDING, {"do": "add", "what": "props", "kind": kind})
        assert with_it["props"][-1]["kind"] == kind
        assert edited(with_it, {"do": "remove", "what": "props", "index": 1})["props"] == STANDING["props"]
    arrow = edited(STANDING, {"do": "add", "what": "arrows"})
    assert edited(arrow, {"do": "follow", "index": 0, "to": "right hand"})["arrows"][0]["follow"] == "right hand"
    assert put(arrow, "start", ["arrows", 0, "both_ways"], True)["arrows"][0]["both_ways"] is True


def test_an_arrow_with_a_way_of_its_own_gives_it_up_for_a_joint():
    plain = {**STANDING, "arrows": [{"path": [[0, 0, 0], [0, 9, 0]], "dashed": True}]}
    after = edited(plain, {"do": "follow", "index": 0, "to": "pelvis"})
    assert after["arrows"] == [{"offset": 10, "dashed": True, "follow": "pelvis"}]


def test_muscles_are_ticked_on_and_off():
    on = edited(STANDING, {"do": "tick", "what": "muscles", "name": "right quads", "to": True})
    assert on["muscles"] == ["right quads"]
    assert edited(on, {"do": "tick", "what": "muscles", "name": "right quads", "to": False})["muscles"] == []


@pytest.mark.parametrize(
    "edit",
    [
        {},
        {"do": "explode"},
        {"do": "set", "frame": "start"},
        {"do": "set", "frame": "start", "path": [], "to": 1},
        {"do": "set", "frame": "start", "path": ["tail"], "to": 1},
        {"do": "set", "frame": "start", "path": ["spine", 3], "to": 1},
        {"do": "set", "frame": "start", "path": ["root", "at", 9], "to": 1},
        {"do": "set", "frame": "start", "path": ["spine"], "to": "far"},
        {"do": "set", "frame": "start", "path": {"a": 1}, "to": 1},
        {"do": "set", "frame": "middle", "path": ["spine"], "to": 1},
        {"do": "set", "frame": "start", "path": ["props", 7, "height"], "to": 1},
        {"do": "drag", "frame": "start", "handle": "tail", "to": [0, 0]},
        {"do": "drag", "frame": "start", "handle": "head", "to": [0]},
        {"do": "drag", "frame": "start", "handle": "head", "to": ["a", None]},
        {"do": "drag", "frame": "start", "handle": "head", "to": [float("nan"), 0]},
        {"do": "way", "frame": "start", "limb": "tail", "way": "angles"},
        {"do": "way", "frame": "start", "limb": "right_arm", "way": "stands"},
        {"do": "way", "frame": "start", "limb": "third_leg", "way": "angles"},
        {"do": "from", "frame": "start", "limb": "right_leg", "of": "pelvis"},
        {"do": "swivel", "frame": "start", "limb": "head", "to": 3},
        {"do": "toes", "frame": "start", "limb": "right_leg", "to": "out"},
        {"do": "add", "what": "props", "kind": "piano"},
        {"do": "remove", "what": "arrows", "index": 0},
        {"do": "remove", "what": "start", "index": 0},
        {"do": "follow", "index": 3, "to": "pelvis"},
        {"do": "tick", "what": "muscles", "name": "tail", "to": True},
        {"do": "tick", "what": "start", "name": "tail", "to": True},
    ],
)
def test_an_edit_that_makes_no_figure_is_refused(edit: Any):
    with pytest.raises(FigureError):
        edited(STANDING, edit)
