"""A figure drawn: what is in the two frames, and what an SVG of ours never holds."""

import re
from dataclasses import MISSING, fields
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given

from programmes import figures
from programmes.figures.muscles import MUSCLES
from programmes.figures.palette import PALETTES, Palette
from programmes.figures.pose import Figure, Pose
from programmes.figures.props import KINDS
from programmes.figures.scene import in_order
from programmes.figures.stage import Thing
from programmes.handout.brand import contrast, read
from tests.figures import plain_figure, poses

# What a prop cannot do without: where it is held or what it goes round.
NEEDED: dict[str, Any] = {"at": "right hand", "path": ["right knee", "left knee"], "pad": "right ankle"}


def drawn(**changes: Any) -> figures.Drawing:
    return figures.draw(figures.read(plain_figure(**changes)))


def fills(svg: str) -> set[str]:
    return set(re.findall(r'fill="(#\w+)"', svg))


@given(poses)
def test_every_pose_gives_a_picture_that_parses(pose: Pose):
    drawing = figures.draw(Figure(pose, pose))
    for svg in (drawing.start, drawing.end, drawing.pair):
        ElementTree.fromstring(svg)
        assert "nan" not in svg


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("camera", [{"turn": 0, "tilt": 0}, {"turn": -35, "tilt": 20}, {"turn": -90, "tilt": 5}])
def test_every_prop_is_drawn_from_every_side(kind: str, camera: dict[str, float]):
    needed = [field.name for field in fields(KINDS[kind]) if field.default is MISSING]  # type: ignore[arg-type]
    prop = {"kind": kind, **{name: NEEDED[name] for name in needed}}
    bare, furnished = drawn(props=[], camera=camera), drawn(props=[prop], camera=camera)
    assert furnished.start.count("<path") > bare.start.count("<path")


def test_a_picture_holds_paths_alone():
    for svg in (drawn().pair, drawn().start):
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(svg).iter()}
        assert tags <= {"svg", "g", "path"}
        assert not re.search(r"\bid=|href|url\(|style|<text|class=", svg)


def test_the_same_figure_is_the_same_picture():
    assert drawn() == drawn()


def test_both_frames_have_one_size_and_the_pair_holds_both():
    drawing = drawn()
    boxes = [re.findall(r'viewBox="([^"]+)"', svg)[0].split() for svg in (drawing.start, drawing.end, drawing.pair)]
    assert boxes[0] == boxes[1]
    assert float(boxes[2][2]) > 2 * float(boxes[0][2])
    assert float(boxes[0][3]) == pytest.approx(drawing.height, abs=0.1)


def test_the_end_frame_alone_shows_ghost_arrow_and_muscle():
    tones, drawing = PALETTES["teal"], drawn()
    only_at_the_end = {tones.ghost, tones.arrow, tones.muscle}
    assert only_at_the_end <= fills(drawing.end)
    assert only_at_the_end.isdisjoint(fills(drawing.start))
    assert tones.ghost not in fills(drawn(ghost=False).end)


def test_the_working_leg_has_a_tone_and_a_heavier_line_of_its_own():
    marked, plain = drawn(), drawn(working=[])
    assert PALETTES["teal"].working in fills(marked.start)
    assert PALETTES["teal"].working not in fills(plain.start)
    assert 'stroke-width="2.3"' in marked.start
    assert 'stroke-width="2.3"' not in plain.start


def test_mirrored_it_is_the_same_picture_turned_round():
    figure = figures.read(plain_figure())
    plain, mirrored = figures.draw(figure), figures.draw(figure, is_mirrored=True)
    left, _top, width, _height = (float(n) for n in re.findall(r'viewBox="([^"]+)"', plain.start)[0].split())
    turn = re.findall(r"matrix\(-1 0 0 1 (\S+) 0\)", mirrored.start)[0]
    assert float(turn) == pytest.approx(2 * left + width, abs=0.2)
    assert re.findall(r' d="[^"]+"', plain.start) == re.findall(r' d="[^"]+"', mirrored.start)
    assert mirrored.start.count("<path") == plain.start.count("<path")


@pytest.mark.parametrize("muscle", [name for name in MUSCLES if name.startswith("right")])
def test_every_muscle_shows_from_one_side_at_least(muscle: str):
    cameras = [{"turn": turn} for turn in (0, -90, 90, 180)]
    tone = PALETTES["teal"].muscle
    assert any(tone in fills(drawn(muscles=[muscle], camera=camera).end) for camera in cameras)


def test_a_muscle_on_the_far_side_is_hidden():
    from_the_front = {"turn": -90}
    tone = PALETTES["teal"].muscle
    standing = {"right_leg": {"hip": [0, 0, 0]}, "left_leg": {"hip": [0, 0, 0]}}
    assert tone not in fills(drawn(muscles=["right hamstrings"], camera=from_the_front, start=standing, end={}).end)


ARROW = {"path": [[-30, 60, 0], [-31, 48, 0], [-31, 40, 0]]}


@pytest.mark.parametrize("more", [{}, {"push": True}])
def test_a_hold_has_a_pause_sign_in_the_end_frame_alone(more: dict[str, bool]):
    plain, held = (drawn(arrows=[{**ARROW, **more, "hold": hold}]) for hold in (False, True))
    ring = "a4.2 4.2"
    assert ring in held.end
    assert ring not in plain.end
    assert ring not in held.start


def test_a_pause_sign_is_kept_in_view():
    upwards = {"path": [[-60, 30, 0], [-60, 50, 0]], "hold": True}
    plain, held = (drawn(arrows=[{**upwards, "hold": hold}], ghost=False) for hold in (False, True))
    assert held.width > plain.width + 3


def test_a_hand_on_a_wall_behind_throws_a_shadow_on_it():
    wall = {"kind": "wall", "z": -25, "width": 80}
    bare, touched = (drawn(props=[{**wall, **more}]) for more in ({}, {"touched": ["left hand"]}))
    assert touched.start.count("<path") == bare.start.count("<path") + 1


def test_a_larger_build_is_wider():
    figure = figures.read(plain_figure(camera={"turn": -90, "tilt": 0}, props=[], arrows=[]))
    assert figures.draw(figure, build="larger").width > figures.draw(figure).width


def things(*names: str) -> list[Thing]:
    return [Thing(name, depth, ()) for depth, name in enumerate(names)]


def test_what_is_to_be_behind_is_drawn_before():
    ordered = in_order(things("trunk", "right arm", "head"), [("head", "trunk"), ("right arm", "head")])
    assert [thing.name for thing in ordered] == ["right arm", "head", "trunk"]


def test_pairs_that_go_round_in_a_circle_are_drawn_as_they_come():
    ordered = in_order(things("trunk", "head"), [("head", "trunk"), ("trunk", "head")])
    assert [thing.name for thing in ordered] == ["trunk", "head"]


def grey_contrast(one: str, other: str) -> float:
    return contrast(read(one), read(other))


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_a_palette_survives_a_grey_photocopy(palette: Palette):
    """Contrast knows lightness alone, as a photocopier does."""
    for limb in (palette.leggings, palette.far_leggings, palette.working):
        assert grey_contrast(palette.muscle, limb) >= 1.3
    assert grey_contrast(palette.working, palette.leggings) >= 1.3
    assert grey_contrast(palette.arrow, "#ffffff") >= 4.5
    assert grey_contrast(palette.ink, palette.leggings) >= 2
    for one, other in combinations([palette.skin, palette.shirt], 2):
        assert one == other or grey_contrast(one, other) >= 1.3
